"""The shipped rulebook's own cases give the same bytes line by line as by way of objects."""

import json
from pathlib import Path

import msgspec
import pytest
from attrs import evolve
from spoilt_lines import SPOILT, plain

from dutybound import Engine, Language, Refusal
from dutybound.deciding import decide_raw
from dutybound.decision import Decision
from dutybound.explanation import Explanation
from dutybound.facts import Number
from dutybound.lawcases.reading import read_law_cases
from dutybound.linking import relinked
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.problems import Place
from dutybound.reading import Raw
from dutybound.stream.stream import Stream
from dutybound.stream.typed import TypedReader

ROOT = Path(__file__).parents[2]
PLACE = Place("cases.jsonl", 3, 1)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.installed()


@pytest.fixture(scope="module")
def stream(engine: Engine) -> Stream:
    return Stream(engine)


def test_lawyers_cases_and_samples_give_the_same_bytes(engine: Engine, stream: Stream) -> None:
    lines = [json.dumps(case.record, ensure_ascii=False).encode() for case in read_law_cases([ROOT / "tests" / "law"], engine.rulebook)]
    lines += (ROOT / "samples" / "cases.jsonl").read_bytes().splitlines()
    by_objects = [result for line in lines for result in _results(engine, line)]
    assert len(by_objects) >= len(lines) > 0
    assert [made for line in lines for made, _ in stream.lines(Raw(line, PLACE), Language.EN)] == by_objects


def test_lawyers_cases_and_samples_are_explained_by_the_same_bytes(engine: Engine, stream: Stream) -> None:
    """Some of them as they are, and once more on another day, so that most of what is said was said before."""
    written = read_law_cases([ROOT / "tests" / "law"], engine.rulebook)[::200]
    records = [json.loads(json.dumps(case.record)) for case in written]
    later = [{**record, "act": {**record["act"], "date": "2021-09-30"}} for record in records if "act" in record]
    lines = [json.dumps(record, ensure_ascii=False).encode() for record in (*records, *later)]
    lines += (ROOT / "samples" / "cases.jsonl").read_bytes().splitlines()[::4]
    for line in lines:
        assert [made for made, _ in stream.explained(Raw(line, PLACE), Language.EN)] == _results(engine, line, explained=True), (
            line.decode()
        )
    assert stream.explaining.made < stream.explaining.told / 2, "little was at hand"


@pytest.mark.parametrize(("least", "most"), [(440_100, 449_999), (440_100, None), (None, 449_999), (None, None)])
def test_a_region_lies_within_its_bounds(engine: Engine, least: int | None, most: int | None) -> None:
    content = engine.rulebook.content
    facts = tuple(
        evolve(fact, domain=evolve(fact.domain, least=least, most=most))
        if fact.origin == "authority.region" and isinstance(fact.domain, Number)
        else fact
        for fact in content.facts
    )
    bounded = Engine(relinked(engine.rulebook, evolve(content, facts=facts)))
    reader = TypedReader(bounded)
    for region in ("100000", "440099", "440100", "449999", "450000", "044010", "+44010", "44_010", " 44010"):
        line = plain({"case_id": "c", "authority": {"region": region}, "persons": [{"person_id": "p"}]})
        [outcome] = [msgspec.json.decode(each)["outcome"] for each in _results(bounded, line)]
        inside = region.isdecimal() and (least or 100_000) <= int(region) <= (most or 999_999)
        assert (outcome, reader.read(line) is not None) == ("undetermined" if inside else "refused", inside), region


def _results(engine: Engine, line: bytes, *, explained: bool = False) -> list[bytes]:
    found: list[bytes] = []
    for result in decide_raw(engine, Raw(line, PLACE), explained=explained):
        if isinstance(result, Refusal):
            found.append(encode(refusal_record(result, Language.EN)))
        elif isinstance(result, Decision):
            found.append(encode(decision_record(result)))
        elif isinstance(result, Explanation):
            found.append(encode(explained_record(result)))
    return found


@pytest.mark.parametrize("way", SPOILT)
def test_every_way_to_spoil_a_line_gives_the_same_bytes(way: str, engine: Engine, stream: Stream) -> None:
    first = json.loads((ROOT / "samples" / "cases.jsonl").read_bytes().splitlines()[0])
    person = first["persons"][0]
    shared = {**first.get("facts", {}), **person.get("facts", {})}
    alone = {name: shared.pop(name) for name in sorted(shared)[:3]}
    for facts, own in ((shared, {}), (shared, alone), ({**shared, **alone}, {})):
        record = {**first, "facts": facts, "persons": [{**person, "facts": own}, {"person_id": "another", "facts": own}]}
        line = SPOILT[way](record, plain(record))
        assert [made for made, _ in stream.lines(Raw(line, PLACE), Language.EN)] == _results(engine, line)


def test_an_ordinary_line_takes_the_quick_way(stream: Stream) -> None:
    for line in (ROOT / "samples" / "cases.jsonl").read_bytes().splitlines():
        if not {"disputed", "duty", "procedure", "null"} & set(line.decode().replace('"', " ").replace(",", " ").replace(":", " ").split()):
            assert stream.reader.read(line) is not None, line.decode()
