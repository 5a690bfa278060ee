"""Captions of articles: in brackets behind the number, in brackets on the line before it, or in a heading."""

import re
from collections.abc import Sequence

from attrs import evolve

from dutybound.statute.line import Line
from dutybound.statute.marks import item_mark
from dutybound.statute.numbering import Opening

_CAPTION = re.compile(
    r"(?:（([^（）。；]{1,40})）|\(([^()。；;]{1,40})\)|【([^【】。]{1,60})】|〔([^〔〕。]{1,40})〕|\[([^\[\]。]{1,40})\])"
    r"[ \u3000]*(?![，,、。；;的])"
)
_FEWEST = 2


def captions_before(lines: Sequence[Line], opened: Sequence[Opening]) -> dict[int, str]:
    """The captions that stand alone on the lines before the articles, by position; none unless most articles have one."""
    found: dict[int, str] = {}
    for opening in opened:
        at = opening.position - 1
        match = _CAPTION.fullmatch(lines[at].text) if at >= 0 and not lines[at].hashes else None
        if match is not None and item_mark(lines[at].text) is None:
            found[at] = _words(match)
    return found if len(found) >= max(_FEWEST, len(opened) / 2) else {}


def captioned(lines: list[Line], opening: Line) -> tuple[list[Line], str]:
    """The lines of the article that opens at `opening`, without the caption that may follow the number, and the caption."""
    if not lines or lines[0].number != opening.number:
        return lines, ""
    first = lines[0]
    match = _CAPTION.match(first.text)
    if match is not None and item_mark(first.text) is None:
        rest = first.text[match.end() :]
        if rest:
            return [evolve(first, text=rest, column=first.column + match.end()), *lines[1:]], _words(match)
        if len(lines) > 1:
            return lines[1:], _words(match)
    if opening.hashes and len(lines) > 1 and len(first.text) <= 30 and not set(first.text) & set("。；：，"):
        return lines[1:], first.text
    return lines, ""


def _words(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group).strip()
