"""Facts: how they are called, where their values are taken from, and what a predicate reads."""

import re

from dutybound.checks.names import check_names
from dutybound.duties.derive import DERIVED
from dutybound.facts import Choice, Counted, Day, Fact, Flag, Number
from dutybound.problems import Problems, did_you_mean
from dutybound.rulebook import Content
from dutybound.rules import NO_TEXT
from dutybound.text import Text

ORIGINS = (
    "act.kind",
    "act.date",
    "act.duty",
    "act.received",
    "act.done",
    "act.last_inspected",
    "authority.kind",
    "authority.region",
    "authority.level",
    "person.role",
)
"""The fields of a case record that a fact may be taken from."""

_ORIGIN_TYPES = {
    **dict.fromkeys(("act.date", "act.received", "act.done", "act.last_inspected"), Day),
    "authority.region": Number,
}


_FACT_ID = re.compile(r"[a-z][a-z0-9_]*")


def check_facts(content: Content, problems: Problems) -> None:
    """Facts and predicates are well declared, and each field of a case record is read by one fact."""
    first: dict[str, Fact] = {}
    for fact in content.facts:
        if fact.id in ("all", "any", "not", "holds", "predicate"):
            problems.add(
                fact.place.of("id"), f"`{fact.id}` 是保留字，不能作事实标识", f"`{fact.id}` is a reserved word and cannot name a fact"
            )
        if not _FACT_ID.fullmatch(fact.id):
            spelt = fact.id.replace("-", "_")
            meant = Text(f"，是否想写 `{spelt}`？", f", did you mean `{spelt}`?") if _FACT_ID.fullmatch(spelt) else NO_TEXT
            problems.add(
                fact.place.of("id"),
                f"事实标识 `{fact.id}` 只能用小写字母、数字和下划线{meant.zh}",
                f"the fact id `{fact.id}` may have lower-case letters, digits and `_` only{meant.en}",
            )
        if fact.derived:
            _check_derived(fact, first, problems)
        if fact.counted is not None:
            _check_counted(fact, fact.counted, content, problems)
        if not fact.origin:
            continue
        if fact.origin not in ORIGINS:
            hint = did_you_mean(fact.origin, ORIGINS)
            problems.add(
                fact.place.of("from"), f"案件记录没有字段 `{fact.origin}`{hint.zh}", f"a case record has no field `{fact.origin}`{hint.en}"
            )
            continue
        wanted = _ORIGIN_TYPES.get(fact.origin, Choice)
        if not isinstance(fact.domain, wanted):
            problems.add(
                fact.place.of("type"),
                f"取自 `{fact.origin}` 的事实类型应为 {wanted.__name__.lower()}",
                f"a fact taken from `{fact.origin}` should be of type {wanted.__name__.lower()}",
            )
        _check_read_once(fact, fact.origin, first, problems)
    for predicate in content.predicates:
        known = {fact.id for fact in content.facts}
        for name in predicate.reads:
            if name not in known:
                hint = did_you_mean(name, known)
                problems.add(
                    predicate.place,
                    f"谓词 `{predicate.id}` 读取没有声明的事实 `{name}`{hint.zh}",
                    f"the predicate `{predicate.id}` reads `{name}`, which is no fact{hint.en}",
                )


def _check_read_once(fact: Fact, source: str, first: dict[str, Fact], problems: Problems) -> None:
    """No other fact is taken from the same field, or told by the same part of a duty item."""
    taken = first.setdefault(source, fact)
    if taken is not fact:
        problems.add(
            fact.place.of("from"),
            f"`{source}` 已有事实 `{taken.id}`",
            f"`{source}` is already read by `{taken.id}`",
            also=taken.place.of("from"),
        )


def _check_derived(fact: Fact, first: dict[str, Fact], problems: Problems) -> None:
    """A fact told by a duty item: one of what an item tells, a flag, and taken once."""
    if fact.derived not in DERIVED:
        hint = did_you_mean(fact.derived, DERIVED)
        problems.add(
            fact.place.of("from"),
            f"职权事项不能得出 `{fact.derived}`{hint.zh}",
            f"a duty item tells no `{fact.derived}`{hint.en}",
        )
    elif not isinstance(fact.domain, Flag):
        problems.add(
            fact.place.of("type"),
            f"取自 `{fact.derived}` 的事实类型应为 flag",
            f"a fact taken from `{fact.derived}` should be of type flag",
        )
    _check_read_once(fact, fact.derived, first, problems)


def _check_counted(fact: Fact, counted: Counted, content: Content, problems: Problems) -> None:
    """A flag told by two days: from a day to a day, a day at least, and an extension whole or not at all."""
    days = [each.id for each in content.facts if isinstance(each.domain, Day)]
    at = counted.place
    check_names((counted.start,), days, (at, "from"), ("日期类事实", "fact of type day"), problems)
    check_names((counted.end,), days, (at, "to"), ("日期类事实", "fact of type day"), problems)
    if not isinstance(fact.domain, Flag) or fact.origin or fact.derived:
        zh, en = "只有不写 `from` 的 flag 可以写 `within`", "only a flag without `from` takes `within`"
        problems.add(at, zh, en)
    if counted.days < 1 or counted.extended < 0:
        problems.add(at.of("days"), "期限应至少一日", "a time limit is at least one day")
    if bool(counted.extended) != bool(counted.extension):
        problems.add(at, "`extended` 与 `if` 须同时写", "`extended` and `if` go together")
    elif counted.extension:
        flags = [each.id for each in content.facts if isinstance(each.domain, Flag)]
        check_names((counted.extension,), flags, (at, "if"), ("flag 类事实", "fact of type flag"), problems)
