"""The invariants of the house as checks of an engine and facts; each raises `AssertionError` with the sentence that is broken."""

from functools import lru_cache

from dutybound.case import Person
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.explanation import facts_named
from dutybound.facts import Facts, Value
from dutybound.outputs.records import decision_record, encode
from dutybound.problems import Refused
from dutybound.reach import covered
from dutybound.rules import Effect, Mode, Outcome, Rank
from dutybound.truth import Truth

_FREE = (Outcome.OUT_OF_SCOPE, Outcome.NOT_LIABLE, Outcome.EXEMPT)
_STATUSES = ("faults", "exemptions", "waivers", "measures", "obligations", "referrals")


def decide(engine: Engine, facts: Facts) -> Decision | None:
    """The decision on a person of whom these facts are known; `None` where the facts contradict each other."""
    return _decided(engine, tuple((name, type(value), value) for name, value in facts.items()))


@lru_cache(maxsize=16)
def _decided(engine: Engine, facts: tuple[tuple[str, type, Value], ...]) -> Decision | None:
    """One decision serves every check of the same facts told in the same order; with their types, since 1 is `True` to Python."""
    try:
        return engine.decide_person("case", Person("person", {name: value for name, _, value in facts}))
    except Refused:
        return None


def check_exempt_means_no_consequence(engine: Engine, facts: Facts) -> None:
    """Invariant 1: an exempt person receives no sanction and no measure; and who is excused of every fault is not held liable."""
    decision = decide(engine, facts)
    if decision is None:
        return
    if decision.outcome is Outcome.EXEMPT:
        assert decision.sanction is None, "an exempt person received a sanction"
        assert not decision.measures, "an exempt person received a measure"
        assert not decision.waivers, "an exempt person was given a waiver, which is another ending"
    content, values = engine.rulebook.content, engine.values(facts)
    holding = [each for each in content.exemptions if values[each.id] is Truth.HOLDS]
    excused = {fault for each in holding for fault in covered(each.applies_to, content.faults)}
    if all(values[fault.id] is Truth.FAILS or fault.id in excused for fault in content.faults):
        assert decision.outcome not in (Outcome.LIABLE, Outcome.WAIVED), "every fault is excused and yet somebody is liable"
        assert decision.sanction is None and not decision.measures, "every fault is excused and yet there is a consequence"


def check_missing_fault_or_element_means_no_consequence(engine: Engine, facts: Facts) -> None:
    """Invariant 2: without a fault, or without an element that it needs, there is neither sanction nor measure."""
    decision = decide(engine, facts)
    if decision is None:
        return
    content, values = engine.rulebook.content, engine.values(facts)
    missing = {each.id for each in content.elements if values[each.id] is Truth.FAILS}
    if all(values[fault.id] is Truth.FAILS or missing - set(fault.contains) for fault in content.faults):
        assert decision.outcome not in (Outcome.LIABLE, Outcome.WAIVED), "no fault is complete and yet somebody is liable"
        assert decision.sanction is None, "no fault is complete and yet there is a sanction"
        assert not decision.measures, "no fault is complete and yet there is a measure"


def check_sanction_rests_on_fault_and_upper_law(engine: Engine, facts: Facts) -> None:
    """Invariant 3: every sanction rests on a fault that holds and a range of upper law that covers it, both cited."""
    decision = decide(engine, facts)
    if decision is None or decision.sanction is None:
        return
    content, values = engine.rulebook.content, engine.values(facts)
    assert decision.outcome is Outcome.LIABLE, f"a sanction came with the outcome {decision.outcome}"
    standing = [each for each in decision.faults if each.outcome == "stands"]
    assert standing and all(each.status is Truth.HOLDS for each in standing), "a sanction rests on no fault that holds"
    ranks = {each.id: each.rank for each in content.instruments}
    assert decision.sanction.basis, "a sanction cites no range"
    for provision in decision.sanction.basis:
        assert ranks[provision.instrument] in (Rank.LAW, Rank.REGULATION), f"a sanction rests on {provision}, which is not upper law"
    held = {fault.id for fault in standing}
    ranges = [
        each for each in content.sanctions if any(values[f"{each.id}/{number}"] is Truth.HOLDS for number, _ in enumerate(each.tiers, 1))
    ]
    cited = {each.provision for each in ranges if held & covered(each.applies_to, content.faults)}
    assert set(decision.sanction.basis) <= cited, "a sanction cites a range that does not apply to any standing fault"


def check_already_sanctioned_means_no_sanction(engine: Engine, facts: Facts) -> None:
    """Invariant 8: where a limit leaves nothing (already sanctioned by the supervisory organ), there is no sanction."""
    decision = decide(engine, facts)
    if decision is None:
        return
    values = engine.values(facts)
    none_left = any(each.most == "none" and values[each.id] is Truth.HOLDS for each in engine.rulebook.content.limits)
    assert not (none_left and decision.sanction), "a sanction was given where a limit leaves none"


def check_mitigation_stays_on_the_ladder(engine: Engine, facts: Facts) -> None:
    """Invariant 9: what shall be mitigated is one grade below, never off the ladder; combined periods stay within their cap."""
    decision = decide(engine, facts)
    if decision is None or decision.sanction is None:
        return
    content, values = engine.rulebook.content, engine.values(facts)
    ladder = content.ladder
    rungs = [rung.id for rung in ladder.rungs]
    low, high = (rungs.index(each) for each in decision.sanction.range)
    assert low <= high, "a range is upside down"
    assert set(decision.sanction.recommended) <= set(rungs[low : high + 1]), "a recommendation lies outside the range"
    for rung, span in zip(ladder.rungs[low : high + 1], decision.sanction.months, strict=True):
        assert (span is None) is (rung.months is None), f"`{rung.id}` has a period where it should have none, or none where it should"
        if span is not None and rung.months is not None:
            most = max(rung.months, ladder.combined.most_months)
            assert rung.months == span[0] <= span[1] <= most, f"the period of `{rung.id}` is {span}"
    tiers = [
        tier
        for sanction in content.sanctions
        for number, tier in enumerate(sanction.tiers, 1)
        if values[f"{sanction.id}/{number}"] is Truth.HOLDS
    ]
    lightest = max(rungs.index(tier.range[0]) for tier in tiers)
    heaviest = max(rungs.index(tier.range[1]) for tier in tiers)
    mitigating = [each for each in content.circumstances if each.effect is Effect.MITIGATED and values[each.id] is Truth.HOLDS]
    assert high <= heaviest and low >= min(high, max(0, lightest - 1)), "a sanction lies outside what the ranges and one grade below allow"
    if any(each.mode is Mode.SHALL for each in mitigating):
        assert high <= lightest - 1, "a sanction that shall be mitigated is not one grade below"


def check_learning_overturns_nothing(engine: Engine, fewer: Facts, more: Facts) -> None:
    """Invariant 4: what was determined under `fewer` facts stays so under `more`, of which they are a part."""
    before, after = decide(engine, fewer), decide(engine, more)
    assert after is None or before is not None, "a contradiction went away when a fact was learnt"
    if before is None or after is None:
        return
    then, now = engine.values(fewer), engine.values(more)
    overturned = [name for name, truth in then.items() if truth is not Truth.UNKNOWN and now[name] is not truth]
    assert not overturned, f"learning a fact overturned {overturned}"
    for kind in _STATUSES:
        listed = {each.id: each.status for each in getattr(after, kind)}
        if kind in ("waivers", "measures") and before.outcome is Outcome.UNDETERMINED:
            continue  # not shown until the outcome is settled
        for each in getattr(before, kind):
            if each.status is Truth.HOLDS:
                assert listed.get(each.id) is Truth.HOLDS, f"learning a fact overturned `{each.id}` among the {kind}"
    if before.outcome is Outcome.UNDETERMINED:
        return
    assert after.outcome is before.outcome, f"learning a fact turned {before.outcome} into {after.outcome}"
    assert (after.sanction is None) is (before.sanction is None), "learning a fact gave or took a settled sanction"
    if before.sanction is not None and after.sanction is not None:
        assert after.sanction.range == before.sanction.range, "learning a fact moved a settled range"
        assert set(after.sanction.recommended) <= set(before.sanction.recommended), "learning a fact widened the recommendation"
        for wide, narrow in zip(before.sanction.months, after.sanction.months, strict=True):
            if wide is not None and narrow is not None:
                assert wide[0] <= narrow[0] <= narrow[1] <= wide[1], "learning a fact lengthened a period"


def check_same_input_same_bytes(engine: Engine, facts: Facts) -> None:
    """Invariant 12: the same facts, in whatever order they are told, give the same bytes."""
    backwards = dict(reversed(tuple(facts.items())))
    once, again = decide(engine, facts), decide(engine, backwards)
    assert (once is None) is (again is None), "the same facts were decided once and refused once"
    if once is not None and again is not None:
        assert encode(decision_record(once)) == encode(decision_record(again)), "the same facts gave other bytes"


def check_explanation_names_every_fact_that_matters(engine: Engine, facts: Facts, others: Facts) -> None:
    """Invariant 11: put the values of `others` in place of the facts that the explanation does not name; the outcome stays."""
    decision = decide(engine, facts)
    if decision is None:
        return
    named = facts_named(engine.explained(Person("person", facts), decision))
    changed = {name: value for name, value in facts.items() if name in named}
    changed |= {name: value for name, value in others.items() if name not in named}
    other = decide(engine, changed)
    if other is None:
        return  # the other facts contradict each other, so there is no such case
    assert other.outcome is decision.outcome, f"a fact that is not named turned {decision.outcome} into {other.outcome}"
    mine, theirs = decision.sanction, other.sanction
    assert (mine and mine.range) == (theirs and theirs.range), "a fact that is not named moved the range"


def check_invariants(engine: Engine, facts: Facts) -> None:
    """All invariants that concern one person and the facts known of them."""
    check_exempt_means_no_consequence(engine, facts)
    check_missing_fault_or_element_means_no_consequence(engine, facts)
    check_sanction_rests_on_fault_and_upper_law(engine, facts)
    check_already_sanctioned_means_no_sanction(engine, facts)
    check_mitigation_stays_on_the_ladder(engine, facts)
    check_same_input_same_bytes(engine, facts)
    for name in facts:
        check_learning_overturns_nothing(engine, {fact: value for fact, value in facts.items() if fact != name}, facts)
