"""Plain aligned text: columns by display width, in which a Chinese character takes two places."""

import unicodedata
from collections.abc import Iterable, Sequence

_CHINESE = (("\u2e80", "\u9fff"), ("\U00020000", "\U0003fffd"))
"""Where Chinese characters stand, and all that are still to come: the names of some people have only just been given one."""

_BLANKED = ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")


def width(text: str) -> int:
    """How many places a text takes in a terminal."""
    return sum(_places(character) for character in text)


def _places(character: str) -> int:
    category = unicodedata.category(character)
    if unicodedata.combining(character) or category in ("Cf", "Me", "Mn"):
        return 0
    if category == "Cn":  # an interpreter knows the Unicode of its own year only
        return 2 if any(first <= character <= last for first, last in _CHINESE) else 1
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, places: int) -> str:
    """The text with spaces after it up to `places`."""
    return text + " " * max(0, places - width(text))


def clipped(text: str, places: int) -> str:
    """The text cut to at most `places`, with … where something was cut off."""
    if width(text) <= places:
        return text
    kept, room = "", places - 1
    for character in text:
        room -= _places(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def columns(rows: Iterable[Sequence[str]], *, gap: int = 2, indent: int = 0) -> str:
    """Rows under each other, each column as wide as its widest cell; the last column is not padded. Empty without rows."""
    table = [[_plain(cell) for cell in row] for row in rows]
    widths: dict[int, int] = {}
    for row in table:
        for number, cell in enumerate(row[:-1]):
            widths[number] = max(widths.get(number, 0), width(cell))
    lines = []
    for row in table:
        cells = [padded(cell, widths[number]) for number, cell in enumerate(row[:-1])]
        lines.append((" " * indent + (" " * gap).join([*cells, *row[-1:]])).rstrip() + "\n")
    return "".join(lines)


def _plain(cell: str) -> str:
    """The cell on one line and without control characters, which could move a terminal's cursor.

    Characters of private use, and those that are newer than the interpreter, are kept: names are written with them.
    """
    if cell.isprintable():
        return cell  # nearly always
    return "".join(" " if unicodedata.category(character) in _BLANKED else character for character in cell)


def plain(text: str) -> str:
    """A user's words on one line, without control characters."""
    return _plain(text)
