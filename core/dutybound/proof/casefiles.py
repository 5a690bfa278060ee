"""A witness as a case record that `dutybound evaluate` takes, and what the engine says of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dutybound.facts import Fact, Facts, Value


def case_record(facts: Facts, declared: Iterable[Fact], case_id: str) -> dict[str, Any]:
    """The record of one case with one person, known by `facts`."""
    record: dict[str, Any] = {"case_id": case_id}
    person: dict[str, Any] = {"person_id": "p1"}
    plain: dict[str, Any] = {}
    for fact in declared:
        if fact.id not in facts:
            continue
        block, _, key = fact.origin.partition(".")
        value = spelt(fact, facts[fact.id])
        if not block:
            plain[fact.id] = value
        elif block == "person":
            person[key] = value
        else:
            record.setdefault(block, {})[key] = value
    record["persons"] = [person]
    record["facts"] = plain
    return record


def spelt(fact: Fact, value: Value) -> Any:
    """A value as a case record spells it: days as text, a region with its six digits."""
    if isinstance(value, date):
        return value.isoformat()
    if fact.origin == "authority.region":
        return f"{value:06d}"
    return value
