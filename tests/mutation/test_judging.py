"""The quick judgement of a mutant is that of an engine made anew from the changed rules."""

import random
from pathlib import Path

import pytest

from dutybound.engine import Engine
from dutybound.lawcases.reading import read_law_cases
from dutybound.lawcases.running import run_case
from dutybound.linking import relinked
from dutybound.mutation.generating import mutants
from dutybound.mutation.ground import Ground
from dutybound.mutation.judging import Judge, Killed, Rejected, Survivor
from dutybound.mutation.mutants import Mutant, Operator, mutated
from dutybound.problems import Refused

HERE = Path(__file__).parent
SMALL = Engine.of({}, policies=[HERE / "../cli/rulebook"])
CASES = read_law_cases([HERE / "cases"], SMALL.rulebook)


def anew(engine: Engine, mutant: Mutant) -> Engine | None:
    """An engine over the changed rules, linked and built from the beginning; `None` where the checks refuse them."""
    try:
        return Engine(relinked(engine.rulebook, mutated(engine.rulebook.content, mutant)))
    except Refused:
        return None


def test_every_mutant_of_a_small_rulebook_is_judged_as_an_engine_made_anew_judges_it() -> None:
    judge = Judge(Ground(SMALL, CASES))
    seen = set()
    for mutant in mutants(SMALL.rulebook):
        found = judge.judge(mutant)
        engine = anew(SMALL, mutant)
        seen.add(type(found))
        if engine is None:
            assert isinstance(found, Rejected), mutant.id
            continue
        missed = [number for number, case in enumerate(CASES) if run_case(engine, case).misses]
        if missed:
            assert isinstance(found, Killed), mutant.id
            assert found.by in missed, mutant.id
        else:
            assert isinstance(found, Survivor), mutant.id
    assert seen == {Killed, Rejected, Survivor}


@pytest.mark.slow
def test_shipped_mutants_are_judged_as_an_engine_made_anew_judges_them() -> None:
    """Of the killed the case that killed, of the survivors a handful of the cases in which something moved, and of all others."""
    engine = Engine.installed()
    cases = read_law_cases([HERE / "../law"], engine.rulebook)
    judge = Judge(Ground(engine, cases))
    drawn = random.Random(20210304)
    by_operator = {operator: [each for each in mutants(engine.rulebook) if each.operator is operator] for operator in Operator}
    for listed in by_operator.values():
        mutant = drawn.choice(listed)
        found = judge.judge(mutant)
        rebuilt = anew(engine, mutant)
        if isinstance(found, Rejected):
            assert rebuilt is None, mutant.id
            continue
        assert rebuilt is not None, mutant.id
        if isinstance(found, Killed):
            assert run_case(rebuilt, cases[found.by]).misses, mutant.id
            continue
        moved = [number for number in range(len(cases)) if judge.differing(found.moved) >> number & 1]
        looked_at = [*drawn.sample(moved, min(len(moved), 10)), *drawn.sample(range(len(cases)), 5)]
        assert [number for number in looked_at if run_case(rebuilt, cases[number]).misses] == [], mutant.id
