"""Verdict columns back into decisions: everything a decision says follows from the truths of the rules and from the facts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import assert_never

from attrs import evolve

from dutybound.assembly import Body, body
from dutybound.case import Person
from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, leaves
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.engines.masks import rule_legend
from dutybound.program import Definition
from dutybound.truth import Truth

KEPT = 50_000
"""How many different sets of findings are kept in memory; a year of cases has far fewer than it has cases."""

Words = tuple[int, ...]


class Expansion:
    """Expands masks into decisions; equal sets of findings are assembled once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._legend = rule_legend(engine.program)
        given = set(self._legend.names)
        self._derived = tuple(each for each in engine.program.definitions if each.name not in given and _only_refers(each))
        self._body = lru_cache(KEPT)(self._assembled)

    def decision(self, case_id: str, person: Person, masks: tuple[Words, Words]) -> Decision:
        """The decision on a person from the masks of the rules that hold and of those that are open."""
        found = self._body(*masks)
        if person.alleged is None:
            return self._engine.assembled(case_id, person, found)
        limited = self._engine.examining(person.alleged).assembled(case_id, evolve(person, alleged=None), found)
        return evolve(limited, alleged=person.alleged)

    def values(self, holding: Words, unknown: Words) -> Mapping[str, Truth]:
        """The truth of every definition that a decision is assembled from."""
        found = dict(self._legend.truths(holding, unknown))
        for definition in self._derived:
            found[definition.name] = _truth(definition.expression, found)
        return found

    def _assembled(self, holding: Words, unknown: Words) -> Body:
        return body(self._engine.rulebook, self.values(holding, unknown))


def _only_refers(definition: Definition) -> bool:
    return all(isinstance(leaf, Ref) for leaf in leaves(definition.expression))


def _truth(expression: Expression, found: Mapping[str, Truth]) -> Truth:
    match expression:
        case Ref(name):
            return found[name]
        case All(parts):
            return Truth.all(_truth(part, found) for part in parts)
        case Any(parts):
            return Truth.any(_truth(part, found) for part in parts)
        case Not(part):
            return ~_truth(part, found)
        case Among() | Within() | AtMost() | Opaque():
            raise AssertionError("a definition that reads facts is in the legend")
        case _:
            assert_never(expression)
