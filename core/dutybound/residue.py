"""What is left of conditions once some facts are known: the parts that are still open, and nothing else."""

from collections.abc import Callable, Mapping

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within
from dutybound.truth import Truth

Residue = Truth | Expression
"""A settled truth, or the expression that is still open; never `Truth.UNKNOWN`."""

Settle = Callable[[Leaf], Truth]
"""The truth of a leaf under the facts known by now, unknown while one it reads is unknown."""

Residues = Mapping[str, Residue]
"""Definitions by name, in the program's order, each settled or still open."""


def reduce_all(before: Residues, settle: Settle) -> Residues:
    """What is left of what was left, when more is known."""
    done: dict[str, Residue] = {}
    for name, residue in before.items():
        done[name] = residue if isinstance(residue, Truth) else reduced(residue, settle, done)
    return done


def reduced(expression: Expression, settle: Settle, done: Residues) -> Residue:
    """What is left of one expression; `done` holds the earlier definitions it may refer to."""
    match expression:
        case Ref(name):
            found = done[name]
            return found if isinstance(found, Truth) else expression
        case All(parts):
            return _joined(parts, Truth.FAILS, settle, done)
        case Any(parts):
            return _joined(parts, Truth.HOLDS, settle, done)
        case Not(part):
            inner = reduced(part, settle, done)
            if isinstance(inner, Truth):
                return ~inner
            return expression if inner is part else Not(inner)
        case Among() | Within() | AtMost() | Opaque():
            truth = settle(expression)
            return expression if truth is Truth.UNKNOWN else truth


def _joined(parts: tuple[Expression, ...], absorbing: Truth, settle: Settle, done: Residues) -> Residue:
    left: list[Expression] = []
    for part in parts:
        inner = reduced(part, settle, done)
        if inner is absorbing:
            return absorbing
        if not isinstance(inner, Truth):
            left.append(inner)
    if not left:
        return ~absorbing
    if len(left) == 1:
        return left[0]
    return All(tuple(left)) if absorbing is Truth.FAILS else Any(tuple(left))
