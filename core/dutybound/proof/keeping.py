"""Contradictions that no case can avoid: wherever all that they ask is told, the case is refused, whatever the answers are."""

from collections.abc import Iterable

from attrs import evolve

from dutybound.conditions import All, Any, Not, leaves
from dutybound.program import Definition, Program, Stage
from dutybound.proof.claims import Each, holds
from dutybound.proof.pairs import forces
from dutybound.proof.questions import Question, Side
from dutybound.rules import Constraint
from dutybound.text import Text


def kept(program: Program, constraints: Iterable[Constraint]) -> dict[str, Question]:
    """For each constraint the question whether some case that is taken tells all it asks, where it is in force."""
    names = {each.id: f"told:{each.id}" for each in constraints}
    written = [each for each in program.stage(Stage.CONSTRAINT) if each.name in names]
    told = tuple(Definition(names[each.name], Stage.OUTCOME, _told(each)) for each in written)
    asking = evolve(program, definitions=(*program.definitions, *told))
    found: dict[str, Question] = {}
    for name, other in names.items():
        claim = Each((holds(other), *(holds(force) for force in forces(program, name))))
        found[name] = Question((Side(asking, under="with-packs"),), claim, shrunk=False)
    return found


def _told(constraint: Definition) -> All:
    # what is asked of a fact holds or fails exactly where the fact is known
    return All(tuple(Any((leaf, Not(leaf))) for leaf in leaves(constraint.expression)))


def never_kept(rule: Constraint) -> Text:
    """What is wrong, and what would be right."""
    return Text(
        f"约束 `{rule.id}`（{rule.place}）单独或者与其他约束一起无法满足：凡写明它所问事实的案件，无论怎样回答都会被退回；"
        "请改 `if`、`then` 或 `never_together`，使某种回答可以成立",
        f"nothing keeps the constraint `{rule.id}` ({rule.place}), by itself or beside the others: every case that tells all it asks "
        "is refused, whatever the answers are; mend its `if` and `then`, or `never_together`, so that some answers may stand together",
    )
