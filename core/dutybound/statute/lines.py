"""The lines of a text, freed of mark-up and of what printed pages add, and joined again where it is wrapped at a fixed width."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve

from dutybound.statute.line import Line
from dutybound.statute.markup import plain_line
from dutybound.statute.pages import without_pages
from dutybound.statute.wrapping import unwrapped

_NEWLINE = re.compile(r"\r\n|\n|\r|\x85|\u2028|\u2029")
_END_OF_NOTES = re.compile(r"<!--\s*INFO END\s*-->", re.IGNORECASE)


def read_lines(text: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of the notes (before `<!-- INFO END -->`, where there is one) and of the text itself."""
    notes: list[Line] = []
    lines: list[Line] = []
    margins: list[int] = []
    for read in _lines(text):
        if read is None:
            notes, lines = notes + lines, []
        else:
            lines.append(read[0])
            margins.append(read[1])
    edge = _edge(margins)
    placed = [
        evolve(line, indented=margin >= edge + 2 and not line.hashes) for line, margin in zip(lines, margins[len(notes) :], strict=True)
    ]
    return tuple(notes), tuple(unwrapped(without_pages(placed)))


def _edge(margins: Sequence[int]) -> int:
    """The margin at which lines begin that are not indented: the smallest that is not rare."""
    often = [margin for margin, count in Counter(margins).items() if count > 1 and count * 12 >= len(margins)]
    return min(often, default=0)


def _lines(text: str) -> Iterator[tuple[Line, int] | None]:
    """The lines with their margins, and None where the notes end."""
    apart = True
    ended = turned = False
    for number, raw in enumerate(_NEWLINE.split(text), start=1):
        if not ended and _END_OF_NOTES.search(raw):
            ended = True
            yield None
        turned = turned or "\f" in raw
        plain = plain_line(raw)
        if plain is None:
            apart = True
            continue
        column = max(raw.find(plain.text[:8]), 0) + 1
        yield Line(plain.text, number, column, apart, hashes=plain.hashes, width=plain.width, turned=turned), plain.margin
        apart = turned = False
