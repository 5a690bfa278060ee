"""Whether a quotation is open: “ ” as published, and the straight marks of texts that were typed anew."""

import re

_MARKS = re.compile('[“”"]')
_CLOSES_BEFORE = "。；;，,、）)》："
_OPENS_AFTER = "：:"
_CLOSES_AFTER = frozenset("。；;！？）)")


def open_after(text: str, *, before: bool, anew: bool = True) -> bool:
    """Whether a quotation is open at the end of a line; `before` is whether one was at its start.

    A quotation of several paragraphs is opened anew at the start of each, where `text` begins if `anew`, and closed in the last.
    """
    state = before
    for found in _MARKS.finditer(text):
        state = _state_after(text, found.start(), state=state, first=anew and not found.start())
    return state


def has_quotes(text: str) -> bool:
    """Whether the line has any quotation mark."""
    return "“" in text or "”" in text or '"' in text


def without_quoted(text: str) -> str:
    """The line with boxes for what stands in quotation marks."""
    state = False
    start = 0
    kept: list[str] = []
    for found in _MARKS.finditer(text):
        kept.append("□" * (found.start() - start) if state else text[start : found.start()])
        kept.append("□")
        state = _state_after(text, found.start(), state=state, first=not found.start())
        start = found.end()
    kept.append("□" * (len(text) - start) if state else text[start:])
    return "".join(kept)


def _state_after(text: str, at: int, *, state: bool, first: bool) -> bool:
    """Whether a quotation is open behind the mark at `at`; `first` if a paragraph begins with it."""
    if text[at] != '"':
        return text[at] == "“"
    if at and text[at - 1] in _OPENS_AFTER:
        return True
    if len(text) == 1:
        return False
    closes = text[at - 1 : at] in _CLOSES_AFTER if at + 1 == len(text) else text[at + 1] in _CLOSES_BEFORE
    return not closes and (first or not state)
