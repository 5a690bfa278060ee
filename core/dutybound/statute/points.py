"""Texts that are numbered 一、二、三、 and have no article: decisions, amendments, replies."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from dutybound.statute.body import paragraphs
from dutybound.statute.endings import take_closing
from dutybound.statute.inline import starts_within
from dutybound.statute.line import Line
from dutybound.statute.marks import NUMERAL, Kind, Mark, annex_number, heading_mark, is_annex, is_complete, item_mark
from dutybound.statute.model import Article, Form, Heading, Level, Part, Passage
from dutybound.statute.quotations import quotations

_BARE = re.compile(NUMERAL)
_SENTENCE = set("。；：，")


def points_parts(title: str, lines: Sequence[Line]) -> tuple[Part, ...]:
    """The part that the numbered points make (one without articles if there are none), and the annexes behind them."""
    ends = [*_annexes(lines), len(lines)]
    annexes = tuple(Part(lines[start].text, outside=_passages(lines[start + 1 : end])) for start, end in pairwise(ends))
    return (_points_part(title, lines[: ends[0]]), *annexes)


def _annexes(lines: Sequence[Line]) -> Iterator[int]:
    """Where the annexes begin: behind the first point, and not in a quotation."""
    quoted = quotations(lines)
    begun = False
    for at, line in enumerate(lines):
        mark = item_mark(line.text)
        begun = begun or (mark is not None and mark.number == 1)
        ended = line.apart or line.hashes > 0 or is_complete(lines[at - 1].text) or annex_number(line.text) > 0
        if begun and is_annex(line.text) and ended and not quoted.open[at]:
            yield at


def _passages(lines: Sequence[Line]) -> tuple[Passage, ...]:
    return tuple(Passage(line.text, line.number) for line in lines)


def _points_part(title: str, lines: Sequence[Line]) -> Part:
    kind, commas_head = _kinds(lines)
    lines = tuple(_one_a_line(lines, kind))
    quoted = quotations(lines)
    headings: dict[int, Heading] = {}
    starts: list[tuple[int, Mark]] = []
    for at, line in enumerate(lines):
        mark = _mark(line) if not quoted.open[at] else None
        last = starts[-1][1].number if starts else 0
        if mark is not None and mark.kind is kind and last < mark.number <= last + (3 if starts else 1):
            starts.append((at, mark))
        elif line.hashes or (commas_head and mark is not None and mark.kind is Kind.COMMA) or _heads(line, open_=quoted.open[at]):
            headings[at] = _heading(line, mark)
    if not starts:
        return Part(title, outside=_passages(lines))
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    points: list[Article] = []
    closing: list[Line] = []
    for (at, mark), end in zip(starts, ends, strict=True):
        stop = next((place for place in headings if at < place < end), end)
        first = lines[at]
        opened = evolve(first, text=mark.rest, column=first.column + len(mark.label))
        body = [line for line in (opened, *lines[at + 1 : stop]) if line.text]
        closing = take_closing(body) if end == len(lines) else []
        under = _under(heading for place, heading in headings.items() if place < at)
        points.append(Article(mark.number, paragraphs(body, quoting=True), first.number, first.column, under=under))
    before = min([starts[0][0], *headings])
    outside = _passages([*lines[:before], *closing])
    return Part(title, Form.POINTS, tuple(headings.values()), tuple(points), outside)


def has_points(lines: Sequence[Line]) -> bool:
    """Whether the lines hold 一、 and 二、 in that order."""
    numbers = [mark.number for line in lines if (mark := item_mark(line.text)) and mark.kind is Kind.COMMA]
    return numbers[:2] == [1, 2] or numbers == [1]


def _heads(line: Line, *, open_: bool) -> bool:
    """Whether a line that is not quoted is a numbered heading: 第二章 附则."""
    return not open_ and heading_mark(line.text) is not None


def _mark(line: Line) -> Mark | None:
    """The mark that opens a line; a heading that is nothing but a number is one too."""
    if line.hashes and _BARE.fullmatch(line.text):
        return item_mark(f"{line.text}、")
    return item_mark(line.text)


def _kinds(lines: Sequence[Line]) -> tuple[Kind, bool]:
    """The kind of mark that numbers the points, and whether 一、 is only a heading over them."""
    marks = [(line, mark) for line in lines if (mark := _mark(line)) is not None]
    commas = [line for line, mark in marks if mark.kind is Kind.COMMA]
    dots = [mark.number for _, mark in marks if mark.kind is Kind.DOT]
    if commas:
        short = all(len(line.text) <= 40 and not set(line.text) & _SENTENCE for line in commas)
        if short and len(commas) > 1 and dots == list(range(1, len(dots) + 1)) and len(dots) > len(commas):
            return Kind.DOT, True
        return Kind.COMMA, False
    if any(mark.kind is Kind.BRACKETS and mark.number == 1 for _, mark in marks):
        return Kind.BRACKETS, False
    return Kind.DOT, False


def _one_a_line(lines: Sequence[Line], kind: Kind) -> Iterator[Line]:
    """The lines, cut where one holds several points: 1．…　2．…"""
    last = 0
    for line in lines:
        mark = item_mark(line.text)
        if mark is not None and mark.kind is kind and last < mark.number <= last + 3:
            last = mark.number
        starts = [0]
        if kind is Kind.DOT and last and not line.hashes:
            found = starts_within(line.text, kind, last + 1) or starts_within(line.text, kind, last + 2)
            starts += [start for start in found if start]
        for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True):
            piece = line.text[start:end].strip()
            inner = item_mark(piece) if start else None
            last = inner.number if inner is not None else last
            if piece:
                yield evolve(line, text=piece, column=line.column + start) if start else evolve(line, text=piece)


def _under(headings: Iterator[Heading]) -> tuple[Heading, ...]:
    """The headings in force after the last of `headings`."""
    found: tuple[Heading, ...] = ()
    for heading in headings:
        found = (*(upper for upper in found if heading.level is Level.SECTION and upper.level is Level.CHAPTER), heading)
    return found


def _heading(line: Line, mark: Mark | None) -> Heading:
    numbered = heading_mark(line.text, certain=True)
    if numbered is not None:
        return Heading(numbered.level, numbered.number, numbered.title, line.number, line.column, numbered.inserted)
    if mark is None:
        return Heading(Level.TITLE, 0, line.text, line.number, line.column)
    return Heading(Level.CHAPTER, mark.number, mark.rest, line.number, line.column)
