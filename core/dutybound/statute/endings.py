"""What stands behind the last words of a text and is no paragraph: a signature, a day, who was sent a copy."""

import re

from dutybound.statute.line import Line
from dutybound.statute.marks import is_complete, item_mark
from dutybound.statute.titles import is_date

_CLOSING = re.compile(r"[（(]此[件文].{1,20}[）)]|抄送[：:].{1,200}|.{0,40}年\d{1,2}月\d{1,2}日\s*印[发製制]")


def take_closing(lines: list[Line]) -> list[Line]:
    """The lines at the end that are no paragraph, taken from `lines`; the first line stays."""
    closing: list[Line] = []
    while len(lines) > 1 and _closes(lines[-1], signed=bool(closing)):
        closing.insert(0, lines.pop())
    return closing


def _closes(line: Line, *, signed: bool) -> bool:
    """Whether the line is a day or a note on the paper, or a signature over one."""
    if is_date(line.text) or _CLOSING.fullmatch(line.text) is not None:
        return True
    if item_mark(line.text) is not None or line.text.startswith("|"):
        return False
    return signed and not is_complete(line.text) and len(line.text) <= 40
