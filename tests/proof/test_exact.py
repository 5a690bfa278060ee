"""Exact answers under unknown facts, held against every completion there is."""

from datetime import date
from itertools import combinations, product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dutybound.assembly import deciding
from dutybound.building import build
from dutybound.engines.reference import evaluate
from dutybound.facts import Facts, Value
from dutybound.program import Program, Stage
from dutybound.proof.exact import Departure, End, end_of, finding, possible_ends, reaching, settling_sets, smallest_changes
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Open, Seeker
from dutybound.proof.solving import Solving
from dutybound.rules import Outcome
from dutybound.testing import consistent_facts, engines
from dutybound.trials import trials
from dutybound.truth import Truth

DAY = date(2021, 1, 1)
_SOLVING = Solving(30)


def completions(program: Program, facts: Facts, most: int = 1500) -> list[dict[str, Value]] | None:
    """Every completion that breaks no constraint, over the values that conditions can tell apart; `None` if too many."""
    wanted = Graph.of(program).cone(deciding(program.rungs)).facts
    worth = {name: values for name, values in trials(program).items() if name in wanted and name not in facts}
    count = 1
    for values in worth.values():
        count *= len(values)
    if count > most:
        return None
    found = [{**facts, **dict(zip(worth, chosen, strict=True))} for chosen in product(*worth.values())]
    return [each for each in found if not _broken(program, each)]


def _broken(program: Program, facts: Facts) -> bool:
    values = evaluate(program, facts)
    return any(values[each.name] is Truth.FAILS for each in program.stage(Stage.CONSTRAINT))


@settings(max_examples=max(15, settings().max_examples // 6))  # each is held against every completion there is
@given(st.data())
def test_the_ends_are_those_of_all_completions_neither_more_nor_less(data: st.DataObject) -> None:
    engine = data.draw(engines())
    program = engine.program
    facts = data.draw(consistent_facts(engine, 3))
    every = completions(program, facts)
    assume(every is not None and not program.predicates)
    found = possible_ends(program, facts, _SOLVING)
    assert found.complete
    assert set(found.found) == {end_of(program, each) for each in every or ()}


@settings(max_examples=max(15, settings().max_examples // 6))  # each is held against every completion there is
@given(st.data())
def test_settling_sets_are_the_smallest_that_settle(data: st.DataObject) -> None:
    engine = data.draw(engines())
    program = engine.program
    facts = data.draw(consistent_facts(engine, 3))
    every = completions(program, facts, 300)
    assume(every and not program.predicates)
    assert every is not None
    ends = [(each, end_of(program, each)) for each in every]
    found = settling_sets(program, facts, _SOLVING)
    assert not isinstance(found, Open)
    unknown = sorted({name for each in every for name in each if name not in facts})

    def settles(chosen: tuple[str, ...]) -> bool:
        seen: dict[tuple[Value, ...], End] = {}
        return all(seen.setdefault(tuple(each[name] for name in chosen), end) == end for each, end in ends)

    size = next(size for size in range(len(unknown) + 1) if any(settles(each) for each in combinations(unknown, size)))
    smallest = {each for each in combinations(unknown, size) if settles(each)}
    assert set(found) <= smallest
    assert len(found) == min(5, len(smallest))


@settings(max_examples=max(15, settings().max_examples // 6))  # each is held against every completion there is
@given(st.data())
def test_the_smallest_changes_reach_the_goal_and_nothing_smaller_does(data: st.DataObject) -> None:
    engine = data.draw(engines())
    program = engine.program
    facts = data.draw(consistent_facts(engine, 3))
    assume(not program.predicates)
    outcome = data.draw(st.sampled_from([each for each in Outcome if each is not Outcome.UNDETERMINED]))
    found = smallest_changes(program, facts, reaching(outcome, program), _SOLVING, most=2)
    assert not isinstance(found, Open)
    for each in found:
        after = {**facts, **each.facts}
        assert end_of(program, after).outcome is outcome
        assert not _broken(program, after)
    worth = {name: values for name, values in trials(program).items() if name in Graph.of(program).everything().facts}
    least = len(found[0].facts) if found else 3
    for size in range(min(least, 2)):
        for chosen in combinations(sorted(worth), size):
            for values in product(*(worth[name] for name in chosen)):
                after = {**facts, **dict(zip(chosen, values, strict=True))}
                assert _broken(program, after) or end_of(program, after).outcome is not outcome


def test_a_case_that_kleene_leaves_open_may_have_one_end_only(small: Any, any_seeker: Seeker) -> None:
    rulebook = small.changed("when: {missed: true}}", "when: {any: [{missed: true}, {missed: false}]}}")
    program = build(rulebook)
    facts = {"day": DAY, "strict": False, "gravity": "serious", "confessed": False, "sanctioned": False, "wrong": False}
    assert end_of(program, facts) == End(Outcome.UNDETERMINED)
    assert possible_ends(program, facts, any_seeker).found == (End(Outcome.LIABLE, 2, 3),)
    assert settling_sets(program, facts, any_seeker) == ((),)


def test_what_settles_and_what_would_change_a_case(small: Any, any_seeker: Seeker) -> None:
    program = build(small.linked())
    facts = {"day": DAY, "missed": False, "wrong": True, "strict": False, "gravity": "serious", "confessed": False, "sanctioned": False}
    ends = possible_ends(program, facts, any_seeker)
    assert ends.found == (End(Outcome.EXEMPT), End(Outcome.LIABLE, 2, 3))
    assert settling_sets(program, facts, any_seeker) == (("expert", "omitted"),)
    why_not = smallest_changes(program, facts, finding("relied-on-expert"), any_seeker)
    assert why_not == (Departure({"expert": True, "omitted": False}),)
    known = facts | {"expert": True, "omitted": True}
    ways = smallest_changes(program, known, reaching(Outcome.EXEMPT, program), any_seeker)
    assert not isinstance(ways, Open)
    assert {tuple(each.facts.items()) for each in ways} == {(("omitted", False),), (("strict", True),)}
    kept = smallest_changes(program, known, reaching(Outcome.EXEMPT, program), any_seeker, kept=frozenset(["strict", "omitted"]))
    assert kept == ()


def test_no_time_is_said_to_be_no_answer(small: Any) -> None:
    seconds = 0.0
    program = build(small.linked())
    found = possible_ends(program, {"missed": True}, Solving(seconds))
    assert not found.complete
    assert found.reason is not None
    assert isinstance(settling_sets(program, {"missed": True}, Solving(seconds)), Open)
    assert isinstance(smallest_changes(program, {}, reaching(Outcome.EXEMPT, program), Solving(seconds)), Open)
