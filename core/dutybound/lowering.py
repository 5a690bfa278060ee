"""Conditions into expressions: every fact, value, rule and predicate looked up and type-checked, grades made sets."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import islice

from attrs import frozen

from dutybound.conditions import (
    All,
    AllOf,
    Among,
    Any,
    AnyOf,
    Asks,
    AtMost,
    Comparison,
    Condition,
    Expression,
    Holds,
    Negation,
    Not,
    Opaque,
    Predicate,
    Ref,
    Test,
    Within,
)
from dutybound.days import day_meant
from dutybound.facts import Choice, Day, Domain, Fact, Flag, Grade, Number, admits, expected, value_labels
from dutybound.problems import MOST_PROBLEMS, Place, Problems, did_you_mean
from dutybound.text import Text

IMPOSSIBLE = Any(())


@frozen
class Vocabulary:
    """What a condition may speak of: facts, rules of earlier stages (by id, with their stage), predicates."""

    facts: Mapping[str, Fact]
    stages: Mapping[str, int]
    predicates: Mapping[str, Predicate]


def lower(condition: Condition, vocabulary: Vocabulary, stage: int, problems: Problems) -> Expression:
    """The expression of a condition of a rule at `stage`; what is wrong is added to `problems`."""
    match condition:
        case AllOf(parts):
            return All(_lowered(parts, vocabulary, stage, problems))
        case AnyOf(parts):
            return Any(_lowered(parts, vocabulary, stage, problems))
        case Negation(part):
            return Not(lower(part, vocabulary, stage, problems))
        case Holds():
            return _holds(condition, vocabulary, stage, problems)
        case Asks(name, place):
            predicate = vocabulary.predicates.get(name)
            if predicate is None:
                hint = did_you_mean(name, vocabulary.predicates)
                problems.add(place, f"没有谓词 `{name}`{hint.zh}", f"there is no predicate `{name}`{hint.en}")
                return IMPOSSIBLE
            return Opaque(name, predicate.reads)
        case Test():
            return _test(condition, vocabulary, problems)


def _lowered(parts: Iterable[Condition], vocabulary: Vocabulary, stage: int, problems: Problems) -> tuple[Expression, ...]:
    found: list[Expression] = []
    for part in parts:
        if len(problems) >= MOST_PROBLEMS:
            break  # hints for thousands of wrong words would take longer than anybody waits
        found.append(lower(part, vocabulary, stage, problems))
    return tuple(found)


def _holds(condition: Holds, vocabulary: Vocabulary, stage: int, problems: Problems) -> Expression:
    found = vocabulary.stages.get(condition.rule)
    if found is None:
        hint = did_you_mean(condition.rule, vocabulary.stages)
        problems.add(condition.place, f"没有规则 `{condition.rule}`{hint.zh}", f"there is no rule `{condition.rule}`{hint.en}")
        return IMPOSSIBLE
    if found >= stage:
        problems.add(
            condition.place,
            f"规则 `{condition.rule}` 不在更早的阶段，不能引用",
            f"the rule `{condition.rule}` is not of an earlier stage, so its finding cannot be used here",
        )
        return IMPOSSIBLE
    return Ref(condition.rule)


def _test(test: Test, vocabulary: Vocabulary, problems: Problems) -> Expression:
    fact = vocabulary.facts.get(test.fact)
    if fact is None:
        citable = {each.id: each.label for each in vocabulary.facts.values() if "-" not in each.id}  # what is misspelt there is told there
        hint = did_you_mean(test.fact, citable, citable)
        problems.add(test.place, f"没有事实 `{test.fact}`{hint.zh}", f"there is no fact `{test.fact}`{hint.en}")
        return IMPOSSIBLE
    match fact.domain:
        case Flag() | Choice():
            return _among(test, fact, problems)
        case Grade():
            return _graded(test, fact, problems)
        case Number() | Day():
            return _measured(test, fact, vocabulary, problems)


def _wrong_value(test: Test, fact: Fact, value: object, problems: Problems) -> Expression:
    right = expected(fact)
    near = day_meant(str(value)) if isinstance(fact.domain, Day) else did_you_mean(str(value), fact.value_ids, value_labels(fact))
    hint = _unquoted(test, fact) or near
    problems.add(
        test.place.of("value", str(value)),
        f"`{value}` 不是事实 `{fact.id}` 的值，应为{right.zh}{hint.zh}",
        f"`{value}` is no value of the fact `{fact.id}`, which takes {right.en}{hint.en}",
    )
    return IMPOSSIBLE


def _wrong_values(test: Test, fact: Fact, values: Iterable[object], problems: Problems) -> Expression:
    for value in islice(values, MOST_PROBLEMS):
        _wrong_value(test, fact, _spelt(value), problems)
    return IMPOSSIBLE


def _unquoted(test: Test, fact: Fact) -> Text | None:
    """A hint where a day, number or flag was written as text. Only quotes make a word of one."""
    forms = {Flag: r"true|false", Number: r"-?(?:0|[1-9][0-9]{0,15})", Day: r"[0-9]{4}-[0-9]{2}-[0-9]{2}"}
    form = forms.get(type(fact.domain))
    if form is None or not isinstance(test.value, str) or not re.fullmatch(form, test.value):
        return None
    return Text("（不加引号）", " (without quotes)")


def _wrong_comparison(test: Test, fact: Fact, problems: Problems) -> Expression:
    problems.add(
        test.place,
        f"事实 `{fact.id}` 的类型不支持 `{test.comparison}`",
        f"`{test.comparison}` does not apply to the fact `{fact.id}` because of its type",
    )
    return IMPOSSIBLE


def _among(test: Test, fact: Fact, problems: Problems) -> Expression:
    if test.comparison is Comparison.IS:
        wanted: tuple[object, ...] = (test.value,)
    elif test.comparison is Comparison.ONE_OF and isinstance(fact.domain, Choice) and isinstance(test.value, tuple):
        wanted = test.value
    else:
        return _wrong_comparison(test, fact, problems)
    values = [value for value in wanted if (isinstance(value, bool) if isinstance(fact.domain, Flag) else value in fact.value_ids)]
    if len(values) < len(wanted):
        return _wrong_values(test, fact, (value for value in wanted if value not in values), problems)
    return Among(fact.id, tuple(value for value in values if isinstance(value, bool | str)))


def _graded(test: Test, fact: Fact, problems: Problems) -> Expression:
    ids = fact.value_ids
    if test.comparison in (Comparison.BEFORE, Comparison.AFTER):
        return _wrong_comparison(test, fact, problems)
    wanted = test.value if isinstance(test.value, tuple) else (test.value,)
    if wrong := [value for value in wanted if value not in ids]:
        return _wrong_values(test, fact, wrong, problems)
    positions = sorted(ids.index(str(value)) for value in wanted)
    match test.comparison:
        case Comparison.IS | Comparison.ONE_OF:
            return Among(fact.id, tuple(ids[position] for position in positions))
        case Comparison.AT_LEAST:
            return Among(fact.id, ids[positions[0] :])
        case Comparison.AT_MOST:
            return Among(fact.id, ids[: positions[0] + 1])


def _measured(test: Test, fact: Fact, vocabulary: Vocabulary, problems: Problems) -> Expression:
    if test.comparison is Comparison.ONE_OF:
        return _wrong_comparison(test, fact, problems)
    is_day = isinstance(fact.domain, Day)
    if test.comparison in (Comparison.BEFORE, Comparison.AFTER) and not is_day:
        return _wrong_comparison(test, fact, problems)
    if test.other:
        return _against(test, fact, vocabulary, problems)
    value = test.value
    # a number outside the fact's bounds would make the test hold always or never, without a word
    if not admits(fact, value):
        return _wrong_value(test, fact, _spelt(value), problems)
    return _interval(fact.id, test.comparison, value, problems, test.place.of("value"))


def _interval(fact: str, comparison: Comparison, value: object, problems: Problems, place: Place) -> Expression:
    assert isinstance(value, int | date)
    match comparison:
        case Comparison.IS:
            return Within(fact, value, value)
        case Comparison.AT_LEAST:
            return Within(fact, value, None)
        case Comparison.AT_MOST:
            return Within(fact, None, value)
        case Comparison.BEFORE | Comparison.AFTER:
            assert isinstance(value, date)
            return _strictly(fact, comparison, value, problems, place)
        case Comparison.ONE_OF:
            raise AssertionError("one_of was refused before")


def _strictly(fact: str, comparison: Comparison, day: date, problems: Problems, place: Place) -> Expression:
    try:
        if comparison is Comparison.BEFORE:
            return Within(fact, None, day - timedelta(days=1))
        return Within(fact, day + timedelta(days=1), None)
    except OverflowError:
        problems.add(place, f"日期 {day} 超出日历范围", f"the day {day} is at the edge of the calendar")
        return IMPOSSIBLE


def _against(test: Test, fact: Fact, vocabulary: Vocabulary, problems: Problems) -> Expression:
    other = vocabulary.facts.get(test.other)
    if other is None:
        hint = day_meant(test.other) if isinstance(fact.domain, Day) else Text("", "")
        hint = hint if hint.en else did_you_mean(test.other, vocabulary.facts)
        problems.add(
            test.place.of("value"),
            f"`{test.other}` 既不是{expected(fact).zh}，也不是事实{hint.zh}",
            f"`{test.other}` is neither {expected(fact).en} nor a fact{hint.en}",
        )
        return IMPOSSIBLE
    if not _same_kind(fact.domain, other.domain):
        problems.add(
            test.place.of("value"),
            f"事实 `{fact.id}` 与 `{other.id}` 类型或单位不同，不能比较",
            f"the facts `{fact.id}` and `{other.id}` differ in type or unit and cannot be compared",
        )
        return IMPOSSIBLE
    if fact is other:
        problems.add(
            test.place.of("value"),
            f"事实 `{fact.id}` 与自身比较，结果总是一样",
            f"the fact `{fact.id}` is compared with itself, which always comes out the same",
        )
        return IMPOSSIBLE
    match test.comparison:
        case Comparison.AT_MOST:
            return AtMost(fact.id, other.id)
        case Comparison.AT_LEAST:
            return AtMost(other.id, fact.id)
        case Comparison.BEFORE:
            return Not(AtMost(other.id, fact.id))
        case Comparison.AFTER:
            return Not(AtMost(fact.id, other.id))
        case Comparison.IS | Comparison.ONE_OF:
            return All((AtMost(fact.id, other.id), AtMost(other.id, fact.id)))


def _same_kind(one: Domain, other: Domain) -> bool:
    if isinstance(one, Number) and isinstance(other, Number):
        return one.unit == other.unit
    return isinstance(one, Day) and isinstance(other, Day)


def _spelt(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
