"""All statements about a rulebook put to the question: the invariants, what holds of its packs, its authors' properties."""

from collections.abc import Iterator
from typing import Any, assert_never

from attrs import frozen

from dutybound import program as names
from dutybound.assembly import body
from dutybound.building import build
from dutybound.engines.reference import evaluate
from dutybound.facts import Facts
from dutybound.packs import is_local, local_instruments
from dutybound.program import Stage
from dutybound.proof.casefiles import case_record
from dutybound.proof.confirming import confirmed
from dutybound.proof.invariants import invariants
from dutybound.proof.pairs import UNDER
from dutybound.proof.properties import properties, speaking
from dutybound.proof.questions import Seeker, vocabulary
from dutybound.proof.statements import Proved, Refuted, Result, Undecided, Unmet, Vacuous, judge
from dutybound.proof.weakening import weakenings
from dutybound.rulebook import Rulebook
from dutybound.rules import Rule
from dutybound.truth import Truth


def prove(rulebook: Rulebook, seeker: Seeker) -> Iterator[Result]:
    """Every statement with its verdict, in the order of the design, properties last."""
    program = build(rulebook)
    for statement in invariants(rulebook, program):
        yield judge(statement, seeker)
    for statement in weakenings(rulebook, program, seeker):
        yield judge(statement, seeker)
    spoken = speaking(rulebook, program)
    for statement in properties(rulebook, spoken):
        yield judge(statement, seeker)


OF_EVERY_SANCTION = ("invariant-2", "invariant-3")
"""The statements about every sanction: where they speak of nothing, some rule has done away with all of them."""


def to_repair(result: Result, rulebook: Rulebook) -> bool:
    """Whether somebody must act: it is refuted, undecided or not met, or an author's property speaks of no case."""
    match result.verdict:
        case Proved():
            return False
        case Vacuous():
            nobody = result.statement.id in OF_EVERY_SANCTION and bool(rulebook.content.sanctions)
            return nobody or any(each.id == result.statement.id for each in rulebook.content.properties)
        case Refuted() | Undecided() | Unmet():
            return True
        case _:
            assert_never(result.verdict)


@frozen
class Ruling:
    """What one rulebook says of a witness: enough to see that two of them differ."""

    under: str
    outcome: str
    sanction: tuple[str, str] | None
    holding: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """As JSON."""
        sanction = None if self.sanction is None else list(self.sanction)
        return {"under": self.under, "outcome": self.outcome, "sanction": sanction, "holding": list(self.holding)}


def ruling(rulebook: Rulebook, facts: Facts, under: str) -> Ruling:
    """The ruling of the reference interpreter."""
    program = build(rulebook)
    values = evaluate(program, facts)
    rules = {each.id for each in rulebook.content.rules()}
    # a range may hold while no fault that stands is its own, and then it tells nothing of the case
    idle = {each.id for each in rulebook.content.sanctions if values[names.active(each.id)] is not Truth.HOLDS}
    holding = tuple(name for name, truth in values.items() if name in rules - idle and truth is Truth.HOLDS)
    if any(values[each.name] is Truth.FAILS for each in program.stage(Stage.CONSTRAINT)):
        return Ruling(under, "refused", None, holding)
    found = body(rulebook, values)
    return Ruling(under, found.outcome.value, found.sanction.range if found.sanction else None, holding)


def rulings(result: Result, rulebook: Rulebook) -> tuple[Ruling, ...]:
    """What is said of the witness of a refuted statement: of one case by the law and by the law with packs, or of two cases."""
    if not isinstance(result.verdict, Refuted):
        return ()
    copies, sides = result.verdict.witness.copies, result.verdict.question.sides
    if len(sides) > len(copies):
        return tuple(ruling(UNDER[side.under](rulebook), copies[side.copy], side.under) for side in sides)
    return tuple(ruling(rulebook, facts, f"case-{number}") for number, facts in enumerate(copies, 1))


def concerned(found: tuple[Ruling, ...], rulebook: Rulebook) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The national and the local rules that a ruling on a pack rests on."""
    packs = local_instruments(rulebook.content)
    holding = {name for each in found for name in each.holding}
    telling = {
        *(each.id for each in rulebook.content.exemptions),
        *(each.id for each in rulebook.content.faults),
        *(each.id for each in rulebook.content.sanctions),
    }
    rules = [each for each in rulebook.content.rules() if each.id in holding]
    constraints = [
        each for each in rulebook.content.constraints if is_local(each, packs) and any(one.outcome == "refused" for one in found)
    ]
    local = tuple(each for each in (*rules, *constraints) if is_local(each, packs))
    return tuple(each for each in rules if each.id in telling and not is_local(each, packs)), local


def result_record(result: Result, rulebook: Rulebook) -> dict[str, Any]:
    """A result as JSON: always the same keys."""
    verdict = result.verdict
    statement = result.statement
    found = rulings(result, rulebook)
    record: dict[str, Any] = {
        "id": statement.id,
        "title": {"zh": statement.title.zh, "en": statement.title.en},
        "verdict": type(verdict).__name__.lower(),
        "reason": None,
        "predicates": [],
        "predicates_asked": [],
        "cases": [],
        "rulings": [each.record() for each in found],
        "places": {"national": [], "local": []},
    }
    match verdict:
        case Proved(leaned, sampled):
            record["predicates"] = list(leaned)
            record["predicates_asked"] = list(sampled)
        case Refuted(question, witness):
            facts = vocabulary(side.program for side in question.sides)
            assert confirmed(question, witness.copies, facts)  # INVARIANT: nothing is shown that the reference does not show
            declared = rulebook.content.facts
            record["cases"] = [case_record(case, declared, f"{statement.id}-{number}") for number, case in enumerate(witness.copies, 1)]
            nation, local = concerned(found, rulebook) if statement.id.startswith("invariant-7.") else ((), ())
            record["places"] = {
                "national": [f"{each.id} {each.place}" for each in nation],
                "local": [f"{each.id} {each.place}" for each in local],
            }
            if statement.mend is not None:
                record["reason"] = {"zh": statement.mend.zh, "en": statement.mend.en}
        case Undecided(reason) | Vacuous(reason) | Unmet(reason):
            record["reason"] = {"zh": reason.zh, "en": reason.en}
        case _:
            assert_never(verdict)
    return record
