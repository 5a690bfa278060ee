"""What must be true of a rulebook before it may decide anything: every reference, citation, range and rank."""

import re
from collections.abc import Iterable, Iterator

from dutybound.contents import check_contents
from dutybound.duties.derive import DERIVED
from dutybound.duties.offices import POSITIONS
from dutybound.facts import Choice, Counted, Day, Fact, Flag, Number
from dutybound.identifiers import check_identifiers
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.provision import Provision
from dutybound.reach import Reach
from dutybound.rulebook import Content
from dutybound.rules import (
    Constraint,
    Document,
    Exemption,
    Fault,
    FaultKind,
    Measure,
    Obligation,
    Outcome,
    Principle,
    Rank,
    Referral,
    Remedy,
    Rule,
    SanctionRange,
    Span,
    Step,
)

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

_RANKS = list(Rank)
_UPPER = (Rank.LAW, Rank.REGULATION)


def check_content(content: Content, problems: Problems) -> None:
    """Add every problem of the content as a whole; conditions are checked when they are lowered."""
    check_identifiers(content, problems)
    _check_citations(content, problems)
    _check_periods(content, problems)
    _check_facts(content, problems)
    _check_constraints(content, problems)
    _check_faults(content, problems)
    _check_exemptions(content, problems)
    _check_sanctions(content, problems)
    _check_coverage(content, problems)
    _check_limits_and_dues(content, problems)
    _check_procedure(content, problems)
    _check_attributions(content, problems)
    check_contents(content, problems)
    _check_endings(content, problems)


def cited(content: Content) -> Iterator[tuple[Provision, Place]]:
    """Every provision that a rule, fact, local label, catch-all item or the ladder names, with the place that names it."""
    for rule in content.rules():
        yield rule.provision, rule.place.of("provision")
        yield from ((provision, rule.place.of("also", str(provision))) for provision in rule.also)
        if isinstance(rule, Fault | Exemption):
            for key, extra in (("under", rule.under), ("basis", rule.basis)):
                if extra is not None:
                    yield extra, rule.place.of(key)
        if isinstance(rule, Step):
            yield from ((provision, rule.place) for provision in _laws(rule))
    for fact in content.facts:
        yield fact.provision, fact.place.of("provision")
    for label in content.labels:
        yield label.provision, label.place.of("provision")
    for point in content.extension_points:
        yield point.provision, point.place.of("provision")
    for instrument in content.instruments:
        yield from ((provision, instrument.place) for provision in instrument.basis)
    ladder = content.ladder
    yield ladder.provision, ladder.place.of("provision")
    yield ladder.periods, ladder.place.of("periods")
    yield ladder.combined.provision, ladder.place.of("combined", "provision")
    yield ladder.below, ladder.place.of("below")


def provisions_of(rule: Rule) -> Iterator[Provision]:
    """Every provision that a rule names: its own, what else it carries out, the item it enters through, its basis, a step's laws."""
    yield rule.provision
    yield from rule.also
    if isinstance(rule, Fault | Exemption):
        yield from (extra for extra in (rule.under, rule.basis) if extra is not None)
    if isinstance(rule, Step):
        yield from _laws(rule)


def _laws(step: Step) -> Iterator[Provision]:
    """The provisions that a step names beside its own."""
    yield from (need.provision for need in step.needs)
    yield from (statement.provision for statement in step.states)
    if step.no_heavier is not None:
        yield step.no_heavier
    if step.competent is not None:
        yield from (step.competent.provision, step.competent.head)
    if step.withdrawal is not None:
        yield step.withdrawal.decided
        yield from (ground.provision for ground in step.withdrawal.grounds)


def _check_citations(content: Content, problems: Problems) -> None:
    known = {instrument.id for instrument in content.instruments}
    for provision, place in cited(content):
        if provision.instrument not in known:
            hint = did_you_mean(provision.instrument, known)
            problems.add(
                place,
                f"引用了没有的法律文件 `{provision}`{hint.zh}",
                f"`{provision}` cites an instrument that no policy file declares{hint.en}",
            )


def _check_periods(content: Content, problems: Problems) -> None:
    for thing in (*content.instruments, *content.rules()):
        if thing.begins is not None and thing.ends is not None and thing.ends <= thing.begins:
            problems.add(thing.place.of("until"), f"`{thing.id}` 的 until 不晚于 from", f"`until` of `{thing.id}` is not after its `from`")
    kind = next((fact for fact in content.facts if fact.origin == "authority.kind"), None)
    region = next((fact for fact in content.facts if fact.origin == "authority.region"), None)
    if not any(fact.origin == "act.date" for fact in content.facts):
        problems.add(
            Place("rulebook"), "没有事实取自 `act.date`，无法判断施行日期", "no fact is taken `from: act.date`, so nothing can be dated"
        )
    kinds = kind.value_ids if kind else ()
    for speaking in (*content.instruments, *content.rules()):
        if speaking.authorities and isinstance(speaking, Constraint | Principle | Document | Step | Remedy):
            zh, en = (
                f"`{speaking.id}` 对一切机关相同，不带 authorities",
                f"`{speaking.id}` is the same for every authority and takes no `authorities`",
            )
            problems.add(speaking.place.of("authorities"), zh, en)
        _check_names(speaking.authorities, kinds, (speaking.place, "authorities"), ("机关类型", "kind of authority"), problems)
    for instrument in content.instruments:
        if instrument.region and region is None:
            problems.add(
                instrument.place.of("region"),
                "没有事实取自 `authority.region`，无法限定地区",
                "no fact is taken `from: authority.region`, so no region can be told",
            )
        if instrument.region and not re.fullmatch(r"[1-9][0-9]{5}", instrument.region):
            problems.add(
                instrument.place.of("region"),
                f"地区 `{instrument.region}` 不是六位行政区划代码",
                f"the region `{instrument.region}` is not a six-digit code such as 440100",
            )


_ORIGIN_TYPES = {
    **dict.fromkeys(("act.date", "act.received", "act.done", "act.last_inspected"), Day),
    "authority.region": Number,
}


def _check_facts(content: Content, problems: Problems) -> None:
    first: dict[str, Fact] = {}
    for fact in content.facts:
        if fact.id in ("all", "any", "not", "holds", "predicate"):
            problems.add(
                fact.place.of("id"), f"`{fact.id}` 是保留字，不能作事实标识", f"`{fact.id}` is a reserved word and cannot name a fact"
            )
        if not re.fullmatch(r"[a-z][a-z0-9_]*", fact.id):
            problems.add(
                fact.place.of("id"),
                f"事实标识 `{fact.id}` 只能用小写字母、数字和下划线",
                f"the fact id `{fact.id}` may have lower-case letters, digits and `_` only",
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
        taken = first.setdefault(fact.origin, fact)
        if taken is not fact:
            problems.add(
                fact.place.of("from"),
                f"`{fact.origin}` 已有事实 `{taken.id}`",
                f"`{fact.origin}` is already read by `{taken.id}`",
                also=taken.place.of("from"),
            )
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
    taken = first.setdefault(fact.derived, fact)
    if taken is not fact:
        problems.add(
            fact.place.of("from"),
            f"`{fact.derived}` 已有事实 `{taken.id}`",
            f"`{fact.derived}` is already read by `{taken.id}`",
            also=taken.place.of("from"),
        )


def _check_counted(fact: Fact, counted: Counted, content: Content, problems: Problems) -> None:
    """A flag told by two days: from a day to a day, a day at least, and an extension whole or not at all."""
    days = [each.id for each in content.facts if isinstance(each.domain, Day)]
    at = counted.place
    _check_names((counted.start,), days, (at, "from"), ("日期类事实", "fact of type day"), problems)
    _check_names((counted.end,), days, (at, "to"), ("日期类事实", "fact of type day"), problems)
    if not isinstance(fact.domain, Flag) or fact.origin or fact.derived:
        zh, en = "只有不写 `from` 的 flag 可以写 `within`", "only a flag without `from` takes `within`"
        problems.add(at, zh, en)
    if counted.days < 1 or counted.extended < 0:
        problems.add(at.of("days"), "期限应至少一日", "a time limit is at least one day")
    if bool(counted.extended) != bool(counted.extension):
        problems.add(at, "`extended` 与 `if` 须同时写", "`extended` and `if` go together")
    elif counted.extension:
        flags = [each.id for each in content.facts if isinstance(each.domain, Flag)]
        _check_names((counted.extension,), flags, (at, "if"), ("flag 类事实", "fact of type flag"), problems)


def _check_constraints(content: Content, problems: Problems) -> None:
    for rule in content.constraints:
        if not _well_formed(rule):
            problems.add(
                rule.place,
                f"约束 `{rule.id}` 应写 `if` 与 `then`，或恰好两个条件的 `never_together`",
                f"the constraint `{rule.id}` should have `if` and `then`, or `never_together` with exactly two conditions",
            )


def _well_formed(rule: Constraint) -> bool:
    implies = rule.given is not None and rule.then is not None
    partial = (rule.given is None) != (rule.then is None)
    return not partial and implies != (len(rule.never_together) == 2) and not (implies and rule.never_together)


def _check_names(
    names: Iterable[str], known: Iterable[str], at: tuple[Place, *tuple[str, ...]], words: tuple[str, str], problems: Problems
) -> None:
    """Every name is known; `at` is the rule's place and the path of the key that holds them."""
    available = set(known)
    place, *path = at
    for name in names:
        if name not in available:
            hint = did_you_mean(name, available)
            problems.add(place.of(*path, name), f"没有{words[0]} `{name}`{hint.zh}", f"there is no {words[1]} `{name}`{hint.en}")


def _check_entrance(rule: Fault | Exemption, opens: str, content: Content, problems: Problems) -> None:
    points = {point.provision: point for point in reversed(content.extension_points)}
    if rule.under is None:
        if rule.basis is not None:
            problems.add(
                rule.place.of("basis"),
                f"`{rule.id}` 有 basis 却没有 under",
                f"`{rule.id}` has a `basis` but names no catch-all item with `under`",
            )
        return
    point = points.get(rule.under)
    if point is None or point.opens != opens:
        hint = did_you_mean(str(rule.under), [str(each.provision) for each in points.values() if each.opens == opens])
        problems.add(
            rule.place.of("under"),
            f"`{rule.under}` 不是可扩展的兜底项{hint.zh}",
            f"`{rule.under}` is not a catch-all item open to {opens}{hint.en}",
        )
    if rule.basis is None:
        problems.add(
            rule.place.of("under"),
            f"`{rule.id}` 经兜底项 `{rule.under}` 进入，须以 `basis` 写明法律、法规或规章依据",
            f"`{rule.id}` enters through `{rule.under}` and must name the law, regulation or rule it rests on as `basis`",
        )
        return
    rank = next((each.rank for each in content.instruments if each.id == rule.basis.instrument), None)
    if rank is Rank.LOCAL:
        problems.add(
            rule.place.of("basis"),
            f"`{rule.id}` 的依据 `{rule.basis}` 是地方文件，不是法律、法规或规章",
            f"the basis `{rule.basis}` of `{rule.id}` is a local document, not a law, regulation or rule",
        )


def _check_faults(content: Content, problems: Problems) -> None:
    fault_ids = [fault.id for fault in content.faults]
    for fault in content.faults:
        if fault.duty:
            _check_names((fault.duty,), (duty.id for duty in content.duties), (fault.place, "duty"), ("职责", "duty"), problems)
        _check_names(fault.contains, (each.id for each in content.elements), (fault.place, "contains"), ("构成要件", "element"), problems)
        _check_names(fault.akin_to, fault_ids, (fault.place, "akin_to"), ("过错", "fault"), problems)
        if fault.akin_to and fault.under is None:
            problems.add(
                fault.place.of("akin_to"),
                f"`{fault.id}` 没有 under，不能写 akin_to",
                f"`{fault.id}` enters through no catch-all item, so it takes no `akin_to`",
            )
        _check_entrance(fault, "faults", content, problems)
    first = {point.provision: point for point in reversed(content.extension_points)}
    for point in content.extension_points:
        if first[point.provision] is not point:
            problems.add(
                point.place.of("provision"),
                f"兜底项 `{point.provision}` 重复",
                f"the catch-all item `{point.provision}` is declared twice",
                also=first[point.provision].place.of("provision"),
            )
        if point.opens not in ("faults", "exemptions"):
            problems.add(
                point.place.of("for"),
                f"`for` 应为 faults 或 exemptions，而非 `{point.opens}`",
                f"`for` should be `faults` or `exemptions`, not `{point.opens}`",
            )


def _check_exemptions(content: Content, problems: Problems) -> None:
    known = [*(fault.id for fault in content.faults), *FaultKind]
    reach = Reach.over(content.faults)
    for exemption in content.exemptions:
        _check_names(exemption.applies_to, known, (exemption.place, "applies_to"), ("过错", "fault"), problems)
        _check_entrance(exemption, "exemptions", content, problems)
        if exemption.denies_fault and set(exemption.applies_to) != set(FaultKind):
            problems.add(
                exemption.place.of("applies_to"),
                f"`{exemption.id}` 否定过错，applies_to 应为全部两类",
                f"`{exemption.id}` denies fault, so it applies to both kinds of fault",
            )
        if set(known).issuperset(exemption.applies_to) and not reach.of(exemption.applies_to):
            problems.add(
                exemption.place.of("applies_to"),
                f"免责 `{exemption.id}` 不能免除任何过错",
                f"the exemption `{exemption.id}` excuses nothing",
            )
        seen: dict[str, Place] = {}
        for proviso in exemption.unless:
            if proviso.id in seen:
                problems.add(
                    proviso.place.of("id"),
                    f"除外标识 `{proviso.id}` 重复",
                    f"the proviso id `{proviso.id}` is taken",
                    also=seen[proviso.id],
                )
            seen.setdefault(proviso.id, proviso.place.of("id"))


def _check_sanctions(content: Content, problems: Problems) -> None:
    rungs = [rung.id for rung in content.ladder.rungs]
    known = [*(fault.id for fault in content.faults), *FaultKind]
    ranges = {sanction.id: sanction for sanction in content.sanctions}
    ranks = {instrument.id: instrument.rank for instrument in content.instruments}
    if len(set(rungs)) < len(rungs) or not rungs:
        problems.add(content.ladder.place.of("rungs"), "处分阶梯为空或有重复", "the ladder is empty or names a rung twice")
    for sanction in content.sanctions:
        _check_names(sanction.applies_to, known, (sanction.place, "applies_to"), ("过错", "fault"), problems)
        _check_names(sanction.prevails_over, ranges, (sanction.place, "prevails_over"), ("处分幅度", "sanction range"), problems)
        _check_names(sanction.concurs_with, (*ranges, "all"), (sanction.place, "concurs_with"), ("处分幅度", "sanction range"), problems)
        rank = ranks.get(sanction.provision.instrument)
        if rank is not None and rank not in _UPPER:
            problems.add(
                sanction.place.of("provision"),
                f"处分幅度 `{sanction.id}` 须引用法律或行政法规，`{sanction.provision}` 不是",
                f"the sanction range `{sanction.id}` must cite a law or regulation, and `{sanction.provision}` is neither",
            )
        if not sanction.tiers:
            problems.add(
                sanction.place.of("tiers"), f"处分幅度 `{sanction.id}` 没有档次", f"the sanction range `{sanction.id}` has no tier"
            )
        for tier in sanction.tiers:
            _check_names(tier.range, rungs, (tier.place, "range"), ("处分", "sanction"), problems)
            positions = [rungs.index(each) for each in tier.range if each in rungs]
            if len(tier.range) != 2 or positions != sorted(positions):
                problems.add(tier.place.of("range"), "幅度应写作 [较轻, 较重]", "a range is written [lighter, heavier]")
        for other in sanction.prevails_over:
            _check_precedence(sanction, ranges.get(other), ranks, problems)
    _check_cycles(ranges, problems)


def _check_precedence(sanction: SanctionRange, other: SanctionRange | None, ranks: dict[str, Rank], problems: Problems) -> None:
    if other is None:
        return
    mine, theirs = ranks.get(sanction.provision.instrument), ranks.get(other.provision.instrument)
    if mine is not None and theirs is not None and _RANKS.index(mine) > _RANKS.index(theirs):
        problems.add(
            sanction.place.of("prevails_over", other.id),
            f"`{sanction.id}`（{mine}）位阶低于 `{other.id}`（{theirs}），不能优先",
            f"`{sanction.id}` ({mine}) ranks below `{other.id}` ({theirs}) and cannot prevail over it",
            also=other.place,
        )


def _check_cycles(ranges: dict[str, SanctionRange], problems: Problems) -> None:
    for start in sorted(ranges):
        seen: set[str] = set()
        todo = list(ranges[start].prevails_over)
        while todo:
            name = todo.pop()
            if name == start:
                problems.add(
                    ranges[start].place.of("prevails_over"), f"`{start}` 的优先关系成环", f"`{start}` prevails over itself in a circle"
                )
                break
            if name in ranges and name not in seen:
                seen.add(name)
                todo.extend(ranges[name].prevails_over)


def _check_coverage(content: Content, problems: Problems) -> None:
    reached = Reach.over(content.faults).of(name for sanction in content.sanctions for name in sanction.applies_to)
    for fault in content.faults:
        if fault.id not in reached:
            problems.add(fault.place, f"没有处分幅度覆盖过错 `{fault.id}`", f"no sanction range covers the fault `{fault.id}`")


def _check_limits_and_dues(content: Content, problems: Problems) -> None:
    rungs = [rung.id for rung in content.ladder.rungs]
    days = [fact.id for fact in content.facts if isinstance(fact.domain, Day)]
    for limit in content.limits:
        _check_names((limit.most,), [*rungs, "none"], (limit.place, "most"), ("处分", "sanction"), problems)
        if limit.least:
            _check_names((limit.least,), rungs, (limit.place, "least"), ("处分", "sanction"), problems)
            if limit.most == "none" or (
                limit.least in rungs and limit.most in rungs and rungs.index(limit.least) > rungs.index(limit.most)
            ):
                problems.add(limit.place.of("least"), "least 不应重于 most", "`least` should not be heavier than `most`")
    for obligation in content.obligations:
        _check_due(obligation, days, problems)
        if obligation.reaches:
            _check_names((obligation.reaches,), rungs, (obligation.place, "reaches"), ("处分", "sanction"), problems)


def _check_due(obligation: Obligation, days: list[str], problems: Problems) -> None:
    if obligation.due is None:
        return
    _check_names((obligation.due.start,), days, (obligation.place, "due", "from"), ("日期类事实", "fact of type day"), problems)
    if obligation.due.days < 1:
        problems.add(obligation.place.of("due", "days"), "期限应至少一日", "a time limit is at least one day")


def _check_endings(content: Content, problems: Problems) -> None:
    following: tuple[Measure | Referral | Obligation, ...] = (*content.measures, *content.referrals, *content.obligations)
    for measure in content.measures:
        for ending in measure.on or ("",):
            if ending not in (Outcome.LIABLE, Outcome.WAIVED, Outcome.UNDETERMINED):
                problems.add(
                    measure.place.of("on", ending),
                    f"处理 `{measure.id}` 只能用于 liable 或 waived",
                    f"the measure `{measure.id}` may follow `liable` and `waived` only",
                )
    for rule in following:
        if Outcome.UNDETERMINED in rule.on:
            problems.add(
                rule.place.of("on", Outcome.UNDETERMINED),
                f"`{rule.id}` 不能以 undetermined 为条件：未定不是结论",
                f"`{rule.id}` cannot follow `undetermined`, which is no ending",
            )


def _check_attributions(content: Content, problems: Problems) -> None:
    role = next((fact for fact in content.facts if fact.origin == "person.role"), None)
    for rule in content.attributions:
        _check_names(rule.bears, role.value_ids if role else (), (rule.place, "bears"), ("角色", "role"), problems)
        if not rule.bears:
            problems.add(rule.place.of("bears"), "没有写由谁承担", "this names nobody who answers")


def _check_procedure(content: Content, problems: Problems) -> None:
    tracks: dict[str, list[str]] = {}
    for step in content.procedure:
        tracks.setdefault(step.track, []).append(step.id)
    rungs = [rung.id for rung in content.ladder.rungs]
    for step in content.procedure:
        if step.sanction_at_least:
            _check_names((step.sanction_at_least,), rungs, (step.place, "sanction_at_least"), ("处分", "sanction"), problems)
        _check_names(step.after, tracks[step.track], (step.place, "after"), ("同一程序的步骤", "step of the same procedure"), problems)
        bars = (step.barred.start, step.barred.until) if step.barred else ()
        _check_names(bars, tracks[step.track], (step.place, "barred"), ("同一程序的步骤", "step of the same procedure"), problems)
        _check_names(step.positions, POSITIONS, (step.place, "positions"), ("职务类别", "position"), problems)
        if step.within is not None:
            _check_span(step.within, step, tracks[step.track], problems)
    for remedy in content.remedies:
        _check_names((remedy.track,), tracks, (remedy.place, "track"), ("程序", "procedure"), problems)
        if remedy.within is not None:
            _check_span(remedy.within, remedy, tracks.get(remedy.track, ()), problems)


def _check_span(span: Span, rule: Step | Remedy, known: Iterable[str], problems: Problems) -> None:
    _check_names((span.start,), known, (rule.place,), ("步骤", "step"), problems)
    if (span.months is None) == (span.days is None):
        problems.add(rule.place, "期限应写 months 或 days 之一", "a time limit has either `months` or `days`")
