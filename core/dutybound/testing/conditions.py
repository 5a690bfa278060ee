"""Generated conditions over a vocabulary: every comparison that a type allows, findings of earlier rules, predicates."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from attrs import frozen

from dutybound.conditions import AllOf, AnyOf, Asks, Comparison, Condition, Holds, Negation, Predicate, Test
from dutybound.facts import Choice, Day, Fact, Facts, Flag, Grade, Number
from dutybound.testing.drawing import Lots, chance, pick, some
from dutybound.testing.vocabularies import words

FIRST_DAY = date(2020, 7, 1)


@frozen
class Speech:
    """What a generated condition may speak of."""

    facts: tuple[Fact, ...]
    rules: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()


def condition(lots: Lots, speech: Speech, depth: int = 2) -> Condition:
    """A condition at most `depth` levels deep above its leaves; the simplest is one test."""
    form = lots.up_to(9) if depth else 0
    if form < 5:
        return _leaf(lots, speech)
    if form == 9:
        return Negation(condition(lots, speech, depth - 1))
    parts = tuple(condition(lots, speech, depth - 1) for _ in range(lots.between(1, 3)))
    return AllOf(parts) if form < 7 else AnyOf(parts)


def _leaf(lots: Lots, speech: Speech) -> Condition:
    if speech.rules and chance(lots, 8):
        return Holds(pick(lots, speech.rules))
    if speech.predicates and chance(lots, 8):
        return Asks(pick(lots, speech.predicates))
    return comparison_of(lots, pick(lots, speech.facts), speech.facts)


def comparison_of(lots: Lots, fact: Fact, facts: Sequence[Fact] = ()) -> Test:
    """A well-typed test of `fact`, against a literal or, for numbers and days, another of `facts`."""
    match fact.domain:
        case Flag():
            return Test(fact.id, Comparison.IS, not chance(lots, 3))
        case Choice():
            return _word(lots, fact, (Comparison.IS, Comparison.ONE_OF))
        case Grade():
            return _word(lots, fact, (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.IS, Comparison.ONE_OF))
        case Number() | Day():
            return _measure(lots, fact, facts)


def _word(lots: Lots, fact: Fact, comparisons: Sequence[Comparison]) -> Test:
    comparison = pick(lots, comparisons)
    if comparison is Comparison.ONE_OF:
        return Test(fact.id, comparison, some(lots, fact.value_ids, least=1))
    value = pick(lots, fact.value_ids)
    # a file does not tell a value from the name of another fact until it is linked, so it is read as both
    return Test(fact.id, comparison, value, other="" if comparison is Comparison.IS else value)


def _measure(lots: Lots, fact: Fact, facts: Sequence[Fact]) -> Test:
    is_day = isinstance(fact.domain, Day)
    comparisons = [Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.IS]
    if is_day:
        comparisons += [Comparison.BEFORE, Comparison.AFTER]
    comparison = pick(lots, comparisons)
    alike = [each.id for each in facts if each.domain == fact.domain or (is_day and isinstance(each.domain, Day))]
    others = [each for each in alike if each != fact.id]
    if comparison is not Comparison.IS and others and chance(lots):
        other = pick(lots, others)
        return Test(fact.id, comparison, other, other=other)
    step = lots.up_to(6)
    if is_day:
        return Test(fact.id, comparison, FIRST_DAY + timedelta(days=step * 100))
    most = fact.domain.most if isinstance(fact.domain, Number) else None
    value = 440100 + step if fact.origin else step
    return Test(fact.id, comparison, value if most is None else min(value, most))


def predicates(lots: Lots, facts: Sequence[Fact]) -> tuple[Predicate, ...]:
    """Python predicates over some facts, each a pure function of what it reads."""
    found: list[Predicate] = []
    for number in range(lots.up_to(2)):
        reads = tuple(fact.id for fact in some(lots, facts, least=1, most=2))
        found.append(Predicate(f"asks-{number}", words("predicate"), reads, _parity(lots.up_to(1))))
    return tuple(found)


def _parity(seed: int) -> Callable[[Facts], bool]:
    def decide(facts: Facts) -> bool:
        return (seed + sum(len(str(value)) for value in facts.values())) % 2 == 0

    return decide
