"""Citations that name several provisions: 第二十一条至第二十三条, 第二十一条第一款、第二款, 第五条第（一）至（三）项."""

import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve, frozen

from dutybound.numerals import from_chinese
from dutybound.provision import Provision
from dutybound.statute.citation import TwoReadings, named_instrument, read_citation
from dutybound.statute.model import Part

_UNITS = ("条", "款", "项", "目")
_TOKEN = re.compile(
    r"\s*(?P<joint>以及|-(?=\s*第)|[、,和及与至到~—–]?)\s*第?\s*\(?\s*(?P<number>[0-9零〇○一二三四五六七八九十百千两廿卅]{1,9})\s*\)?\s*"
    r"(?P<unit>[条款项目]?)(?:\s*之\s*(?P<inserted>[一二三四五六七八九十]{1,3}|\d{1,2}))?"
)
_RANGES = "至到~—–-"


@frozen
class Span:
    """All provisions from `first` to `last`, which differ in their last number alone; one provision if they are equal."""

    first: Provision
    last: Provision

    def within(self, part: Part) -> Iterator[Provision]:
        """The provisions of the span; of a span of articles its ends and those that `part` has between."""
        if self.first == self.last:
            yield self.first
        elif not self.first.paragraph and not self.first.item:
            low, high = ((place.article, place.inserted) for place in (self.first, self.last))
            between = {article.key for article in part.articles if low <= article.key <= high}
            for number, inserted in sorted(between | {low, high}):
                yield evolve(self.first, article=number, inserted=inserted)
        else:
            unit = _deepest(self.first)
            for number in range(_numbers(self.first)[unit], _numbers(self.last)[unit] + 1):
                yield _placed(self.first, unit, number)


@frozen
class _Token:
    joint: str
    number: int
    unit: int
    inserted: int


def read_citations(written: str, instrument: str) -> tuple[Span, ...]:
    """The provisions that `written` names, one or several; raises `ValueError` for what is no citation."""
    try:
        place = read_citation(written, instrument)
    except TwoReadings:
        raise
    except ValueError:
        spans = _spans(*named_instrument(written, instrument))
        if not spans:
            raise
        return spans
    return (Span(place, place),)


def _spans(instrument: str, text: str) -> tuple[Span, ...]:
    tokens = _tokens(text)
    if len(tokens) < 2 or tokens[0].unit or tokens[0].joint:
        return ()
    spans: list[Span] = []
    opened = Provision(instrument, tokens[0].number, tokens[0].inserted)
    first: Provision | None = None
    for before, token in pairwise(tokens):
        if not token.joint:
            if token.unit <= before.unit:
                return ()
            opened = _placed(opened, token.unit, token.number)
            continue
        if token.joint in _RANGES:
            if first is not None:
                return ()
            first = opened
        else:
            spans.append(Span(first or opened, opened))
            first = None
        opened = _moved(opened, token)
    spans.append(Span(first or opened, opened))
    return tuple(spans) if all(_holds(span) for span in spans) else ()


def _tokens(text: str) -> tuple[_Token, ...]:
    """The numbers of a citation; one without a unit (第一、二款) has that of the next. Empty where anything else stands between."""
    found: list[tuple[str, int, str, int]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(found) > len(text):
            return ()
        try:
            inserted = from_chinese(match["inserted"]) if match["inserted"] else 0
            found.append((match["joint"], from_chinese(match["number"]), match["unit"], inserted))
        except ValueError:
            return ()
        at = match.end()
    tokens: list[_Token] = []
    unit = ""
    for joint, number, own, inserted in reversed(found):
        unit = own or unit
        if not unit or (inserted and unit != "条"):
            return ()
        tokens.insert(0, _Token(joint, number, _UNITS.index(unit), inserted))
    return tuple(tokens)


def _moved(place: Provision, token: _Token) -> Provision:
    """The place beside `place` that `token` names: everything above its unit stays."""
    if token.unit == 0:
        return Provision(place.instrument, token.number, token.inserted)
    return _placed(place, token.unit, token.number)


def _placed(place: Provision, unit: int, number: int) -> Provision:
    """`place` with another number for `unit` and nothing below it."""
    numbers = [*_numbers(place)[:unit], number, 0, 0, 0]
    return Provision(place.instrument, numbers[0], place.inserted, *numbers[1:4])


def _numbers(place: Provision) -> tuple[int, int, int, int]:
    return (place.article, place.paragraph, place.item, place.subitem)


def _deepest(place: Provision) -> int:
    return max(unit for unit, number in enumerate(_numbers(place)) if number)


def _holds(span: Span) -> bool:
    """Whether the ends differ in their last number alone, and the last is not before the first."""
    unit = _deepest(span.first)
    if unit == 0 or span.first == span.last:
        return _deepest(span.last) == unit and span.first <= span.last
    same = _placed(span.first, unit, 0) == _placed(span.last, unit, 0)
    return same and _deepest(span.last) == unit and span.first < span.last
