"""The values of facts that a program's conditions can tell apart: enough of them to try every case that differs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dutybound.conditions import AtMost, Within, leaves
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number, Value
from dutybound.program import Program


def trials(program: Program) -> Mapping[str, tuple[Value, ...]]:
    """For each fact the values that conditions can tell apart: whole vocabularies, and numbers and days near each bound."""
    marks: dict[str, set[int]] = {fact.id: set(_ends(fact)) for fact in program.facts}
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


def _ends(fact: Fact) -> Iterator[int]:
    if isinstance(fact.domain, Number):
        yield from (end for end in (fact.domain.least, fact.domain.most) if end is not None)


def _trials(fact: Fact, marks: set[int], partners: int) -> Iterator[Value]:
    match fact.domain:
        case Flag():
            yield from (True, False)
        case Choice(values) | Grade(values):
            yield from (value.id for value in values)
        case Number(least=least, most=most):
            for number in _near(marks or {0}, partners):
                if (least is None or number >= least) and (most is None or number <= most):
                    yield number
        case Day():
            start = date(2020, 1, 1).toordinal()
            for ordinal in _near(marks or {start}, partners):
                if 1 <= ordinal <= date.max.toordinal():
                    yield date.fromordinal(ordinal)
