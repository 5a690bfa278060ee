"""The articles of a text under their headings, in one part for every run of numbering."""

import re
from collections.abc import Sequence

from attrs import Factory, define, evolve

from dutybound.statute.body import paragraphs
from dutybound.statute.captions import captioned, captions_before
from dutybound.statute.endings import take_closing
from dutybound.statute.line import Line
from dutybound.statute.marks import (
    ArticleMark,
    Kind,
    annex_number,
    heading_mark,
    is_annex,
    is_complete,
    is_unnumbered_heading,
    item_mark,
)
from dutybound.statute.model import Article, Heading, Level, Part, Passage
from dutybound.statute.numbering import Opening
from dutybound.statute.titles import beginnings, is_date, is_untold

_RANKS = {Level.BOOK: 1, Level.SUBBOOK: 2, Level.CHAPTER: 3, Level.SECTION: 4}
_LISTED = re.compile(r"(?:表|目录|名单|名录|清单|式样|样式|图样|格式)[一二三四五六七八九十\d]{0,2}(?:[（(].{1,30}[）)])?[:：]?")
_CLOSES = re.compile("施行|实施|执行|生效|废止|解释")


@define
class _Draft:
    """An article being filled."""

    mark: ArticleMark
    line: Line
    under: tuple[Heading, ...]
    caption: str = ""
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
    depths: dict[Heading, int] = Factory(dict)
    commas: int = 0
    chaptered: bool = False

    def begin_anew(self) -> None:
        """Forget the headings and the article of the part before."""
        self.open, self.under, self.commas, self.chaptered = None, (), 0, False

    def last(self) -> int:
        drafts = self.runs[-1].drafts
        return drafts[-1].mark.number if drafts else 0


def articles_parts(title: str, lines: Sequence[Line], opened: Sequence[Opening], *, quoting: bool = False) -> tuple[Part, ...]:
    """The parts of a text whose articles open at `opened`."""
    reading = _Reading([_Run(title)])
    marks = {opening.position: opening.mark for opening in opened}
    anew = beginnings(lines, opened)
    captions = captions_before(lines, opened)
    for at, line in enumerate(lines):
        mark = marks.get(at)
        if at in anew and not (reading.runs[-1].annex and not reading.runs[-1].drafts):
            reading.runs.append(_Run(anew[at]))
            reading.begin_anew()
            if mark is None and not _is_heading(line):
                continue
        if mark is not None:
            _open_article(reading, mark, line, captions.get(at - 1, ""))
        if mark is not None or at in captions:
            continue
        quoted = quoting and reading.open is not None and not line.hashes
        heading = None if quoted else _heading(lines, at, reading, marks)
        if heading is not None:
            _open_heading(reading, heading, line.hashes)
        elif _opens_annex(lines, at, reading):
            reading.runs.append(_Run(line.text, annex=True, outside=_titles_before(reading.open)))
            reading.begin_anew()
        elif reading.open is not None:
            reading.open.lines.append(line)
        else:
            reading.runs[-1].outside.append(line)
    return tuple(_part(run, quoting) for whole in reading.runs for run in _annex_split_off(whole))


def _open_article(reading: _Reading, mark: ArticleMark, line: Line, caption: str) -> None:
    run = reading.runs[-1]
    if run.annex and not run.drafts and mark.number != 1 and len(reading.runs) > 1:
        _put_back(reading)
    first = evolve(line, text=mark.rest, column=line.column + mark.length, hashes=line.hashes)
    draft = _Draft(mark, line, reading.under, caption, [first] if mark.rest else [])
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


def _titles_before(draft: _Draft | None) -> list[Line]:
    """The title of an annex where it stands before 附件, taken from the article that ended there."""
    lines = draft.lines if draft is not None else []
    titled = len(lines) > 1 and is_untold(lines[-1]) and not is_date(lines[-1].text) and is_complete(lines[-2].text)
    return [lines.pop()] if titled and lines[-2].text[-1] != "|" else []


def _annex_split_off(run: _Run) -> list[_Run]:
    """The run, and the table or list behind its last article that has a title but no 附件 before it."""
    lines = run.drafts[-1].lines if run.drafts else []
    for at in range(1, len(lines)):
        listed = is_untold(lines[at]) or lines[at].text[-1] in "）)：:"
        if listed and item_mark(lines[at].text) is None and _LISTED.search(lines[at].text[-40:]) and _closed(lines[:at]):
            annex = _Run(lines[at].text, annex=True, outside=lines[at + 1 :])
            del lines[at:]
            return [run, annex]
    return [run]


def _closed(lines: Sequence[Line]) -> bool:
    """Whether an article that speaks of its coming into force has come to an end."""
    return is_complete(lines[-1].text) and lines[-1].text[-1] not in "：:|" and any(_CLOSES.search(line.text) for line in lines)


def _is_heading(line: Line) -> bool:
    return heading_mark(line.text, certain=line.hashes > 0) is not None or is_unnumbered_heading(line.text)


def _open_heading(reading: _Reading, heading: Heading, depth: int) -> None:
    reading.depths[heading] = depth
    reading.under = (*(upper for upper in reading.under if _stands_over(reading, upper, heading)), heading)
    reading.runs[-1].headings.append(heading)
    reading.open = None


def _stands_over(reading: _Reading, upper: Heading, heading: Heading) -> bool:
    if Level.TITLE not in (upper.level, heading.level):
        return _RANKS[upper.level] < _RANKS[heading.level]
    return 0 < reading.depths[upper] < reading.depths[heading]


def _heading(lines: Sequence[Line], at: int, reading: _Reading, marks: dict[int, ArticleMark]) -> Heading | None:
    line = lines[at]
    mark = heading_mark(line.text, certain=line.hashes > 0)
    if mark is not None and (line.hashes or at == 0 or line.apart or _ended(lines[at - 1])):
        reading.commas, reading.chaptered = 0, reading.chaptered or mark.level is Level.CHAPTER
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
        short = len(line.text) <= 20 and not is_complete(line.text) and not is_date(line.text)
        settled = reading.open is not None and bool(reading.open.lines) and is_complete(reading.open.lines[-1].text)
        return Heading(Level.TITLE, 0, line.text, line.number, line.column) if short and settled else None
    if comma.kind is not Kind.COMMA or len(line.text) > 40 or comma.number != reading.commas + 1:
        return None
    level = Level.SECTION if reading.chaptered else Level.CHAPTER
    reading.commas = comma.number
    return Heading(level, comma.number, comma.rest, line.number, line.column)


def _ended(line: Line) -> bool:
    return is_complete(line.text) or len(line.text) <= 30


def _opens_annex(lines: Sequence[Line], at: int, reading: _Reading) -> bool:
    line = lines[at]
    return (
        bool(reading.runs[-1].drafts or reading.runs[-1].annex)
        and is_annex(line.text)
        and (line.hashes > 0 or at == 0 or is_complete(lines[at - 1].text) or line.apart or _next_annex(reading.runs[-1], line))
    )


def _next_annex(run: _Run, line: Line) -> bool:
    """Whether the line is nothing but the number after that of the annex before it."""
    before = annex_number(run.title) if run.annex else 0
    return before > 0 and annex_number(line.text) == before + 1


def _part(run: _Run, quoting: bool) -> Part:
    closing = take_closing(run.drafts[-1].lines) if run.drafts else []
    outside = tuple(Passage(line.text, line.number) for line in [*run.outside, *closing])
    articles = tuple(_article(draft, quoting) for draft in run.drafts)
    return Part(run.title, headings=tuple(run.headings), articles=articles, outside=outside)


def _article(draft: _Draft, quoting: bool) -> Article:
    lines, caption = captioned(draft.lines, draft.line)
    mark = draft.mark
    built = paragraphs(lines, quoting=quoting)
    return Article(mark.number, built, draft.line.number, draft.line.column, mark.inserted, draft.caption or caption, draft.under)
