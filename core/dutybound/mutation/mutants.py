"""A mutant: one small change of the rules, by an operator, with the place of what was changed and words for it."""

from enum import StrEnum
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from dutybound.conditions import Condition
from dutybound.facts import Fact
from dutybound.problems import Place
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.rules import Instrument, Ladder, Rule
from dutybound.stages import STAGES
from dutybound.text import Text

T = TypeVar("T")


class Operator(StrEnum):
    """The kinds of change."""

    DROP_CONJUNCT = "drop-conjunct"
    FLIP_LEAF = "flip-leaf"
    SHIFT_BOUND = "shift-bound"
    DROP_UNLESS = "drop-unless"
    DROP_EXEMPTION = "drop-exemption"
    SWAP_RUNGS = "swap-rungs"
    WIDEN_APPLIES_TO = "widen-applies-to"
    SWAP_MODE = "swap-mode"


OPERATORS = {
    Operator.DROP_CONJUNCT: Text("删去一个并列条件", "drops a conjunct"),
    Operator.FLIP_LEAF: Text("一个条件改为相反", "turns a condition round"),
    Operator.SHIFT_BOUND: Text("界限、日期或期限移动一格", "shifts a bound, a date or a time limit by one"),
    Operator.DROP_UNLESS: Text("除外情形永不成立", "an exception never holds"),
    Operator.DROP_EXEMPTION: Text("免责永不成立", "an exemption never holds"),
    Operator.SWAP_RUNGS: Text("处分换成相邻一档", "swaps a sanction for the neighbouring one"),
    Operator.WIDEN_APPLIES_TO: Text("扩大适用的过错", "reaches more faults"),
    Operator.SWAP_MODE: Text("“可以”与“应当”互换", "swaps may and shall"),
}


Subject = Rule | Instrument | Fact | Ladder
"""What a mutant changes."""


@frozen
class Written:
    """A condition of a rule written otherwise; `part` is the name under which the rulebook has it lowered."""

    part: str
    condition: Condition


@frozen(eq=False)
class Mutant:
    """One change: `mutated` stands in the place of the rule, instrument, fact or ladder with its id.

    `written`: the one condition that differs, `None` where something other than a condition does. The place is that of what changed,
    the provision that of the rule (`None` for an instrument as a whole).
    """

    id: str
    operator: Operator
    provision: Provision | None
    place: Place
    words: Text
    mutated: Subject
    written: Written | None = field(default=None)

    @property
    def subject(self) -> str:
        """The id of what was changed, `ladder` for the ladder."""
        return "ladder" if isinstance(self.mutated, Ladder) else self.mutated.id

    @property
    def cited(self) -> str:
        """The provision, or the instrument as a whole."""
        return self.subject if self.provision is None else str(self.provision)


def otherwise(changed: T, name: str, value: object) -> T:
    """The same with one field otherwise."""
    fields: dict[str, Any] = {name: value}
    return evolve(changed, **fields)  # type: ignore[misc]  # every class that has rules is an attrs class


def mutated(content: Content, mutant: Mutant) -> Content:
    """The content with the change made."""
    new = mutant.mutated
    if isinstance(new, Ladder):
        return evolve(content, ladder=new)
    for kind in ("instruments", "facts", *STAGES):
        listed: tuple[Rule | Instrument | Fact, ...] = getattr(content, kind)
        if any(type(each) is type(new) and each.id == new.id for each in listed):
            return otherwise(content, kind, tuple(new if each.id == new.id else each for each in listed))
    raise KeyError(new.id)
