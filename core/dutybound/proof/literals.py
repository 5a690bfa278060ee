"""Conditions down to their literals: a leaf or its negation, so that some of them can be taken away."""

from collections.abc import Collection, Iterator, Mapping
from typing import assert_never

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within, leaves
from dutybound.facts import Choice, Fact, Flag, Grade, Value

NEVER = Any(())
"""What never holds."""


def spelt_out(expression: Expression, definitions: Mapping[str, Expression], *, negated: bool = False) -> Expression:
    """The same condition without references to other definitions, and with negations of leaves only."""
    match expression:
        case Ref(name):
            return spelt_out(definitions[name], definitions, negated=negated)
        case Not(part):
            return spelt_out(part, definitions, negated=not negated)
        case All(parts) | Any(parts):
            inner = tuple(spelt_out(part, definitions, negated=negated) for part in parts)
            return All(inner) if isinstance(expression, All) is not negated else Any(inner)
        case Among() | Within() | AtMost() | Opaque():
            return Not(expression) if negated else expression
        case _:
            assert_never(expression)


def literals(expression: Expression) -> Iterator[Expression]:
    """The literals of a condition that is spelt out, left to right."""
    match expression:
        case All(parts) | Any(parts):
            for part in parts:
                yield from literals(part)
        case _:
            yield expression


def without(expression: Expression, taken: Collection[Expression]) -> Expression:
    """A condition that is spelt out, holding only where it holds whatever those literals say: as long as they are unknown."""
    match expression:
        case All(parts):
            return All(tuple(without(part, taken) for part in parts))
        case Any(parts):
            return Any(tuple(without(part, taken) for part in parts))
        case _:
            return NEVER if expression in taken else expression


def can_hold(expression: Expression) -> bool:
    """Whether a condition that is spelt out may hold, each of its literals looked at alone."""
    match expression:
        case All(parts):
            return all(map(can_hold, parts))
        case Any(parts):
            return any(map(can_hold, parts))
        case _:
            return True


def leaf_of(literal: Expression) -> Leaf:
    """The leaf of a literal."""
    [leaf] = leaves(literal)
    assert not isinstance(leaf, Ref)  # a condition that is spelt out refers to nothing
    return leaf


def compatible(one: Expression, other: Expression, facts: Mapping[str, Fact]) -> bool:
    """Whether one value of one fact can bear out both literals; said of all that do not list values of the same fact."""
    mine, theirs = leaf_of(one), leaf_of(other)
    if not (isinstance(mine, Among) and isinstance(theirs, Among) and mine.fact == theirs.fact):
        return True
    return bool(_values(one, facts[mine.fact]) & _values(other, facts[mine.fact]))


def _values(literal: Expression, fact: Fact) -> frozenset[Value]:
    leaf = leaf_of(literal)
    assert isinstance(leaf, Among)
    listed = frozenset[Value](leaf.values)
    if not isinstance(literal, Not):
        return listed
    match fact.domain:
        case Flag():
            return frozenset((True, False)) - listed
        case Choice() | Grade():
            return frozenset(fact.value_ids) - listed
        case _:
            raise AssertionError(fact.id)  # only these list values
