"""Where the search for a deciding case goes next: towards the fact in question, clearing what else could settle the outcome."""

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within
from dutybound.facts import Value
from dutybound.openness import Open
from dutybound.truth import Truth

Proposal = tuple[str, tuple[Value, ...]]
"""A variable and its values, the most promising first."""


def proposal(known: Open, fact: str) -> Proposal:
    """The next variable to suppose, so that the outcome comes to hang on `fact` alone."""
    for root in known.open_roots():
        if fact in known.support(root, fact):
            found = _beside(known, root, fact)
            if found is not None:
                return found
    name = min(known.variables(fact) - {fact})
    return name, known.values(name)


def _beside(known: Open, expression: Expression, fact: str) -> Proposal | None:
    """A variable beside the way down to `fact`, its values ordered so that they leave the way open."""
    match expression:
        case Ref(name):
            return _beside(known, _left(known, name), fact)
        case Not(part):
            return _beside(known, part, fact)
        case All(parts) | Any(parts):
            neutral = Truth.HOLDS if isinstance(expression, All) else Truth.FAILS
            along = [part for part in parts if fact in known.support(part, fact)]
            for part in parts:
                if part not in along:
                    return _towards(known, part, neutral, fact)
            below = _beside(known, along[0], fact)
            return below or next((found for part in along[1:] for found in (_towards(known, part, neutral, fact),) if found), None)
        case Among() | Within() | AtMost() | Opaque():
            return _at(known, expression, Truth.HOLDS, fact)


def _towards(known: Open, expression: Expression, wanted: Truth, fact: str) -> Proposal | None:
    """A variable of an expression, its values ordered so that those which make it `wanted` come first."""
    match expression:
        case Ref(name):
            return _towards(known, _left(known, name), wanted, fact)
        case Not(part):
            return _towards(known, part, ~wanted, fact)
        case All(parts) | Any(parts):
            free = sorted(parts, key=lambda part: fact in known.support(part, fact))
            return next((found for part in free for found in (_towards(known, part, wanted, fact),) if found), None)
        case Among() | Within() | AtMost() | Opaque():
            return _at(known, expression, wanted, fact)


def _left(known: Open, name: str) -> Expression:
    residue = known.residues[name]
    assert not isinstance(residue, Truth)  # a reduced expression refers to open definitions only
    return residue


def _at(known: Open, leaf: Leaf, wanted: Truth, fact: str) -> Proposal | None:
    for name in known.asked(leaf, fact):
        if name != fact:
            return name, tuple(sorted(known.values(name), key=lambda value: known.truth(leaf, name, value) is not wanted))
    return None
