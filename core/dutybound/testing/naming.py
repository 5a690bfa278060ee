"""Which facts a decision rests on, read off the derivation of the reference interpreter."""

from collections.abc import Iterator

from dutybound.assembly import deciding
from dutybound.conditions import All, Among, Any, AtMost, Opaque, Within, reads
from dutybound.engine import Engine
from dutybound.engines.reference import Derivation, derive
from dutybound.facts import Facts
from dutybound.truth import Truth


def named_facts(engine: Engine, facts: Facts) -> frozenset[str]:
    """The facts that the derivation of the outcome and of the range of the sanction names."""
    derivations = derive(engine.program, facts)
    seen: set[int] = set()
    return frozenset(fact for name in deciding(engine.program.rungs) for fact in _named(derivations[name], seen))


def _named(derivation: Derivation, seen: set[int]) -> Iterator[str]:
    if id(derivation) in seen:
        return
    seen.add(id(derivation))
    match derivation.expression:
        case Among() | Within() | AtMost() | Opaque() as leaf:
            yield from reads(leaf)
        case _:
            for part in _decisive(derivation):
                yield from _named(part, seen)


def _decisive(derivation: Derivation) -> tuple[Derivation, ...]:
    """The first part that settles a conjunction or disjunction, or all parts where none does."""
    match derivation.expression, derivation.truth:
        case (All(), Truth.FAILS) | (Any(), Truth.HOLDS):
            return next((part,) for part in derivation.parts if part.truth is derivation.truth)
        case _:
            return derivation.parts
