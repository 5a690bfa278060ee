"""The lines of a text, freed of mark-up and, where the text is wrapped at a fixed width, joined again."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from attrs import evolve, frozen

from dutybound.statute.marks import Kind, article_mark, heading_mark, is_annex, is_complete, is_unnumbered_heading, item_mark

_NEWLINE = re.compile(r"\r\n|\n|\r|\x85|\u2028|\u2029")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]")
_TAG = re.compile(r"</?(?:p|div|span|br|b|strong|em|i|u|center|font|a|h[1-6])(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_QUOTE = re.compile(r"(?:>[ ]?)+")
_BULLET = re.compile(r"[-*+•·][ \t]+(?=\S)")
_HASHES = re.compile(r"(#{1,6})[ \t\u3000]*(?=\S)")
_EMPTY = re.compile(r"[-=_*~ \t]{3,}|!\[[^\]]*\]\([^)]*\)|[—\-－–─]+[ ]?\d{1,4}[ ]?[—\-－–─]+|```\w*")
_RUN = re.compile(r"[ \t\u3000\xa0\u2002\u2003]{9,}|[.…·．]{9,}")
_END_OF_NOTES = re.compile(r"<!--\s*INFO END\s*-->", re.IGNORECASE)


@frozen
class Line:
    """A line with content: where it stands, how it is marked up, and whether an empty line stands before it."""

    text: str
    number: int
    column: int
    apart: bool = False
    indented: bool = False
    hashes: int = 0
    width: int = 0


def read_lines(text: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of the notes (before `<!-- INFO END -->`, where there is one) and of the text itself."""
    notes: list[Line] = []
    lines: list[Line] = []
    for line in _lines(text):
        if line is None:
            notes, lines = notes + lines, []
        else:
            lines.append(line)
    return tuple(notes), tuple(_unwrapped(lines))


def _lines(text: str) -> Iterator[Line | None]:
    apart = True
    ended = False
    for number, raw in enumerate(_NEWLINE.split(text), start=1):
        if not ended and _END_OF_NOTES.search(raw):
            ended = True
            yield None
        line = _line(raw, number, apart)
        if line is not None:
            yield line
        apart = line is None


def _line(raw: str, number: int, apart: bool) -> Line | None:
    plain = raw
    if "<" in plain:
        plain = _TAG.sub("", _without_comments(plain))
    if "&" in plain:
        plain = unescape(plain)
    plain = _INVISIBLE.sub("", plain).replace("**", "").rstrip()
    text = _RUN.sub("  ", plain.lstrip())
    hashes = 0
    for pattern in (_QUOTE, _BULLET, _HASHES):
        match = pattern.match(text)
        if match is not None:
            text = text[match.end() :].lstrip()
            hashes = len(match[1]) if pattern is _HASHES else hashes
    if hashes:
        text = text.rstrip("# \t")
    if not text or _EMPTY.fullmatch(text):
        return None
    margin = plain[: len(plain) - len(plain.lstrip())]
    indented = (len(margin) > 1 or margin in ("\u3000", "\t")) and not hashes
    found = raw.find(text[:8])
    return Line(text, number, max(found, 0) + 1, apart, indented, hashes, len(plain))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join([*kept, text[at:]])


def _unwrapped(lines: list[Line]) -> Iterator[Line]:
    """The lines, each joined to the one before where the text was wrapped there."""
    width = _wrapped_at(lines)
    marked = any(line.indented for line in lines) or _stand_apart(lines)
    joined: Line | None = None
    last = 0
    for line in lines:
        if joined is not None and (_broken_off(joined, line) or (width and _runs_on(joined, last, line, width, marked=marked))):
            joined = evolve(joined, text=joined.text + line.text)
        else:
            if joined is not None:
                yield joined
            joined = line
        last = line.width
    if joined is not None:
        yield joined


def _broken_off(before: Line, line: Line) -> bool:
    """Whether a sentence was broken before a reference to an article, or after a comma."""
    if line.hashes or before.hashes or is_complete(before.text) or len(before.text) < 10 or _stands_alone(before.text):
        return False
    mark = article_mark(line.text)
    if mark is not None:
        return mark.refers() and not mark.separated
    return before.text[-1] in "，," and not (line.apart or line.indented) and not _opens(line.text)


def _runs_on(before: Line, last: int, line: Line, width: int, *, marked: bool) -> bool:
    """Whether a line wrapped at `width` goes on; `marked` if indents or empty lines show where paragraphs begin."""
    if line.apart or line.indented or line.hashes or before.hashes or _stands_alone(before.text):
        return False
    full = last >= width - max(4, width // 6)
    if not is_complete(before.text):
        return full and not (_begins_a_list(line.text) and not set(before.text) & set("，。；："))
    return full and marked and not _opens(line.text)


def _begins_a_list(text: str) -> bool:
    """Whether a heading or the first of a row of points begins, which no title runs on into."""
    mark = item_mark(text)
    return (mark is not None and mark.kind is Kind.COMMA and mark.number == 1) or heading_mark(text) is not None


def _stand_apart(lines: list[Line]) -> bool:
    """Whether an empty line stands before the articles (or points), and so before every paragraph."""
    articles = [line for line in lines if (mark := article_mark(line.text)) is not None and not mark.refers()]
    opened = articles or [line for line in lines if (point := item_mark(line.text)) is not None and point.kind is Kind.COMMA]
    return len(opened) > 1 and 10 * sum(line.apart for line in opened) >= 9 * len(opened)


def _opens(text: str) -> bool:
    article = article_mark(text)
    return item_mark(text) is not None or (article is not None and not article.refers()) or _stands_alone(text)


def _stands_alone(text: str) -> bool:
    return is_annex(text) or is_unnumbered_heading(text) or heading_mark(text) is not None


def _wrapped_at(lines: list[Line]) -> int:
    """The width at which the text is wrapped, 0 if it is not."""
    broken = sorted(
        line.width
        for line, after in pairwise(lines)
        if line.width >= 15
        and not (after.apart or after.indented or after.hashes or line.hashes)
        and not is_complete(line.text)
        and not _stands_alone(line.text)
    )
    if len(broken) < 3 or len(broken) * 6 < len(lines):
        return 0
    width = broken[len(broken) * 3 // 4]
    longest = max(line.width for line in lines)
    return width if longest <= width * 1.5 + 8 else 0
