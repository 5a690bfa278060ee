"""Titles: what reads like one, and where a text that stands behind another begins."""

import re
from collections.abc import Sequence

from dutybound.statute.line import Line
from dutybound.statute.marks import heading_mark, is_annex, is_complete, is_unnumbered_heading, item_mark
from dutybound.statute.numbering import Opening

_NAMED = re.compile(
    r".{2,120}(?:法|法典|条例|规定|办法|决定|决议|解释|细则|规则|规程|章程|准则|通则|意见|通知|批复|答复|公告|公约|协定|标准|纲要|方案|修正案)"
    r"(?:（[^（）]{1,20}）|\([^()]{1,20}\))*"
)
_DATE = re.compile(
    r"[（(]?[\d０-９一二三四五六七八九〇零○Ｏ]{4}年[\d０-９一二三四五六七八九十]{1,3}月[\d０-９一二三四五六七八九十]{1,3}日[）)]?"
)
_LONGEST = 8


def is_named(text: str) -> bool:
    """Whether `text` ends as the titles of legal texts do: 法, 条例, 办法."""
    return _NAMED.fullmatch(text) is not None and text[0] not in "（("


def is_date(text: str) -> bool:
    """Whether `text` is nothing but a day."""
    return _DATE.fullmatch(text) is not None


def is_untold(line: Line) -> bool:
    """Whether the line is no sentence, no item and no row of a table: a title, a signature."""
    return len(line.text) <= 80 and not is_complete(line.text) and item_mark(line.text) is None


def beginnings(lines: Sequence[Line], opened: Sequence[Opening]) -> dict[int, str]:
    """Where the numbering of the articles starts anew: the position of the title or first heading, and the title."""
    found: dict[int, str] = {}
    for number, opening in enumerate(opened[1:], start=1):
        after = opened[number + 1].mark.number if number + 1 < len(opened) else 0
        anew = opening.mark.number == 1 and not opening.mark.inserted and after in (0, 2)
        if anew and opened[number - 1].mark.number > 1:
            start = beginning(lines, opening.position)
            found[start] = lines[start].text if start < opening.position else ""
    return found


def beginning(lines: Sequence[Line], first: int) -> int:
    """Where the text whose first article opens at `first` begins: at its title, else at its first heading."""
    start = title = first
    while start > 0 and first - start < _LONGEST and _leads(lines[start - 1]):
        start -= 1
        if is_named(_bare(lines[start].text)):
            return start
        if not is_date(lines[start].text):
            title = start
    return next((at for at in range(start, first) if _heads(lines[at])), title)


def _bare(text: str) -> str:
    return text.strip("《》")


def _leads(line: Line) -> bool:
    noted = line.text[0] in "（(" and line.text[-1] in "）)"
    return (is_untold(line) or noted or line.text[-1] in "》" or _heads(line)) and not is_annex(line.text)


def _heads(line: Line) -> bool:
    return line.hashes > 0 or heading_mark(line.text) is not None or is_unnumbered_heading(line.text)
