"""Needed facts in small rulebooks, where one can see by eye what is needed. Seen to fail: constraints left out of `Sheet.refused`;
`Witnesses` holding constraints while the fact in question is unknown; `residue` dropping a part that is still open; `trials` without
the ends of a number's range; constraints tied to the outcome left `apart`; those that are not tied taken to leave some case."""

from datetime import date
from unittest.mock import patch

from attrs import evolve
from one_fault import one_fault

from dutybound import needs
from dutybound.conditions import AllOf, AnyOf, AtMost, Comparison, Condition, Negation, Test, Within
from dutybound.engine import Engine
from dutybound.facts import Facts, Flag, Number
from dutybound.program import Definition, Program, Stage
from dutybound.provision import Provision
from dutybound.rules import Constraint
from dutybound.testing import check_needs_are_exact, decide
from dutybound.testing.vocabularies import fact, words
from dutybound.text import Text
from dutybound.trials import trials

ACT: Facts = {"act_date": date(2021, 3, 4)}

MANY = tuple(f"m{number}" for number in range(13))
"""More facts than could be tried in every combination."""


def is_true(name: str) -> Test:
    return Test(name, Comparison.IS, value=True)


def engine(fault: Condition, *constraints: Constraint, scope: Condition | None = None) -> Engine:
    return one_fault(fault, [fact(name, Flag()) for name in (*"abcs", *MANY)], constraints, scope)


def needed(made: Engine, facts: Facts) -> tuple[str, ...]:
    check_needs_are_exact(made, facts)
    decision = decide(made, facts)
    assert decision is not None
    return decision.needs_facts


def never(*parts: Condition) -> Constraint:
    return Constraint(id="never", provision=Provision("law", 3), title=words("never"), never_together=parts)


def implies(given: Condition, then: Condition) -> Constraint:
    return Constraint(id="implies", provision=Provision("law", 3), title=words("implies"), given=given, then=then)


def test_both_facts_of_a_conjunction_are_needed() -> None:
    assert needed(engine(AllOf((is_true("a"), is_true("b")))), ACT) == ("a", "b")


def test_a_fact_that_can_no_longer_matter_is_not_needed() -> None:
    made = engine(AllOf((is_true("a"), AnyOf((is_true("b"), is_true("c"))))))
    assert needed(made, {**ACT, "b": True}) == ("a",)
    assert needed(made, {**ACT, "a": False}) == ()


def test_the_fact_that_settles_the_case_alone_comes_first() -> None:
    assert needed(engine(AllOf((AnyOf((is_true("a"), is_true("b"))), is_true("c")))), ACT) == ("c", "a", "b")


def test_a_fact_that_could_matter_in_contradictory_cases_only_is_not_needed() -> None:
    made = engine(AllOf((is_true("a"), is_true("b"))), never(is_true("s"), is_true("a")), scope=is_true("s"))
    assert needed(made, ACT) == ("s", "a")  # `b` matters where `a` holds, and then the case is out of scope


def test_a_fact_that_another_implies_is_needed_only_without_it() -> None:
    made = engine(AllOf((is_true("a"), is_true("b"))), implies(is_true("a"), is_true("b")))
    assert needed(made, ACT) == ("a", "b")  # the engine does not infer; learning `a` alone leaves it asking for `b`
    assert needed(made, {**ACT, "a": True}) == ("b",)


def test_a_fact_for_which_no_value_is_left_where_it_matters_is_not_needed() -> None:
    made = engine(AllOf((is_true("a"), is_true("b"))), implies(is_true("a"), is_true("b")), never(is_true("a"), is_true("b")))
    assert needed(made, ACT) == ("a",)
    with patch.object(needs, "hanging", lambda *_: frozenset[str]()):  # the search alone
        assert made.needed(ACT) == ("a",)


def test_a_constraint_between_other_facts_changes_nothing() -> None:
    made = engine(AllOf((is_true("a"), is_true("b"))), never(is_true("c"), is_true("s")))
    assert needed(made, {**ACT, "a": True}) == ("b",)
    assert needed(made, {**ACT, "a": True, "c": True}) == ("b",)


def test_where_other_facts_leave_no_case_at_all_every_open_fact_is_worth_a_look() -> None:
    fault = AnyOf((is_true("a"), AllOf((is_true("a"), is_true("b")))))
    assert needed(engine(fault), ACT) == ("a",)
    nowhere = (implies(is_true("c"), is_true("s")), implies(Negation(is_true("c")), is_true("s")), never(is_true("s"), is_true("s")))
    renamed = tuple(evolve(each, id=f"constraint-{number}") for number, each in enumerate(nowhere))
    assert engine(fault, *renamed).needed(ACT) == ("a", "b")


def test_a_fact_is_asked_where_both_its_values_end_alike_but_the_engine_needs_it() -> None:
    made = engine(AnyOf((is_true("a"), Negation(is_true("a")))))
    assert needed(made, ACT) == ("a",)


def test_of_many_facts_those_that_say_nothing_beside_another_are_not_needed() -> None:
    with_a = [AllOf((is_true("a"), is_true(name))) for name in MANY]
    or_a = [AnyOf((is_true("a"), is_true(name))) for name in MANY]
    assert engine(AnyOf((is_true("a"), *with_a))).needed(ACT) == ("a",)
    assert engine(AllOf((*or_a, is_true("a")))).needed(ACT) == ("a",)
    without_a = [AllOf((Negation(AnyOf((is_true("a"), is_true("b")))), is_true(name))) for name in MANY]
    assert engine(AnyOf((Negation(is_true("a")), *without_a))).needed(ACT) == ("a",)


def test_of_many_facts_one_that_another_always_brings_along_is_not_needed() -> None:
    made = engine(
        AnyOf((*(AllOf((is_true(name), is_true("a"))) for name in MANY), AllOf((is_true("b"), is_true("c"))))),
        never(is_true("b"), is_true("c")),
    )
    assert set(made.needed({**ACT, "a": False})) == {"b", "c"}  # either may have to be told, so that the other is known not to matter
    assert set(made.needed({**ACT, "a": True})) == {"b", "c", *MANY}
    gated = engine(
        AllOf((is_true("a"), is_true("b"))),
        never(is_true("s"), is_true("a")),
        *(),
        scope=AllOf((is_true("s"), AnyOf(tuple(map(is_true, MANY))))),
    )
    assert set(gated.needed(ACT)) == {"s", "a", *MANY}  # `b` matters where `a` holds, and then the case is out of scope


def test_of_many_facts_those_that_say_something_beside_another_are_needed() -> None:
    with_a = [AllOf((is_true("a"), is_true(name))) for name in MANY]
    assert set(engine(AnyOf(tuple(with_a))).needed(ACT)) == {"a", *MANY}
    assert set(engine(AnyOf((is_true("b"), *with_a))).needed(ACT)) == {"a", "b", *MANY}
    assert set(engine(AnyOf((Negation(is_true("a")), *with_a))).needed(ACT)) == {"a", *MANY}  # what is left when it holds


def test_two_numbers_that_are_compared_get_values_on_both_sides_of_each_other() -> None:
    unit = Text("日", "days")
    low, high = fact("low", Number(unit, 0, 3)), fact("high", Number(unit, 10, 20))
    definitions = (Definition("less", Stage.FAULT, AtMost("low", "high")), Definition("mark", Stage.FAULT, Within("low", 2, None)))
    found = trials(Program((low, high), definitions, {}, 1))
    assert found["high"], "a number whose range lies beyond every mark has no value to try"
    assert {value for value in found["low"] if isinstance(value, int) and value < 2}
    assert {value for value in found["low"] if isinstance(value, int) and value >= 2}
