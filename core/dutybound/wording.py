"""Conditions in words, made from the labels of facts and of their values."""

from datetime import date

from dutybound.conditions import Among, AtMost, Within
from dutybound.facts import Day, Fact, Flag, Grade, Number, Value
from dutybound.text import Text

YES, NO = Text("是", "yes"), Text("否", "no")


def value_words(fact: Fact, value: Value) -> Text:
    """A known value as people write it: 是, 情节严重, 30 日, 2021-03-04."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Text(value.isoformat(), value.isoformat())
    if isinstance(value, int):
        return _counted(fact, value)
    return next((option.label for option in fact.options if option.id == value), Text(value, value))


def _counted(fact: Fact, value: int) -> Text:
    match fact.domain:
        case Number(unit) if unit.zh.strip() and not fact.origin:
            return Text(f"{value} {unit.zh}", f"{value} {unit.en}")
        case _:
            return Text(str(value), str(value))


def requirement(leaf: Among | Within, fact: Fact, *, negated: bool = False) -> Text:
    """What a leaf asks of its fact: 是, 较重以上, 不是行政检查, 不少于 5 日, 2020-07-01 及以后."""
    match leaf:
        case Among(values=values):
            return _among(fact, values, negated=negated)
        case Within(least=least, most=most):
            return _within(fact, least, most, negated=negated)


def exact(leaf: Among | Within, *, negated: bool = False) -> bool:
    """Whether only one value satisfies the leaf, so that saying the value says the requirement."""
    match leaf:
        case Among(values=values):
            return len(values) == 1 and (not negated or isinstance(values[0], bool))
        case Within(least=least, most=most):
            return least == most and not negated


def _among(fact: Fact, values: tuple[bool | str, ...], *, negated: bool) -> Text:
    match fact.domain:
        case Flag():
            wanted = {value is not negated for value in values if isinstance(value, bool)}
            return Text("是或否", "yes or no") if len(wanted) > 1 else YES if True in wanted else NO
        case Grade():
            ids = fact.value_ids
            kept = tuple(each for each in ids if (each in values) is not negated)
            return _graded(fact, kept)
        case _:
            words = [value_words(fact, value) for value in values]
            found = _either(words)
            return Text(f"不是{found.zh}", f"not {found.en}") if negated else found


def _graded(fact: Fact, kept: tuple[str, ...]) -> Text:
    ids = fact.value_ids
    if 1 < len(kept) < len(ids):
        if kept == ids[-len(kept) :]:
            lowest = value_words(fact, kept[0])
            return Text(f"{lowest.zh}以上", f"{lowest.en} or more")
        if kept == ids[: len(kept)]:
            highest = value_words(fact, kept[-1])
            return Text(f"{highest.zh}以下", f"{highest.en} or less")
    return _either([value_words(fact, value) for value in kept])


def _either(words: list[Text]) -> Text:
    """Alternatives in a row: 甲、乙或丙."""
    if len(words) < 2:
        return words[0] if words else Text("无", "none")
    zh, en = "、".join(each.zh for each in words[:-1]), ", ".join(each.en for each in words[:-1])
    return Text(f"{zh}或{words[-1].zh}", f"{en} or {words[-1].en}")


def _within(fact: Fact, least: int | date | None, most: int | date | None, *, negated: bool) -> Text:
    inside = _span(fact, least, most)
    if not negated:
        return inside
    is_day = isinstance(fact.domain, Day)
    if least is None and most is not None:
        bound = value_words(fact, most)
        return Text(f"晚于 {bound.zh}", f"after {bound.en}") if is_day else Text(f"多于 {bound.zh}", f"more than {bound.en}")
    if most is None and least is not None:
        bound = value_words(fact, least)
        return Text(f"早于 {bound.zh}", f"before {bound.en}") if is_day else Text(f"少于 {bound.zh}", f"less than {bound.en}")
    return Text(f"不在此范围：{inside.zh}", f"not {inside.en}")


def _span(fact: Fact, least: int | date | None, most: int | date | None) -> Text:
    low = None if least is None else value_words(fact, least)
    high = None if most is None else value_words(fact, most)
    is_day = isinstance(fact.domain, Day)
    match low, high:
        case None, None:
            return Text("任意值", "any value")
        case None, Text() as end:
            return Text(f"{end.zh} 及以前", f"on or before {end.en}") if is_day else Text(f"不超过 {end.zh}", f"at most {end.en}")
        case Text() as start, None:
            return Text(f"{start.zh} 及以后", f"on or after {start.en}") if is_day else Text(f"不少于 {start.zh}", f"at least {start.en}")
        case Text() as start, Text() as end:
            return start if start == end else Text(f"{start.zh} 至 {end.zh}", f"{start.en} to {end.en}")
        case _:
            raise AssertionError("low and high are texts or missing")


def compared(leaf: AtMost, left: Fact, right: Fact, *, negated: bool = False) -> Text:
    """A comparison of two facts: 作出决定之日不晚于法定期限届满之日."""
    one, other = left.label, right.label
    if isinstance(left.domain, Day):
        if negated:
            return Text(f"{one.zh}晚于{other.zh}", f"{one.en} after {other.en}")
        return Text(f"{one.zh}不晚于{other.zh}", f"{one.en} not after {other.en}")
    if negated:
        return Text(f"{one.zh}多于{other.zh}", f"{one.en} more than {other.en}")
    return Text(f"{one.zh}不多于{other.zh}", f"{one.en} at most {other.en}")
