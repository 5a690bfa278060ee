"""Mutants of conditions: a conjunct dropped, a leaf turned round, a bound shifted."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attrs import evolve, frozen

from dutybound.branches import Position, branches, first_place, put, singles, spelt
from dutybound.conditions import ALWAYS, AllOf, AnyOf, Asks, Comparison, Condition, Holds, Negation, Test
from dutybound.facts import Day, Fact, Grade, Number
from dutybound.linking import written_conditions
from dutybound.mutation.mutants import Mutant, Operator, Written, otherwise
from dutybound.problems import Place
from dutybound.rules import Constraint, Exemption, Rule, SanctionRange
from dutybound.text import Text

_STRICTER = {
    Comparison.AT_MOST: Comparison.BEFORE,
    Comparison.BEFORE: Comparison.AT_MOST,
    Comparison.AT_LEAST: Comparison.AFTER,
    Comparison.AFTER: Comparison.AT_LEAST,
}
"""A comparison of two days moved by one day: whether the day itself counts."""


def condition_mutants(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[Mutant]:
    """Every mutant of a rule's conditions, as they are written."""
    for part, condition in written_conditions(rule):
        changed = _Changed(rule, part, condition)
        yield from _dropped(changed)
        yield from _flipped(changed)
        yield from _shifted(changed, facts)


@frozen
class _Changed:
    """A condition of a rule, to be put back with another part in it."""

    rule: Rule
    part: str
    condition: Condition

    def mutant(self, operator: Operator, at: Position, new: tuple[Condition, str], where: tuple[Place, Text]) -> Mutant:
        """With another condition at a position; `new` brings the end of the id along."""
        written = put(self.condition, at, new[0])
        numbers = ".".join(str(number + 1) for number in at)
        name = f"{operator}:{self.part}{f'#{numbers}' if numbers else ''}{new[1]}"
        place, words = where
        rule = rewritten(self.rule, self.part, written)
        return Mutant(name, operator, self.rule.provision, place, words, rule, Written(self.part, written))


def rewritten(rule: Rule, part: str, condition: Condition) -> Rule:
    """The rule with another condition under the name of one of its parts."""
    key = part.removeprefix(f"{rule.id}/") if part != rule.id else ""
    match rule:
        case Constraint():
            if key in ("if", "then"):
                return evolve(rule, given=condition) if key == "if" else evolve(rule, then=condition)
            parts = tuple(condition if str(number) == key else each for number, each in enumerate(rule.never_together, 1))
            return evolve(rule, never_together=parts)
        case Exemption() if key:
            return evolve(rule, unless=tuple(evolve(each, when=condition) if each.id == key else each for each in rule.unless))
        case SanctionRange() if key:
            tiers = tuple(evolve(each, when=condition) if str(number) == key else each for number, each in enumerate(rule.tiers, 1))
            return evolve(rule, tiers=tiers)
        case _:
            return otherwise(rule, "when", condition)


def _dropped(changed: _Changed) -> Iterator[Mutant]:
    """Each part of an `all`, and a condition that stands alone."""
    if not isinstance(changed.condition, AllOf | AnyOf):
        where = (first_place(changed.condition), _drops(changed.condition))
        yield changed.mutant(Operator.DROP_CONJUNCT, (), (ALWAYS, ""), where)
    for at, whole in branches(changed.condition):
        if isinstance(whole, AllOf):
            for number, part in enumerate(whole.parts):
                rest = AllOf((*whole.parts[:number], *whole.parts[number + 1 :]))
                end = f".{number + 1}" if at else f"#{number + 1}"
                yield changed.mutant(Operator.DROP_CONJUNCT, at, (rest, end), (first_place(part), _drops(part)))


def _drops(part: Condition) -> Text:
    said = told(part)
    return Text(f"删去条件 {said}", f"drops the condition `{said}`")


def _flipped(changed: _Changed) -> Iterator[Mutant]:
    for at, single in singles(changed.condition):
        said = spelt(single)
        words = Text(f"条件 {said} 改为相反", f"turns `{said}` into its opposite")
        yield changed.mutant(Operator.FLIP_LEAF, at, (Negation(single), ""), (single.place, words))


def _shifted(changed: _Changed, facts: Mapping[str, Fact]) -> Iterator[Mutant]:
    for at, single in singles(changed.condition):
        if not isinstance(single, Test):
            continue
        for end, other in _neighbours(single, facts[single.fact]):
            words = Text(f"{spelt(single)} 改为 {spelt(other)}", f"`{spelt(single)}` becomes `{spelt(other)}`")
            yield changed.mutant(Operator.SHIFT_BOUND, at, (other, f":{end}"), (single.place.of("value"), words))


def _neighbours(test: Test, fact: Fact) -> Iterator[tuple[str, Test]]:
    """The test with its bound one lower and one higher, as far as there is one."""
    match fact.domain:
        case Grade() if isinstance(test.value, str):
            ids = fact.value_ids
            position = ids.index(test.value)
            for end, other in (("lower", position - 1), ("higher", position + 1)):
                if 0 <= other < len(ids):
                    yield end, evolve(test, value=ids[other], other=ids[other] if test.other else "")
        case Number() | Day() if test.other:
            if test.comparison in _STRICTER and isinstance(fact.domain, Day):
                yield "edge", evolve(test, comparison=_STRICTER[test.comparison])
        case Number():
            assert isinstance(test.value, int)  # checked when it was lowered
            yield "lower", evolve(test, value=test.value - 1)
            yield "higher", evolve(test, value=test.value + 1)
        case Day():
            assert isinstance(test.value, date)  # as above
            for end, day in (("lower", moved(test.value, -1)), ("higher", moved(test.value, 1))):
                if day is not None:
                    yield end, evolve(test, value=day)
        case _:
            return


def moved(day: date, days: int) -> date | None:
    """A day so many days later, `None` beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def told(condition: Condition) -> str:
    """A condition on one line."""
    match condition:
        case AllOf(parts):
            return f"all: [{'; '.join(map(told, parts))}]"
        case AnyOf(parts):
            return f"any: [{'; '.join(map(told, parts))}]"
        case Negation(part):
            return f"not: {{{told(part)}}}"
        case Test() | Holds() | Asks():
            return spelt(condition)
