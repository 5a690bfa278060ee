"""The invariants that concern one person, against generated rulebooks.

Each test was seen to fail. What was broken, and which test noticed:

- `building._exemptions`, `stands` without `excused`; `assembly.body`, a sanction for every outcome: an exempt person …
- `building._faults`, the first element left out of `complete`: without a fault …
- `assembly._basis`, every range cited whether it holds or not; `building._active`, faults that do not stand: every sanction …
- `building._bounds`, caps of `none` left out: where a limit leaves nothing …
- `building._bounds`, the upper end unmoved by what shall be mitigated; the lower end moved two rungs; periods added without their
  cap: mitigated …
- `assembly.ending`, liable although the range is open: learning a fact …
- `building._own`, only tiers that end at a rung and not those above it: more harm …
- `needs`, the first candidate left out; every candidate kept: needed facts …
- `records`, faults in the order of their addresses: the same facts …
- `spelling`, an unknown grade taken for one that fails, an upper bound left out of its range; `codegen`, a gathered part that is
  unknown covering one that holds: every case …
"""

from unittest.mock import patch

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dutybound import needs
from dutybound.assembly import ending
from dutybound.engine import Engine
from dutybound.facts import Choice, Facts, Flag, Grade
from dutybound.rules import Outcome
from dutybound.testing import (
    aggravating,
    check_already_sanctioned_means_no_sanction,
    check_exempt_means_no_consequence,
    check_explanation_names_every_fact_that_matters,
    check_learning_overturns_nothing,
    check_missing_fault_or_element_means_no_consequence,
    check_mitigation_stays_on_the_ladder,
    check_more_harm_never_lightens,
    check_needs_are_exact,
    check_same_input_same_bytes,
    check_sanction_rests_on_fault_and_upper_law,
    consistent_facts,
    engines,
    facts_for,
)
from dutybound.testing.asking import needed_by_brute_force
from dutybound.testing.cases import graded_facts
from dutybound.testing.rulebooks import graded_sources

SOME = settings(max_examples=min(300, settings().max_examples))
"""For each invariant by itself; the last two tests hold every generated case to all of them, as often as the profile says."""


@SOME
@given(st.data())
def test_an_exempt_person_receives_no_sanction_and_no_measure(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    check_exempt_means_no_consequence(engine, data.draw(graded_facts(engine)))


@SOME
@given(st.data())
def test_without_a_fault_or_an_element_there_is_neither_sanction_nor_measure(data: st.DataObject) -> None:
    engine = data.draw(engines())
    check_missing_fault_or_element_means_no_consequence(engine, data.draw(consistent_facts(engine)))


@SOME
@given(st.data())
def test_every_sanction_rests_on_a_holding_fault_and_a_range_of_upper_law(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    check_sanction_rests_on_fault_and_upper_law(engine, data.draw(graded_facts(engine)))


@SOME
@given(st.data())
def test_learning_a_fact_never_overturns_what_was_determined(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    more = data.draw(graded_facts(engine))
    forgotten = data.draw(st.sets(st.sampled_from(sorted(more)), max_size=4)) if more else set()
    check_learning_overturns_nothing(engine, {name: value for name, value in more.items() if name not in forgotten}, more)


@SOME
@given(st.data())
def test_more_harm_more_gravity_and_more_fault_never_lighten(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    facts = data.draw(graded_facts(engine))
    assert aggravating(engine, "gravity")
    for fact in engine.rulebook.content.facts:
        if aggravating(engine, fact.id):
            check_more_harm_never_lightens(engine, facts, fact.id)


@SOME
@given(st.data())
def test_where_a_limit_leaves_nothing_there_is_no_sanction(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    check_already_sanctioned_means_no_sanction(engine, data.draw(graded_facts(engine)))


@SOME
@given(st.data())
def test_mitigated_is_one_grade_below_and_never_off_the_ladder(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    check_mitigation_stays_on_the_ladder(engine, data.draw(graded_facts(engine)))


@SOME
@given(st.data())
def test_a_fact_that_the_explanation_does_not_name_cannot_change_the_outcome(data: st.DataObject) -> None:
    engine = data.draw(engines())
    facts = data.draw(consistent_facts(engine))
    check_explanation_names_every_fact_that_matters(engine, facts, data.draw(facts_for(engine)))


@SOME
@given(st.data())
def test_the_same_facts_give_the_same_bytes(data: st.DataObject) -> None:
    engine = data.draw(engines())
    check_same_input_same_bytes(engine, data.draw(facts_for(engine)))


@settings(suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow))
@given(st.data())
def test_needed_facts_are_exactly_those_that_can_change_the_outcome(data: st.DataObject) -> None:
    engine = data.draw(engines())
    listed = {fact.id for fact in engine.rulebook.content.facts if isinstance(fact.domain, Flag | Choice | Grade)}
    assume(all(listed.issuperset(each.reads) for each in engine.rulebook.content.predicates))
    facts = data.draw(consistent_facts(engine, unknown=6))
    try:
        check_needs_are_exact(engine, facts)
    except ValueError:
        assume(condition=False)


@settings(suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow))
@given(st.data())
def test_the_search_alone_finds_exactly_the_needed_facts(data: st.DataObject) -> None:
    engine, facts, wanted = _asked(data)
    with patch.object(needs, "hanging", lambda *_: frozenset[str]()):
        asked = engine.needed(facts)
    if _determined(engine, facts):
        assert not asked
    elif wanted:
        assert set(asked) == wanted


@settings(suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow))
@given(st.data())
def test_where_the_search_is_given_up_no_needed_fact_is_left_out(data: st.DataObject) -> None:
    engine, facts, wanted = _asked(data)
    asked = engine._inquiry.needed(facts, search=data.draw(st.integers(0, 200)))
    assert not asked if _determined(engine, facts) else wanted <= set(asked) and asked


def _asked(data: st.DataObject) -> tuple[Engine, Facts, frozenset[str]]:
    """A generated case and what it needs by brute force."""
    engine = data.draw(engines())
    facts = data.draw(consistent_facts(engine, unknown=6))
    listed = {fact.id for fact in engine.rulebook.content.facts if isinstance(fact.domain, Flag | Choice | Grade)}
    assume(all(listed.issuperset(each.reads) for each in engine.rulebook.content.predicates))
    try:
        return engine, facts, needed_by_brute_force(engine, facts)
    except ValueError:
        assume(condition=False)
        raise


def _determined(engine: Engine, facts: Facts) -> bool:
    return ending(engine.values(facts), engine.program.rungs) is not Outcome.UNDETERMINED


@given(st.data())
def test_every_case_meets_every_invariant(data: st.DataObject) -> None:
    engine = data.draw(engines())
    _hold_to_every_invariant(data, engine, data.draw(consistent_facts(engine)))


@given(st.data())
def test_every_case_in_which_harm_and_gravity_count_meets_every_invariant(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    facts = data.draw(graded_facts(engine))
    _hold_to_every_invariant(data, engine, facts)
    grave = [name for name in ("committed", "harm", "gravity") if aggravating(engine, name)]
    assert "gravity" in grave
    for name in grave:
        check_more_harm_never_lightens(engine, facts, name)


def _hold_to_every_invariant(data: st.DataObject, engine: Engine, facts: Facts) -> None:
    assert dict(engine.values(facts)) == dict(engine.reference_values(facts)), "the compiled engine and the reference disagree"
    check_exempt_means_no_consequence(engine, facts)
    check_missing_fault_or_element_means_no_consequence(engine, facts)
    check_sanction_rests_on_fault_and_upper_law(engine, facts)
    check_already_sanctioned_means_no_sanction(engine, facts)
    check_mitigation_stays_on_the_ladder(engine, facts)
    check_same_input_same_bytes(engine, facts)
    check_explanation_names_every_fact_that_matters(engine, facts, data.draw(facts_for(engine)))
    forgotten = data.draw(st.sets(st.sampled_from(sorted(facts)), max_size=4)) if facts else set()
    check_learning_overturns_nothing(engine, {name: value for name, value in facts.items() if name not in forgotten}, facts)
