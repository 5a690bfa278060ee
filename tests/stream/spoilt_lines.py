"""Lines of JSON as they come: well-formed, spelt unusually, or spoilt in one of the ways that files are spoilt."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from dutybound import Engine
from dutybound.testing import case_records

Spoil = Callable[[dict[str, Any], bytes], bytes]


def plain(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def _with(**fields: Any) -> Spoil:
    return lambda record, _: plain({**record, **fields})


def _person_with(**fields: Any) -> Spoil:
    return lambda record, _: plain({**record, "persons": [{**person, **fields} for person in record["persons"]]})


def _without(key: str) -> Spoil:
    return lambda record, _: plain({name: value for name, value in record.items() if name != key})


def _replaced(old: bytes, new: bytes) -> Spoil:
    return lambda _, line: line.replace(old, new, 1)


def _twice(key: str) -> Spoil:
    """A key written a second time at the end of the record, with another value."""
    return lambda record, line: line[:-1] + b"," + json.dumps({key: record.get(key, "again")}).encode()[1:]


def _fact_twice(record: dict[str, Any], _: bytes) -> bytes:
    facts = json.dumps(record["facts"])[1:-1]
    return plain({**record, "facts": {}}).replace(b'"facts":{}', ('"facts":{' + ", ".join(filter(None, (facts, facts))) + "}").encode())


def _shared_and_own(record: dict[str, Any], _: bytes) -> bytes:
    """Every shared fact once more for each person, where it may stand with the same value."""
    persons = [{**person, "facts": {**person.get("facts", {}), **record["facts"]}} for person in record["persons"]]
    return plain({**record, "persons": persons})


def _contradicted(record: dict[str, Any], _: bytes) -> bytes:
    """Shared flags turned round for each person."""
    turned = {name: not value for name, value in record["facts"].items() if isinstance(value, bool)}
    return plain({**record, "persons": [{**person, "facts": {**person.get("facts", {}), **turned}} for person in record["persons"]]})


def _nulls(record: dict[str, Any], _: bytes) -> bytes:
    facts = {name: value if number % 2 else None for number, (name, value) in enumerate(record["facts"].items())}
    return plain({**record, "facts": facts})


def _ill_typed(value: Any) -> Spoil:
    return lambda record, _: plain({**record, "facts": dict.fromkeys(record["facts"], value)})


SPOILT: dict[str, Spoil] = {
    "as it is": lambda _, line: line,
    "with spaces": lambda record, _: json.dumps(record, ensure_ascii=True).encode(),
    "indented by tabs": lambda record, _: json.dumps(record, indent="\t").replace("\n", " ").encode(),
    "with its line end": lambda _, line: line + b"\r\n",
    "with a byte order mark": lambda _, line: b"\xef\xbb\xbf" + line,
    "cut short": lambda _, line: line[: len(line) // 2],
    "with something behind": lambda _, line: line + b" x",
    "two records": lambda _, line: line + line,
    "a list": lambda _, line: b"[" + line + b"]",
    "not a record": lambda _, line: b'"record"',
    "not UTF-8": _replaced(b"case", b"\xff\xfe"),
    "escaped letters": _replaced(b'"case_id"', b'"case\\u005fid"'),
    "half a character": _replaced(b'"case_id":"', b'"case_id":"\\ud800'),
    "a control character": _replaced(b'"case_id":"', b'"case_id":"\t'),
    "a colon in a name": _with(case_id='a:"b\\:c'),
    "no name": _with(case_id=""),
    "a blank name": _with(case_id=" \u3000"),
    "a number for a name": _with(case_id=7),
    "null for a name": _with(case_id=None),
    "no case id": _without("case_id"),
    "no persons": _without("persons"),
    "no person in it": _with(persons=[]),
    "persons null": _with(persons=None),
    "the same person twice": lambda record, _: plain({**record, "persons": [record["persons"][0]] * 2}),
    "a blank person": _person_with(person_id="\t"),
    "a person without a name": lambda record, _: plain({**record, "persons": [{"facts": {}}]}),
    "an unknown key": _with(fact={}),
    "an unknown key of a person": _person_with(rol="handler"),
    "an unknown role": _person_with(role="onlooker"),
    "a blank role": _person_with(role=" "),
    "a role that is no text": _person_with(role=3),
    "case id twice": _twice("case_id"),
    "facts twice": _twice("facts"),
    "persons twice": _twice("persons"),
    "every fact twice": _fact_twice,
    "facts shared and own": _shared_and_own,
    "facts shared and turned round": _contradicted,
    "facts null": _with(facts=None),
    "facts in a list": _with(facts=[]),
    "facts of a person null": _person_with(facts=None),
    "no shared facts": _without("facts"),
    "unknown facts as null": _nulls,
    "a misspelt fact": _with(facts={"fact_nought": True}),
    "numbers as text": _ill_typed("1"),
    "one for true": _ill_typed(1),
    "one point nought": _ill_typed(1.0),
    "not a number": _ill_typed(float("nan")),
    "more than 64 bits": _ill_typed(2**64),
    "true for everything": _ill_typed(True),
    "a day with a time": _ill_typed("2021-03-04T00:00:00"),
    "a week": _ill_typed("2021-W01-1"),
    "no such day": _ill_typed("2021-02-30"),
    "disputed nothing": _with(disputed=[]),
    "disputed null": _with(disputed=None),
    "disputed what is no fact": _with(disputed=["nought"]),
    "disputed all": lambda record, _: plain({**record, "disputed": sorted(record["facts"])}),
    "authority null": _with(authority=None),
    "authority a word": _with(authority="market"),
    "an unknown key of the authority": _with(authority={"knd": "market"}),
    "an unknown kind of authority": _with(authority={"kind": "post office"}),
    "nothing of the authority": _with(authority={}),
    "a level null": _with(authority={"kind": "market", "level": None}),
    "a region null": _with(authority={"region": None}),
    "a level twice": _replaced(b'"authority":{', b'"authority":{"level":"city","level":"county",'),
    "a blank level": _with(authority={"level": " "}),
    "a region of five digits": _with(authority={"region": "44010"}),
    "a region in full-width digits": _with(authority={"region": "４４０１００"}),
    "a region as a number": _with(authority={"region": 440100}),
    "a region": _with(authority={"region": "440100"}),
    "no act": _without("act"),
    "a day of the act that is none": _with(act={"date": "2021-13-01"}),
    "nothing of the act": _with(act={}),
    "a day of the act null": _with(act={"kind": "licence", "date": None}),
    "a day of the act": _with(act={"date": "2021-03-04"}),
    "a duty item": _with(act={"date": "2021-03-04", "duty": "A-1"}),
    "days of the act": _with(act={"date": "2021-03-04", "received": "2021-03-05", "done": "2021-03-01"}),
    "alleged nothing": _with(alleged=[]),
    "alleged null": _with(alleged=None),
    "alleged what is no fault": _with(alleged=["nought"]),
    "alleged a kind": _with(alleged=["non-performance", "non-performance"]),
    "alleged of a person": _person_with(alleged=["improper-performance"]),
    "alleged of both": lambda record, _: plain(
        {**record, "alleged": ["non-performance"], "persons": [{**each, "alleged": ["improper-performance"]} for each in record["persons"]]}
    ),
    "a procedure": _person_with(procedure={"track": "appointing"}),
    "a procedure null": _person_with(procedure=None),
}
"""Ways to spell or spoil the line of a record, by name."""


@st.composite
def spoilt(draw: st.DrawFn, engine: Engine) -> tuple[str, bytes]:
    """The name of a way and a line spoilt in it."""
    record = draw(case_records(engine))
    way = draw(st.sampled_from(sorted(SPOILT)))
    return way, SPOILT[way](record, plain(record))


@st.composite
def sound(draw: st.DrawFn, engine: Engine) -> bytes:
    """A line that is read without a doubt, with faults alleged or not."""
    record = draw(case_records(engine))
    for person in record["persons"]:
        person.pop("disputed", None)
    faults = sorted(fault.id for fault in engine.rulebook.content.faults)
    if draw(st.booleans()):
        record["alleged"] = draw(st.lists(st.sampled_from(faults), min_size=1, max_size=2))
    return plain(record)
