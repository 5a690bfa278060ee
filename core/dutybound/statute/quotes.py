"""Whether a quotation is open: “ ” as published, and the straight \" of texts that were typed anew."""

_CLOSES_BEFORE = "。；;，,、）)》："
_OPENS_AFTER = "：:"
_CLOSES_AFTER = frozenset("。；;！？）)")


def open_after(text: str, *, before: bool, anew: bool = True) -> bool:
    """Whether a quotation is open at the end of a line; `before` is whether one was at its start.

    A quotation of several paragraphs is opened anew at the start of each, where `text` begins if `anew`, and closed in the last.
    """
    state = before
    for at, character in enumerate(text):
        if character in "“”":
            state = character == "“"
        elif character == '"':
            state = _opens(text, at, state=state and (at > 0 or not anew))
    return state


def has_quotes(text: str) -> bool:
    """Whether the line has any quotation mark."""
    return "“" in text or "”" in text or '"' in text


def without_quoted(text: str) -> str:
    """The line with blanks for what stands in quotation marks."""
    state = False
    kept: list[str] = []
    for at, character in enumerate(text):
        before = state
        if character in "“”":
            state = character == "“"
        elif character == '"':
            state = _opens(text, at, state=state)
        kept.append("□" if state or before else character)
    return "".join(kept)


def _opens(text: str, at: int, *, state: bool) -> bool:
    if at and text[at - 1] in _OPENS_AFTER:
        return True
    if len(text) == 1:
        return False
    closes = text[at - 1 : at] in _CLOSES_AFTER if at + 1 == len(text) else text[at + 1] in _CLOSES_BEFORE
    return not closes and not state
