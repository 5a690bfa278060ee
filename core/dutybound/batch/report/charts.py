"""Charts as inline SVG: bars of parts, drawn from data alone, the same bytes for the same data."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

COLOURS: Mapping[str, str] = {
    "out_of_scope": "#9aa5b1",
    "not_liable": "#4c9f70",
    "exempt": "#2f7fb8",
    "waived": "#8f7bc1",
    "liable": "#c8553d",
    "undetermined": "#e0a83a",
    "refused": "#4a4a4a",
}
"""One colour an outcome, told apart in grey too; every bar is also written out beside it."""

_WIDTH, _BAR, _LABEL, _NUMBER = 760, 18, 300, 80
_LINE = 14
"""Every line of a label takes so much height."""
_ROOM = 46
"""So many letters go on one line of a label; a Chinese character takes the room of two."""


def bars(rows: Sequence[Mapping[str, Any]], described: str) -> str:
    """A horizontal bar a row, in parts by outcome where the row has them, with its label (of one or two lines) and number."""
    most = max((row["count"] for row in rows), default=1)
    room = _WIDTH - _LABEL - _NUMBER
    height = 12 + _LINE * max((len(row["label"]) for row in rows), default=1)
    drawn = [_bar(row, number * height, height, room / most) for number, row in enumerate(rows)]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {max(1, len(rows)) * height}" role="img" aria-label="{escape(described)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>'
    )


def _bar(row: Mapping[str, Any], top: int, height: int, scale: float) -> str:
    whole = " ".join(row["label"])
    parts = row.get("outcomes") or [{"id": row.get("colour", ""), "label": whole, "count": row["count"]}]
    first = top + (height - _LINE * len(row["label"])) // 2 + 11
    found = [
        f'<text x="{_LABEL - 8}" y="{first + _LINE * number}" text-anchor="end"{" class=second" if number else ""}>'
        f"{escape(clipped(line))}<title>{escape(whole)}</title></text>"
        for number, line in enumerate(row["label"])
    ]
    left = float(_LABEL)
    for part in parts:
        width = part["count"] * scale
        colour = COLOURS.get(part["id"], "#5b7a99")
        words = escape(f"{part['label']}: {part['count']:,}")
        place = f'x="{left:.1f}" y="{top + (height - _BAR) // 2}" width="{width:.1f}" height="{_BAR}"'
        found.append(f'<rect {place} fill="{colour}"><title>{words}</title></rect>')
        left += width
    found.append(f'<text x="{left + 6:.1f}" y="{top + height // 2 + 4}">{row["count"]:,}</text>')
    return "".join(found)


def clipped(label: str) -> str:
    """A label that fits: what is too much is left out of its middle, for articles differ at their end."""
    if _room(label) <= _ROOM:
        return label
    end = ""
    for each in reversed(label):
        if _room(each + end) > _ROOM * 2 // 3:
            break
        end = each + end
    start = ""
    for each in label:
        if _room(start + each + "…" + end) > _ROOM:
            break
        start += each
    return start + "…" + end


def _room(text: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in text)
