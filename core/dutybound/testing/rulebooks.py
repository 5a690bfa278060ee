"""Generated rulebooks: policies of several instruments, and Python contributions beside them, that always link."""

from datetime import date
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from dutybound.conditions import AllOf, Comparison, Test
from dutybound.engine import Engine
from dutybound.facts import Flag, Grade
from dutybound.linking import Sources
from dutybound.policy import Policy
from dutybound.provision import Provision
from dutybound.rules import (
    Circumstance,
    Combined,
    Effect,
    Exemption,
    ExtensionPoint,
    Fault,
    FaultKind,
    Instrument,
    Ladder,
    Limit,
    Mode,
    Rank,
    Rule,
    Rung,
    SanctionRange,
    Tier,
)
from dutybound.testing.conditions import FIRST_DAY, Speech, predicates
from dutybound.testing.drawing import Lots, chance, pick, shuffled, some
from dutybound.testing.rules import KINDS, OPEN_EXEMPTION, OPEN_FAULT, Author
from dutybound.testing.vocabularies import AUTHORITIES, REGIONS, fact, options, vocabularies, words

_LADDER = (("warning", 6), ("demerit", 12), ("major_demerit", 18), ("demotion", 24), ("removal", 24), ("dismissal", None))
_POLICY_FIELDS = {
    "Constraint": "constraints",
    "ScopeRule": "scope",
    "Duty": "duties",
    "Fault": "faults",
    "Element": "elements",
    "Exemption": "exemptions",
    "SanctionRange": "sanctions",
    "Circumstance": "circumstances",
    "Waiver": "waivers",
    "Limit": "limits",
    "Measure": "measures",
    "Referral": "referrals",
    "Obligation": "obligations",
    "Principle": "principles",
}


def _instruments(lots: Lots) -> tuple[Instrument, ...]:
    shared: dict[str, Any] = {"begins": FIRST_DAY}
    if chance(lots, 6):
        shared["ends"] = date(2022, 1, 1)
    place: dict[str, Any] = {}
    if chance(lots, 6):
        place["authorities"] = some(lots, AUTHORITIES, least=1)
    if chance(lots, 6):
        place["region"] = pick(lots, REGIONS)
    return (
        Instrument(id="upper-law", title=words("law"), rank=Rank.LAW, begins=date(2018, 1, 1)),
        Instrument(id="regulation", title=words("regulation"), rank=Rank.REGULATION, begins=date(2007, 6, 1)),
        Instrument(id="the-rule", title=words("rule"), rank=Rank.RULE, **shared),
        Instrument(id="local-rule", title=words("local"), rank=Rank.RULE, begins=FIRST_DAY, sample=chance(lots), **place),
    )


def _ladder(lots: Lots) -> Ladder:
    rungs = _LADDER[: lots.between(2, 6)]
    return Ladder(
        provision=Provision("the-rule", 18),
        periods=Provision("upper-law", 8),
        rungs=tuple(Rung(id=name, label=words(name), months=months) for name, months in rungs),
        combined=Combined(provision=Provision("upper-law", 15), most_months=48),
        below=Provision("regulation", 15),
    )


def _written(draw: st.DrawFn, speech: Speech, ladder: Ladder) -> list[Rule]:
    author = Author(draw, speech, tuple(rung.id for rung in ladder.rungs))
    author.stage(0, 2, author.constraint, "constraint")
    author.stage(0, 1, author.scope, "scope")
    duties = author.stage(0, 2, author.duty, "duty")
    written: list[str] = []
    faults = author.stage(1, 4, lambda name: _noted(author.fault(name, duties, tuple(written)), written), "fault")
    elements = author.stage(0, 2, author.element, "element")
    author.stage(0, 3, lambda name: author.exemption(name, faults), "exemption")
    ranges: list[str] = []
    author.stage(1, 3, lambda name: _noted(author.range(name, faults, tuple(ranges)), ranges), "range")
    author.stage(0, 3, author.circumstance, "circumstance")
    author.stage(0, 1, author.limit, "limit")
    author.stage(0, 1, author.waiver, "waiver")
    author.stage(0, 2, author.measure, "measure")
    author.stage(0, 1, author.referral, "referral")
    author.stage(0, 2, author.obligation, "obligation")
    author.stage(0, 1, author.principle, "principle")
    author.lots.afresh()
    contained = {fault.id: some(author.lots, tuple(each.id for each in elements), most=1) for fault in faults}
    return [evolve(rule, contains=contained[rule.id]) if isinstance(rule, Fault) else rule for rule in author.rules]


def _noted(rule: Any, ids: list[str]) -> Any:
    ids.append(rule.id)
    return rule


def _placed(lots: Lots, rules: list[Rule], instruments: tuple[Instrument, ...]) -> dict[str, dict[str, list[Rule]]]:
    """Rules by instrument and policy key; some rules of the regulation are the local instrument's own."""
    found: dict[str, dict[str, list[Rule]]] = {each.id: {} for each in instruments}
    for rule in rules:
        moved = rule
        if rule.provision.instrument == "the-rule" and chance(lots, 6):
            moved = evolve(rule, provision=Provision("local-rule", rule.provision.article))
        found[moved.provision.instrument].setdefault(_POLICY_FIELDS[type(rule).__name__], []).append(moved)
    return found


@st.composite
def sources(draw: st.DrawFn) -> Sources:
    """Policies and Python predicates that link: all fact types, node types, kinds of rules, authorities, regions, days."""
    facts = draw(vocabularies())
    lots = Lots(draw)
    asked = predicates(lots, facts)
    ladder = _ladder(lots)
    instruments = _instruments(lots)
    rules = _written(draw, Speech(facts, (), tuple(each.id for each in asked)), ladder)
    lots.afresh()
    placed = _placed(lots, rules, instruments)
    points = tuple(
        ExtensionPoint(provision=provision, opens=opens, title=words("catch-all"))
        for provision, opens in ((OPEN_FAULT, "faults"), (OPEN_EXEMPTION, "exemptions"))
    )
    found: list[Policy] = []
    for instrument in instruments:
        fields: dict[str, Any] = {key: tuple(value) for key, value in placed[instrument.id].items()}
        if instrument.id == "the-rule":
            fields |= {"ladder": ladder, "facts": facts, "extension_points": points}
        found.append(Policy(instrument=instrument, **fields))
    return Sources(policies=tuple(found), contributions=asked, plugins=("generated",))


def policies() -> st.SearchStrategy[tuple[Policy, ...]]:
    """The policies of a generated rulebook that asks no Python predicate, so that files alone can hold it."""
    return sources().filter(lambda each: not each.contributions).map(lambda each: each.policies)


def engines() -> st.SearchStrategy[Engine]:
    """Engines over generated rulebooks."""
    return sources().map(Engine.from_sources)


@st.composite
def graded_sources(draw: st.DrawFn) -> Sources:
    """Sources with aggravating facts beside the generated rules.

    `committed` and `harm` make one fault more, and the tiers of a range over all faults rise with `gravity`; `mitigated` is a
    mitigating circumstance, `excused` excuses the fault or all of them, and `sanctioned` leaves no sanction.
    """
    known = draw(sources())
    upper, regulation, rule, local = known.policies
    assert rule.ladder is not None  # `sources` puts it there
    rungs = [rung.id for rung in rule.ladder.rungs]
    grades = ("minor", "ordinary", "serious", "grave")
    lots = Lots(draw)
    lows, highs = (sorted(lots.up_to(len(rungs) - 1) for _ in grades) for _ in range(2))
    tiers = tuple(
        Tier(when=Test("gravity", Comparison.IS, grade), range=(rungs[min(low, high)], rungs[max(low, high)]))
        for grade, low, high in zip(grades, lows, highs, strict=True)
    )[lots.up_to(2) :]
    extra = Fault(
        id="fault-extra",
        provision=Provision("the-rule", 15),
        title=words("one fault more"),
        kind=pick(lots, tuple(FaultKind)),
        when=AllOf((Test("committed", Comparison.IS, value=True), Test("harm", Comparison.AT_LEAST, pick(lots, grades)))),
    )
    if chance(lots):
        extra = evolve(extra, contains=tuple(sorted(element.id for policy in known.policies for element in policy.elements)))
    excuse = Exemption(
        id="exemption-extra",
        provision=Provision("the-rule", 21),
        title=words("an excuse"),
        applies_to=KINDS if chance(lots) else (extra.id,),
        when=Test("excused", Comparison.IS, value=True),
    )
    by_gravity = SanctionRange(
        id="range-by-gravity",
        provision=Provision("upper-law", 39),
        title=words("by gravity"),
        applies_to=KINDS,
        tiers=tiers,
        concurs_with=("all",),
    )
    mitigating = Circumstance(
        id="mitigated-extra",
        provision=Provision("upper-law", 11),
        title=words("mitigating"),
        effect=pick(lots, (Effect.MITIGATED, Effect.MITIGATED, Effect.LIGHTER_OR_MITIGATED)),
        mode=pick(lots, (Mode.SHALL, Mode.SHALL, Mode.MAY)),
        when=Test("mitigated", Comparison.IS, value=True),
    )
    sanctioned = Limit(
        id="limit-extra",
        provision=Provision("upper-law", 16),
        title=words("already sanctioned"),
        when=Test("sanctioned", Comparison.IS, value=True),
        most="none",
    )
    graded = (
        *(fact(name, Flag()) for name in ("committed", "excused", "mitigated", "sanctioned")),
        *(fact(name, Grade(options(grades))) for name in ("gravity", "harm")),
    )
    rule = evolve(rule, facts=(*rule.facts, *graded), faults=(*rule.faults, extra), exemptions=(*rule.exemptions, excuse))
    upper = evolve(
        upper,
        sanctions=(*upper.sanctions, by_gravity),
        circumstances=(*upper.circumstances, mitigating),
        limits=(*upper.limits, sanctioned),
    )
    return evolve(known, policies=(upper, regulation, rule, local))


def reordered(draw: st.DrawFn, known: Sources) -> Sources:
    """The same sources with policies, the rules in them, and contributions in another order."""

    lots = Lots(draw)

    def reordered_policy(policy: Policy) -> Policy:
        changed: dict[str, Any] = {
            key: shuffled(lots, getattr(policy, key)) for key in (*_POLICY_FIELDS.values(), "facts", "extension_points")
        }
        return evolve(policy, **changed)

    policies = shuffled(lots, tuple(map(reordered_policy, known.policies)))
    return evolve(known, policies=policies, contributions=shuffled(lots, known.contributions))
