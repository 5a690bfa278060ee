"""Mutants of what is no condition: exceptions and exemptions, rungs, the faults reached, modes, dates and time limits."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from attrs import evolve

from dutybound.conditions import AnyOf, Condition
from dutybound.facts import Fact
from dutybound.mutation.conditions import moved, rewritten
from dutybound.mutation.mutants import Mutant, Operator, Written, otherwise
from dutybound.problems import Place
from dutybound.reach import covered
from dutybound.rulebook import Content
from dutybound.rules import (
    Circumstance,
    Exemption,
    Fault,
    FaultKind,
    Instrument,
    Ladder,
    Limit,
    Measure,
    Mode,
    Obligation,
    Remedy,
    Rule,
    SanctionRange,
    Span,
    Step,
    Waiver,
)
from dutybound.text import Text

NEVER = AnyOf(())
"""What holds in no case: an exemption or exception with this condition is as good as deleted, but its finding can still be asked."""

KINDS = {
    FaultKind.NON_PERFORMANCE: Text("不履行", "of non-performance"),
    FaultKind.IMPROPER_PERFORMANCE: Text("不正确履行", "of improper performance"),
}


def structure_mutants(rule: Rule, content: Content) -> Iterator[Mutant]:
    """Every mutant of a rule that is none of its conditions."""
    yield from _dates(rule)
    match rule:
        case Exemption():
            yield from _exemption(rule)
            yield from _reaching(rule, content.faults)
        case SanctionRange():
            yield from _tiers(rule, content.ladder)
            yield from _reaching(rule, content.faults)
        case Limit():
            yield from _limit(rule, content.ladder)
        case Circumstance() | Waiver() | Measure():
            yield _mode(rule)
        case Obligation():
            yield from _due(rule)
            yield from _threshold(rule, "reaches", content.ladder)
            yield from _threshold(rule, "below", content.ladder)
        case Step():
            yield from _step(rule, content.ladder)
        case Remedy():
            yield from _spans(rule, ("within",))
        case _:
            return


def instrument_mutants(instrument: Instrument) -> Iterator[Mutant]:
    """An instrument in force a day earlier or later."""
    yield from _dates(instrument)


def ladder_mutants(ladder: Ladder) -> Iterator[Mutant]:
    """Neighbouring rungs of the ladder changing places, and periods a month shorter or longer."""
    rungs = ladder.rungs
    for number, (one, other) in enumerate(pairwise(rungs)):
        swapped = (*rungs[:number], other, one, *rungs[number + 2 :])
        words = Text(f"阶梯中 {one.id} 与 {other.id} 互换", f"`{one.id}` and `{other.id}` change places on the ladder")
        name = f"{Operator.SWAP_RUNGS}:ladder:{one.id}"
        place = ladder.place.of("rungs")
        yield Mutant(name, Operator.SWAP_RUNGS, ladder.provision, place, words, evolve(ladder, rungs=swapped))
    for number, rung in enumerate(rungs):
        for end, months in _steps(rung.months):
            shifted = (*rungs[:number], evolve(rung, months=months), *rungs[number + 1 :])
            words = _becomes(f"{rung.id}: {{months: {rung.months}}}", f"{rung.id}: {{months: {months}}}")
            name = f"{Operator.SHIFT_BOUND}:ladder:{rung.id}-{end}"
            yield Mutant(name, Operator.SHIFT_BOUND, ladder.periods, ladder.place.of("rungs"), words, evolve(ladder, rungs=shifted))
    combined = ladder.combined
    for end, months in _steps(combined.most_months):
        words = _becomes(f"most_months: {combined.most_months}", f"most_months: {months}")
        name = f"{Operator.SHIFT_BOUND}:ladder:most_months-{end}"
        changed = evolve(ladder, combined=evolve(combined, most_months=months))
        yield Mutant(name, Operator.SHIFT_BOUND, combined.provision, ladder.place.of("combined"), words, changed)


def fact_mutants(fact: Fact) -> Iterator[Mutant]:
    """A day less or more for what is told by two days."""
    counted = fact.counted
    for key in ("days", "extended") if counted is not None else ():
        before: int = getattr(counted, key)
        for end, days in _steps(before or None):
            words = _becomes(f"{key}: {before}", f"{key}: {days}")
            name = f"{Operator.SHIFT_BOUND}:{fact.id}:within-{key}-{end}"
            place = fact.place.of("within", key)
            changed = evolve(fact, counted=otherwise(counted, key, days))
            yield Mutant(name, Operator.SHIFT_BOUND, fact.provision, place, words, changed)


def _steps(number: int | None) -> Iterator[tuple[str, int]]:
    """One less and one more of what is counted; nothing where nothing is."""
    if number is not None:
        yield "shorter", number - 1
        yield "longer", number + 1


def _becomes(before: str, after: str) -> Text:
    return Text(f"{before} 改为 {after}", f"`{before}` becomes `{after}`")


# --- exceptions and exemptions ---


def _exemption(rule: Exemption) -> Iterator[Mutant]:
    words = Text("删去这一免责（永不成立）", "drops the exemption: it never holds")
    yield _never(rule, rule.id, Operator.DROP_EXEMPTION, (rule.place, words))
    for proviso in rule.unless:
        words = Text(f"删去除外情形 {proviso.id}（永不成立）", f"drops the exception `{proviso.id}`: it never holds")
        yield _never(rule, f"{rule.id}/{proviso.id}", Operator.DROP_UNLESS, (proviso.place, words))


def _never(rule: Exemption, part: str, operator: Operator, where: tuple[Place, Text]) -> Mutant:
    never: Condition = NEVER
    return Mutant(f"{operator}:{part}", operator, rule.provision, *where, rewritten(rule, part, never), Written(part, never))


def _reaching(rule: Exemption | SanctionRange, faults: tuple[Fault, ...]) -> Iterator[Mutant]:
    for kind, words in KINDS.items():
        if covered((*rule.applies_to, kind.value), faults) > covered(rule.applies_to, faults):
            told = Text(f"另及于全部{words.zh}的过错", f"also reaches every fault {words.en}")
            wider = evolve(rule, applies_to=(*rule.applies_to, kind.value))
            name = f"{Operator.WIDEN_APPLIES_TO}:{rule.id}:{kind}"
            yield Mutant(name, Operator.WIDEN_APPLIES_TO, rule.provision, rule.place.of("applies_to"), told, wider)


# --- rungs ---


def _next(rung: str, ladder: Ladder) -> Iterator[tuple[str, str]]:
    ids = [each.id for each in ladder.rungs]
    if rung in ids:
        position = ids.index(rung)
        for end, other in (("lower", position - 1), ("higher", position + 1)):
            if 0 <= other < len(ids):
                yield end, ids[other]


def _tiers(rule: SanctionRange, ladder: Ladder) -> Iterator[Mutant]:
    for number, tier in enumerate(rule.tiers):
        for side in range(2):
            for end, other in _next(tier.range[side], ladder):
                ends = tuple(other if at == side else each for at, each in enumerate(tier.range))
                new = evolve(tier, range=ends)
                swapped = evolve(rule, tiers=(*rule.tiers[:number], new, *rule.tiers[number + 1 :]))
                words = _becomes(f"range: [{', '.join(tier.range)}]", f"range: [{', '.join(ends)}]")
                name = f"{Operator.SWAP_RUNGS}:{rule.id}/{number + 1}:{('from', 'to')[side]}-{end}"
                yield Mutant(name, Operator.SWAP_RUNGS, rule.provision, tier.place.of("range"), words, swapped)


def _limit(rule: Limit, ladder: Ladder) -> Iterator[Mutant]:
    for key in ("most", "least"):
        before: str = getattr(rule, key)
        for end, other in _next(before, ladder):
            name = f"{Operator.SWAP_RUNGS}:{rule.id}:{key}-{end}"
            words = _becomes(f"{key}: {before}", f"{key}: {other}")
            yield Mutant(name, Operator.SWAP_RUNGS, rule.provision, rule.place.of(key), words, otherwise(rule, key, other))


# --- modes ---


def _mode(rule: Circumstance | Waiver | Measure) -> Mutant:
    other = Mode.SHALL if rule.mode is Mode.MAY else Mode.MAY
    words = _becomes(f"mode: {rule.mode}", f"mode: {other}")
    place = rule.place.of("mode")
    return Mutant(f"{Operator.SWAP_MODE}:{rule.id}", Operator.SWAP_MODE, rule.provision, place, words, evolve(rule, mode=other))


# --- dates and time limits ---


def _dates(thing: Rule | Instrument) -> Iterator[Mutant]:
    provision = None if isinstance(thing, Instrument) else thing.provision
    for key, name in (("from", "begins"), ("until", "ends")):
        day: date | None = getattr(thing, name)
        for end, days in (("earlier", -1), ("later", 1)) if day is not None else ():
            other = moved(day, days) if day is not None else None
            if other is not None:
                words = _becomes(f"{key}: {day}", f"{key}: {other}")
                changed = otherwise(thing, name, other)
                shifted = f"{Operator.SHIFT_BOUND}:{thing.id}:{key}-{end}"
                yield Mutant(shifted, Operator.SHIFT_BOUND, provision, thing.place.of(key), words, changed)


def _due(rule: Obligation) -> Iterator[Mutant]:
    due = rule.due
    for end, step in (("shorter", -1), ("longer", 1)) if due is not None else ():
        assert due is not None  # there would be no step
        words = _becomes(f"days: {due.days}", f"days: {due.days + step}")
        changed = evolve(rule, due=evolve(due, days=due.days + step))
        name = f"{Operator.SHIFT_BOUND}:{rule.id}:due-{end}"
        yield Mutant(name, Operator.SHIFT_BOUND, rule.provision, rule.place.of("due", "days"), words, changed)


def _step(rule: Step, ladder: Ladder) -> Iterator[Mutant]:
    yield from _spans(rule, ("within",))
    for number, need in enumerate(rule.needs):
        key = "at_least" if need.at_most is None else "at_most"
        bound = need.at_least if need.at_most is None else need.at_most
        for end, step in (("lower", -1), ("higher", 1)):
            needs = (*rule.needs[:number], otherwise(need, key, bound + step), *rule.needs[number + 1 :])
            words = _becomes(f"{need.attribute}: {{{key}: {bound}}}", f"{need.attribute}: {{{key}: {bound + step}}}")
            name = f"{Operator.SHIFT_BOUND}:{rule.id}:{need.attribute}-{end}"
            yield Mutant(name, Operator.SHIFT_BOUND, need.provision, rule.place.of("needs"), words, evolve(rule, needs=needs))
    yield from _threshold(rule, "sanction_at_least", ladder)


def _threshold(rule: Step | Obligation, key: str, ladder: Ladder) -> Iterator[Mutant]:
    """A sanction from which on something is due, one rung lower or higher."""
    before: str = getattr(rule, key)
    for end, other in _next(before, ladder):
        name = f"{Operator.SWAP_RUNGS}:{rule.id}:{key}-{end}"
        words = _becomes(f"{key}: {before}", f"{key}: {other}")
        yield Mutant(name, Operator.SWAP_RUNGS, rule.provision, rule.place.of(key), words, otherwise(rule, key, other))


def _spans(rule: Step | Remedy, keys: tuple[str, ...]) -> Iterator[Mutant]:
    for key in keys:
        span: Span | None = getattr(rule, key)
        for unit in ("months", "days", "extended"):
            before: int | None = getattr(span, unit, None)
            if span is None or before is None:
                continue
            for end, step in (("shorter", -1), ("longer", 1)):
                words = _becomes(f"{unit}: {before}", f"{unit}: {before + step}")
                changed = otherwise(rule, key, otherwise(span, unit, before + step))
                name = f"{Operator.SHIFT_BOUND}:{rule.id}:{key}-{unit}-{end}"
                yield Mutant(name, Operator.SHIFT_BOUND, rule.provision, rule.place.of(key, unit), words, changed)
