"""What is left of conditions once some facts are known: the parts that are still open, and nothing else."""

from collections.abc import Callable, Iterable

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within, leaves
from dutybound.truth import Truth

Residue = Truth | Expression
"""A settled truth, or the expression that is still open; never `Truth.UNKNOWN`."""

Settle = Callable[[Leaf], Truth]
"""The truth of a leaf under the facts known by now, unknown while one it reads is unknown."""

Residues = dict[str, Residue]
"""Definitions by name, in the program's order, each settled or still open."""


def reduce_from(roots: Iterable[str], before: Callable[[str], Residue], settle: Settle) -> Residues:
    """What is left of the roots, and of what is looked at on the way, when more is known; `before` tells what was left of a definition."""
    done = _Done(before, settle)
    for name in roots:
        done[name]
    return done


def reachable(roots: Iterable[str], found: Residues) -> Residues:
    """The roots and what they still refer to."""
    kept = set(roots)
    for name, residue in reversed(found.items()):
        if name in kept and not isinstance(residue, Truth):
            kept.update(leaf.name for leaf in leaves(residue) if isinstance(leaf, Ref))
    return {name: residue for name, residue in found.items() if name in kept}


class _Done(dict[str, Residue]):
    """Definitions that were reduced, each when it is first asked for, behind those that it refers to."""

    def __init__(self, before: Callable[[str], Residue], settle: Settle) -> None:
        super().__init__()
        self._before, self._settle = before, settle

    def __missing__(self, name: str) -> Residue:
        residue = self._before(name)
        found = self[name] = residue if isinstance(residue, Truth) else reduced(residue, self._settle, self)
        return found


def reduced(expression: Expression, settle: Settle, done: Residues) -> Residue:
    """What is left of one expression; `done` holds the definitions it may refer to."""
    match expression:
        case Ref(name):
            found = done[name]
            return found if isinstance(found, Truth) else expression
        case All(parts):
            return _joined(expression, parts, Truth.FAILS, settle, done)
        case Any(parts):
            return _joined(expression, parts, Truth.HOLDS, settle, done)
        case Not(part):
            inner = reduced(part, settle, done)
            if isinstance(inner, Truth):
                return ~inner
            return expression if inner is part else Not(inner)
        case Among() | Within() | AtMost() | Opaque():
            truth = settle(expression)
            return expression if truth is Truth.UNKNOWN else truth


def _joined(expression: Expression, parts: tuple[Expression, ...], absorbing: Truth, settle: Settle, done: Residues) -> Residue:
    left: list[Expression] = []
    same = True
    for part in parts:
        inner: Residue
        if isinstance(part, Ref):  # most parts are
            found = done[part.name]
            inner = found if isinstance(found, Truth) else part
        else:
            inner = reduced(part, settle, done)
        if inner is part:
            left.append(part)
        elif inner is absorbing:
            return absorbing
        else:
            same = False
            if not isinstance(inner, Truth):
                left.append(inner)
    if not left:
        return ~absorbing
    if len(left) == 1:
        return left[0]
    if same:
        return expression
    return All(tuple(left)) if absorbing is Truth.FAILS else Any(tuple(left))
