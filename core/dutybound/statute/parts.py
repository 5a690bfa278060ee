"""The articles of a text under their headings, in one part for every run of numbering."""

import re
from collections.abc import Sequence

from attrs import Factory, define, evolve

from dutybound.statute.body import paragraphs
from dutybound.statute.lines import Line
from dutybound.statute.marks import (
    ArticleMark,
    Kind,
    heading_mark,
    is_annex,
    is_complete,
    is_unnumbered_heading,
    item_mark,
)
from dutybound.statute.model import Article, Heading, Level, Part, Passage
from dutybound.statute.numbering import Opening

_CAPTION = re.compile(
    r"(?:（([^（）。；]{1,40})）|【([^【】。]{1,60})】|〔([^〔〕。]{1,40})〕|\[([^\[\]。]{1,40})\])[ \u3000]*(?![，,、。；;的])"
)
_RANKS = {Level.BOOK: 1, Level.SUBBOOK: 2, Level.CHAPTER: 3, Level.SECTION: 4, Level.TITLE: 0}
_DATE = re.compile(
    r"[（(]?[\d０-９一二三四五六七八九〇零○Ｏ]{4}年[\d０-９一二三四五六七八九十]{1,3}月[\d０-９一二三四五六七八九十]{1,3}日[）)]?"
)


@define
class _Draft:
    """An article being filled."""

    mark: ArticleMark
    line: Line
    under: tuple[Heading, ...]
    lines: list[Line] = Factory(list)


@define
class _Run:
    """A part being filled."""

    title: str
    annex: bool = False
    headings: list[Heading] = Factory(list)
    drafts: list[_Draft] = Factory(list)
    outside: list[Line] = Factory(list)


@define
class _Reading:
    """Where the reading stands: the parts so far, the headings in force, the article that takes the next line."""

    runs: list[_Run]
    under: tuple[Heading, ...] = ()
    open: _Draft | None = None

    def last(self) -> int:
        drafts = self.runs[-1].drafts
        return drafts[-1].mark.number if drafts else 0


def articles_parts(title: str, lines: Sequence[Line], opened: Sequence[Opening], *, quoting: bool = False) -> tuple[Part, ...]:
    """The parts of a text whose articles open at `opened`."""
    reading = _Reading([_Run(title)])
    marks = {opening.position: opening.mark for opening in opened}
    after = _numbers_after(opened)
    for at, line in enumerate(lines):
        mark = marks.get(at)
        if mark is not None:
            _open_article(reading, mark, line, after[at])
            continue
        quoted = quoting and reading.open is not None and not line.hashes
        heading = None if quoted else _heading(lines, at, reading, marks)
        if heading is not None:
            _open_heading(reading, heading)
        elif _opens_annex(lines, at, reading):
            reading.runs.append(_Run(line.text, annex=True))
            reading.open, reading.under = None, ()
        elif reading.open is not None:
            reading.open.lines.append(line)
        else:
            reading.runs[-1].outside.append(line)
    return tuple(_part(run, quoting) for run in reading.runs)


def _numbers_after(opened: Sequence[Opening]) -> dict[int, int]:
    numbers = [opening.mark.number for opening in opened[1:]] + [0]
    return {opening.position: number for opening, number in zip(opened, numbers, strict=True)}


def _open_article(reading: _Reading, mark: ArticleMark, line: Line, after: int) -> None:
    run = reading.runs[-1]
    if run.annex and not run.drafts and mark.number != 1 and len(reading.runs) > 1:
        _put_back(reading)
    elif mark.number == 1 and not mark.inserted and reading.last() > 1 and after in (0, 2):
        _restart(reading)
    first = evolve(line, text=mark.rest, column=line.column + mark.length, hashes=line.hashes)
    draft = _Draft(mark, line, reading.under, [first] if mark.rest else [])
    reading.runs[-1].drafts.append(draft)
    reading.open = draft


def _put_back(reading: _Reading) -> None:
    """What looked like an annex was a line of the article before it."""
    run = reading.runs.pop()
    before = reading.runs[-1]
    if not before.drafts:
        before.outside += run.outside
        return
    number = next(at for at, draft in enumerate(before.drafts) if draft is before.drafts[-1])
    before.drafts[number].lines += run.outside


def _restart(reading: _Reading) -> None:
    """Numbering starts anew: the lines before, if they read like a title, name the part that begins."""
    before = reading.open
    titles: list[Line] = []
    while before is not None and before.lines and len(titles) < 8 and _is_title(before.lines[-1]):
        titles.insert(0, before.lines.pop())
    headings = tuple(heading for heading in reading.under if before is None or heading not in before.under)
    title = titles[0].text if titles else headings[-1].title if headings else ""
    run = _Run(title, outside=titles[1:])
    reading.runs.append(run)
    if before is not None:
        reading.under = headings


def _is_title(line: Line) -> bool:
    noted = line.text[0] in "（(" and line.text[-1] in "）)"
    return item_mark(line.text) is None and (noted or (not is_complete(line.text) and len(line.text) <= 80) or line.text[-1] in "》")


def _open_heading(reading: _Reading, heading: Heading) -> None:
    rank = _RANKS[heading.level]
    reading.under = (*(upper for upper in reading.under if _RANKS[upper.level] < rank and rank), heading)
    reading.runs[-1].headings.append(heading)
    reading.open = None


def _heading(lines: Sequence[Line], at: int, reading: _Reading, marks: dict[int, ArticleMark]) -> Heading | None:
    line = lines[at]
    mark = heading_mark(line.text, certain=line.hashes > 0)
    if mark is not None and (line.hashes or at == 0 or line.apart or _ended(lines[at - 1])):
        return Heading(mark.level, mark.number, mark.title, line.number, line.column, mark.inserted)
    if is_unnumbered_heading(line.text):
        return Heading(Level.TITLE, 0, line.text, line.number, line.column)
    if line.hashes and not is_annex(line.text):
        comma = item_mark(line.text)
        if comma is not None:
            level = Level.CHAPTER if comma.kind is Kind.COMMA else Level.SECTION
            return Heading(level, comma.number, comma.rest, line.number, line.column)
        return Heading(Level.TITLE, 0, line.text, line.number, line.column)
    following = marks.get(at + 1)
    if following is None or set(line.text) & set("。；：，;:|") or following.number != reading.last() + 1:
        return None
    return _heading_before_article(line, reading)


def _heading_before_article(line: Line, reading: _Reading) -> Heading | None:
    """一、管辖, or a short line without a number, where an article follows at once."""
    comma = item_mark(line.text)
    if comma is None:
        short = len(line.text) <= 20 and not is_complete(line.text) and _DATE.fullmatch(line.text) is None
        settled = reading.open is not None and bool(reading.open.lines) and is_complete(reading.open.lines[-1].text)
        return Heading(Level.TITLE, 0, line.text, line.number, line.column) if short and settled else None
    if comma.kind is not Kind.COMMA or len(line.text) > 40:
        return None
    before = [heading.number for heading in reading.runs[-1].headings if heading.number]
    if comma.number != (before[-1] if before else 0) + 1:
        return None
    return Heading(Level.CHAPTER, comma.number, comma.rest, line.number, line.column)


def _ended(line: Line) -> bool:
    return is_complete(line.text) or len(line.text) <= 30


def _opens_annex(lines: Sequence[Line], at: int, reading: _Reading) -> bool:
    line = lines[at]
    return (
        bool(reading.runs[-1].drafts or reading.runs[-1].annex)
        and is_annex(line.text)
        and (line.hashes > 0 or at == 0 or is_complete(lines[at - 1].text) or line.apart)
    )


def _part(run: _Run, quoting: bool) -> Part:
    closing: list[Line] = []
    if run.drafts:
        lines = run.drafts[-1].lines
        while len(lines) > 1 and _signs(lines, closing):
            closing.insert(0, lines.pop())
    outside = tuple(Passage(line.text, line.number) for line in [*run.outside, *closing])
    articles = tuple(_article(draft, quoting) for draft in run.drafts)
    return Part(run.title, headings=tuple(run.headings), articles=articles, outside=outside)


def _signs(lines: Sequence[Line], closing: Sequence[Line]) -> bool:
    """Whether the last line is a date, or a signature over one."""
    line = lines[-1]
    if _DATE.fullmatch(line.text):
        return True
    if item_mark(line.text) is not None or line.text.startswith("|"):
        return False
    return bool(closing) and not is_complete(line.text) and len(line.text) <= 40


def _article(draft: _Draft, quoting: bool) -> Article:
    lines, caption = _captioned(draft)
    mark = draft.mark
    built = paragraphs(lines, quoting=quoting)
    return Article(mark.number, built, draft.line.number, draft.line.column, mark.inserted, caption, draft.under)


def _captioned(draft: _Draft) -> tuple[list[Line], str]:
    """The lines without the caption in brackets that may follow the number."""
    lines = draft.lines
    if not lines or lines[0].number != draft.line.number:
        return lines, ""
    first = lines[0]
    match = _CAPTION.match(first.text)
    if match is not None and item_mark(first.text) is None:
        rest = first.text[match.end() :]
        caption = next(group for group in match.groups() if group)
        if rest:
            return [evolve(first, text=rest, column=first.column + match.end()), *lines[1:]], caption.strip()
        if len(lines) > 1:
            return lines[1:], caption.strip()
    if draft.line.hashes and len(lines) > 1 and len(first.text) <= 30 and not set(first.text) & set("。；：，"):
        return lines[1:], first.text
    return lines, ""
