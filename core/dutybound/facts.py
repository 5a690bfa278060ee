"""Facts: what is asked about a case, declared once with a type, and what their values may be."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from dutybound.problems import Place
from dutybound.provision import Provision
from dutybound.text import Text

type_names = ("flag", "choice", "grade", "number", "day")

TYPES_ELSEWHERE = {
    **dict.fromkeys(("bool", "boolean", "yes/no", "是否"), "flag"),
    **dict.fromkeys(("enum", "option", "select", "选择", "选项"), "choice"),
    **dict.fromkeys(("level", "scale", "等级"), "grade"),
    **dict.fromkeys(("int", "integer", "num", "count", "数字", "数量"), "number"),
    **dict.fromkeys(("date", "time", "datetime", "日期"), "day"),
}
"""What such a type is called elsewhere."""

Value = bool | int | str | date
"""A known value: bool for a flag, str (a value id) for a choice or grade, int for a number, date for a day."""

Facts = Mapping[str, Value]
"""The known facts of one person in one case by fact id; a fact that is not in it is unknown."""

NOWHERE = Place("")


@frozen
class Option:
    """One value of a choice or a grade."""

    id: str
    label: Text


@frozen
class Flag:
    """Yes or no."""


@frozen
class Choice:
    """One of several values without an order."""

    values: tuple[Option, ...]


@frozen
class Grade:
    """One of several values ordered from least to most."""

    values: tuple[Option, ...]


@frozen
class Number:
    """A whole number in `unit`, between `least` and `most` inclusive where they are given, and within 64 bits always."""

    unit: Text
    least: int | None = None
    most: int | None = None


@frozen
class Day:
    """A calendar day."""


Domain = Flag | Choice | Grade | Number | Day


@frozen(kw_only=True)
class Counted:
    """How a flag is told by two days: `end` lies at most `days` (calendar or working) after `start`.

    Where the law allows more time on a ground, `extended` is how many days are added if the flag `extension` says yes.
    """

    start: str = field(metadata={"key": "from"})
    end: str = field(metadata={"key": "to"})
    days: int
    working: bool = False
    extended: int = 0
    extension: str = field(default="", metadata={"key": "if"})
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class LocalLabel:
    """What the offices of a pack call a fact that is not the pack's own, by the pack's `provision`: one more name, no other meaning."""

    of: str
    label: Text
    provision: Provision
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Fact:
    """A declared fact: its type, the question an official is asked, the provision that needs it, where it comes from.

    `origin` names the field of the case record it is read from, such as `act.kind`; empty for an ordinary fact. `derived` names what
    the power-and-responsibility list tells of it, such as `duty.within_time`; such a fact may also be given like an ordinary one.
    So may one that is `counted` from two days.
    """

    id: str
    domain: Domain
    label: Text
    question: Text
    provision: Provision
    source: Text
    origin: str = ""
    derived: str = ""
    counted: Counted | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def options(self) -> tuple[Option, ...]:
        """The values of a choice or a grade, none for other types."""
        match self.domain:
            case Choice(values) | Grade(values):
                return values
            case _:
                return ()

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The ids of those values, in their order."""
        return tuple(option.id for option in self.options)


YES_AND_NO: Mapping[str, Text] = {"true": Text("是", "yes"), "false": Text("否", "no")}
"""What people write for the values of a flag."""


def value_labels(fact: Fact) -> Mapping[str, Text]:
    """What people call the values of a fact, by value; nothing for numbers and days."""
    return YES_AND_NO if isinstance(fact.domain, Flag) else {option.id: option.label for option in fact.options}


def admits(fact: Fact, value: object) -> bool:
    """Whether `value` is a well-typed value of `fact`, inside its vocabulary and bounds."""
    match fact.domain:
        case Flag():
            return isinstance(value, bool)
        case Choice() | Grade():
            return isinstance(value, str) and value in fact.value_ids
        case Number(least=least, most=most):
            if not isinstance(value, int) or isinstance(value, bool):
                return False
            if not -(2**63) <= value < 2**63:  # every column format and every engine holds as much
                return False
            return (least is None or value >= least) and (most is None or value <= most)
        case Day():
            return type(value) is date


def expected(fact: Fact) -> Text:
    """In words, what a value of `fact` looks like."""
    match fact.domain:
        case Flag():
            return Text("true 或 false", "true or false")
        case Choice() | Grade():
            ids = ", ".join(fact.value_ids)
            return Text(f"下列之一：{ids}", f"one of {ids}")
        case Number(least=least, most=most):
            if least is None and most is None:
                return Text("整数", "a whole number")
            span = f"{'' if least is None else least}..{'' if most is None else most}"
            return Text(f"整数（{span}）", f"a whole number ({span})")
        case Day():
            return Text("日期，如 2021-03-04", "a day such as 2021-03-04")
