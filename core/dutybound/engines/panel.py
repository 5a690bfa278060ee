"""Many cases side by side: the truth of a definition over all of them as two whole numbers, one bit a case.

Made for asking the same cases again and again while a rule or a fact changes: one look at a condition looks at every case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within, leaves, reads
from dutybound.engines.reference import PredicateError, ask, leaf_truth
from dutybound.facts import Facts, Value
from dutybound.program import Definition, Program, Stage
from dutybound.truth import Truth

Plane = tuple[int, int]
"""The cases in which something holds, and those in which it fails; in the others it is unknown."""

Planes = Mapping[str, Plane]


def bits(mask: int) -> Iterator[int]:
    """The numbers of the cases in a mask, from 0."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@frozen
class Seen(Mapping[str, Truth]):
    """The truths of one case out of the planes of all."""

    planes: Planes
    number: int

    def __getitem__(self, name: str) -> Truth:
        holds, fails = self.planes[name]
        if holds >> self.number & 1:
            return Truth.HOLDS
        return Truth.FAILS if fails >> self.number & 1 else Truth.UNKNOWN

    def __iter__(self) -> Iterator[str]:
        return iter(self.planes)

    def __len__(self) -> int:
        return len(self.planes)


class Panel:
    """The facts of many cases by value; `examined` says for each which faults are looked into, `None`: all."""

    def __init__(self, program: Program, cases: Sequence[Facts], examined: Sequence[frozenset[str] | None] = ()) -> None:
        self.everyone = (1 << len(cases)) - 1
        self.failing = 0
        """The cases in which a predicate failed: nothing said of them counts."""
        self._predicates = program.predicates
        self._values: dict[str, dict[Value, int]] = {}
        self._leaves: dict[Leaf, Plane] = {}
        self._readers: dict[str, dict[Leaf, None]] = {}
        self._masks: dict[str, int] = {}
        for number, facts in enumerate(cases):
            for fact, value in facts.items():
                by_value = self._values.setdefault(fact, {})
                by_value[value] = by_value.get(value, 0) | 1 << number
        if any(each is not None for each in examined):
            for definition in program.stage(Stage.FAULT):
                mask = sum(1 << number for number, named in enumerate(examined) if named is None or definition.name in named)
                self._masks[definition.name] = mask

    def but(self, fact: str, value: Value) -> "Panel":
        """The same cases, but for one fact, which has this value in all of them."""
        other = object.__new__(Panel)
        other.__dict__ |= self.__dict__
        other._values = {**self._values, fact: {value: self.everyone}}
        other._leaves = self._leaves.copy()
        for leaf in self._readers.get(fact, ()):
            other._leaves.pop(leaf, None)
        return other

    def planes(self, definitions: Iterable[Definition]) -> dict[str, Plane]:
        """The planes of all definitions, in order."""
        found: dict[str, Plane] = {}
        for definition in definitions:
            found[definition.name] = self.of(definition, found)
        return found

    def of(self, definition: Definition, known: Planes) -> Plane:
        """The plane of one definition; those it refers to are `known`."""
        holds, fails = self.plane(definition.expression, known)
        mask = self._masks.get(definition.name)
        return (holds, fails) if mask is None else (holds & mask, fails | self.everyone & ~mask)

    def plane(self, expression: Expression, known: Planes) -> Plane:
        """The plane of an expression."""
        match expression:
            case Ref(name):
                return known[name]
            case All(parts):
                holds, fails = self.everyone, 0
                for part in parts:
                    one, other = self.plane(part, known)
                    holds, fails = holds & one, fails | other
                return holds, fails
            case Any(parts):
                holds, fails = 0, self.everyone
                for part in parts:
                    one, other = self.plane(part, known)
                    holds, fails = holds | one, fails & other
                return holds, fails
            case Not(part):
                holds, fails = self.plane(part, known)
                return fails, holds
            case Among() | Within() | AtMost() | Opaque():
                found = self._leaves.get(expression)
                if found is None:
                    found = self._leaves[expression] = self._leaf(expression)
                return found

    def _leaf(self, leaf: Leaf) -> Plane:
        holds = fails = 0
        for fact in reads(leaf):
            self._readers.setdefault(fact, {})[leaf] = None
        for facts, mask in self._settings(reads(leaf)):
            match self._truth(leaf, facts, mask):
                case Truth.HOLDS:
                    holds |= mask
                case Truth.FAILS:
                    fails |= mask
                case Truth.UNKNOWN:
                    pass
        return holds, fails

    def _settings(self, facts: Sequence[str]) -> Iterator[tuple[Facts, int]]:
        """Every combination of known values of these facts that some case has, with the cases that have it."""
        found: list[tuple[dict[str, Value], int]] = [({}, self.everyone)]
        for fact in facts:
            by_value = self._values.get(fact, {})
            found = [({**given, fact: value}, mask & has) for given, mask in found for value, has in by_value.items() if mask & has]
        yield from found

    def _truth(self, leaf: Leaf, facts: Facts, mask: int) -> Truth:
        if not isinstance(leaf, Opaque):
            return leaf_truth(leaf, facts)
        try:
            return ask(self._predicates[leaf.predicate], leaf.reads, facts)
        except PredicateError:
            self.failing |= mask
            return Truth.UNKNOWN


class Follower:
    """A program whose cases are looked at again after a change: only what rests on the change is."""

    def __init__(self, program: Program) -> None:
        self.definitions = program.definitions
        self._refs = {each.name: _refs(each.expression) for each in program.definitions}
        self._reads = {each.name: _facts(each.expression) for each in program.definitions}

    def after(self, panel: Panel, before: Planes, changed: Mapping[str, Expression]) -> dict[str, Plane]:
        """The planes that differ from those `before` when these definitions have other expressions."""
        moved: dict[str, Plane] = {}
        known = Overlay(before, moved)
        for definition in self.definitions:
            name = definition.name
            other = changed.get(name)
            if other is not None:
                plane = panel.of(Definition(name, definition.stage, other), known)
            elif moved and not self._refs[name].isdisjoint(moved):
                plane = panel.of(definition, known)
            else:
                continue
            if plane != before[name]:
                moved[name] = plane
        return moved

    def with_fact(self, panel: Panel, before: Planes, fact: str) -> dict[str, Plane]:
        """All planes over a `panel` that differs in one fact from the one with those `before`."""
        found = dict(before)
        moved: set[str] = set()
        for definition in self.definitions:
            name = definition.name
            if fact in self._reads[name] or not self._refs[name].isdisjoint(moved):
                plane = panel.of(definition, found)
                if plane != found[name]:
                    found[name] = plane
                    moved.add(name)
        return found


@frozen
class Overlay(Mapping[str, Plane]):
    """Planes, some of them replaced."""

    below: Planes
    above: Planes

    def __getitem__(self, name: str) -> Plane:
        found = self.above.get(name)
        return self.below[name] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self.below)

    def __len__(self) -> int:
        return len(self.below)


def _refs(expression: Expression) -> frozenset[str]:
    return frozenset(leaf.name for leaf in leaves(expression) if isinstance(leaf, Ref))


def _facts(expression: Expression) -> frozenset[str]:
    return frozenset(fact for leaf in leaves(expression) if not isinstance(leaf, Ref) for fact in reads(leaf))
