"""Which of the lines that begin with 第…条 open an article, and which only speak of one."""

from collections.abc import Sequence

from attrs import frozen

from dutybound.statute.line import Line
from dutybound.statute.marks import ArticleMark, article_mark, heading_mark, is_annex, is_complete, is_unnumbered_heading
from dutybound.statute.quotations import quotations


@frozen
class Opening:
    """An article that opens at the line `position`."""

    position: int
    mark: ArticleMark

    def follows(self, before: tuple[int, int]) -> bool:
        """Whether this is the number that comes after `before`."""
        number, inserted = before
        return (self.mark.number, self.mark.inserted) in ((number + 1, 0), (number, inserted + 1))


def openings(lines: Sequence[Line], *, quoting: bool = False) -> tuple[Opening, ...]:
    """The articles that open, in the order of the text."""
    marks = [(at, mark) for at, line in enumerate(lines) if (mark := article_mark(line.text)) is not None]
    plain = [mark for _, mark in marks if not mark.refers()]
    unseparated = 2 * sum(not mark.separated for mark in plain) > len(plain)
    quoted = quotations(lines)
    found: list[Opening] = []
    passed: list[Opening] = []
    last = (0, 0)
    for at, mark in marks:
        opening = Opening(at, mark)
        line = lines[at]
        expected = opening.follows(last) or (not found and (mark.number == 1 or quoting))
        if quoting and not expected and quoted.covers(at, found[-1].position if found else 0):
            accepted = False
        elif line.hashes and mark.separated:
            accepted = True
        else:
            accepted = _opens(mark, expected, _settled(lines, at), unseparated)
        if accepted:
            if passed:
                found += _wanting(last, passed, mark.number)
                passed = []
            found.append(opening)
            last = (mark.number, mark.inserted)
        elif not quoting and not mark.inserted and mark.might_open() and _settled(lines, at) and (mark.separated or unseparated):
            passed.append(opening)
    return tuple(found)


def _wanting(last: tuple[int, int], passed: Sequence[Opening], number: int) -> Sequence[Opening]:
    """The one passed line that has the one number between `last` and `number`: without it there would be a gap."""
    if number != last[0] + 2:
        return ()
    wanted = [opening for opening in passed if opening.mark.number == last[0] + 1]
    return wanted if len(wanted) == 1 else ()


def _opens(mark: ArticleMark, expected: bool, settled: bool, unseparated: bool) -> bool:
    if mark.doubtful:
        return settled and expected
    if mark.refers():
        return (mark.separated or unseparated) and settled and expected and not mark.refers_surely()
    if mark.separated:
        return settled or expected
    return settled and (expected or unseparated)


def _settled(lines: Sequence[Line], at: int) -> bool:
    """Whether the line before has come to an end."""
    if not at:
        return True
    before = lines[at - 1]
    if is_complete(before.text) or before.hashes:
        return True
    if heading_mark(before.text) is not None or is_unnumbered_heading(before.text) or is_annex(before.text):
        return True
    mark = article_mark(before.text)
    if mark is not None and len(mark.rest) <= 12:
        return True
    return len(before.text) <= 30 and before.text[-1] not in "，,、" and (lines[at].apart or lines[at].indented)
