"""The parts of a condition by their position, and the same positions in the expression it was lowered to."""

from collections.abc import Callable, Iterator
from typing import assert_never

from attrs import evolve

from dutybound.conditions import (
    All,
    AllOf,
    Among,
    Any,
    AnyOf,
    Asks,
    AtMost,
    Condition,
    Expression,
    Holds,
    Negation,
    Not,
    Opaque,
    Ref,
    Test,
    Within,
)
from dutybound.facts import NOWHERE, Value
from dutybound.problems import Place

Position = tuple[int, ...]
"""Which part of which part, counted from 0; the part of a negation is part 0. Lowering keeps positions."""

Single = Test | Holds | Asks
"""What an author wrote as one condition, however it was lowered."""


def branches(condition: Condition, at: Position = ()) -> Iterator[tuple[Position, Condition]]:
    """A condition and all its parts with their positions, outermost first."""
    yield at, condition
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for number, part in enumerate(parts):
                yield from branches(part, (*at, number))
        case Negation(part):
            yield from branches(part, (*at, 0))
        case Test() | Holds() | Asks():
            return
        case _:
            assert_never(condition)


def singles(condition: Condition) -> Iterator[tuple[Position, Single]]:
    """The single conditions with their positions, left to right."""
    for at, part in branches(condition):
        if isinstance(part, Test | Holds | Asks):
            yield at, part


def put(condition: Condition, at: Position, new: Condition) -> Condition:
    """The condition with another part at a position."""
    if not at:
        return new
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return evolve(condition, parts=(*parts[: at[0]], put(parts[at[0]], at[1:], new), *parts[at[0] + 1 :]))
        case Negation(part):
            return Negation(put(part, at[1:], new))
        case Test() | Holds() | Asks():
            raise IndexError(at)
        case _:
            assert_never(condition)


def within(expression: Expression, at: Position) -> Expression:
    """What a position of the condition was lowered to."""
    for number in at:
        match expression:
            case All(parts) | Any(parts):
                expression = parts[number]
            case Not(part):
                expression = part
            case Among() | Within() | AtMost() | Opaque() | Ref():
                raise IndexError(at)
            case _:
                assert_never(expression)
    return expression


def put_within(expression: Expression, at: Position, new: Expression) -> Expression:
    """The expression with another part at a position."""
    if not at:
        return new
    match expression:
        case All(parts) | Any(parts):
            return evolve(expression, parts=(*parts[: at[0]], put_within(parts[at[0]], at[1:], new), *parts[at[0] + 1 :]))
        case Not(part):
            return Not(put_within(part, at[1:], new))
        case Among() | Within() | AtMost() | Opaque() | Ref():
            raise IndexError(at)
        case _:
            assert_never(expression)


def replaced(expression: Expression, old: Expression, new: Expression) -> Expression:
    """The expression with `new` wherever this very object `old` stands in it; equal ones elsewhere stay."""
    return _mapped(expression, lambda each: new if each is old else None)


def _mapped(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    found = change(expression)
    if found is not None:
        return found
    match expression:
        case All(parts) | Any(parts):
            return evolve(expression, parts=tuple(_mapped(part, change) for part in parts))
        case Not(part):
            return Not(_mapped(part, change))
        case Among() | Within() | AtMost() | Opaque() | Ref():
            return expression
        case _:
            assert_never(expression)


def spelt(single: Single) -> str:
    """A single condition as it is written in a policy file."""
    match single:
        case Test(fact, comparison, value, other):
            said = other or literal(value)
            return f"{fact}: {said}" if comparison == "is" else f"{fact}: {{{comparison}: {said}}}"
        case Holds(rule):
            return f"holds: {rule}"
        case Asks(predicate):
            return f"predicate: {predicate}"


def literal(value: Value | tuple[str, ...] | None) -> str:
    """A value as it is written in a policy file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)


def place_of(single: Single) -> Place:
    """Where a single condition was written."""
    return single.place


def first_place(condition: Condition) -> Place:
    """Where a condition begins, as far as its single conditions tell."""
    return next((single.place for _, single in singles(condition)), NOWHERE)
