"""JSON Lines and JSON documents record by record: persons with their facts, or what is wrong with the record."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from attrs import frozen

from dutybound.batch.judging import Entry
from dutybound.case import Person
from dutybound.decision import Refusal
from dutybound.engine import Engine
from dutybound.json_text import parse_json
from dutybound.problems import Place, Problem, Refused
from dutybound.reading import document


@frozen
class Given:
    """One person of a record as given, or the problems of a record that could not be read."""

    case_id: str
    person: Person | None
    problems: tuple[Problem, ...]
    place: Place
    original: bytes | Mapping[str, Any]


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of JSON Lines: what is to be read of it, its number (from 1), and what was written there."""

    content: bytes
    number: int
    original: bytes


def numbered(content: bytes, first: int) -> Iterator[Line]:
    """The lines of a block that begins on line `first`; empty lines are no records."""
    for number, line in enumerate(BytesIO(content), first):  # which finds their ends sooner than splitting them does
        original = line.rstrip(b"\r\n")
        raw = original.removeprefix(b"\xef\xbb\xbf") if number == 1 else original
        if raw and not raw.isspace():
            yield Line(raw, number, original)


def lines_given(engine: Engine, content: bytes, path: str, first: int) -> Iterator[Given]:
    """What a block of JSON Lines holds that begins on line `first`."""
    for line in numbered(content, first):
        yield from line_given(engine, line, path)


def line_given(engine: Engine, line: Line, path: str) -> Iterator[Given]:
    """What one line holds."""
    yield from _given(engine, line.content, Place(path, line.number, 1), line.original)


def document_given(engine: Engine, path: Path) -> Iterator[Given]:
    """What a `.json` file holds: one record, or a list of records; raises `OSError`."""
    for raw in document(path.read_bytes(), str(path)):
        yield from _given(engine, raw.content, raw.place, raw.content)


def _given(engine: Engine, content: bytes, place: Place, original: bytes) -> Iterator[Given]:
    try:
        record = parse_json(content, place)
    except Refused as refused:
        yield Given("", None, refused.problems, place, original)
        return
    named = record.get("case_id") if isinstance(record, dict) else ""
    try:
        case = engine.read(record, place)
    except Refused as refused:
        yield Given(named if isinstance(named, str) else "", None, refused.problems, place, original)
        return
    for person in case.persons:
        yield Given(case.case_id, person, (), place, original)


def decide_given(engine: Engine, given: Given) -> Entry:
    """The decision on a person as given, or the refusal."""
    problems, person = given.problems, given.person
    if person is not None:
        try:
            return Entry(engine.decide_person(given.case_id, person), person)
        except Refused as refused:
            problems = refused.problems
    place = given.place
    refusal = Refusal(
        source=place.source, line=place.line, problems=problems, case_id=given.case_id, person_id=person.person_id if person else ""
    )
    return Entry(refusal, person, given.original)
