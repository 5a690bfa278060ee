"""Invariant 11 held against the explanation itself: what it does not name cannot change the outcome or anything in the decision."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from dutybound.case import Person
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.explanation import Kind, facts_named
from dutybound.facts import Facts
from dutybound.problems import Refused
from dutybound.rules import Outcome
from dutybound.testing import consistent_facts, engines, facts_for
from dutybound.truth import Truth


def _explained(engine: Engine, facts: Facts) -> tuple[Decision, frozenset[str]] | None:
    try:
        explanation = engine.explain_person("case", Person("person", facts))
    except Refused:
        return None
    return explanation.decision, facts_named(explanation)


@given(st.data())
def test_a_fact_that_the_explanation_does_not_name_changes_nothing(data: st.DataObject) -> None:
    engine = data.draw(engines())
    facts = data.draw(consistent_facts(engine))
    explained = _explained(engine, facts)
    assert explained is not None
    decision, named = explained
    others = data.draw(facts_for(engine, 2))
    changed = {name: value for name, value in facts.items() if name in named}
    changed |= {name: value for name, value in others.items() if name not in named}
    try:
        other = engine.decide_person("case", Person("person", changed))
    except Refused:
        return  # the other facts contradict each other: there is no such case
    if decision.outcome is Outcome.OUT_OF_SCOPE:
        assert other.outcome is Outcome.OUT_OF_SCOPE  # nothing but the scope is told, for nothing else bears on it
    else:
        assert evolve(other, needs_facts=()) == evolve(decision, needs_facts=())


@given(st.data())
def test_every_part_of_a_finding_agrees_with_it(data: st.DataObject) -> None:
    """A rule that holds shows nothing that fails but an exception that does not apply, and the other way round."""
    engine = data.draw(engines())
    facts = data.draw(consistent_facts(engine))
    explanation = engine.explain_person("case", Person("person", facts))
    for section in explanation.sections:
        for node in section.nodes:
            parts = [part for part in node.parts if part.kind not in (Kind.TIER, Kind.PROVISO)]
            if node.truth is Truth.HOLDS and section.id not in ("sanctions", "obligations"):
                assert all(part.truth is Truth.HOLDS for part in parts), (section.id, node.id)
            if node.truth is Truth.FAILS:
                assert all(part.truth is Truth.FAILS for part in parts), (section.id, node.id)
            if node.truth is Truth.UNKNOWN:
                assert any(part.truth is Truth.UNKNOWN for part in node.parts), (section.id, node.id)


@given(st.data())
def test_every_rule_of_the_stages_told_is_told_with_its_own_truth(data: st.DataObject) -> None:
    engine = data.draw(engines())
    facts = data.draw(consistent_facts(engine))
    explanation = engine.explain_person("case", Person("person", facts))
    values = engine.values(facts)
    for section in explanation.sections:
        if section.id == "law":
            continue
        told = {node.id: node.truth for node in section.nodes}
        for rule in getattr(engine.rulebook.content, section.id):
            assert rule.id in told or section.id == "duties"  # a duty that no fault breaks bears on nothing
            if rule.id not in told:
                continue
            if section.id != "sanctions":
                assert told[rule.id] is values[rule.id]
