"""Expressions made small before code is generated: constants folded, negations pushed to leaves, aliases and single uses followed."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, leaves
from dutybound.program import Definition

HOLDS = All(())
FAILS = Any(())

DEEPEST = 12
"""Levels of nesting in one generated condition; what lies deeper becomes a node of its own (compilers bound nesting too)."""


def simplified(definitions: Iterable[Definition], reported: frozenset[str]) -> dict[str, Expression]:
    """The expressions that the `reported` definitions need, by name, each referring to earlier ones only."""
    small: dict[str, Expression] = {}
    aliases: dict[str, Expression] = {}
    first: dict[Expression, Ref] = {}
    for definition in definitions:
        found = _simplify(definition.expression, aliases, False)
        found = first.get(found, found)
        small[definition.name] = found
        if found in (HOLDS, FAILS) or isinstance(found, Ref) or (isinstance(found, Not) and isinstance(found.part, Ref)):
            aliases[definition.name] = found
        else:
            first[found] = Ref(definition.name)
    return _inlined(_live(small, reported), reported)


def _simplify(expression: Expression, known: Mapping[str, Expression], negated: bool) -> Expression:
    match expression:
        case Ref(name):
            found = known.get(name)
            if found is None:
                return Not(expression) if negated else expression
            return _simplify(found, {}, True) if negated else found
        case Not(part):
            return _simplify(part, known, not negated)
        case All(parts) | Any(parts):
            found = joined(isinstance(expression, All) != negated, [_simplify(part, known, negated) for part in parts])
            return expression if found == expression else found  # the one of which the hash and the leaves are known
        case Among() | Within() | AtMost() | Opaque():
            return Not(expression) if negated else expression


def joined(conjunction: bool, parts: Iterable[Expression]) -> Expression:
    """The conjunction (else the disjunction) of simplified parts: flattened, without what changes nothing."""
    kind, other = (All, Any) if conjunction else (Any, All)
    flat: list[Expression] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.parts)  # nothing, if it is what changes nothing
        elif isinstance(part, other) and not part.parts:
            return part
        else:
            flat.append(part)
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(unique)


def _live(small: Mapping[str, Expression], reported: frozenset[str]) -> dict[str, Expression]:
    """What the reported definitions refer to, directly or not, in the same order."""
    live = set(reported)
    for name in reversed(tuple(small)):
        if name in live:
            live.update(refs(small[name]))
    return {name: expression for name, expression in small.items() if name in live}


def refs(expression: Expression) -> list[str]:
    """The definitions an expression refers to, as often as it does."""
    return [leaf.name for leaf in leaves(expression) if isinstance(leaf, Ref)]


def _inlined(live: Mapping[str, Expression], reported: frozenset[str]) -> dict[str, Expression]:
    """The same with definitions that are used once and not reported moved to where they are used."""
    uses = Counter(name for expression in live.values() for name in refs(expression))
    moved: dict[str, Expression] = {}
    kept: dict[str, Expression] = {}
    for name, expression in live.items():
        found = expression if moved.keys().isdisjoint(refs(expression)) else _simplify(expression, moved, False)
        if name not in reported and uses[name] == 1 and depth(found) < DEEPEST:
            moved[name] = found
        else:
            kept[name] = found
    return kept


def depth(expression: Expression) -> int:
    """Levels of conjunctions and disjunctions."""
    match expression:
        case All(parts) | Any(parts):
            return 1 + max(map(depth, parts), default=0)
        case Not(part):
            return depth(part)
        case _:
            return 0
