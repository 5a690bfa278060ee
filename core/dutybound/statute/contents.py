"""Tables of contents 目录, which repeat the headings and are left out."""

import re
from collections.abc import Sequence

from dutybound.statute.line import Line
from dutybound.statute.marks import article_mark, heading_mark, is_unnumbered_heading

_LEADERS = re.compile(r"[\s.·…．。\-—]*[（(]?(?:第[^章节]{1,12}条.*|\d*)[）)]?$")
_BLANKS = re.compile(r"\s+")
_IN_ONE_LINE = re.compile(r"目\s*[录次][\s:：]*第\S{1,3}[编章]")


def without_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without any table of contents."""
    kept: list[Line] = []
    position = 0
    while position < len(lines):
        if _IN_ONE_LINE.match(lines[position].text):
            position += 1
            continue
        end = _end_of_contents(lines, position)
        if end == position:
            kept.append(lines[position])
            position += 1
        position = max(position, end)
    return tuple(kept)


def _end_of_contents(lines: Sequence[Line], start: int) -> int:
    """The position after the table that starts here; `start` if none does."""
    if _key(lines[start].text) in ("目录", "目次", "【目录】"):
        first = start + 1
    elif _is_heading(lines[start]) and start + 2 < len(lines) and all(_is_heading(n) for n in lines[start : start + 3]):
        first = start
    else:
        return start
    end = first
    while end < len(lines) and _in_table(lines[end]):
        if end > first and _same(lines[end].text, lines[first].text):
            return end
        end += 1
    if first == start:
        return start
    return _given_back(lines, first, end)


def _given_back(lines: Sequence[Line], first: int, end: int) -> int:
    """Where no heading comes twice: the last heading numbered one opens the text unless many follow it."""
    for position in range(end - 1, max(first - 1, end - 4), -1):
        mark = heading_mark(lines[position].text, certain=True)
        if mark is not None and mark.number == 1:
            before = heading_mark(lines[position - 1].text, certain=True) if position > first else None
            return position - 1 if before is not None and before.number == 1 else position
    return end


def _in_table(line: Line) -> bool:
    mark = article_mark(line.text)
    if mark is not None:
        return False
    return _is_heading(line) or (len(line.text) <= 45 and line.text[-1] not in "。；;：:，,”")


def _is_heading(line: Line) -> bool:
    return heading_mark(line.text) is not None or is_unnumbered_heading(line.text)


def _same(one: str, other: str) -> bool:
    return bool(_key(one)) and _key(one) == _key(other)


def _key(text: str) -> str:
    if len(text) > 120:
        return text
    return _BLANKS.sub("", _LEADERS.sub("", text))
