"""What authors promise of their rules, one line each; linked with the rules, proved by `dutybound prove`."""

from attrs import field, frozen

from dutybound.conditions import Condition
from dutybound.facts import NOWHERE
from dutybound.problems import Place
from dutybound.text import Text

NO_TITLE = Text("", "")


@frozen
class Subject:
    """What a property speaks of: a condition, or the finding of a rule named by its id alone.

    Beside rules it may name what follows from them: `outcome:exempt`, `complete:FAULT`, `excused:FAULT`, `stands:FAULT`,
    `sanction:RUNG` (liable, and that sanction or a heavier one is in the range).
    """

    condition: Condition


@frozen(kw_only=True)
class Always:
    """In every case in which `when` holds, `then` does not fail."""

    when: Subject
    then: Subject


@frozen(kw_only=True)
class Monotone:
    """Raising the fact (a later day, a higher number or grade, yes for no) never turns the finding from holding to failing.

    `finding` names a definition as a `Subject` may, or `sanction`: each rung of the ladder.
    """

    fact: str = field(metadata={"key": "in"})
    finding: str = field(metadata={"key": "for"})


@frozen(kw_only=True)
class Independent:
    """No other value of the fact turns the finding from holding to failing; `finding` as in `Monotone`."""

    fact: str = field(metadata={"key": "of"})
    finding: str = field(metadata={"key": "is"})


@frozen(kw_only=True)
class Property:
    """One promise; exactly one of its four forms is written."""

    id: str
    title: Text = NO_TITLE
    never_together: tuple[Subject, ...] = ()
    always: Always | None = None
    monotone: Monotone | None = None
    independent: Independent | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


SANCTION = "sanction"
"""The finding that stands for every rung of the ladder in `monotone` and `independent`."""


def parts(wanted: Property) -> tuple[tuple[str, Condition], ...]:
    """The conditions of a property with the names their expressions go by."""
    found = [(f"{wanted.id}/{number}", each.condition) for number, each in enumerate(wanted.never_together, 1)]
    if wanted.always is not None:
        found += [(f"{wanted.id}/when", wanted.always.when.condition), (f"{wanted.id}/then", wanted.always.then.condition)]
    return tuple((f"property:{name}", condition) for name, condition in found)
