"""Texts that are numbered 一、二、三、 and have no article: decisions, amendments, replies."""

from collections.abc import Sequence

from attrs import evolve

from dutybound.statute.body import paragraphs
from dutybound.statute.lines import Line
from dutybound.statute.marks import Kind, Mark, item_mark
from dutybound.statute.model import Article, Form, Heading, Level, Part, Passage


def points_part(title: str, lines: Sequence[Line]) -> Part:
    """The part that the numbered points make; one without articles if there are none."""
    marks = {at: mark for at, line in enumerate(lines) if (mark := item_mark(line.text)) is not None}
    kind, headings = _kinds(lines, marks)
    starts: list[tuple[int, Mark]] = []
    for at, mark in marks.items():
        last = starts[-1][1].number if starts else 0
        if mark.kind is kind and last < mark.number <= last + (3 if starts else 1):
            starts.append((at, mark))
    if not starts:
        return Part(title, outside=tuple(Passage(line.text, line.number) for line in lines))
    found = tuple(_heading(lines[at], marks[at]) for at in headings)
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    points: list[Article] = []
    for (at, mark), end in zip(starts, ends, strict=True):
        stop = next((place for place in headings if at < place < end), end)
        first = lines[at]
        opened = evolve(first, text=mark.rest, column=first.column + len(mark.label))
        body = [line for line in (opened, *lines[at + 1 : stop]) if line.text]
        under = tuple(heading for heading in found if heading.line < first.number)[-1:]
        quoted = paragraphs(body, quoting=True)
        points.append(Article(mark.number, quoted, first.number, first.column, under=under))
    before = min([starts[0][0], *headings])
    outside = tuple(Passage(line.text, line.number) for line in lines[:before])
    return Part(title, Form.POINTS, found, tuple(points), outside)


def has_points(lines: Sequence[Line]) -> bool:
    """Whether the lines hold 一、 and 二、 in that order."""
    numbers = [mark.number for line in lines if (mark := item_mark(line.text)) and mark.kind is Kind.COMMA]
    return numbers[:2] == [1, 2] or numbers == [1]


def _kinds(lines: Sequence[Line], marks: dict[int, Mark]) -> tuple[Kind, tuple[int, ...]]:
    """The kind of mark that numbers the points, and the lines that are only headings over them."""
    commas = [at for at, mark in marks.items() if mark.kind is Kind.COMMA]
    dots = [mark.number for mark in marks.values() if mark.kind is Kind.DOT]
    if commas:
        short = all(len(lines[at].text) <= 40 and not set(lines[at].text) & set("。；：，") for at in commas)
        if short and len(commas) > 1 and dots == list(range(1, len(dots) + 1)) and len(dots) > len(commas):
            return Kind.DOT, tuple(commas)
        return Kind.COMMA, ()
    if any(mark.kind is Kind.BRACKETS and mark.number == 1 for mark in marks.values()):
        return Kind.BRACKETS, ()
    return Kind.DOT, ()


def _heading(line: Line, mark: Mark) -> Heading:
    return Heading(Level.CHAPTER, mark.number, mark.rest, line.number, line.column)
