"""The reference's meaning on demand: only the definitions that are asked for are evaluated, for trying many cases."""

from collections.abc import Iterable, Iterator, Mapping

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within
from dutybound.engines.reference import ask, leaf_truth
from dutybound.facts import Facts
from dutybound.program import Program
from dutybound.proof.graph import Graph
from dutybound.truth import Truth


class Lazily(Mapping[str, Truth]):
    """The truth of definitions by name; asking for one raises `PredicateError` as the reference does."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self._program = program
        self._facts = facts
        self._expressions = Graph.of(program).expressions
        self._done: dict[str, Truth] = {}

    def __getitem__(self, name: str) -> Truth:
        found = self._done.get(name)
        if found is None:
            found = self._done[name] = self._truth(self._expressions[name])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._expressions)

    def __len__(self) -> int:
        return len(self._expressions)

    def _truth(self, expression: Expression) -> Truth:
        match expression:
            case Ref(name):
                return self[name]
            case All(parts):
                return self._first(parts, Truth.FAILS, Truth.HOLDS)
            case Any(parts):
                return self._first(parts, Truth.HOLDS, Truth.FAILS)
            case Not(part):
                return ~self._truth(part)
            case Opaque(predicate, reads):
                return ask(self._program.predicates[predicate], reads, self._facts)
            case Among() | Within() | AtMost():
                return leaf_truth(expression, self._facts)

    def _first(self, parts: Iterable[Expression], deciding: Truth, otherwise: Truth) -> Truth:
        found = otherwise
        for part in parts:
            truth = self._truth(part)
            if truth is deciding:
                return deciding
            if truth is Truth.UNKNOWN:
                found = truth
        return found
