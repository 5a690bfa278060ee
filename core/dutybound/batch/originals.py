"""What a refused record looked like, for the rejects file: its bytes as text, or in base64 where they are no UTF-8."""

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from dutybound.decision import Refusal
from dutybound.text import Language


def reject_line(refusal: Refusal, original: bytes | Mapping[str, Any], language: Language) -> bytes:
    """One line of the rejects file."""
    entry: dict[str, Any] = {
        "source": refusal.source,
        "line": refusal.line,
        "case_id": refusal.case_id,
        "person_id": refusal.person_id,
        "reasons": [problem.into(language) for problem in refusal.problems],
    }
    if isinstance(original, bytes):
        try:
            entry["record"] = original.decode()
        except UnicodeDecodeError:
            entry["base64"] = base64.b64encode(original).decode()
    else:
        entry["cells"] = {name: _plain(cell) for name, cell in original.items()}
    return msgspec.json.encode(entry) + b"\n"


def _plain(cell: Any) -> Any:
    if cell is None or isinstance(cell, bool | int | float | str):
        return cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)
