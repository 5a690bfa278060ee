"""What a case record says of the act and of the person's post, for the duty item it names; strictly."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve

from dutybound.duties.derive import Act
from dutybound.proceedings import Wrong, read_day

DAYS = ("received", "done", "last_inspected")
NUMBER = "excluded_days"
OWN = (*DAYS, NUMBER)
"""The keys of `act` that are read here."""

MOST_EXCLUDED = 10_000


def read_act(record: Mapping[str, Any], wrong: Wrong) -> Act:
    """The act of a record; the fields that are facts too are checked where facts are, the others here."""
    block, authority = _block(record, "act"), _block(record, "authority")
    days = {key: None if block.get(key) is None else read_day(block[key], f"act.{key}", wrong) for key in DAYS}
    received, done = days["received"], days["done"]
    if received and done and done < received:
        wrong("act.done", "早于收到（受理、立案）之日 `received`", "this is before `received`, the day the matter was received")
    return Act(
        code=block["duty"] if isinstance(block.get("duty"), str) else "",
        day=_plain_day(block.get("date")),
        level=_text(authority.get("level")),
        received=received,
        done=done,
        last_inspected=days["last_inspected"],
        excluded_days=_number(block.get(NUMBER), wrong),
    )


def of_person(act: Act, person: Mapping[str, Any], path: str, wrong: Wrong) -> Act:
    """The act with the person's part in it."""
    for key in ("unit", "post"):
        written = person.get(key)
        if written is not None and not _text(written):
            wrong(f"{path}.{key}", "应为非空文字", "this should be text that is not empty")
    return evolve(act, role=_text(person.get("role")), unit=_text(person.get("unit")), post=_text(person.get("post")))


def _block(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = record.get(key)
    return found if isinstance(found, dict) else {}


def _text(written: object) -> str | None:
    return written if isinstance(written, str) and written.strip() else None


def _plain_day(written: object) -> date | None:
    return read_day(written, "", _silent) if isinstance(written, str) else None


def _silent(_: str, __: str, ___: str) -> None:
    """The day of the act is a fact, so what is wrong with it has been said already."""


def _number(written: object, wrong: Wrong) -> int | None:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int) or not 0 <= written <= MOST_EXCLUDED:
        wrong(f"act.{NUMBER}", f"应为 0 至 {MOST_EXCLUDED} 的整数", f"this should be a whole number from 0 to {MOST_EXCLUDED}")
        return None
    return written
