"""Leaves out what says nothing beside the rest: in "harm, or harm and a leaked secret" the secret is neither here nor there."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within
from dutybound.residue import Residues
from dutybound.truth import Truth

Signed = tuple[Expression, bool]
"""A leaf that holds, or one that fails."""


@frozen
class _Limits:
    """The leaves without each of which an expression cannot hold, and those each of which alone makes it hold."""

    needs: frozenset[Signed]
    suffices: frozenset[Signed]

    def denied(self) -> "_Limits":
        """Those of the contrary."""
        return _Limits(_contrary(self.suffices), _contrary(self.needs))


def absorbed(residues: Residues) -> Residues:
    """The same definitions, each with the same truth in every case, unknown facts included, and with fewer parts."""
    found: Residues = {}
    limits: dict[str, _Limits] = {}
    for name, residue in residues.items():
        found[name] = residue
        if not isinstance(residue, Truth):
            found[name], limits[name] = _absorb(residue, limits)
    return found


def _absorb(expression: Expression, limits: Mapping[str, _Limits]) -> tuple[Expression, _Limits]:
    match expression:
        case Ref(name):
            itself = _alone(expression)
            return expression, _Limits(itself | limits[name].needs, itself | limits[name].suffices)
        case Not(part):
            inner, inner_limits = _absorb(part, limits)
            return (expression if inner is part else Not(inner)), inner_limits.denied()
        case All(parts):
            left, kept = _left([_absorb(part, limits) for part in parts], conjunction=True)
            needs, suffices = _union(each.needs for each in kept), _common(each.suffices for each in kept)
            return (left[0] if len(left) == 1 else All(left)), _Limits(needs, suffices)
        case Any(parts):
            left, kept = _left([_absorb(part, limits) for part in parts], conjunction=False)
            needs, suffices = _common(each.needs for each in kept), _union(each.suffices for each in kept)
            return (left[0] if len(left) == 1 else Any(left)), _Limits(needs, suffices)
        case Among() | Within() | AtMost() | Opaque():
            return expression, _Limits(_alone(expression), _alone(expression))


def _left(parts: list[tuple[Expression, _Limits]], *, conjunction: bool) -> tuple[tuple[Expression, ...], tuple[_Limits, ...]]:
    """The parts that none of the others makes idle: of two where one implies the other, only one matters beside the other."""
    kept = dict(enumerate(parts))
    for number, (_, mine) in enumerate(parts):
        others = (each for other, (_, each) in kept.items() if other != number)
        # INVARIANT: what needs a leaf is nowhere truer than the leaf, and that is nowhere truer than what it suffices for
        if any(_implies(each, mine) if conjunction else _implies(mine, each) for each in others):
            del kept[number]
    return tuple(part for part, _ in kept.values()), tuple(limits for _, limits in kept.values())


def _implies(one: _Limits, other: _Limits) -> bool:
    return not one.needs.isdisjoint(other.suffices)


def _alone(leaf: Expression) -> frozenset[Signed]:
    return frozenset(((leaf, True),))


def _contrary(leaves: frozenset[Signed]) -> frozenset[Signed]:
    return frozenset((leaf, not holds) for leaf, holds in leaves)


def _union(sets: Iterable[frozenset[Signed]]) -> frozenset[Signed]:
    return frozenset().union(*sets)


def _common(sets: Iterable[frozenset[Signed]]) -> frozenset[Signed]:
    return frozenset.intersection(*sets)
