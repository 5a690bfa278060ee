"""Lines that a fixed width broke, joined again."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import Factory, define, evolve

from dutybound.statute.line import Line
from dutybound.statute.marks import Kind, annex_number, article_mark, heading_mark, is_annex, is_complete, is_unnumbered_heading, item_mark
from dutybound.statute.quotes import open_after
from dutybound.statute.titles import is_named

_NARROWEST = 15
_SHORTEST = 10
_LONGEST_HEADING = 160
_SENTENCE = frozenset("，。；：")
_WITHIN = "；;）)》〉】"
_CHINESE = re.compile(r"[^|+│┃┌├└]*[\u4e00-\u9fff]")


@define
class _Joined:
    """A line and those joined to it; `begun` if an article has begun, so that no title over a row of points stands here.

    `title` if it is the first line of the text.
    """

    first: Line
    begun: bool
    title: bool
    texts: list[str] = Factory(list)
    last: int = 0
    length: int = 0
    sentence: bool = False
    quoted: bool = False
    alone: bool = False

    def add(self, line: Line) -> None:
        """Join another line."""
        self.texts.append(line.text)
        self.last = line.width
        self.length += len(line.text)
        self.sentence = self.sentence or not _SENTENCE.isdisjoint(line.text) or (self.begun and "、" in line.text)
        self.quoted = open_after(line.text, before=self.quoted, anew=len(self.texts) == 1)
        self.alone = self.length <= _LONGEST_HEADING and _stands_alone("".join(self.texts))

    def whole(self) -> Line:
        """The one line that they are."""
        return evolve(self.first, text="".join(self.texts)) if len(self.texts) > 1 else self.first

    def complete(self) -> bool:
        """Whether no line runs on after this one."""
        return not self.quoted if self.texts[-1].endswith('"') else is_complete(self.texts[-1])


def unwrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, each joined to the one before where the text was wrapped there."""
    opened = _opened(lines)
    width = _wrapped_at(lines, opened)
    marked = any(line.indented for line in lines) or _stand_apart(opened)
    begun = False
    joined: _Joined | None = None
    for line in lines:
        begun = begun or article_mark(line.text) is not None
        if joined is None or not (_broken_off(joined, line) or (width and _runs_on(joined, line, width, marked=marked))):
            if joined is not None:
                yield joined.whole()
            joined = _Joined(line, begun, title=joined is None)
        joined.add(line)
    if joined is not None:
        yield joined.whole()


def _broken_off(before: _Joined, line: Line) -> bool:
    """Whether a sentence was broken before a reference to an article, or after a comma."""
    if line.hashes or before.first.hashes or before.complete() or before.length < _SHORTEST or before.alone:
        return False
    mark = article_mark(line.text)
    if mark is not None:
        return mark.refers() and not mark.separated
    return before.texts[-1][-1] in "，," and not (line.apart or line.indented) and not _opens(line.text)


def _runs_on(before: _Joined, line: Line, width: int, *, marked: bool) -> bool:
    """Whether a line wrapped at `width` goes on; `marked` if indents or empty lines show where paragraphs begin."""
    if line.apart or line.indented or line.hashes or before.first.hashes or before.alone:
        return False
    if annex_number(line.text) or (before.title and _is_title("".join(before.texts))):
        return False
    full = before.last >= width - max(4, width // 6)
    if not before.complete():
        return full and (before.sentence or not _begins_a_list(line.text))
    return full and (marked or before.texts[-1][-1] in _WITHIN) and not _opens(line.text)


def _is_title(text: str) -> bool:
    return is_named(text) and text.count("《") == text.count("》")


def _begins_a_list(text: str) -> bool:
    """Whether a heading or the first of a row of points begins, which no title runs on into."""
    mark = item_mark(text)
    return (mark is not None and mark.kind is Kind.COMMA and mark.number == 1) or heading_mark(text) is not None


def _stand_apart(opened: Sequence[Line]) -> bool:
    """Whether an empty line stands before the articles (or points), and so before every paragraph."""
    return len(opened) > 1 and 10 * sum(line.apart for line in opened) >= 9 * len(opened)


def _opened(lines: Sequence[Line]) -> list[Line]:
    """The lines that open articles, or else points."""
    articles = [line for line in lines if (mark := article_mark(line.text)) is not None and not mark.refers()]
    return articles or [line for line in lines if (point := item_mark(line.text)) is not None and point.kind is Kind.COMMA]


def _opens(text: str) -> bool:
    article = article_mark(text)
    return item_mark(text) is not None or (article is not None and not article.refers()) or _stands_alone(text)


def _stands_alone(text: str) -> bool:
    return is_annex(text) or is_unnumbered_heading(text) or heading_mark(text) is not None


def _wrapped_at(lines: Sequence[Line], opened: Sequence[Line]) -> int:
    """The width at which the text is wrapped, 0 if it is not."""
    wide = [line for line in lines if line.width >= _NARROWEST and _CHINESE.match(line.text)]
    broken = sorted(
        line.width
        for line, after in pairwise(lines)
        if line.width >= _NARROWEST
        and _CHINESE.match(line.text)
        and not (after.apart or after.indented or after.hashes or line.hashes)
        and not is_complete(line.text)
        and not _stands_alone(line.text)
    )
    marked = _stand_apart(opened) or (bool(opened) and all(line.indented for line in opened))
    fewest, share = (1, 20) if marked else (3, 6)
    if len(broken) < fewest or len(broken) * share < len(wide):
        return 0
    width = broken[len(broken) * 3 // 4]
    longest = max(line.width for line in wide)
    return width if longest <= width * 1.5 + 8 else 0
