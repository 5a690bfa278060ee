"""The invariants against the shipped rulebook, over cases made so that their outcome hangs on one fact or another.

Seen to fail: each of the mutations listed in test_invariants.py that the generated rulebooks catch; and a sanction range of the
shipped policies moved to an instrument of rank `rule` is refused before it gets here.
"""

from collections import Counter
from functools import cache

from hypothesis import event, given, settings
from hypothesis import strategies as st

from dutybound import Engine, Outcome
from dutybound.assembly import deciding
from dutybound.needs import Inquiry
from dutybound.openness import Open
from dutybound.testing import (
    aggravating,
    check_already_sanctioned_means_no_sanction,
    check_exempt_means_no_consequence,
    check_explanation_names_every_fact_that_matters,
    check_learning_overturns_nothing,
    check_missing_fault_or_element_means_no_consequence,
    check_mitigation_stays_on_the_ladder,
    check_more_harm_never_lightens,
    check_same_input_same_bytes,
    check_sanction_rests_on_fault_and_upper_law,
    decide,
    telling_facts,
)
from dutybound.testing.cases import without_contradictions

FEWER = settings(max_examples=max(10, settings().max_examples // 20))
"""A case of the shipped rulebook takes as long as many of a generated one."""


@cache
def law() -> tuple[Engine, Open]:
    engine = Engine.installed()
    question = Inquiry.of(engine.program, deciding(engine.program.rungs), engine.values).question
    return engine, Open.of(question, {}, engine.values({}))


@cache
def grave() -> tuple[str, ...]:
    """The facts for which it is claimed that more of them never lightens."""
    engine, _ = law()
    return tuple(fact.id for fact in engine.rulebook.content.facts if aggravating(engine, fact.id))


@FEWER
@given(st.data())
def test_the_invariants_hold_for_the_shipped_rulebook(data: st.DataObject) -> None:
    engine, start = law()
    facts = without_contradictions(engine, data.draw(telling_facts(start)))
    decision = decide(engine, facts)
    event(decision.outcome if decision else "refused")
    check_exempt_means_no_consequence(engine, facts)
    check_missing_fault_or_element_means_no_consequence(engine, facts)
    check_sanction_rests_on_fault_and_upper_law(engine, facts)
    check_already_sanctioned_means_no_sanction(engine, facts)
    check_mitigation_stays_on_the_ladder(engine, facts)
    check_same_input_same_bytes(engine, facts)


@FEWER
@given(st.data())
def test_learning_a_fact_overturns_nothing_in_the_shipped_rulebook(data: st.DataObject) -> None:
    engine, start = law()
    more = without_contradictions(engine, data.draw(telling_facts(start)))
    forgotten = data.draw(st.sets(st.sampled_from(sorted(more)), min_size=1, max_size=4))
    check_learning_overturns_nothing(engine, {name: value for name, value in more.items() if name not in forgotten}, more)


@FEWER
@given(st.data())
def test_what_the_explanation_does_not_name_changes_nothing_in_the_shipped_rulebook(data: st.DataObject) -> None:
    engine, start = law()
    facts = without_contradictions(engine, data.draw(telling_facts(start)))
    check_explanation_names_every_fact_that_matters(engine, facts, data.draw(telling_facts(start)))


@FEWER
@given(st.data())
def test_more_harm_never_lightens_under_the_shipped_rulebook(data: st.DataObject) -> None:
    engine, start = law()
    facts = without_contradictions(engine, data.draw(telling_facts(start)))
    if grave():
        check_more_harm_never_lightens(engine, facts, data.draw(st.sampled_from(grave())))


def test_the_made_cases_reach_what_the_checks_are_about() -> None:
    """Otherwise the checks above could pass over cases in which nothing happens."""
    engine, start = law()
    seen: Counter[str] = Counter()

    @settings(max_examples=600, database=None, derandomize=True)
    @given(telling_facts(start))
    def look(facts: dict[str, object]) -> None:
        decision = decide(engine, without_contradictions(engine, facts))  # type: ignore[arg-type]  # values of the strategy
        seen[decision.outcome if decision else "refused"] += 1

    look()
    assert {Outcome.LIABLE, Outcome.EXEMPT, Outcome.NOT_LIABLE, Outcome.UNDETERMINED, Outcome.OUT_OF_SCOPE} <= set(seen), seen
