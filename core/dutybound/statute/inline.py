"""Lists that stand in one line, taken apart: （一）…；（二）…。"""

import re
from collections.abc import Iterator
from itertools import pairwise

from dutybound.statute.marks import SPACED, Kind, Mark, item_mark

_OPENERS = {
    Kind.BRACKETS: re.compile(rf"[（(][ \u3000]*{SPACED}[ \u3000]*[）)]|[㈠-㈩]"),
    Kind.DOT: re.compile(r"(?<![0-9０-９.．])[0-9０-９]{1,2}(?:[.．](?![0-9０-９])|、)|[⒈-⒛]"),
    Kind.BRACKETED_DIGIT: re.compile(r"[（(][0-9]{1,2}[）)]|[⑴-⒇]"),
    Kind.CIRCLE: re.compile(r"[①-⑳㉑-㉟㊱-㊿]"),
}
_BEFORE = {
    Kind.BRACKETS: "：:；;。，, \u3000\t",
    Kind.DOT: "：:；;。 \u3000",
    Kind.BRACKETED_DIGIT: "：:；;。，, \u3000",
    Kind.CIRCLE: "：:；;。，, \u3000",
}

_COLONS = ("：", ":")
_SEMICOLONS = ("；", ";")
_LONGEST = 16


def pieces(text: str, following: Mark | None = None) -> Iterator[tuple[int, Mark | None, str]]:
    """The units in one line: where each starts, its mark and its text; `following` opens the next line."""
    cuts = _beginnings(text)
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        for at, mark, words in _one_list(text[start:end], following if end == len(text) else None):
            yield start + at, mark, words


def _beginnings(text: str) -> list[int]:
    """Where the sentences begin that open the lists in the line: （一）…。 下列…：（一）…."""
    cuts = [0]
    mark = item_mark(text)
    if sum(map(text.count, _COLONS)) < (2 if mark is None else 1):
        return cuts
    kinds = [kind for kind in Kind if starts_within(text, kind, 1)] if mark is None else [mark.kind]
    if kinds and kinds[0] in _OPENERS:
        firsts = [found.start() for found in _OPENERS[kinds[0]].finditer(text) if _is_first(text, found.start(), kinds[0])]
        for one, other in pairwise(firsts if mark is None else [0, *firsts]):
            sentence = text.rfind("。", one, other) + 1
            cuts += [sentence] if sentence else []
    return cuts


def _is_first(text: str, at: int, kind: Kind) -> bool:
    """Whether a list begins here: a one after a colon."""
    mark = item_mark(text[at : at + _LONGEST]) if text[max(at - 4, 0) : at].rstrip()[-1:] in _COLONS else None
    return mark is not None and mark.kind is kind and mark.number == 1


def _one_list(text: str, following: Mark | None) -> Iterator[tuple[int, Mark | None, str]]:
    mark = item_mark(text)
    if mark is None:
        for kind in Kind:
            cuts = starts_within(text, kind, 1)
            goes_on = following is not None and following.kind is kind and following.number == 1 + len(cuts)
            if len(cuts) > 1 or (cuts and goes_on):
                yield 0, None, text[: cuts[0]].strip()
                yield from _cut(text, cuts)
                return
        yield 0, None, text
        return
    yield from _cut(text, [0, *starts_within(text, mark.kind, mark.number + 1)])


def lists_within(text: str) -> bool:
    """Whether a list begins in the middle of the line."""
    return any(starts_within(text, kind, 1) for kind in Kind)


def _cut(text: str, cuts: list[int]) -> Iterator[tuple[int, Mark | None, str]]:
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        mark = item_mark(text[start:end])
        if mark is None:
            yield start, None, text[start:end].strip()
            continue
        inner: list[int] = []
        for kind in (Kind.DOT, Kind.BRACKETED_DIGIT, Kind.CIRCLE):
            if kind > mark.kind and not inner:
                found = starts_within(mark.rest, kind, 1)
                inner = found if len(found) > 1 else inner
        yield start, Mark(mark.kind, mark.number, mark.label, mark.rest[: inner[0]].strip() if inner else mark.rest), ""
        offset = end - len(text[start:end].lstrip()) + len(mark.label)
        for begin, stop in zip(inner, [*inner[1:], len(mark.rest)], strict=False):
            yield offset + begin, item_mark(mark.rest[begin:stop]), ""


def starts_within(text: str, kind: Kind, first: int) -> list[int]:
    """Where the numbers `first`, `first` + 1 and so on of `kind` open a unit in the middle of `text`.

    In brackets behind a semicolon, a number that comes twice or skips one opens a unit as well: the text has that defect.
    """
    if kind not in _OPENERS:
        return []
    found: list[int] = []
    last = first - 1
    for match in _OPENERS[kind].finditer(text):
        before = text[match.start() - 1] if match.start() else ""
        if before not in _BEFORE[kind]:
            continue
        mark = item_mark(text[match.start() : match.end() + 3])
        if mark is None or not (match.start() or first == 1):
            continue
        astray = kind is Kind.BRACKETS and (found or first > 1) and before in _SEMICOLONS and mark.number in (last, last + 2)
        if mark.number == last + 1 or astray:
            found.append(match.start())
            last = mark.number
    return found
