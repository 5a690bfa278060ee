"""A batch from lines to lines writes, to the byte, what the objects' way writes: facts, refusals, rejects and counts included."""

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from spoilt_lines import sound, spoilt

from dutybound import Engine, Language, Refusal
from dutybound.batch.lines import decide_given, lines_given
from dutybound.batch.originals import reject_line
from dutybound.batch.quick import QuickLines
from dutybound.batch.sinks import entry_json
from dutybound.batch.tally import Tally
from dutybound.stream.stream import Stream
from dutybound.testing import engines

SAMPLES = Path(__file__).parents[2] / "samples" / "cases.jsonl"
Written = tuple[list[bytes], list[bytes], Counter[str]]


def by_objects(engine: Engine, block: bytes, first: int) -> Written:
    entries = [decide_given(engine, each) for each in lines_given(engine, block, "in.jsonl", first)]
    rejects = [reject_line(each.result, each.original, Language.ZH) for each in entries if isinstance(each.result, Refusal)]
    counts = Counter("refused" if isinstance(each.result, Refusal) else each.result.outcome.value for each in entries)
    return [entry_json(each, Language.ZH) for each in entries], rejects, counts


def quickly(engine: Engine, block: bytes, first: int) -> Written:
    tally = Tally(Language.ZH)
    written = list(QuickLines(engine, Language.ZH).written(block, "in.jsonl", first, tally))
    return written, tally.rejects, tally.counts


@given(st.data())
def test_any_lines_give_the_same_bytes(data: st.DataObject) -> None:
    engine = data.draw(engines())
    lines = data.draw(st.lists(st.one_of(sound(engine), spoilt(engine).map(lambda each: each[1])), min_size=1, max_size=6))
    block, first = b"\n".join(lines), data.draw(st.sampled_from([1, 7]))
    assert quickly(engine, block, first) == by_objects(engine, block, first)


def test_the_samples_give_the_same_bytes_and_take_the_quick_way() -> None:
    engine = Engine.installed()
    block = SAMPLES.read_bytes() + b'\n{"case_id": 1}\nnot JSON\n'
    assert quickly(engine, block, 1) == by_objects(engine, block, 1)
    assert any(Stream(engine).quick(line) for line in block.splitlines())
