"""A schema admits what the program reads and nothing else, as far as a schema can say it: whatever stands at whatever place."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from small_rulebook import HERE
from test_schemas import plain

from dutybound import Engine, Refused
from dutybound.schemas.case import case_schema
from dutybound.schemas.policy import policy_schema
from dutybound.source import read_yaml

ENGINE = Engine.installed()
CASE = Draft202012Validator(case_schema(ENGINE.rulebook), format_checker=FormatChecker())
POLICY = Draft202012Validator(policy_schema(), format_checker=FormatChecker())

RECORD: dict[str, Any] = {
    "case_id": "1",
    "authority": {"kind": "market", "region": "440100", "level": "county"},
    "act": {
        "kind": "penalty",
        "date": "2021-03-04",
        "duty": "A-1",
        "received": "2021-01-01",
        "done": "2021-02-01",
        "last_inspected": "2020-01-01",
        "excluded_days": 3,
    },
    "facts": {"gravity": "minor", "owned_up": True},
    "disputed": ["mental_state"],
    "alleged": ["wrong-finding-of-fact"],
    "persons": [
        {
            "person_id": "A",
            "role": "handler",
            "facts": {"harmful_consequence": True},
            "disputed": ["mental_state"],
            "alleged": ["missed-supervision"],
            "unit": "u",
            "post": "p",
            "procedure": {
                "track": "appointing",
                "as_of": "2021-09-01",
                "office": "o",
                "position": "staff",
                "events": [
                    {"step": "investigation", "date": "2021-05-06", "investigators": 2, "by": ["zhao"]},
                    {"step": "sanction-decision", "date": "2021-08-02", "sanction": "demerit", "states": ["person"], "extended": False},
                ],
                "recusals": [{"person": "sun", "ground": "interest", "head": True, "granted": False, "decided_by": "x"}],
            },
        }
    ],
}
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, 2**70, "", " ", "\u3000", "x", "handler", "000000", "\uff14\uff14\uff10\uff11\uff10\uff10"),
    *("2021-02-30", "2021-2-3", "0000-01-01", "\uff12\uff10\uff12\uff11-01-01", "2021-W09-4", [], {}, [None], [""], ["x", "x"], {"x": 1}),
)
"""What a person or a program may leave at any place of a record."""


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _places(value[key], (*path, key))


def _with(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    record = copy.deepcopy(RECORD)
    holder: Any = record
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return record


def _reads(record: dict[str, Any]) -> bool:
    try:
        ENGINE.read(record)
    except Refused:
        return False
    return True


def test_the_record_is_sound() -> None:
    assert _reads(RECORD)
    CASE.validate(RECORD)


@pytest.mark.parametrize("path", list(_places(RECORD)), ids=lambda path: ".".join(map(str, path)))
def test_whatever_stands_at_a_place_is_read_or_refused_as_the_schema_says(path: tuple[Any, ...]) -> None:
    odd = [(value, CASE.is_valid(_with(path, value)), _reads(_with(path, value))) for value in ODD]
    assert [value for value, fits, read in odd if fits != read] == []


BEYOND_A_SCHEMA = {
    "a choice with a doubled value",
    "a number whose bounds cross",
    "a day that is none in a condition",  # to a schema it is a word, which another fact might take
}


def test_the_schema_of_a_policy_refuses_every_file_that_cannot_be_read() -> None:
    admitted = set()
    for entry in yaml.safe_load((HERE.parent / "malformed" / "conversion.yaml").read_text(encoding="utf-8")):
        content = bytes.fromhex(entry["hex"]) if "hex" in entry else entry["text"].encode()
        if POLICY.is_valid(plain(read_yaml(content, "case.yaml"))):
            admitted.add(entry["name"])
    assert admitted == BEYOND_A_SCHEMA


LINKED = (
    "a rule id in capitals",
    "an instrument id with a space",
    "an instrument id with an underscore",
    "a region of words",
    "an origin that there is not",
    "an if without a then",
    "a constraint that says both",
    "under without a basis",
    "akin without a catch-all",
    "a catch-all for nothing",
    "an exemption of nothing",
    "a range without a tier",
    "a range of one rung",
    "a due of no days",
    "a measure for the exempt",
    "a period of no months",
    "a fact id in kebab case",
    "a text of no articles",
    "a limit without a cap",
    "inserted articles without the number of articles",
)
"""Faults of a file by itself that are found when the rulebook is linked, and that an editor can point out before."""


def test_the_schema_of_a_policy_refuses_what_linking_would() -> None:
    entries = [
        entry
        for name in ("linking", "conversion")
        for entry in yaml.safe_load((HERE.parent / "malformed" / f"{name}.yaml").read_text(encoding="utf-8"))
    ]
    found = {entry["name"]: entry["text"] for entry in entries if entry["name"] in LINKED}
    assert sorted(found) == sorted(LINKED)
    assert [name for name, text in found.items() if POLICY.is_valid(plain(read_yaml(text, "case.yaml")))] == []
