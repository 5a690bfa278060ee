"""What the open conditions of a case say, as literals: values of facts, comparisons, answers of predicates."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise, product
from math import prod

from dutybound.clauses import Clauses, Literal, contrary
from dutybound.conditions import Among, AtMost, Leaf, Opaque, Within
from dutybound.facts import Value
from dutybound.openness import FREE, Open
from dutybound.truth import Truth

MOST_ANSWERS = 1024
"""Up to how many combinations of values a predicate is asked for; beyond, its answer is taken to be anything."""


class Propositions:
    """The facts of a case as propositions: of the values of a fact, in their order, that it has one of the first so many."""

    def __init__(self, known: Open, clauses: Clauses) -> None:
        self._known, self._clauses = known, clauses
        self.always = clauses.literal()
        clauses.require(self.always)
        self._marks: dict[str, list[Literal]] = {}
        self._supposed: dict[str, Literal] = {}

    def case(self) -> Mapping[str, Value]:
        """A complete case in which what the last search settled is so."""
        found: dict[str, Value] = {}
        for name in sorted(self._known.everything()):
            if name.startswith(FREE):
                supposed = self._supposed.get(name)
                found[name] = supposed is not None and self._clauses.holds(supposed) is True
            else:
                marks = self._marks.get(name, [])
                # what is left open of the marks may be taken to hold
                passed = sum(self._clauses.holds(mark) is False for mark in marks)
                found[name] = self._known.values(name)[passed]
        return found

    def leaf(self, leaf: Leaf, wanted: Truth) -> Literal:
        """What says that a leaf has this truth; nothing that it reads is unknown."""
        match leaf:
            case Among(fact) | Within(fact):
                return self._among(fact, [each is (wanted is Truth.HOLDS) for each in self._known.told(leaf)])
            case AtMost(left, right):
                return self._compared(left, right, wanted)
            case Opaque():
                return self._answered(leaf, wanted)

    def _first(self, fact: str, count: int) -> Literal:
        """What says that a fact has one of its first so many values."""
        marks = self._marks.get(fact)
        if marks is None:
            marks = self._marks[fact] = [self._clauses.literal() for _ in self._known.values(fact)[1:]]
            for low, high in pairwise(marks):
                self._clauses.imply(low, high)
        if not count:
            return contrary(self.always)
        return self.always if count > len(marks) else marks[count - 1]

    def _among(self, fact: str, wanted: list[bool]) -> Literal:
        """It has one of the values wanted: for each run of them, it is not below, and not above."""
        begins = [at for at, each in enumerate(wanted) if each and (not at or not wanted[at - 1])]
        ends = [at for at, each in enumerate(wanted, 1) if each and (at == len(wanted) or not wanted[at])]
        runs: list[Literal] = []
        for begin, end in zip(begins, ends, strict=True):
            sides = ([contrary(self._first(fact, begin))] if begin else []) + ([self._first(fact, end)] if end < len(wanted) else [])
            runs.append(self._clauses.both(sides) if sides else self.always)
        return self._clauses.one(runs)

    def _compared(self, left: str, right: str, wanted: Truth) -> Literal:
        """Every mark that the right one does not pass, the left one does not pass either; or it passes some such mark."""
        one, both = self._clauses.one, self._clauses.both
        marks = sorted({*self._ordinals(left), *self._ordinals(right)})
        if wanted is Truth.HOLDS:
            return both(one((contrary(self._up_to(right, mark)), self._up_to(left, mark))) for mark in marks)
        return one(both((self._up_to(right, mark), contrary(self._up_to(left, mark)))) for mark in marks)

    def _ordinals(self, fact: str) -> Iterator[int]:
        return (_ordinal(value) for value in self._known.possible(fact))

    def _up_to(self, fact: str, mark: int) -> Literal:
        below = [ordinal <= mark for ordinal in self._ordinals(fact)]
        if self._known.knows(fact):
            return self.always if all(below) else contrary(self.always)
        return self._first(fact, sum(below))

    def _answered(self, leaf: Opaque, wanted: Truth) -> Literal:
        open_ones = [name for name in leaf.reads if not self._known.knows(name)]
        if not self._known.can_ask(leaf.predicate) or prod(len(self._known.values(name)) for name in open_ones) > MOST_ANSWERS:
            supposed = self._supposed.get(FREE + leaf.predicate)
            if supposed is None:
                supposed = self._supposed[FREE + leaf.predicate] = self._clauses.literal()
            return supposed if wanted is Truth.HOLDS else contrary(supposed)
        against: list[Literal] = [self.always]
        for chosen in product(*(enumerate(self._known.values(name)) for name in open_ones)):
            places = dict(zip(open_ones, chosen, strict=True))
            answer = self._known.truth_with(leaf, {name: value for name, (_, value) in places.items()})
            if answer is not wanted:
                elsewhere = self._clauses.one(side for name, (at, _) in places.items() for side in self._not_at(name, at))
                if answer is Truth.UNKNOWN:
                    self._clauses.require(elsewhere)  # a case in which the predicate fails is refused, so it is no case
                against.append(elsewhere)
        return self._clauses.both(against)

    def _not_at(self, fact: str, at: int) -> Iterator[Literal]:
        yield self._first(fact, at)
        yield contrary(self._first(fact, at + 1))


def _ordinal(value: Value) -> int:
    assert isinstance(value, int | date)
    return value.toordinal() if isinstance(value, date) else value
