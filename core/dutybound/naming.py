"""What a column may be called: a fact by its id or label, a field of the record, or what a pack's offices call a fact of the nation."""

from collections.abc import Iterable, Mapping

from dutybound.facts import Fact, LocalLabel
from dutybound.problems import Problems, did_you_mean
from dutybound.rulebook import Content
from dutybound.rules import Rank

CASE_ID, PERSON_ID, DISPUTED, ALLEGED = "case_id", "person_id", "disputed", "alleged"
RECORD: Mapping[str, tuple[str, ...]] = {
    CASE_ID: ("case_id", "案件编号", "case id"),
    PERSON_ID: ("person_id", "人员编号", "person id"),
    DISPUTED: ("disputed", "有争议的事实", "disputed facts"),
    ALLEGED: ("alleged", "被指过错", "alleged faults"),
}
"""The columns that are no facts, each with its names."""

Names = Mapping[str, tuple[str, ...]]
"""What each name may stand for; several where facts share a label."""


def known_headings(content: Content) -> Names:
    """What each heading of a table may stand for, by every rulebook's own names and the labels of its packs."""
    return _with(_own(content.facts), ((word, label.of) for label in content.labels for word in _words(label)))


def check_labels(content: Content, problems: Problems) -> None:
    """A local label names a fact that is not the pack's own, by words that stand for nothing else; a pack's own fact likewise."""
    _check_own_facts(content, problems)
    facts = {fact.id: fact for fact in content.facts}
    own = _own(content.facts)
    first: dict[str, LocalLabel] = {}
    for label in content.labels:
        fact = facts.get(label.of)
        if fact is None:
            hint = did_you_mean(label.of, facts)
            problems.add(label.place.of("of"), f"没有事实 `{label.of}`{hint.zh}", f"there is no fact `{label.of}`{hint.en}")
            continue
        _check_owner(label, fact, content, problems)
        if all(label.of in own.get(word, ()) for word in _words(label)):
            problems.add(
                label.place.of("label"),
                f"事实 `{label.of}` 本来就叫这个名称",
                f"the fact `{label.of}` is called so anyway",
                also=fact.place,
            )
        for word in _words(label):
            before = first.setdefault(word, label)
            other = next((each for each in own.get(word, ()) if each != label.of), None)
            if other is not None:
                also = facts[other].place if other in facts else None
            elif before.of != label.of:
                other, also = before.of, before.place
            else:
                continue
            problems.add(
                label.place.of("label"),
                f"名称“{word}”已经指 `{other}`，不能再指 `{label.of}`",
                f"“{word}” stands for `{other}` already and cannot stand for `{label.of}` too",
                also=also,
            )


def _check_own_facts(content: Content, problems: Problems) -> None:
    """A fact that a pack calls as national law calls another would take that one's place in the eyes of whoever answers."""
    packs = {each.id for each in content.instruments if each.rank is Rank.LOCAL}
    sources = {each.place.source for each in content.instruments if each.id in packs}
    local = [each for each in content.facts if each.provision.instrument in packs or each.place.source in sources]
    called = {word: each for each in content.facts if each not in local for word in (each.label.zh, each.label.en)}
    for fact in local:
        word, other = next(((word, called[word]) for word in (fact.label.zh, fact.label.en) if word in called), ("", fact))
        if word:
            problems.add(
                fact.place.of("label"),
                f"名称“{word}”已经指 `{other.id}`，地方事实 `{fact.id}` 不能同名",
                f"“{word}” stands for `{other.id}` already, and the local fact `{fact.id}` cannot be called so",
                also=other.place,
            )


def _check_owner(label: LocalLabel, fact: Fact, content: Content, problems: Problems) -> None:
    citing = label.provision.instrument
    if any(each.id == citing and each.rank is not Rank.LOCAL for each in content.instruments):
        problems.add(
            label.place.of("provision"),
            f"`{label.provision}` 不是地方文件（rank: local）的条款；上位法的名称写在事实自己的 label 里",
            f"`{label.provision}` is no provision of a pack (`rank: local`); upper law names a fact by its own `label`",
            also=fact.place,
        )
    elif fact.provision.instrument == citing:
        problems.add(
            label.place.of("of"),
            f"`{fact.id}` 是本文件自己的事实，名称写在它的 label 里",
            f"`{fact.id}` is the pack's own fact; its name stands in its own `label`",
            also=fact.place,
        )


def _words(label: LocalLabel) -> tuple[str, ...]:
    return tuple(dict.fromkeys((label.label.zh, label.label.en)))


def _own(facts: Iterable[Fact]) -> Names:
    """Ids and fields first: a label that is also one of these does not stand for its fact."""
    facts = tuple(facts)
    exact = _with({}, ((name, target) for target, names in RECORD.items() for name in names))
    exact = _with(exact, ((name, fact.id) for fact in facts for name in (fact.id, fact.origin)))
    return _with(exact, ((word, fact.id) for fact in facts for word in (fact.label.zh, fact.label.en) if word not in exact))


def _with(names: Names, more: Iterable[tuple[str, str]]) -> Names:
    found = dict(names)
    for name, target in more:
        if name and target not in found.get(name, ()):
            found[name] = (*found.get(name, ()), target)
    return found
