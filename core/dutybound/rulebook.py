"""The rulebook: all rules loaded, linked, checked and frozen, with one digest over their content."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

import attrs
import msgspec
from attrs import field, frozen

from dutybound.codes import CodeScheme
from dutybound.conditions import Expression, Predicate
from dutybound.facts import Fact, LocalLabel
from dutybound.problems import Place
from dutybound.properties import Property
from dutybound.provision import Provision
from dutybound.rules import ExtensionPoint, Instrument, Ladder, Rule
from dutybound.stages import Staged

T = TypeVar("T")


@frozen(kw_only=True, eq=False)
class Content(Staged):
    """Everything that decides, each kind sorted by id, so that the order of plugins, files and rules is gone.

    Compared by identity, so that what follows from one is quickly found again; a rulebook is compared by its digest.
    """

    instruments: tuple[Instrument, ...]
    ladder: Ladder
    extension_points: tuple[ExtensionPoint, ...] = ()
    facts: tuple[Fact, ...] = ()
    labels: tuple[LocalLabel, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    properties: tuple[Property, ...] = ()


@frozen(kw_only=True)
class Rulebook:
    """A checked rulebook. Made by `link`, never by hand; `expressions` holds the lowered condition of each rule part.

    `code_schemes` are the ways to write duty codes; they decide nothing, so the digest leaves them out.
    """

    content: Content = field(eq=False)
    plugins: tuple[str, ...]
    expressions: Mapping[str, Expression] = field(repr=False, eq=False)
    digest: str
    code_schemes: Mapping[str, CodeScheme] = field(repr=False, eq=False, factory=dict)

    def instrument(self, name: str) -> Instrument:
        """The instrument with this id; raises `KeyError`."""
        return next_or_key_error((each for each in self.content.instruments if each.id == name), name)

    def rule(self, name: str) -> Rule:
        """The rule with this id; raises `KeyError`."""
        return next_or_key_error((each for each in self.content.rules() if each.id == name), name)

    def fact(self, name: str) -> Fact:
        """The fact with this id; raises `KeyError`."""
        return next_or_key_error((each for each in self.content.facts if each.id == name), name)

    def origin(self, origin: str) -> Fact | None:
        """The fact read from a field of the case record such as `act.date`, if one is declared."""
        return next((each for each in self.content.facts if each.origin == origin), None)


def next_or_key_error(found: Iterator[T], name: str) -> T:
    """The first of `found`; raises `KeyError(name)` if there is none."""
    for each in found:
        return each
    raise KeyError(name)


def digest(content: Content) -> str:
    """SHA-256 of the content without the places it was read from: 64 hexadecimal digits.

    INVARIANT: contents that differ in anything a policy file can say have different digests.
    """
    plain = _plain(content)
    if not content.labels:  # only packs bring any, and by them a column is read: where there are some they count
        del plain["labels"]
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def _plain(value: Any) -> Any:
    """A value as it is hashed; of what has fields also its kind, since `all` and `any` have the same fields."""
    kind: type = type(value)
    if kind is str or kind is tuple:  # most are
        return value if kind is str else [_plain(each) for each in value]
    match value:
        case None | bool() | int() | str():
            return value
        case Provision():
            return str(value)
        case date():
            return value.isoformat()
    found: dict[str, Any] = {"": kind.__name__}
    for name in _deciding(kind):
        each = getattr(value, name)
        if type(each) is not Place:
            found[name] = _plain(each)
    return found


@cache
def _deciding(kind: type) -> tuple[str, ...]:
    """The fields that decide: instead of a predicate's code stands its name. Raises `NotAnAttrsClassError`."""
    return tuple(each.name for each in attrs.fields(kind) if each.name != "function")
