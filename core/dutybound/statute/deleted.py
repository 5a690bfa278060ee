"""Articles that were deleted together, 第二条至第四条 （删除）, each given a line of its own."""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from dutybound.numerals import to_chinese
from dutybound.statute.line import Line
from dutybound.statute.marks import article_mark

_AND = re.compile(r"[条條](?:之[一二三四五六七八九十\d]{1,3})?\s*[至到、和—~～\-－]\s*(?=第)")
_DELETED = re.compile(r"[（(\[〔【]?(?:已)?(?:删除|删去|刪除|废止|廢止|略|失效)[）)\]〕】]?。?")
_LONGEST = 60
_MOST = 500


def apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with one for every article where one line says that several were deleted; so many in all, no text deletes more."""
    left = _MOST
    for line in lines:
        match = _AND.search(line.text) if len(line.text) <= _LONGEST else None
        first = article_mark(line.text) if match is not None else None
        last = article_mark(line.text[match.end() :]) if match is not None else None
        if first is None or last is None or not _DELETED.fullmatch(last.rest) or not 0 < last.number - first.number <= left:
            yield line
            continue
        left -= last.number - first.number
        for number in range(first.number, last.number + 1):
            inserted = f"之{to_chinese(first.inserted)}" if number == first.number and first.inserted else ""
            yield evolve(line, text=f"第{to_chinese(number)}条{inserted} {last.rest}")
