"""The records of one source as they were written, and the persons of them that a command is to look at."""

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from attrs import frozen

from dutybound import reading
from dutybound.case import Case, Person
from dutybound.cli.words import option
from dutybound.engine import Engine
from dutybound.json_text import parse_json
from dutybound.problems import Place, Problem, Problems, Refused, did_you_mean
from dutybound.reading import document, files_of, lines
from dutybound.text import Text


@frozen
class Chosen:
    """One person of one record: the record as written, with its place, and what was read of it."""

    record: dict[str, Any]
    place: Place
    case: Case
    person: Person


def person_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--case` and `--person`."""
    by_case = option("--case", "case_id", metavar="ID", words=Text("只看这个案件", "only this case"))
    by_person = option("--person", "person_id", metavar="ID", words=Text("只看这个人", "only this person"))
    return by_case(by_person(function))


def chosen(engine: Engine, source: str, case_id: str | None, person_id: str | None) -> tuple[Chosen, ...]:
    """The persons of the source's records that carry these ids, all where none is given.

    Raises `Refused` if there is none, or with everything that is wrong in a record that was chosen; `OSError`.
    """
    found: list[Chosen] = []
    problems = Problems()
    cases: set[str] = set()
    persons: set[str] = set()
    for record, place in records(source):
        name = record.get("case_id") if isinstance(record, dict) else None
        cases.add(str(name))
        if case_id is not None and name != case_id:
            continue
        try:
            case = engine.read(record, place)
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        assert isinstance(record, dict)  # or it would not have been read
        persons.update(each.person_id for each in case.persons)
        found += [Chosen(record, place, case, each) for each in case.persons if person_id in (None, each.person_id)]
    problems.raise_any()
    if not found:
        raise Refused((Problem(Place(source), _nothing(case_id, person_id, cases, persons)),))
    return tuple(found)


def _nothing(case_id: str | None, person_id: str | None, cases: set[str], persons: set[str]) -> Text:
    if not cases:
        return Text("没有案件", "there is no case here")
    if case_id is not None and case_id not in cases:
        hint = did_you_mean(case_id, cases)
        return Text(f"没有案件 `{case_id}`{hint.zh}", f"there is no case `{case_id}` here{hint.en}")
    hint = did_you_mean(str(person_id), persons)
    return Text(f"没有人员 `{person_id}`{hint.zh}", f"there is no person `{person_id}` here{hint.en}")


def records(source: str) -> Iterator[tuple[Any, Place]]:
    """The decoded records of a file, a folder or `-`; raises `Refused` at the first that is no JSON, `OSError`."""
    if source == "-":
        yield from _records_of(sys.stdin.buffer.read(), "-")
        return
    for path in files_of(source):
        for raw in reading.records(path):
            yield parse_json(raw.content, raw.place), raw.place


def _records_of(content: bytes, name: str) -> Iterator[tuple[Any, Place]]:
    """Standard input may hold JSON Lines or one JSON text: it is the latter if it is well-formed as a whole."""
    try:
        whole = list(_whole(content, name))
    except Refused:
        if content.lstrip().startswith(b"[") or len([line for line in content.splitlines() if line.strip()]) < 2:
            raise
        for raw in lines(BytesIO(content), name):
            yield parse_json(raw.content, raw.place), raw.place
        return
    yield from whole


def _whole(content: bytes, name: str) -> Iterator[tuple[Any, Place]]:
    for raw in document(content, name):
        yield parse_json(raw.content, raw.place), raw.place
