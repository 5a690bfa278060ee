"""A batch from lines to lines writes, to the byte, what the objects' way writes: facts, refusals, rejects and counts included.

Seen to fail: explanations of all outcomes where some are wanted; the persons of a record counted who go the long way in the end.
"""

from collections import Counter
from pathlib import Path

import pytest
from alike_labels import alike
from hypothesis import given
from hypothesis import strategies as st
from spoilt_lines import plain, sound, spoilt

from dutybound import Engine, Language, Refusal
from dutybound.batch.judging import Entry
from dutybound.batch.lines import decide_given, lines_given
from dutybound.batch.originals import reject_line
from dutybound.batch.sinks import Format, known_json
from dutybound.batch.tally import Tally
from dutybound.batch.work import ALL, Order, Worker
from dutybound.outputs.explanations import explanation_record
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.rules import Outcome
from dutybound.stream.stream import Stream
from dutybound.testing import engines

SAMPLES = Path(__file__).parents[2] / "samples" / "cases.jsonl"
Written = tuple[list[bytes], list[bytes], Counter[str]]
OUTCOMES = tuple(each.value for each in Outcome)


def line_of(engine: Engine, entry: Entry, outcomes: tuple[str, ...]) -> bytes:
    """The line of an entry by way of objects."""
    if isinstance(entry.result, Refusal):
        return encode({**refusal_record(entry.result, Language.ZH), **known_json(entry)})
    record = {**decision_record(entry.result), **known_json(entry)}
    if ALL in outcomes or entry.result.outcome in outcomes:
        assert entry.person is not None
        record["explanation"] = explanation_record(engine.explain_person(entry.result.case_id, entry.person))
    return encode(record)


def by_objects(engine: Engine, block: bytes, first: int, outcomes: tuple[str, ...]) -> Written:
    entries = [decide_given(engine, each) for each in lines_given(engine, block, "in.jsonl", first)]
    rejects = [reject_line(each.result, each.original, Language.ZH) for each in entries if isinstance(each.result, Refusal)]
    counts = Counter("refused" if isinstance(each.result, Refusal) else each.result.outcome.value for each in entries)
    return [line_of(engine, each, outcomes) for each in entries], rejects, counts


def working(engine: Engine, outcomes: tuple[str, ...]) -> Worker:
    return Worker(engine, Order((), Format.JSONL, Language.ZH, explain=outcomes))


def quickly(worker: Worker, block: bytes, first: int) -> Written:
    tally = Tally(Language.ZH)
    return list(worker.quick.written(block, "in.jsonl", first, tally)), tally.rejects, tally.counts


explained = st.one_of(st.just(()), st.just((ALL,)), st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=4).map(tuple))
"""The outcomes of which decisions are explained."""


@given(st.data())
def test_any_lines_give_the_same_bytes(data: st.DataObject) -> None:
    engine = data.draw(engines())
    lines = data.draw(st.lists(st.one_of(sound(engine), spoilt(engine).map(lambda each: each[1])), min_size=1, max_size=6))
    block, first, outcomes = b"\n".join(lines), data.draw(st.sampled_from([1, 7])), data.draw(explained)
    worker = working(engine, outcomes)
    expected = by_objects(engine, block, first, outcomes)
    assert quickly(worker, block, first) == expected
    assert quickly(worker, block, first) == expected, "once more, with every piece at hand"


@pytest.mark.parametrize("outcomes", [(), (ALL,), ("liable", "undetermined")], ids=" ".join)
def test_the_samples_give_the_same_bytes_and_take_the_quick_way(outcomes: tuple[str, ...]) -> None:
    stream = Stream(Engine.installed())
    block = SAMPLES.read_bytes() + b'\n{"case_id": 1}\nnot JSON\n'
    assert quickly(working(stream.engine, outcomes), block, 1) == by_objects(stream.engine, block, 1, outcomes)
    assert any(stream.block(block.splitlines()))


def test_a_record_with_one_person_left_to_the_objects_way_is_counted_once() -> None:
    stream = Stream(alike("hours", "hours"))
    persons = [{"person_id": str(number), "facts": facts} for number, facts in enumerate(({"one": 0, "two": 1}, {"one": 1, "two": 1}))]
    block = plain({"case_id": "c", "act": {"date": "2021-03-04"}, "persons": persons})
    [quick] = stream.block([block])
    assert quick is not None
    sure = [stream.explaining.line(each.line, each.read, each.outcome, each.needed) is not None for each in quick]
    assert sure == [True, False]
    assert quickly(working(stream.engine, (ALL,)), block, 1) == by_objects(stream.engine, block, 1, (ALL,))
