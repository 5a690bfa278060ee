"""Lines that hold several articles, or headings and articles, taken apart."""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from dutybound.statute.line import Line
from dutybound.statute.marks import ArticleMark, article_mark, heading_mark
from dutybound.statute.titles import is_named

_UNIT = re.compile(
    r"(?<=[。；！：”）》\s])[ \t\u3000\xa0]*"
    r"(?=第[ 0-9０-９零〇一二三四五六七八九十百千]{1,14}(?:[条條](?:之[一二三四五六七八九十]{1,3})?|分?[编編]|[章节節])[ \t\u3000\xa0（【])"
)
_SENTENCE = re.compile(r"[。；;，,：]")
_WIDEST = 40
_MOST_MISSING = 3


@frozen
class _Unit:
    """A number in the middle of a line; `article` is None where it is that of a heading."""

    start: int
    article: ArticleMark | None


def taken_apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, one for every article and heading."""
    cut: list[Line] = []
    for line in lines:
        cut += _taken_apart(line)
    return tuple(cut)


def _taken_apart(line: Line) -> list[Line]:
    mark = article_mark(line.text)
    headed = mark is None and heading_mark(line.text, certain=True) is not None
    units = list(_units(line.text))
    if not units or not (mark is not None or headed or _holds_a_text(units)):
        return [line]
    starts = [0, *_starts(line.text, units, mark.number if mark is not None else 0, headed=headed)]
    if mark is None and not headed:
        named = line.text[: starts[1]].split(maxsplit=1)
        starts[1:1] = [line.text.index(named[1], len(named[0]))] if len(named) > 1 and is_named(named[0]) else []
    pieces: list[Line] = []
    for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True):
        text = line.text[start:end].strip()
        if text:
            piece = evolve(line, text=text, column=line.column + start)
            pieces.append(piece if not start else evolve(piece, hashes=0, apart=True))
    return pieces


def _units(text: str) -> Iterator[_Unit]:
    for match in _UNIT.finditer(text):
        if not match.end():
            continue
        article = article_mark(text[match.end() : match.end() + 24])
        if article is None or not article.refers_surely():
            yield _Unit(match.end(), article)


def _holds_a_text(units: Sequence[_Unit]) -> bool:
    """Whether a line that begins with no number holds a whole text: its first article and its second."""
    numbers = [unit.article.number for unit in units if unit.article is not None]
    return 1 in numbers and 2 in numbers[numbers.index(1) :]


def _starts(text: str, units: Sequence[_Unit], number: int, *, headed: bool) -> Iterator[int]:
    """Where the units that open begin: the articles that come next, and the headings with nothing but a title behind them."""
    last = {unit.article.number: at for at, unit in enumerate(units) if unit.article is not None}
    for at, unit in enumerate(units):
        if unit.article is not None:
            skipped = range(number + 1, min(unit.article.number, number + _MOST_MISSING + 2))
            next_up = number < unit.article.number <= number + _MOST_MISSING + 1 and all(last.get(one, -1) < at for one in skipped)
            if next_up or headed or (unit.article.inserted and unit.article.number == number):
                number, headed = unit.article.number, False
                yield unit.start
        elif at + 1 < len(units):
            title = text[unit.start : units[at + 1].start]
            if len(title) <= _WIDEST and _SENTENCE.search(title) is None:
                yield unit.start
