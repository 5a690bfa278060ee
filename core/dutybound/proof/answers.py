"""Exact answers as JSON objects: what a case can come to, what would settle it, what would change it."""

from typing import Any

from dutybound.case import Person
from dutybound.engine import Engine
from dutybound.facts import Facts
from dutybound.problems import Place, Problem, Refused, did_you_mean
from dutybound.program import Program
from dutybound.proof.casefiles import spelt
from dutybound.proof.claims import Claim
from dutybound.proof.exact import End, finding, possible_ends, reaching, settling_sets, smallest_changes
from dutybound.proof.questions import Open, Seeker
from dutybound.rules import Outcome
from dutybound.text import Text


def program_for(engine: Engine, person: Person) -> Program:
    """The program that decides this person: where only some faults are alleged, the one that examines them."""
    return engine.program if person.alleged is None else engine.examining(person.alleged).program


def possible_record(engine: Engine, person: Person, seeker: Seeker) -> dict[str, Any]:
    """Every end the case can come to; `complete` is false where the search gave up, and `reason` says why."""
    found = possible_ends(program_for(engine, person), person.facts, seeker)
    return {
        "complete": found.complete,
        "ends": [_end(engine, each) for each in found.found],
        "reason": None if found.reason is None else _both(found.reason),
    }


def _end(engine: Engine, end: End) -> dict[str, Any]:
    rungs = [each.id for each in engine.rulebook.content.ladder.rungs]
    return {"outcome": end.outcome.value, "sanction": [rungs[end.low - 1], rungs[end.high - 1]] if end.high else None}


def settling_record(engine: Engine, person: Person, seeker: Seeker) -> dict[str, Any]:
    """The smallest sets of facts that settle the case whatever their values turn out to be."""
    found = settling_sets(program_for(engine, person), person.facts, seeker)
    if isinstance(found, Open):
        return {"sets": [], "reason": _both(found.reason)}
    return {"sets": [list(each) for each in found], "reason": None}


def changes_record(engine: Engine, person: Person, goal: str, seeker: Seeker) -> dict[str, Any]:
    """The smallest changes of fact (or facts learned) after which the goal is reached, an outcome or a rule that holds.

    What the case record says of act, authority and person stays as it is. Raises `Refused` if there is no such goal.
    """
    program = program_for(engine, person)
    kept = frozenset(each.id for each in engine.rulebook.content.facts if each.origin)
    found = smallest_changes(program, person.facts, goal_of(program, goal), seeker, kept=kept)
    if isinstance(found, Open):
        return {"towards": goal, "changes": [], "reason": _both(found.reason)}
    return {"towards": goal, "changes": [_spelt(engine, each.facts) for each in found], "reason": None}


def goal_of(program: Program, goal: str) -> Claim:
    """The claim a goal stands for: the name of an outcome, or of a rule; raises `Refused`."""
    if goal in tuple(Outcome):
        return reaching(Outcome(goal), program)
    known = [each.name for each in program.definitions if each.rule]
    if goal not in known:
        hint = did_you_mean(goal, [*Outcome, *known])
        message = Text(f"没有结论或规则 `{goal}`{hint.zh}", f"there is no outcome or rule `{goal}`{hint.en}")
        raise Refused((Problem(Place("--towards"), message),))
    return finding(goal)


def _spelt(engine: Engine, facts: Facts) -> dict[str, Any]:
    return {name: spelt(engine.rulebook.fact(name), value) for name, value in facts.items()}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
