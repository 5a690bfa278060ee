"""Records in, decisions and refusals out: exactly one for each record and person, nothing lost, nothing stops the others."""

from collections.abc import Iterator
from typing import Any

from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.json_text import parse_json
from dutybound.problems import Place, Refused
from dutybound.reading import Raw

Result = Decision | Explanation | Refusal


def decide_raw(engine: Engine, raw: Raw, *, explained: bool = False) -> Iterator[Result]:
    """The results of one record's bytes, decisions with their explanations where these are asked for."""
    try:
        record = parse_json(raw.content, raw.place)
    except Refused as refused:
        yield _refusal(refused, raw.place, "")
        return
    yield from decide_record(engine, record, raw.place, explained=explained)


def decide_record(engine: Engine, record: Any, place: Place, *, explained: bool = False) -> Iterator[Result]:
    """The results of one decoded record: one for each person, or one refusal for all of it."""
    name = record.get("case_id") if isinstance(record, dict) else ""
    case_id = name if isinstance(name, str) else ""
    try:
        case = engine.read(record, place)
    except Refused as refused:
        yield _refusal(refused, place, case_id)
        return
    for person in case.persons:
        try:
            if explained:
                yield engine.explain_person(case.case_id, person)
            else:
                yield engine.decide_person(case.case_id, person)
        except Refused as refused:
            yield _refusal(refused, place, case.case_id, person.person_id)


def _refusal(refused: Refused, place: Place, case_id: str, person_id: str = "") -> Refusal:
    return Refusal(source=place.source, line=place.line, problems=refused.problems, case_id=case_id, person_id=person_id)
