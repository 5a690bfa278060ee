"""The program: an ordered list of named definitions over facts, all that any engine needs to know of a rulebook."""

from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from dutybound.conditions import Expression, Predicate
from dutybound.facts import Fact


class Stage(StrEnum):
    """What a definition stands for, in the order of the pipeline."""

    CONSTRAINT = "constraint"
    FORCE = "force"
    SCOPE = "scope"
    DUTY = "duty"
    FAULT = "fault"
    ELEMENT = "element"
    PROVISO = "proviso"
    EXEMPTION = "exemption"
    COMPLETE = "complete"
    EXCUSED = "excused"
    STANDS = "stands"
    LIABILITY = "liability"
    RANGE = "range"
    ACTIVE = "active"
    TIER = "tier"
    CIRCUMSTANCE = "circumstance"
    LIMIT = "limit"
    WAIVER = "waiver"
    OUTCOME = "outcome"
    BOUND = "bound"
    MEASURE = "measure"
    REFERRAL = "referral"
    OBLIGATION = "obligation"


@frozen
class Definition:
    """A named expression; `rule` is the id of the rule it came from, empty for the pipeline's own."""

    name: str
    stage: Stage
    expression: Expression
    rule: str = ""


@frozen
class Program:
    """Definitions in an order in which each refers to earlier ones only."""

    facts: tuple[Fact, ...]
    definitions: tuple[Definition, ...]
    predicates: Mapping[str, Predicate]
    rungs: int

    def stage(self, stage: Stage) -> tuple[Definition, ...]:
        """The definitions of one stage, in order."""
        return tuple(each for each in self.definitions if each.stage is stage)


# Names of the pipeline's own definitions. INVARIANT: a rule id never contains a colon, so these cannot clash.
SCOPE = "scope:all"
GATE = "gate:denied"
COMPLETE = "complete:any"
LIABILITY = "liability:any"
MUST_MITIGATE = "mitigate:shall"
MAY_MITIGATE = "mitigate:may"
LIGHTER = "move:lighter"
HEAVIER = "move:heavier"
BARRED = "barred:any"
WAIVED_BELOW = "waive:below"
WAIVED = "waive:any"


def complete(fault: str) -> str:
    """The definition: the fault holds with every element."""
    return f"complete:{fault}"


def excused(fault: str) -> str:
    """The definition: some exemption reaches the fault and holds."""
    return f"excused:{fault}"


def stands(fault: str) -> str:
    """The definition: the fault is complete and nothing excuses it."""
    return f"stands:{fault}"


def active(sanction: str) -> str:
    """The definition: the range applies to some standing fault and no other prevails over it there."""
    return f"active:{sanction}"


def outcome(name: str) -> str:
    """The definition of an outcome by its value."""
    return f"outcome:{name}"


def least(rung: int) -> str:
    """The definition: the sanction is at least the `rung`-th (from 1)."""
    return f"least:{rung}"


def most(rung: int) -> str:
    """The definition: the sanction may be the `rung`-th (from 1) or heavier."""
    return f"most:{rung}"


REACHING = "reaching:"


def reaching(rung: int) -> str:
    """The definition: the sanction that was due may be the `rung`-th (from 1) or heavier, limits to no sanction at all aside."""
    return f"{REACHING}{rung}"


UNDER = "under:"


def under(rung: int) -> str:
    """The definition: the sanction may be lighter than the `rung`-th (from 1)."""
    return f"{UNDER}{rung}"


def sanction(rung: str) -> str:
    """What properties call: liable, with the rung of this id or a heavier one in the range. No engine needs it defined."""
    return f"sanction:{rung}"
