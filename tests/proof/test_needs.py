"""Needed facts against the symbolic engine, where too many facts are open to try every case: generated rulebooks, and lawyers' cases.

Seen to fail: `Witnesses` without the constraints.
"""

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dutybound import Engine
from dutybound.assembly import bounds, ending
from dutybound.facts import Facts
from dutybound.lawcases.reading import read_law_cases
from dutybound.problems import Refused
from dutybound.program import Program, Stage, outcome
from dutybound.rules import Outcome
from dutybound.testing import consistent_facts, engines
from dutybound.testing.cases import without_contradictions
from dutybound.trials import trials
from dutybound.truth import Truth

z3 = pytest.importorskip("z3")

from dutybound.engines.symbolic import Encoding, Imagined, both, constant, either, negated  # noqa: E402  # the line above says whether

LAW = Path(__file__).parents[1] / "law"


class Proof:
    """A program as constraints over a complete case, and over the same case with some of its facts unknown."""

    def __init__(self, program: Program) -> None:
        context = z3.Context()
        whole = Imagined.of(program.facts, "", context, complete=True)
        self._part, self._context = Imagined.of(program.facts, "", context), context
        self._solver = z3.Solver(ctx=context)
        self._solver.add(*whole.domain(), constant(Encoding(program, whole).valid(), context))
        said = Encoding(program, self._part)
        decided = [said.pair(outcome(each))[0] for each in Outcome if each not in (Outcome.UNDETERMINED, Outcome.LIABLE)]
        settled = both(either(said.pair(name)) for name in bounds(program.rungs))
        decided.append(both((said.pair(outcome(Outcome.LIABLE))[0], settled)))
        self._undecided = z3.Bool("undecided", context)
        self._solver.add(z3.Implies(self._undecided, constant(negated(either(decided)), context)))

    def needed(self, facts: Facts) -> frozenset[str] | None:
        """The unknown facts without which alone some complete case is undecided; `None` where there is no complete case."""
        terms = self._part.terms
        unknown = [name for name in terms if name not in facts]
        self._solver.push()
        self._solver.add(constant(self._part.given(facts), self._context))
        possible = self._solver.check() == z3.sat
        found = set()
        for fact in unknown:
            others = (terms[name].known for name in unknown if name != fact)
            if possible and self._solver.check(self._undecided, z3.Not(terms[fact].known), *others) == z3.sat:
                found.add(fact)
        self._solver.pop()
        return frozenset(found) if possible else None


def open_case(engine: Engine, facts: Facts) -> bool:
    """Whether these facts contradict nothing and leave the outcome open."""
    values = engine.values(facts)
    sound = all(values[each.name] is not Truth.FAILS for each in engine.program.stage(Stage.CONSTRAINT))
    return sound and ending(values, engine.program.rungs) is Outcome.UNDETERMINED


@settings(max_examples=max(40, settings().max_examples // 4), suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow))
@given(st.data())
def test_the_needed_facts_of_a_generated_case_are_those_of_the_proof(data: st.DataObject) -> None:
    engine = data.draw(engines())
    assume(not engine.program.predicates)  # to the symbolic engine they may answer anything
    facts = data.draw(consistent_facts(engine, unknown=2))
    assume(open_case(engine, facts))
    wanted = Proof(engine.program).needed(facts)
    if wanted:
        assert set(engine.needed(facts)) == wanted


def test_the_needed_facts_of_lawyers_cases_are_those_of_the_proof() -> None:
    engine = Engine.installed()
    proof, random, compared = Proof(engine.program), Random(8), 0
    written = read_law_cases([LAW], engine.rulebook)
    worth = {name: values[-1] for name, values in trials(engine.program).items() if not engine.rulebook.fact(name).origin}
    while compared < 12:
        try:
            facts = dict(engine.read(random.choice(written).record).persons[0].facts)
        except Refused:
            continue
        if compared % 2:
            facts = {**worth, **facts}  # nothing else happened
        for name in random.sample(sorted(facts), min(len(facts), random.choice((4, 20, 50)))):
            del facts[name]
        facts = dict(without_contradictions(engine, facts))
        asked = engine.needed(facts) if open_case(engine, facts) else ()
        if 12 < len(asked) < 60:
            assert set(asked) == proof.needed(facts)
            compared += 1
