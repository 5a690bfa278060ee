"""Author-written properties as statements, over the program with the conditions they speak of added to it."""

from collections.abc import Iterator

from attrs import evolve

from dutybound import program as names
from dutybound.conditions import All, Ref
from dutybound.program import Definition, Program, Stage
from dutybound.proof.claims import Each, Some, fails, holds
from dutybound.proof.questions import Change, Question, Side, Varies, one
from dutybound.proof.statements import Statement
from dutybound.properties import SANCTION, Property, parts
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.text import Text


def speaking(rulebook: Rulebook, program: Program) -> Program:
    """The program with one more definition for each sanction and for each condition of a property."""
    more = [
        Definition(names.sanction(rung.id), Stage.OUTCOME, All((Ref(names.outcome(Outcome.LIABLE)), Ref(names.most(number)))))
        for number, rung in enumerate(rulebook.content.ladder.rungs, 1)
    ]
    for wanted in rulebook.content.properties:
        more += [Definition(name, Stage.OUTCOME, rulebook.expressions[name]) for name, _ in parts(wanted)]
    return evolve(program, definitions=(*program.definitions, *more))


def properties(rulebook: Rulebook, program: Program) -> Iterator[Statement]:
    """The statements; `program` is the one that `speaking` made."""
    for wanted in rulebook.content.properties:
        premise, exception = _asked(wanted, rulebook, program)
        yield Statement(id=wanted.id, title=_title(wanted), premise=premise, exceptions=(exception,))


def _asked(wanted: Property, rulebook: Rulebook, program: Program) -> tuple[Question, Question]:
    names_ = [name for name, _ in parts(wanted)]
    if wanted.never_together:
        first, second = names_
        return one(program, Some((holds(first), holds(second)))), one(program, Each((holds(first), holds(second))))
    if wanted.always is not None:
        when, then = names_
        return one(program, holds(when)), one(program, Each((holds(when), fails(then))))
    if wanted.monotone is not None:
        return _varied(wanted.monotone.fact, wanted.monotone.finding, Change.RAISED, rulebook, program)
    assert wanted.independent is not None  # linking saw to it that one form is written
    return _varied(wanted.independent.fact, wanted.independent.finding, Change.OTHER, rulebook, program)


def _varied(fact: str, finding: str, change: Change, rulebook: Rulebook, program: Program) -> tuple[Question, Question]:
    rungs = [names.sanction(rung.id) for rung in rulebook.content.ladder.rungs]
    found = rungs if finding == SANCTION else [finding]
    sides = (Side(program, 0), Side(program, 1))
    some = Some(tuple(holds(name, side) for name in found for side in (0, 1)))
    lost = Some(tuple(Each((holds(name, 0), fails(name, 1))) for name in found))
    return Question(sides, some, Varies(fact, change)), Question(sides, lost, Varies(fact, change))


def _title(wanted: Property) -> Text:
    if wanted.title.en:
        return wanted.title
    if wanted.never_together:
        return Text("两者从不同时成立", "the two never hold together")
    if wanted.always is not None:
        return Text("前者成立则后者不被否定", "where the first holds, the second does not fail")
    if wanted.monotone is not None:
        fact, finding = wanted.monotone.fact, wanted.monotone.finding
        return Text(f"`{fact}` 升高不使 `{finding}` 消失", f"raising `{fact}` never takes `{finding}` away")
    assert wanted.independent is not None  # as above
    fact, finding = wanted.independent.fact, wanted.independent.finding
    return Text(f"`{finding}` 不取决于 `{fact}`", f"`{finding}` does not depend on `{fact}`")
