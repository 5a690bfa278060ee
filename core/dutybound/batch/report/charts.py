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

_WIDTH, _ROW, _LABEL, _NUMBER = 760, 26, 250, 80


def bars(rows: Sequence[Mapping[str, Any]], described: str) -> str:
    """A horizontal bar a row, in parts by outcome where the row has them, with its label and number."""
    most = max((row["count"] for row in rows), default=1)
    room = _WIDTH - _LABEL - _NUMBER
    drawn = [_bar(row, number * _ROW, room / most) for number, row in enumerate(rows)]
    height = max(1, len(rows)) * _ROW
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(described)}" xmlns="http://www.w3.org/2000/svg">'
        f"{''.join(drawn)}</svg>"
    )


def _bar(row: Mapping[str, Any], top: int, scale: float) -> str:
    label = _clipped(row["label"])
    parts = row.get("outcomes") or [{"id": row.get("colour", ""), "label": row["label"], "count": row["count"]}]
    found = [f'<text x="{_LABEL - 8}" y="{top + 17}" text-anchor="end">{escape(label)}<title>{escape(row["label"])}</title></text>']
    left = float(_LABEL)
    for part in parts:
        width = part["count"] * scale
        colour = COLOURS.get(part["id"], "#5b7a99")
        words = escape(f"{part['label']}: {part['count']:,}")
        place = f'x="{left:.1f}" y="{top + 4}" width="{width:.1f}" height="{_ROW - 8}"'
        found.append(f'<rect {place} fill="{colour}"><title>{words}</title></rect>')
        left += width
    found.append(f'<text x="{left + 6:.1f}" y="{top + 17}">{row["count"]:,}</text>')
    return "".join(found)


def _clipped(label: str) -> str:
    """A label that fits: a Chinese character takes the room of two letters."""
    room, kept = 34, ""
    for each in label:
        room -= 2 if ord(each) > 0x2E7F else 1
        if room < 0:
            return kept + "…"
        kept += each
    return kept
