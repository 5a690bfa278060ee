"""The symbolic engine says of every definition what the reference says; what a seeker shows is what it claims."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

z3 = pytest.importorskip("z3")

from dutybound.building import build  # noqa: E402
from dutybound.conditions import Opaque, leaves  # noqa: E402
from dutybound.engine import Engine  # noqa: E402
from dutybound.engines.reference import evaluate  # noqa: E402
from dutybound.engines.symbolic import Encoding, Imagined, either, negated  # noqa: E402
from dutybound.facts import Facts  # noqa: E402
from dutybound.proof.claims import Claim, Denied, Each, Says, Some, is_so  # noqa: E402
from dutybound.proof.enumerating import Enumerating  # noqa: E402
from dutybound.proof.questions import Change, Impossible, Learns, Open, Question, Side, Varies, Witness, one, related, vocabulary  # noqa: E402
from dutybound.proof.solving import Solving  # noqa: E402
from dutybound.testing import engines, facts_for  # noqa: E402
from dutybound.truth import Truth  # noqa: E402


def _case(engine: Engine, encoding: Encoding, facts: Facts) -> "z3.Solver":
    """A solver in which exactly these facts are known and predicates answer as they do."""
    solver, imagined = z3.Solver(), encoding.imagined
    solver.add(imagined.given(facts), *imagined.domain())
    solver.add(*(z3.Not(term.known) for name, term in imagined.terms.items() if name not in facts))
    for definition in engine.program.definitions:
        for leaf in leaves(definition.expression):
            if isinstance(leaf, Opaque) and all(name in facts for name in leaf.reads):
                answer = engine.program.predicates[leaf.predicate].function({name: facts[name] for name in leaf.reads})
                solver.add(imagined.answer(leaf.predicate, leaf.reads) == answer)
    return solver


@given(st.data())
def test_every_definition_has_the_truth_the_reference_gives_it(data: st.DataObject) -> None:
    engine = data.draw(engines())
    encoding = Encoding(engine.program, Imagined.of(engine.program.facts, "", z3.main_ctx()))
    facts = data.draw(facts_for(engine))
    solver = _case(engine, encoding, facts)
    assert solver.check() == z3.sat
    values = engine.values(facts)
    solver.add(either(negated(encoding.says(each.name, values[each.name])) for each in engine.program.definitions))
    assert solver.check() == z3.unsat


def _claims(draw: st.DrawFn, names: tuple[str, ...], sides: int) -> Claim:
    says = st.builds(Says, st.integers(0, sides - 1), st.sampled_from(names), st.sampled_from(Truth))
    return draw(
        st.recursive(
            says,
            lambda inner: st.one_of(
                st.builds(lambda parts: Each(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
                st.builds(lambda parts: Some(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
                st.builds(Denied, inner),
            ),
            max_leaves=5,
        )
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Questions about generated programs, of every kind of relation."""
    program = draw(engines()).program
    names = tuple(each.name for each in program.definitions)
    fact = draw(st.sampled_from(sorted(each.id for each in program.facts)))
    relation = draw(st.sampled_from([None, Learns(), Varies(fact), Varies(fact, Change.RAISED), Varies(fact, Change.NEXT)]))
    claim = _claims(draw, names, 1 if relation is None else 2)
    sides = (Side(program),) if relation is None else (Side(program, 0), Side(program, 1))
    return Question(sides, claim, relation)


@given(questions())
def test_a_witness_shows_exactly_what_was_claimed(question: Question) -> None:
    answer = Solving(10).seek(question)
    if isinstance(answer, Witness):
        facts = vocabulary(side.program for side in question.sides)
        assert related(question.relation, answer.copies, facts)
        assert is_so(question.claim, [evaluate(side.program, answer.copies[side.copy]) for side in question.sides])


@given(questions())
@settings(max_examples=40)
def test_both_seekers_give_the_same_answer(question: Question) -> None:
    small = Enumerating(3000).seek(question)
    if not isinstance(small, Open):
        large = Solving(20).seek(question)
        assert type(large) is type(small)


def test_no_time_leaves_a_question_open_and_passes_nothing(small) -> None:  # type: ignore[no-untyped-def]
    program = build(small.linked())
    assert isinstance(Solving(0.0).seek(one(program, Says(0, "outcome:liable", Truth.HOLDS))), Open)
    assert isinstance(Solving(20.0).seek(one(program, Each((Says(0, "scope:all", Truth.FAILS),)))), Impossible)
