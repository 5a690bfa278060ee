"""Local packs: what an instrument of rank `local` may bring, checked when it is linked; `dutybound prove` does the rest.

A pack may add an exemption or a fault through a catch-all item, measures, duties, hand-overs and obligations, facts, and
limits that narrow a range. It may not touch what national law already decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from attrs import frozen

from dutybound.conditions import AllOf, AnyOf, Asks, Condition, Holds, Negation, Test
from dutybound.facts import NOWHERE, Day, Fact
from dutybound.policy import Policy
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.rules import (
    Attribution,
    Circumstance,
    Constraint,
    Document,
    Duty,
    Element,
    Exemption,
    Fault,
    Instrument,
    Limit,
    Measure,
    Obligation,
    Outcome,
    Principle,
    Rank,
    Referral,
    Remedy,
    Rule,
    SanctionRange,
    ScopeRule,
    Step,
    Waiver,
)

_MEASURED = (Outcome.LIABLE, Outcome.WAIVED)


def local_instruments(content: Content) -> frozenset[str]:
    """The ids of the instruments that are packs."""
    return frozenset(each.id for each in content.instruments if each.rank is Rank.LOCAL)


def is_local(rule: Rule, packs: frozenset[str]) -> bool:
    """Whether a rule is a pack's own."""
    return rule.provision.instrument in packs


def owns(rule: Rule, fact: Fact) -> bool:
    """Whether a fact is the pack's own: given by nobody else, and it cites the same instrument as the rule or stands in its file."""
    # what a field of the record or a duty item tells, every office's case tells, whoever declared a fact to read it
    if fact.origin or fact.derived:
        return False
    return fact.provision.instrument == rule.provision.instrument or (
        fact.place != NOWHERE and bool(fact.place.line) and fact.place.source == rule.place.source
    )


def told_by(named: Iterable[str], facts: Iterable[Fact]) -> frozenset[str]:
    """The facts named, and those from whose days the flags among them are counted."""
    counted = {fact.id: fact.counted for fact in facts if fact.counted is not None}
    found: set[str] = set()
    todo = list(named)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            rule = counted.get(name)
            todo += [] if rule is None else [each for each in (rule.start, rule.end, rule.extension) if each]
    return frozenset(found)


def check_policy_of_pack(policy: Policy, instruments: Iterable[Instrument], problems: Problems) -> None:
    """A pack's file brings rules of its own citation only: by a national one they would apply to the whole country."""
    instrument = policy.instrument
    if instrument.rank is not Rank.LOCAL:
        return
    _check_instrument(instrument, problems)
    for rule in policy.rules():
        check_citation(rule, (instrument.id,), instruments, problems)


def check_citation(rule: Rule, own: tuple[str, ...], instruments: Iterable[Instrument], problems: Problems) -> None:
    """A rule that a pack brings, by file or by code, cites one of its `own` instruments; `instruments`: all there are."""
    if rule.provision.instrument in own:
        return
    cited = _first(each.place for each in instruments if each.id == rule.provision.instrument)
    spelt = ", ".join(f"`{each}/…`" for each in own)
    problems.add(
        rule.place,
        f"地方规则 `{rule.id}` 引用了 `{rule.provision}`，地方规则的 provision 应写 {spelt}，上位依据写 basis",
        f"the local rule `{rule.id}` cites `{rule.provision}`; a pack's rule cites {spelt}, and the law it rests on as `basis`",
        also=cited,
    )


def _check_instrument(instrument: Instrument, problems: Problems) -> None:
    if not instrument.region:
        problems.add(
            instrument.place,
            f"地方文件 `{instrument.id}` 没有写适用地区 region",
            f"the local instrument `{instrument.id}` names no `region` in which it applies",
        )
    if not instrument.basis:
        problems.add(
            instrument.place,
            f"地方文件 `{instrument.id}` 没有写法律依据 basis",
            f"the local instrument `{instrument.id}` names no legal `basis`",
        )


def check_packs(policies: Iterable[Policy], content: Content, problems: Problems) -> None:
    """Add everything a pack may not do that can be told without a proof, with the national place beside the local one."""
    packs = local_instruments(content)
    if not packs:
        return
    for policy in policies:
        check_policy_of_pack(policy, content.instruments, problems)
        if policy.instrument.id in packs:
            for point in policy.extension_points:
                problems.add(
                    point.place,
                    "地方文件不能设兜底项",
                    "a pack opens no catch-all item",
                    also=_first(each.place for each in content.extension_points if each.provision.instrument not in packs),
                )
            for fact in policy.facts:
                check_fact(fact, problems)
            if policy.ladder is not None:
                problems.add(policy.ladder.place, "地方文件不能规定处分阶梯", "a pack sets no ladder of sanctions")
    national = _National.of(content, packs)
    for instrument in content.instruments:
        if instrument.id in packs:
            _check_basis(instrument, instrument.basis, packs, problems)
    instruments = {each.id: each for each in content.instruments}
    for rule in content.rules():
        if is_local(rule, packs):
            _check_reach(rule, instruments[rule.provision.instrument], problems)
            _check(rule, national, problems)


def check_fact(fact: Fact, problems: Problems) -> None:
    """A field of the record with a pack's own list of values would have the records of every other region refused."""
    if fact.origin and not isinstance(fact.domain, Day):
        problems.add(
            fact.place.of("from"),
            f"地方事实 `{fact.id}` 不能限定案件记录的 `{fact.origin}`，否则其他地区的案件会被退回",
            f"the local fact `{fact.id}` cannot limit `{fact.origin}` of the case record, for cases of other regions would be refused",
        )


def _check_basis(instrument: Instrument, basis: Iterable[Provision], packs: frozenset[str], problems: Problems) -> None:
    for provision in basis:
        if provision.instrument in packs:
            problems.add(
                instrument.place,
                f"`{instrument.id}` 的依据 `{provision}` 本身是地方文件",
                f"the basis `{provision}` of `{instrument.id}` is a local document itself",
            )


@frozen
class _National:
    """What a pack is held against."""

    content: Content
    packs: frozenset[str]
    reads: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, content: Content, packs: frozenset[str]) -> "_National":
        return cls(content, packs, {each.id: each.reads for each in content.predicates})

    def place(self, rules: Iterable[Rule]) -> Place | None:
        """Where the first national one of these rules stands."""
        return _first(rule.place for rule in rules if not is_local(rule, self.packs))

    def entrance(self, opens: str) -> Place | None:
        """Where the first national catch-all item stands through which such a rule could enter."""
        points = self.content.extension_points
        return _first(each.place for each in points if each.open_to(opens) and each.provision.instrument not in self.packs)


def _first(places: Iterable[Place]) -> Place | None:
    return next(iter(places), None)


def _refuse(rule: Rule, words: tuple[str, str], also: Place | None, problems: Problems) -> None:
    problems.add(rule.place, f"地方规则 `{rule.id}` {words[0]}", f"the local rule `{rule.id}` {words[1]}", also=also)


def _check_reach(rule: Rule, pack: Instrument, problems: Problems) -> None:
    """A rule may narrow the days and authorities of its pack; outside them the pack does not apply."""
    begins, ends = rule.begins or pack.begins, rule.ends or pack.ends
    if begins < pack.begins or (pack.ends is not None and (ends is None or ends > pack.ends)):
        words = (f"超出 `{pack.id}` 的施行期间", f"is in force on days when `{pack.id}` is not")
        _refuse(rule, words, pack.place, problems)
    more = [each for each in rule.authorities if pack.authorities and each not in pack.authorities]
    if more:
        spelt = ", ".join(f"`{each}`" for each in more)
        words = (f"适用于 `{pack.id}` 不适用的机关 {spelt}", f"speaks to {spelt}, to which `{pack.id}` does not apply")
        _refuse(rule, words, pack.place, problems)


def _check(rule: Rule, national: _National, problems: Problems) -> None:
    content = national.content
    match rule:
        case ScopeRule():
            words = ("不能改变适用范围", "cannot change what is in scope")
            _refuse(rule, words, national.place(content.scope), problems)
        case Element():
            words = ("不能增加构成要件", "cannot add an element of responsibility")
            _refuse(rule, words, national.place(content.elements), problems)
        case SanctionRange():
            words = ("不能设定处分；缩小幅度请用 limits", "cannot set a sanction; to narrow a range use `limits`")
            also = [each for each in content.sanctions if set(each.applies_to) & set(rule.applies_to)]
            _refuse(rule, words, national.place([*also, *content.sanctions]), problems)
        case Circumstance():
            words = ("不能设从轻、减轻、从重情节", "cannot make a sanction lighter, mitigated or heavier")
            _refuse(rule, words, national.place(content.circumstances) or content.ladder.place, problems)
        case Waiver():
            words = ("不能免予处分", "cannot waive a sanction")
            _refuse(rule, words, national.place(content.waivers) or content.ladder.place, problems)
        case Limit():
            if rule.most == "none":
                words = ("不能取消全部处分，只能缩小幅度", "cannot leave no sanction at all, it may narrow the range")
                _refuse(rule, words, content.ladder.place, problems)
        case Measure():
            if not set(rule.on) <= set(_MEASURED):
                words = ("只能在 liable 或 waived 时采取处理", "can add a measure on `liable` and `waived` only")
                _refuse(rule, words, national.place(content.measures), problems)
            for rung in content.ladder.rungs:
                if rung.label.zh in rule.title.zh or rung.label.en.casefold() == rule.title.en.casefold():
                    words = (
                        f"以“{rung.label.zh}”为名，那是处分，不是处理",
                        f"is called “{rung.label.en}”, which is a sanction, not a measure",
                    )
                    _refuse(rule, words, content.ladder.place, problems)
        case Fault():
            _check_fault(rule, national, problems)
        case Exemption():
            _check_exemption(rule, national, problems)
        case Constraint():
            _check_constraint(rule, national, problems)
        case Step() | Remedy():
            # a procedure has no region: a pack's step on a national track would bind the whole country, and a track of a pack's own
            # would stand in place of the national one wherever a record names it
            national_steps = [each for each in content.procedure if each.track == rule.track and not is_local(each, national.packs)]
            if national_steps:
                words = (f"不能改变国家程序 `{rule.track}`", f"cannot change the national procedure `{rule.track}`")
            else:
                words = (
                    "不能另设程序：处分程序由法律规定",
                    "cannot bring a procedure of its own: the law's alone leads to a sanction",
                )
            _refuse(rule, words, national.place(national_steps), problems)
        case Principle():
            _check_principle(rule, content, problems)
        case Duty() | Referral() | Obligation() | Document() | Attribution():
            pass
        case _:
            assert_never(rule)


def _check_principle(rule: Principle, content: Content, problems: Problems) -> None:
    """A pack brings no tests of this program, so what upholds its principles is a property, which `prove` proves."""
    known = [each.id for each in content.properties]
    for name in rule.upheld_by:
        if name not in known:
            hint = did_you_mean(name, known)
            words = (
                f"由 `{name}` 保证，但没有这一性质：地方的原则由规则文件的 properties 保证{hint.zh}",
                f"is upheld by `{name}`, which is no property: a pack's principle is upheld by `properties` of policy files{hint.en}",
            )
            _refuse(rule, words, None, problems)


def _check_fault(rule: Fault, national: _National, problems: Problems) -> None:
    content = national.content
    if rule.under is None:
        words = ("须经兜底项进入，写明 under 和 basis", "must enter through a catch-all item: name it as `under`, and its `basis`")
        _refuse(rule, words, national.entrance(rule.kind), problems)
    akin = [fault for fault in content.faults if fault.id in rule.akin_to and not is_local(fault, national.packs)]
    for element in content.elements:
        # INVARIANT: what the fault is akin to may each be all that it is, so each must do without the element
        asking = [fault for fault in akin if element.id not in fault.contains]
        if element.id in rule.contains and (asking or not akin):
            words = (f"不能省去构成要件 `{element.id}`", f"cannot do without the element `{element.id}`")
            _refuse(rule, words, asking[0].place if asking else element.place, problems)


def _check_exemption(rule: Exemption, national: _National, problems: Problems) -> None:
    content = national.content
    if rule.under is None:
        words = ("须经兜底项进入，写明 under 和 basis", "must enter through a catch-all item: name it as `under`, and its `basis`")
        _refuse(rule, words, national.entrance("exemptions"), problems)
    if rule.denies_fault:
        words = ("不能否定过错", "cannot deny that there is a fault")
        _refuse(rule, words, national.place(each for each in content.exemptions if each.denies_fault), problems)


def _check_constraint(rule: Constraint, national: _National, problems: Problems) -> None:
    """A contradiction of national facts would have a case refused that national law decides, perhaps as exempt."""
    spoken = [*rule.never_together, *(each for each in (rule.given, rule.then) if each is not None)]
    content = national.content
    named = told_by((name for condition in spoken for name in _facts(condition, national.reads)), content.facts)
    for fact in content.facts:
        if fact.id in named and not owns(rule, fact):
            words = (
                f"不能把上位法的事实 `{fact.id}` 说成矛盾，否则该案会被退回",
                f"cannot call the national fact `{fact.id}` a contradiction, for the case would be refused",
            )
            _refuse(rule, words, fact.place, problems)


def _facts(condition: Condition, asked: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    match condition:
        case Test(fact=fact, other=other):
            yield from (name for name in (fact, other) if name)
        case Asks(predicate):
            yield from asked.get(predicate, ())
        case Holds():
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _facts(part, asked)
        case Negation(part):
            yield from _facts(part, asked)
