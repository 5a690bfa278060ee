"""Duty items as rows of a canonical table and as JSON objects; what `read_items` reads back unchanged."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from dutybound.duties.importing import HEADINGS
from dutybound.duties.items import DutyItem, TimeLimit


def item_record(item: DutyItem) -> dict[str, Any]:
    """An item as a JSON object: the same keys always, in the order of the list's columns."""
    return {
        "code": item.code,
        "name": item.name,
        "type": item.type.value,
        "sub_items": list(item.sub_items),
        "basis": [str(each) for each in item.basis],
        "holder": item.holder,
        "unit": item.unit,
        "levels": list(item.levels),
        "target": item.target,
        "responsibilities": list(item.responsibilities),
        "accountability": list(item.accountability),
        "channel": item.channel,
        "redress": item.redress,
        "statutory": _limit(item.statutory),
        "promised": _limit(item.promised),
        "interval_months": item.interval_months,
        "from": item.begins.isoformat() if item.begins else None,
        "until": item.ends.isoformat() if item.ends else None,
        "version": item.version,
    }


def _limit(limit: TimeLimit | None) -> dict[str, Any] | None:
    return None if limit is None else {"days": limit.days, "working": limit.working}


def limit_words(limit: TimeLimit | None) -> str:
    """A time limit as lists write it: 20工作日, 30日."""
    return "" if limit is None else f"{limit.days}{'工作日' if limit.working else '日'}"


def table(items: Iterable[DutyItem]) -> str:
    """The items as canonical CSV: Chinese headings, ids of types and levels, one item a line."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    for item in items:
        record = item_record(item) | {"statutory": limit_words(item.statutory), "promised": limit_words(item.promised)}
        writer.writerow([_cell(record[key]) for key in HEADINGS.values()])
    return stream.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "；".join(value)
    return "" if value is None else str(value)
