"""Which unknown facts can still change the outcome, most decisive first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from attrs import frozen

from dutybound.conditions import AtMost, Leaf, Ref, Within, leaves, reads
from dutybound.facts import Choice, Day, Fact, Facts, Flag, Grade, Number, Value
from dutybound.program import Program, Stage
from dutybound.truth import Truth

Evaluate = Callable[[Facts], Mapping[str, Truth]]

SEARCH = 4000
"""How many evaluations one search may take before a fact is kept as possibly decisive."""


@frozen
class Inquiry:
    """What the search needs of a program, made once: the values worth trying for each fact, and where leaves stand."""

    evaluate: Evaluate
    deciding: tuple[str, ...]
    constraints: tuple[str, ...]
    trials: Mapping[str, tuple[Value, ...]]
    below: Mapping[str, tuple[Leaf | Ref, ...]]

    @classmethod
    def of(cls, program: Program, deciding: tuple[str, ...], evaluate: Evaluate) -> "Inquiry":
        """The inquiry into the `deciding` definitions of a program."""
        below = {each.name: tuple(leaves(each.expression)) for each in program.definitions}
        constraints = tuple(each.name for each in program.stage(Stage.CONSTRAINT))
        return cls(evaluate, deciding, constraints, trials(program), below)

    def needed(self, facts: Facts) -> tuple[str, ...]:
        """The unknown facts that can still change a deciding definition: those that settle it alone first, then by id."""
        values = self.evaluate(facts)
        candidates = self._candidates(values, facts)
        if not candidates:
            return ()
        budget = [SEARCH]
        scored: list[tuple[int, str]] = []
        for fact in candidates:
            score = self._score(fact, facts)
            if score or self._matters(fact, facts, [each for each in candidates if each != fact], budget):
                scored.append((-score, fact))
        return tuple(fact for _, fact in sorted(scored))

    def _candidates(self, values: Mapping[str, Truth], facts: Facts) -> list[str]:
        """Unknown facts below unknown definitions, seen from the deciding ones."""
        todo = [name for name in self.deciding if values[name] is Truth.UNKNOWN]
        seen = set(todo)
        found: set[str] = set()
        while todo:
            for leaf in self.below[todo.pop()]:
                if isinstance(leaf, Ref):
                    if leaf.name not in seen and values[leaf.name] is Truth.UNKNOWN:
                        seen.add(leaf.name)
                        todo.append(leaf.name)
                else:
                    found.update(fact for fact in reads(leaf) if fact not in facts)
        return sorted(found)

    def _key(self, facts: Facts) -> tuple[Truth, ...] | None:
        """The deciding values under these facts; `None` where the facts contradict each other."""
        values = self.evaluate(facts)
        if any(values[name] is Truth.FAILS for name in self.constraints):
            return None
        return tuple(values[name] for name in self.deciding)

    def _score(self, fact: str, facts: Facts) -> int:
        """In parts per thousand, how many of the fact's values settle the outcome by themselves, if they differ in it."""
        keys = [key for value in self.trials[fact] for key in (self._key({**facts, fact: value}),) if key is not None]
        settled = [key for key in keys if Truth.UNKNOWN not in key]
        if len(settled) == len(keys) and len(set(keys)) < 2:
            return 0
        return 1000 * len(settled) // max(1, len(keys)) if len(set(keys)) > 1 and settled else 0

    def _matters(self, fact: str, facts: Facts, others: list[str], budget: list[int]) -> bool:
        """Whether some completion of the other facts lets two values of `fact` end differently."""
        ends: set[tuple[Truth, ...]] = set()
        open_end = False
        for value in self.trials[fact]:
            budget[0] -= 1
            key = self._key({**facts, fact: value})
            if key is None:
                continue
            if Truth.UNKNOWN in key:
                open_end = True
            else:
                ends.add(key)
        if len(ends) > 1 or budget[0] < 0:
            return True
        if not open_end or not others:
            return open_end
        return any(self._matters(fact, {**facts, others[0]: value}, others[1:], budget) for value in self.trials[others[0]])


def trials(program: Program) -> Mapping[str, tuple[Value, ...]]:
    """For each fact the values that conditions can tell apart: whole vocabularies, and numbers and days near each bound."""
    marks: dict[str, set[int]] = {fact.id: set() for fact in program.facts}
    partners: dict[str, set[str]] = {fact.id: {fact.id} for fact in program.facts}
    for definition in program.definitions:
        for leaf in leaves(definition.expression):
            if isinstance(leaf, Within):
                marks[leaf.fact].update(_ordinal(bound) for bound in (leaf.least, leaf.most) if bound is not None)
            elif isinstance(leaf, AtMost):
                joined = partners[leaf.left] | partners[leaf.right]
                for each in joined:
                    partners[each] = joined
    for fact, joined in partners.items():
        marks[fact] = set().union(*(marks[each] for each in joined))
    return {fact.id: tuple(_trials(fact, marks[fact.id], len(partners[fact.id]))) for fact in program.facts}


def _ordinal(bound: int | date) -> int:
    return bound.toordinal() if isinstance(bound, date) else bound


def _near(marks: Iterable[int], spread: int) -> list[int]:
    return sorted({mark + step for mark in marks for step in range(-spread, spread + 1)})


def _trials(fact: Fact, marks: set[int], partners: int) -> Iterator[Value]:
    match fact.domain:
        case Flag():
            yield from (True, False)
        case Choice(values) | Grade(values):
            yield from (value.id for value in values)
        case Number(least=least, most=most):
            ends = [end for end in (least, most) if end is not None]
            for number in _near(marks or ends or {0}, partners):
                if (least is None or number >= least) and (most is None or number <= most):
                    yield number
        case Day():
            start = date(2020, 1, 1).toordinal()
            for ordinal in _near(marks or {start}, partners):
                if 1 <= ordinal <= date.max.toordinal():
                    yield date.min + timedelta(days=ordinal - 1)
