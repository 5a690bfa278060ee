"""The marks that open a unit at the start of a line: 第一条, 第一章, 一、, （一）, 1., ①, 附件."""

import re
from enum import IntEnum

from attrs import frozen

from dutybound.numerals import from_chinese
from dutybound.statute.model import Level
from dutybound.statute.quotes import open_after

_DIGIT = "[0-9０-９零〇○一二三四五六七八九十百千两廿卅]"
_NUMBER = rf"{_DIGIT}(?:[ \u3000\xa0]{{0,2}}{_DIGIT}){{0,11}}"
_NUMERAL_DIGIT = "[〇零一二三四五六七八九十百廿卅]"
NUMERAL = rf"{_NUMERAL_DIGIT}{{1,6}}"
SPACED = rf"{_NUMERAL_DIGIT}(?:[ \u3000]?{_NUMERAL_DIGIT}){{0,5}}"
_BLANK = r"[ \t\u3000\xa0\u2002\u2003\u2009]"
_ARTICLE = re.compile(
    rf"(?P<open>【)?第{_BLANK}{{0,3}}(?P<number>{_NUMBER})(?:{_BLANK}?[-－–](?P<dashed>[0-9０-９]{{1,2}}))?{_BLANK}{{0,3}}[条條]"
    rf"(?:{_BLANK}{{0,2}}之{_BLANK}?(?P<inserted>[一二三四五六七八九十]{{1,3}}|\d{{1,2}}))?(?(open)】)"
)
_SEPARATOR = re.compile(rf"(?:{_BLANK}+|[:：])")
_POINT = re.compile(rf"[、.．]{_BLANK}*(?![第附本之]|\d)(?=.)")
_HEADING = re.compile(
    rf"第{_BLANK}{{0,3}}({_NUMBER}){_BLANK}{{0,3}}(分[编編]|[编編]|篇|卷|部分|章|[节節])(?:之([一二三四五六七八九十]{{1,3}}))?(?:[、．.：:](?!第))?"
)
_LEVELS = {"分编": Level.SUBBOOK, "分編": Level.SUBBOOK, "章": Level.CHAPTER, "节": Level.SECTION, "節": Level.SECTION}
_REFERENCE = re.compile(
    r"第|[、，,。；;）)》」”\"’.．]|[至到和及与或]第|[至和及与或]|款(?![项項物额額待])|[项項](?!目)|[规規]定|所|的|之|中规定|中的|有关|关于.{0,20}的规定|以[上下外]|等|修改|改为|删去|[后前中]?增[加写]"
)
_FIRM_REFERENCE = re.compile(
    rf"第{_NUMBER}[款项項]|[、，,。；;）)》」”.．]|[至到和及与或]第{_NUMBER}|款(?![项項物额額待])|[项項](?!目)|的|之"
)
_CLOSE_REFERENCE = re.compile(rf"{_FIRM_REFERENCE.pattern}|第{_NUMBER}[条條编編章节節]|[规規]定|所[列称稱规規]")
_ATTRIBUTE = re.compile(rf"{_FIRM_REFERENCE.pattern}|第{_NUMBER}[条條编編章节節]|所|[规規]定[的之，、（(]")
_ANNEX = re.compile(
    rf"附{_BLANK}*(?:件|表|录|图|注)?{_BLANK}*(?:{_DIGIT}{{0,4}})(?:{_BLANK}*$|{_BLANK}*[:：]|{_BLANK}+|(?<=[件表录图一二三四五六七八九十0-9])(?=[《（(]))"
)
_ANNEX_NUMBER = re.compile(rf"附{_BLANK}*[件表录图]{_BLANK}*({_DIGIT}{{1,4}}){_BLANK}*[:：]?")
_SENTENCE = re.compile(r"[。；;，,]")
_CITING = r"(?:[项項](?!目)|款(?![项式])|目(?![的标录前])|条(?=第)|(?:[、至和及与或]|以及)[（(第])"
_UNNUMBERED = re.compile(r"(?:总|分|附){b}*[则纲]|序{b}*言|前{b}*言|引{b}*言|正{b}*文".replace("{b}", _BLANK))


class Kind(IntEnum):
    """The kinds of marks that number a list, the outermost in ordinary use first."""

    COMMA = 1
    BRACKETS = 2
    DOT = 3
    BRACKETED_DIGIT = 4
    CIRCLE = 5


@frozen
class Mark:
    """A number at the start of a line: `label` as written, `rest` what follows it."""

    kind: Kind
    number: int
    label: str
    rest: str


@frozen
class ArticleMark:
    """第一百二十条之一 at the start of a line; `separated` if blanks, a colon, a caption or the line's end follow.

    `doubtful` if only its place in the row tells it from a reference: 第一条、 and 第1-1条.
    """

    number: int
    inserted: int
    separated: bool
    rest: str
    length: int
    doubtful: bool = False

    def refers(self) -> bool:
        """Whether what follows reads on as a reference to that article."""
        return _REFERENCE.match(self.rest) is not None

    def refers_surely(self) -> bool:
        """Whether no article could begin with what follows."""
        pattern = _FIRM_REFERENCE if self.separated else _CLOSE_REFERENCE
        return not self.rest or pattern.match(self.rest) is not None

    def might_open(self) -> bool:
        """Whether an article could begin with what follows although it may refer: 第八十六条规定事项."""
        return bool(self.rest) and _ATTRIBUTE.match(self.rest) is None


@frozen
class HeadingMark:
    """第一章 总则 at the start of a line."""

    level: Level
    number: int
    inserted: int
    title: str


_ITEMS = (
    (Kind.BRACKETS, re.compile(rf"[（(〔]{_BLANK}*({SPACED}){_BLANK}*[）)〕](?!{_BLANK}*{_CITING})")),
    (Kind.COMMA, re.compile(rf"({NUMERAL}){_BLANK}?(?:、|．(?!\d))(?![二三四五六七八九十]{{1,2}}[、类级审等种款项目条])")),
    (Kind.DOT, re.compile(rf"([0-9０-９]{{1,3}})[ ]?(?:[.．](?![0-9０-９]{{1,2}}(?:[.．]|{_BLANK}))|、)")),
    (Kind.BRACKETED_DIGIT, re.compile(rf"[（(]?([0-9０-９]{{1,3}})[）)](?!{_CITING})")),
)
_SINGLE = {
    **{chr(0x3220 + place): (Kind.BRACKETS, place + 1) for place in range(10)},
    **{chr(0x2474 + place): (Kind.BRACKETED_DIGIT, place + 1) for place in range(20)},
    **{chr(0x2488 + place): (Kind.DOT, place + 1) for place in range(20)},
    **{chr(0x2460 + place): (Kind.CIRCLE, place + 1) for place in range(20)},
    **{chr(0x3251 + place): (Kind.CIRCLE, place + 21) for place in range(15)},
    **{chr(0x32B1 + place): (Kind.CIRCLE, place + 36) for place in range(15)},
}


def item_mark(text: str) -> Mark | None:
    """The mark of an item or sub-item that opens `text`."""
    if not text:
        return None
    single = _SINGLE.get(text[0])
    if single is not None:
        return Mark(*single, text[0], text[1:].strip())
    for kind, pattern in _ITEMS:
        match = pattern.match(text)
        if match is not None and (number := _number(match[1])):
            return Mark(kind, number, match[0], text[match.end() :].strip())
    return None


def article_mark(text: str) -> ArticleMark | None:
    """The article number that opens `text`."""
    match = _ARTICLE.match(text)
    if match is None or not (number := _number(match["number"])):
        return None
    rest = text[match.end() :]
    point = _POINT.match(rest)
    blank = _SEPARATOR.match(rest) or point
    separated = not rest or blank is not None or rest[0] in "（【〔[" or match["open"] is not None
    after = match["inserted"] or match["dashed"]
    length = match.end() + (blank.end() if blank else 0)
    doubtful = point is not None or match["dashed"] is not None
    return ArticleMark(number, _number(after) if after else 0, separated, text[length:].strip(), length, doubtful)


def heading_mark(text: str, *, certain: bool = False) -> HeadingMark | None:
    """The numbered heading that `text` is; `certain` if it is marked up as a heading."""
    match = _HEADING.match(text)
    if match is None or not (number := _number(match[1])):
        return None
    rest = text[match.end() :]
    title = rest.strip()
    if not certain:
        long = len(title) > 60 or _SENTENCE.search(title) is not None or title.endswith(("：", ":"))
        if long or (rest == title and _CLOSE_REFERENCE.match(title) is not None):
            return None
    inserted = _number(match[3]) if match[3] else 0
    return HeadingMark(_LEVELS.get(match[2], Level.BOOK), number, inserted, title)


def is_annex(text: str) -> bool:
    """Whether `text` is the line that opens an annex."""
    return len(text) <= 80 and not text.endswith(("。", "；")) and _ANNEX.match(text) is not None


def annex_number(text: str) -> int:
    """The number of the annex that a line without any more words announces; 0 if it is none."""
    match = _ANNEX_NUMBER.fullmatch(text)
    return _number(match[1]) if match is not None else 0


def is_unnumbered_heading(text: str) -> bool:
    """Whether `text` is one of the headings that never have a number, such as 附则."""
    return _UNNUMBERED.fullmatch(text) is not None


def is_complete(text: str) -> bool:
    """Whether a line that ends like `text` does not run on in the next."""
    if text.endswith('"'):
        return not open_after(text, before=False)
    return not text or text[-1] in "。；;：:！!？?”’）)】》〉」』…—|"


def _number(written: str) -> int:
    compact = "".join(written.split())
    if not compact.isdecimal():
        compact = compact.replace("0", "零").replace("０", "零")
    try:
        return from_chinese(compact)
    except ValueError:
        return 0
