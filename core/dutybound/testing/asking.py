"""`needs_facts` against brute force: every complete case, without one fact at a time."""

from collections.abc import Iterator
from itertools import product
from math import prod

from dutybound.assembly import ending
from dutybound.engine import Engine
from dutybound.facts import Facts
from dutybound.program import Stage
from dutybound.rules import Outcome
from dutybound.testing.cases import read_by
from dutybound.testing.invariants import decide
from dutybound.trials import trials
from dutybound.truth import Truth

MOST_CASES = 300


def complete_cases(engine: Engine, facts: Facts) -> Iterator[Facts]:
    """Every complete case that agrees with `facts` and contradicts nothing, over the facts that the outcome or a constraint reads.

    Raises `ValueError` if there are more than `MOST_CASES` combinations.
    """
    program = engine.program
    constraints = [each.name for each in program.stage(Stage.CONSTRAINT)]
    asked = sorted(set().union(*(read_by(engine, name) for name in (*_deciding(engine), *constraints))) - set(facts))
    worth = trials(program)
    if prod(len(worth[name]) for name in asked) > MOST_CASES:
        raise ValueError(f"there are more than {MOST_CASES} combinations")
    for combination in product(*(worth[name] for name in asked)):
        complete = {**facts, **dict(zip(asked, combination, strict=True))}
        values = engine.values(complete)
        if all(values[name] is not Truth.FAILS for name in constraints):
            yield complete


def _deciding(engine: Engine) -> list[str]:
    return [each.name for each in engine.program.definitions if each.stage in (Stage.OUTCOME, Stage.BOUND)]


def needed_by_brute_force(engine: Engine, facts: Facts) -> frozenset[str]:
    """The unknown facts without which some complete case could not be decided; raises `ValueError` as `complete_cases` does."""
    found: set[str] = set()
    undecided: dict[frozenset[object], bool] = {}
    for case in complete_cases(engine, facts):
        for name in case:
            if name in facts or name in found:
                continue
            without = {fact: value for fact, value in case.items() if fact != name}
            key = frozenset(without.items())
            if key not in undecided:
                undecided[key] = ending(engine.values(without), engine.program.rungs) is Outcome.UNDETERMINED
            if undecided[key]:
                found.add(name)
    return frozenset(found)


def check_needs_are_exact(engine: Engine, facts: Facts) -> None:
    """Every needed fact can change the outcome of some complete case, and none that is left out can.

    Not for rulebooks with Python predicates over numbers or days, of which brute force cannot try every value.
    """
    decision = decide(engine, facts)
    if decision is None:
        return
    if decision.outcome is not Outcome.UNDETERMINED:
        assert not decision.needs_facts, "a settled case asks for facts"
        return
    wanted = needed_by_brute_force(engine, facts)
    assert decision.needs_facts, "an undetermined case asks for nothing"
    if wanted:
        asked = set(decision.needs_facts)
        assert not asked - wanted, f"asked for {sorted(asked - wanted)}, which cannot change the outcome"
        assert not wanted - asked, f"did not ask for {sorted(wanted - asked)}, which can change the outcome"
