"""The compiled engine says what the reference engine says, about every definition of every program."""

from collections.abc import Callable
from datetime import date

import pytest
from attrs import evolve
from generated_programs import FACTS, FIRST, NOTHING, PREDICATES, fact, known, options, programs
from hypothesis import given
from hypothesis import strategies as st

from dutybound import Refused
from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Predicate, Ref, Within
from dutybound.engines.codegen import generate
from dutybound.engines.compiled import Compiled
from dutybound.engines.knowledge import words_are_one
from dutybound.engines.reference import PredicateError, evaluate
from dutybound.engines.wanted import FAILS, HOLDS, UNKNOWN, Section, everything
from dutybound.facts import Choice, Facts, Flag, Option
from dutybound.program import Definition, Program, Stage
from dutybound.testing import engines, facts_for
from dutybound.truth import Truth


def program_of(*expressions: Expression) -> Program:
    definitions = (Definition(f"d{number}", Stage.FAULT, each) for number, each in enumerate(expressions))
    return Program(FACTS, tuple(definitions), PREDICATES, 6)


@given(programs(), st.lists(known(), min_size=1, max_size=4))
def test_every_definition_of_a_generated_program_has_the_value_of_the_reference(program: Program, several: list[Facts]) -> None:
    compiled = Compiled(program)
    for facts in several:
        assert dict(compiled.values(facts)) == dict(evaluate(program, facts))


@given(st.data())
def test_a_generated_rulebook_has_the_values_of_the_reference_whatever_is_alleged(data: st.DataObject) -> None:
    engine = data.draw(engines())
    faults = [fault.id for fault in engine.rulebook.content.faults]
    for _ in range(3):
        facts = data.draw(facts_for(engine))
        alleged = data.draw(st.none() | st.sets(st.sampled_from(faults), min_size=1))
        asked = engine if alleged is None else engine.examining(tuple(sorted(alleged)))
        assert dict(asked.values(facts)) == dict(asked.reference_values(facts))


@given(programs(), known(), st.data())
def test_a_function_of_some_sections_reports_them_as_the_reference_values_them(program: Program, facts: Facts, data: st.DataObject) -> None:
    names = [each.name for each in program.definitions]
    chosen = tuple(data.draw(st.lists(st.sampled_from(names), unique=True, max_size=6)))
    other = tuple(data.draw(st.lists(st.sampled_from(names), unique=True, max_size=6)))
    compiled = Compiled(program)
    read = compiled.shape.known(facts, compiled.switches(None))
    reported, failing, row = compiled.function([Section(chosen), Section(other, fails=True), Section(chosen, row=True)])(*read)
    truths = evaluate(program, facts)
    by_position = {**{chosen[at]: Truth.HOLDS for at in reported if at >= 0}, **{chosen[~at]: Truth.UNKNOWN for at in reported if at < 0}}
    assert by_position == {name: truths[name] for name in chosen if truths[name] is not Truth.FAILS}
    assert len(reported) == len(by_position)
    assert sorted(failing) == sorted(at for at, name in enumerate(other) if truths[name] is Truth.FAILS)
    assert [{FAILS: Truth.FAILS, HOLDS: Truth.HOLDS, UNKNOWN: Truth.UNKNOWN}[each] for each in row] == [truths[name] for name in chosen]


EMPTY: tuple[tuple[Expression, Truth], ...] = (
    (All(()), Truth.HOLDS),
    (Any(()), Truth.FAILS),
    (Not(All(())), Truth.FAILS),
    (Among("flag_one", ()), Truth.UNKNOWN),
    (Among("flag_one", (True, False)), Truth.UNKNOWN),
    (Within("few", None, None), Truth.UNKNOWN),
    (Opaque("kindly", ("kind",)), Truth.UNKNOWN),
    (AtMost("few", "many"), Truth.UNKNOWN),
)


@pytest.mark.parametrize(("expression", "truth"), EMPTY)
def test_what_reads_nothing_is_settled_and_what_reads_something_is_unknown_without_it(expression: Expression, truth: Truth) -> None:
    assert Compiled(program_of(expression)).values({})["d0"] is truth


@pytest.mark.parametrize("depth", [1, 12, 13, 40, 200])
def test_deep_conditions_are_taken_apart(depth: int) -> None:
    expression: Expression = Among("flag_one", (True,))
    for level in range(depth):
        other = Among("flag_two", (level % 2 == 0,))
        expression = Not(All((expression, other))) if level % 3 else Any((other, expression))
    program = program_of(expression, Not(Ref("d0")))
    compiled = Compiled(program)
    for facts in ({}, {"flag_one": True}, {"flag_two": False}, {"flag_one": False, "flag_two": True}):
        assert dict(compiled.values(facts)) == dict(evaluate(program, facts))


def test_what_one_branch_found_out_is_not_known_in_another() -> None:
    """Variables of one branch have the names of those of another, and begin anew."""
    parts: list[Expression] = []
    for first, own in ((Among("flag_one", (True,)), Among("flag_two", (True,))), (Within("few", 1, None), Within("many", 1, None))):
        here, inner = Ref(f"d{len(parts)}"), Ref(f"d{len(parts) + 1}")
        parts += [first, All((here, own)), All((here, Not(inner)))]
    program = program_of(*parts)
    compiled = Compiled(program)
    source = generate(program, everything(program), compiled.shape.access()).text
    assert "def run(g, c" in source and source.count(" = None\n") == 2, "no variable begins in a branch"
    for two in (True, False, None):
        for many in (0, 1, None):
            facts = {"flag_one": True, "few": 1, "flag_two": two, "many": many}
            given = {name: value for name, value in facts.items() if value is not None}
            assert dict(compiled.values(given)) == dict(evaluate(program, given))


def test_a_program_of_nine_thousand_definitions_runs() -> None:
    definitions: list[Definition] = []
    for number in range(3000):
        own = All((Among("flag_one", (number % 2 == 0,)), Within("few", number, number + 9)))
        definitions.append(Definition(f"rule-{number}", Stage.FAULT, own))
        earlier = tuple(Ref(f"rule-{before}") for before in range(max(0, number - 7), number + 1))
        definitions.append(Definition(f"some-{number}", Stage.STANDS, Any(earlier)))
        definitions.append(Definition(f"none-{number}", Stage.STANDS, Not(Ref(f"some-{number}"))))
    program = Program(FACTS, tuple(definitions), {}, 6)
    compiled = Compiled(program)
    for facts in ({}, {"flag_one": True}, {"flag_one": True, "few": 1000}):
        assert dict(compiled.values(facts)) == dict(evaluate(program, facts))


# --- predicates ---


def failing(name: str, *reads: str) -> Predicate:
    def fail(_: Facts) -> bool:
        raise ValueError(f"{name} is confused")

    return Predicate(name, NOTHING, reads, fail)


def test_a_failing_predicate_is_an_error_even_where_its_answer_would_not_matter() -> None:
    never = All((Any(()), Opaque("confused", ("flag_one",))))
    program = evolve(program_of(never), predicates={"confused": failing("confused", "flag_one")})
    with pytest.raises(PredicateError, match="the predicate `confused` raised ValueError: confused is confused"):
        Compiled(program).values({"flag_one": True})
    assert Compiled(program).values({})["d0"] is Truth.FAILS


def test_of_two_failing_predicates_the_first_of_the_program_is_named() -> None:
    leaves = (Opaque("second", ("flag_one",)), Opaque("first", ("flag_one",)))
    predicates = {name: failing(name, "flag_one") for name in ("first", "second")}
    program = evolve(program_of(*leaves), predicates=predicates)
    for values in (Compiled(program).values, lambda facts: evaluate(program, facts)):
        with pytest.raises(PredicateError) as raised:
            values({"flag_one": False})
        assert raised.value.predicate == "second"


@pytest.mark.parametrize("answer", [1, None, "yes"])
def test_an_answer_that_is_no_bool_is_an_error(answer: object) -> None:
    wrong: Callable[[Facts], bool] = lambda _: answer  # type: ignore[assignment, return-value]  # noqa: E731  # what is tested
    program = evolve(program_of(Opaque("wrong", ())), predicates={"wrong": Predicate("wrong", NOTHING, (), wrong)})
    with pytest.raises(PredicateError, match="where True or False is needed"):
        Compiled(program).values({})


def test_a_predicate_sees_the_declared_words_and_nothing_else() -> None:
    seen: list[Facts] = []
    spy = Predicate("spy", NOTHING, ("choice", "begun"), lambda facts: not seen.append(facts))
    program = evolve(program_of(Opaque("spy", ("choice", "begun"))), predicates={"spy": spy})
    Compiled(program).values({"choice": "word-3", "begun": FIRST, "flag_one": True})
    assert seen == [{"choice": "word-3", "begun": FIRST}]
    assert type(seen[0]["choice"]) is str


# --- closed doors ---


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"flag_one": 1}, "facts.flag_one: `1` is not a value here, which takes true or false"),
        ({"flag_one": "true"}, "facts.flag_one: `true` is not a value here, which takes true or false"),
        ({"kind": "word-7"}, "facts.kind: `word-7` is not a value here, which takes one of word-0, word-1, word-2"),
        ({"many": 10}, "facts.many: `10` is not a value here, which takes a whole number (0..9)"),
        ({"few": 2**63}, f"facts.few: `{2**63}` is not a value here, which takes a whole number"),
        ({"few": True}, "facts.few: `True` is not a value here, which takes a whole number"),
        ({"begun": "2020-01-01"}, "facts.begun: `2020-01-01` is not a value here, which takes a day such as 2021-03-04"),
        ({"flag_onne": True}, "facts: there is no fact `flag_onne`, did you mean `flag_one`?"),
    ],
)
def test_a_value_that_no_fact_can_have_is_refused(facts: Facts, message: str) -> None:
    with pytest.raises(Refused) as refused:
        Compiled(program_of(Among("flag_one", (True,)))).values(facts)
    assert str(refused.value) == message


def test_words_are_compared_by_what_they_say() -> None:
    compiled = Compiled(program_of(Among("choice", ("word-3", "word-4")), Among("grade", tuple(each.id for each in options(3)))))
    spelt = "".join(("wo", "rd-3"))
    assert compiled.values({"choice": spelt, "grade": str(date(2020, 1, 1)).replace("2020-01-01", "word-3")}) == {
        "d0": Truth.HOLDS,
        "d1": Truth.FAILS,
    }


def test_reading_json_gives_one_object_for_each_word() -> None:
    assert words_are_one(Compiled(program_of()).shape)


HOSTILE = 'x"); import os; os.abort() #'


def test_nothing_an_author_wrote_enters_the_source() -> None:
    facts = (fact("os_abort", Flag()), fact("word", Choice((*options(2), Option(HOSTILE, NOTHING)))))
    definitions = (
        Definition(HOSTILE, Stage.FAULT, All((Among("os_abort", (True,)), Among("word", (HOSTILE,))))),
        Definition("other", Stage.FAULT, Any((Ref(HOSTILE), Opaque(HOSTILE, ("os_abort",))))),
    )
    asked = Predicate(HOSTILE, NOTHING, ("os_abort",), lambda _: False)
    program = Program(facts, definitions, {HOSTILE: asked}, 6)
    compiled = Compiled(program)
    source = generate(program, everything(program), compiled.shape.access())
    assert not any(word in source.text for word in ("import", "os", "word", "other"))
    assert compiled.values({"os_abort": True, "word": HOSTILE}) == {HOSTILE: Truth.HOLDS, "other": Truth.HOLDS}
