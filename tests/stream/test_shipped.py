"""The shipped rulebook's own cases give the same bytes line by line as by way of objects."""

import json
from pathlib import Path

import pytest

from dutybound import Engine, Language, Refusal
from dutybound.deciding import decide_raw
from dutybound.decision import Decision
from dutybound.lawcases.reading import read_law_cases
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.problems import Place
from dutybound.reading import Raw
from dutybound.stream.stream import Stream

ROOT = Path(__file__).parents[2]
PLACE = Place("cases.jsonl", 3, 1)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.installed()


def test_lawyers_cases_and_samples_give_the_same_bytes(engine: Engine) -> None:
    stream = Stream(engine)
    lines = [json.dumps(case.record, ensure_ascii=False).encode() for case in read_law_cases([ROOT / "tests" / "law"], engine.rulebook)]
    lines += (ROOT / "samples" / "cases.jsonl").read_bytes().splitlines()
    by_objects: list[bytes] = []
    for line in lines:
        for result in decide_raw(engine, Raw(line, PLACE)):
            if isinstance(result, Refusal):
                by_objects.append(encode(refusal_record(result, Language.EN)))
            elif isinstance(result, Decision):
                by_objects.append(encode(decision_record(result)))
    assert len(by_objects) >= len(lines) > 0
    assert [made for line in lines for made, _ in stream.lines(Raw(line, PLACE))] == by_objects


def test_an_ordinary_line_takes_the_quick_way(engine: Engine) -> None:
    stream = Stream(engine)
    for line in (ROOT / "samples" / "cases.jsonl").read_bytes().splitlines():
        if not {"disputed", "duty", "procedure", "null"} & set(line.decode().replace('"', " ").replace(",", " ").replace(":", " ").split()):
            assert stream.reader.read(line) is not None, line.decode()
