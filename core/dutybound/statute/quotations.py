"""Quotations that run over several lines: the new wording in an amendment, opened anew in every line and closed in the last."""

import re
from collections.abc import Sequence

from attrs import frozen

from dutybound.statute.line import Line
from dutybound.statute.quotes import has_quotes, open_after

_ANNOUNCES = re.compile(r"(?:内容|条文|规定)?如下[：:]$|内容为[：:]$")

_OPENS_ANEW = re.compile(r".[：:][“\"]")


@frozen
class Quotations:
    """For every line, what stands before it: the last line with a quotation mark, and the last that announces a wording."""

    marked: tuple[int, ...]
    open: tuple[bool, ...]
    announced: tuple[int, ...]

    def covers(self, at: int, start: int) -> bool:
        """Whether the line `at` is quoted, seen from the line `start`: a quotation is open, or its wording was announced."""
        return self.announced[at] >= start or (self.open[at] and self.marked[at] >= start)


def quotations(lines: Sequence[Line]) -> Quotations:
    """The quotations of a text."""
    marked: list[int] = []
    opened: list[bool] = []
    announced: list[int] = []
    last, state, told = -1, False, -1
    for at, line in enumerate(lines):
        marked.append(last)
        opened.append(state and _OPENS_ANEW.search(line.text) is None)
        announced.append(told)
        if has_quotes(line.text):
            last, state = at, open_after(line.text, before=state)
        if _ANNOUNCES.search(line.text):
            told = at
    return Quotations(tuple(marked), tuple(opened), tuple(announced))
