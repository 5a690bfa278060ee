"""A line of a published text, freed of mark-up: tags, comments, emphasis, escapes, bullets, quotation bars."""

import re
from html import unescape

from attrs import frozen

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]")
_TAG = re.compile(r"</?(?:p|div|span|br|b|strong|em|i|u|center|font|a|h[1-6])(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_STARRED = re.compile(r"\*(?=\S)([^*]{1,80})(?<=\S)\*")
_UNDERLINED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]{1,80})(?<=\S)\1(?![A-Za-z0-9_])")
_QUOTE = re.compile(r"(?:>[ ]?)+")
_BULLET = re.compile(r"[-*+•·][ \t]+(?=\S)")
_HASHES = re.compile(r"(#{1,6})[ \t\u3000]*(?=\S)")
_EMPTY = re.compile(r"[-=_*~ \t]{3,}|!\[[^\]]*\]\([^)]*\)|```\w*")
_RUN = re.compile(r"[ \t\u3000\xa0\u2002\u2003]{9,}|[.…·．]{9,}")
_COLUMNS = {"\u3000": 2, "\t": 4, "\u2003": 2}
_PAGE = re.compile(
    r"[—\-－–─·•~]+[ ]?[0-9０-９]{1,4}[ ]?[—\-－–─·•~]+|共\s?\d{1,4}\s?页[\s,，/]*第\s?\d{1,4}\s?页"
    r"|第\s?[0-9０-９一二三四五六七八九十]{1,4}\s?页(?:[\s,，/]*共\s?[0-9０-９一二三四五六七八九十]{1,4}\s?页)?"
)


@frozen
class Plain:
    """What a line says: its words, the number of `#` before them, its margin in columns, and its width."""

    text: str
    hashes: int
    margin: int
    width: int


def plain_line(raw: str) -> Plain | None:
    """The line without its mark-up; None if nothing is left."""
    bare = raw.rstrip()
    if "<" in bare:
        bare = _TAG.sub("", _without_comments(bare))
    if "&" in bare:
        bare = unescape(bare)
    if "\\" in bare:
        bare = _ESCAPED.sub(r"\1", bare.removesuffix("\\"))
    bare = _without_emphasis(_INVISIBLE.sub("", bare)).rstrip()
    text = _RUN.sub("  ", bare.lstrip())
    hashes = 0
    for pattern in () if is_page_number(text) else (_QUOTE, _BULLET, _HASHES):
        match = pattern.match(text)
        if match is not None:
            text = text[match.end() :].lstrip()
            hashes = len(match[1]) if pattern is _HASHES else hashes
    if hashes:
        text = text.rstrip("# \t")
    if not text or _EMPTY.fullmatch(text):
        return None
    margin = bare[: len(bare) - len(bare.lstrip())]
    return Plain(text, hashes, sum(_COLUMNS.get(blank, 1) for blank in margin), len(bare))


def is_page_number(text: str) -> bool:
    """Whether a line can be nothing but the number of a page: — 3 —, 第 3 页 共 20 页."""
    return len(text) <= 40 and _PAGE.fullmatch(text) is not None


def _without_emphasis(text: str) -> str:
    if "*" in text:
        text = _STARRED.sub(r"\1", text.replace("**", ""))
    return _UNDERLINED.sub(r"\2", text) if "_" in text else text


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join([*kept, text[at:]])
