"""An official text, from its characters to its articles."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from dutybound.statute.contents import without_contents
from dutybound.statute.deleted import apart
from dutybound.statute.frontmatter import without_front_matter
from dutybound.statute.line import Line
from dutybound.statute.lines import read_lines
from dutybound.statute.marks import article_mark, heading_mark, is_unnumbered_heading, item_mark
from dutybound.statute.model import Part, Passage, Statute
from dutybound.statute.numbering import Opening, openings
from dutybound.statute.oneline import taken_apart
from dutybound.statute.parts import articles_parts
from dutybound.statute.points import has_points, points_parts
from dutybound.statute.reading import Source, read_file
from dutybound.statute.titles import beginning, is_named

_AMENDS = re.compile(r"修正案|(?:修改|修订|修正|废止|补充).*(?:决定|决议|通知)|的修正")
_CONSTITUTIONAL = "宪法修正案"


def read_statute(path: Path) -> Statute:
    """Read the text in a file; raises `Refused` for what is no text in Chinese."""
    return parse(read_file(path))


def parse(source: Source) -> Statute:
    """The statute that the characters of `source` spell."""
    announced, text = without_front_matter(source.text)
    notes, lines = read_lines(text)
    title, notes, body = _titled(announced, notes, tuple(apart(taken_apart(lines))))
    lines = without_contents(body)
    return Statute(
        title,
        _parts(title, lines),
        source.origin,
        tuple(Passage(line.text, line.number) for line in notes),
        _defaced(source.text),
    )


def _parts(title: str, lines: Sequence[Line]) -> tuple[Part, ...]:
    amends = _AMENDS.search(title) is not None and _CONSTITUTIONAL not in title
    quoting = _AMENDS.search(title) is not None
    opened = openings(lines, quoting=quoting)
    if not opened or not (_CONSTITUTIONAL in title or _in_a_row(opened)):
        return points_parts(title, lines)
    start = _attached(lines, opened) if amends and has_points(lines[: opened[0].position]) else 0
    if amends and start != 0:
        attached = _attached_parts(lines[start:]) if start > 0 else ()
        return (*points_parts(title, lines[:start] if start > 0 else lines), *attached)
    return articles_parts(title, lines, opened, quoting=quoting)


def _in_a_row(opened: Sequence[Opening]) -> bool:
    """Whether the articles are a text's own: those quoted from elsewhere have no first, and few follow the one before."""
    before = [(0, 0), *((opening.mark.number, opening.mark.inserted) for opening in opened)]
    following = sum(opening.follows(last) for opening, last in zip(opened, before, strict=False))
    return any(opening.mark.number == 1 for opening in opened) or 2 * following >= len(opened)


def _attached(lines: Sequence[Line], opened: Sequence[Opening]) -> int:
    """Where the amended text that follows a decision begins; -1 if none does."""
    for one, other in pairwise(opened):
        if one.mark.number == 1 and one.mark.separated and other.mark.number == 2:
            return max(beginning(lines, one.position), 1)
    return -1


def _attached_parts(lines: Sequence[Line]) -> tuple[Part, ...]:
    titled = article_mark(lines[0].text) is None and heading_mark(lines[0].text) is None
    body = without_contents(lines[1:] if titled else lines)
    return articles_parts(lines[0].text if titled else "", body, openings(body))


def _titled(announced: str, notes: Sequence[Line], lines: Sequence[Line]) -> tuple[str, tuple[Line, ...], tuple[Line, ...]]:
    """The title, and the notes and lines without it."""
    if notes:
        first = next((line for line in notes if line.hashes == 1), notes[0])
        return first.text, tuple(line for line in notes if line is not first), tuple(lines)
    head: list[Line] = []
    for line in lines[:40]:
        if article_mark(line.text) or heading_mark(line.text) or is_unnumbered_heading(line.text):
            break
        head.append(line)
    marked = [line for line in head if line.hashes == 1]
    named = [line for line in head if is_named(line.text)]
    if announced and not marked and not named:
        return announced, (), tuple(lines)
    top = [line for line in head[:1] if len(line.text) <= 60 and line.text[-1] not in "。；：" and line.text[0] not in "（(【〔["]
    top = [line for line in top if item_mark(line.text) is None]
    title = next(iter([*marked, *named, *top]), None)
    if title is None:
        return "", (), tuple(lines)
    return title.text, (), tuple(line for line in lines if line is not title)


def _defaced(text: str) -> tuple[Passage, ...]:
    if "\ufffd" not in text:
        return ()
    rows = enumerate(re.split(r"\r\n|\n|\r", text), start=1)
    return tuple(Passage(row, number) for number, row in rows if "\ufffd" in row)
