"""Conditions as authors write them (facts by name, literals) and expressions as engines evaluate them (typed, closed)."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain

from attrs import field, frozen

from dutybound.facts import NOWHERE, Facts, Value
from dutybound.problems import Place
from dutybound.text import Text


class Comparison(StrEnum):
    """How a test compares a fact with a literal or with another fact."""

    IS = "is"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    AFTER = "after"


@frozen
class Test:
    """`fact` compared with a literal, several literals (`one_of`), or the fact named by `other`."""

    fact: str
    comparison: Comparison
    value: Value | tuple[str, ...] | None = None
    other: str = ""
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    __test__ = False  # not a test class for pytest


@frozen
class Holds:
    """The finding of another rule, of an earlier stage."""

    rule: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Asks:
    """A Python predicate, named by its id."""

    predicate: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen
class AllOf:
    """Holds when every part holds; holds when there is none."""

    parts: tuple["Condition", ...] = ()


@frozen
class AnyOf:
    """Holds when one part holds; fails when there is none."""

    parts: tuple["Condition", ...] = ()


@frozen
class Negation:
    """Holds when the part fails."""

    part: "Condition"


Condition = Test | Holds | Asks | AllOf | AnyOf | Negation

ALWAYS = AllOf(())


@frozen
class Predicate:
    """A condition that no policy file can express: a function of the facts it declares.

    `function` receives exactly the facts in `reads`, all known, and returns a `bool`; while one of them is unknown it is
    not called and the finding is unknown.
    """

    id: str
    title: Text
    reads: tuple[str, ...]
    function: Callable[[Facts], bool] = field(eq=False)
    place: Place = field(default=NOWHERE, eq=False, repr=False)


# --- expressions: the closed set of node types that every engine knows ---


@frozen
class Among:
    """The value of a flag, choice or grade is one of `values`."""

    fact: str
    values: tuple[bool | str, ...]


@frozen
class Within:
    """A number or day lies between `least` and `most`, both inclusive; `None` leaves that side open."""

    fact: str
    least: int | date | None
    most: int | date | None


@frozen
class AtMost:
    """One number or day is at most another."""

    left: str
    right: str


@frozen
class Opaque:
    """A predicate's answer over the facts it reads."""

    predicate: str
    reads: tuple[str, ...]


@frozen
class Ref:
    """The value of an earlier definition of the program."""

    name: str


@frozen(cache_hash=True)
class All:
    """Kleene conjunction."""

    parts: tuple["Expression", ...]

    @cached_property
    def leaves(self) -> "tuple[Leaf | Ref, ...]":
        """The leaves and references of the parts, left to right."""
        return tuple(chain.from_iterable(map(leaves, self.parts)))


@frozen(cache_hash=True)
class Any:
    """Kleene disjunction."""

    parts: tuple["Expression", ...]

    @cached_property
    def leaves(self) -> "tuple[Leaf | Ref, ...]":
        """The leaves and references of the parts, left to right."""
        return tuple(chain.from_iterable(map(leaves, self.parts)))


@frozen(cache_hash=True)
class Not:
    """Kleene negation."""

    part: "Expression"


Expression = Among | Within | AtMost | Opaque | Ref | All | Any | Not
Leaf = Among | Within | AtMost | Opaque


def leaves(expression: Expression) -> tuple[Leaf | Ref, ...]:
    """The leaves and references of an expression, left to right."""
    match expression:
        case All() | Any():
            return expression.leaves
        case Not(part):
            return leaves(part)
        case leaf:
            return (leaf,)


def reads(leaf: Leaf) -> tuple[str, ...]:
    """The facts a leaf depends on."""
    match leaf:
        case Among(fact) | Within(fact):
            return (fact,)
        case AtMost(left, right):
            return (left, right)
        case Opaque(_, facts):
            return facts


def facts_of(expression: Expression) -> tuple[str, ...]:
    """The facts an expression reads itself (not through references), each once, in order."""
    found = (fact for leaf in leaves(expression) if not isinstance(leaf, Ref) for fact in reads(leaf))
    return tuple(dict.fromkeys(found))
