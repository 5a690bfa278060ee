"""What goes out line by line is, to the byte, what the objects' way says; and whatever is unusual goes that way."""

from hypothesis import given
from hypothesis import strategies as st
from spoilt_lines import sound, spoilt

from dutybound import Engine, Language, Refusal, Refused, Truth
from dutybound.deciding import decide_raw
from dutybound.decision import Decision
from dutybound.intake import read_case
from dutybound.json_text import parse_json
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.problems import Place
from dutybound.reading import Raw
from dutybound.stream.stream import TOGETHER, Stream
from dutybound.testing import engines

PLACE = Place("cases.jsonl", 3, 1)


def by_objects(engine: Engine, line: bytes) -> list[bytes]:
    found = []
    for result in decide_raw(engine, Raw(line, PLACE)):
        if isinstance(result, Refusal):
            found.append(encode(refusal_record(result, Language.ZH)))
        elif isinstance(result, Decision):
            found.append(encode(decision_record(result)))
    return found


def by_stream(stream: Stream, line: bytes) -> list[bytes]:
    return [each for each, _ in stream.lines(Raw(line, PLACE), Language.ZH)]


@given(st.data())
def test_any_line_gives_the_same_bytes(data: st.DataObject) -> None:
    engine = data.draw(engines())
    stream = Stream(engine)
    for _ in range(6):
        way, line = data.draw(spoilt(engine))
        assert by_stream(stream, line) == by_objects(engine, line), way


@given(st.data())
def test_many_records_give_what_each_gives_by_itself(data: st.DataObject) -> None:
    engine = data.draw(engines())
    lines = [line for _, line in data.draw(st.lists(spoilt(engine), max_size=4))] + [data.draw(sound(engine))] * TOGETHER
    stream, raws = Stream(engine), [Raw(line, PLACE) for line in lines]
    found = [[each for each, _ in some] for some in stream.many(iter(raws), Language.ZH)]
    assert found == [by_objects(engine, line) for line in lines]


@given(st.data())
def test_a_sound_line_is_read_as_the_strict_reader_reads_it(data: st.DataObject) -> None:
    engine = data.draw(engines())
    stream = Stream(engine)
    line = data.draw(sound(engine))
    quick = stream.reader.read(line)
    assert quick is not None
    case = read_case(parse_json(line, PLACE), engine.rulebook, PLACE)
    read = [(each.case_id, each.person_id, dict(stream.facts(each)), each.alleged) for each in quick]
    assert read == [(case.case_id, each.person_id, dict(each.facts), each.alleged) for each in case.persons]


@given(st.data())
def test_a_sound_line_gives_the_same_bytes_however_often_parts_were_made_before(data: st.DataObject) -> None:
    engine = data.draw(engines())
    stream = Stream(engine)
    lines = data.draw(st.lists(sound(engine), min_size=1, max_size=4))
    expected = [by_objects(engine, line) for line in lines]
    assert [by_stream(stream, line) for line in lines] == expected
    assert [by_stream(stream, line) for line in lines] == expected


@given(st.data())
def test_a_verdict_is_the_decision_without_its_words(data: st.DataObject) -> None:
    engine = data.draw(engines())
    stream = Stream(engine)
    line = data.draw(spoilt(engine))[1]
    try:
        case = engine.read(parse_json(line, Place("case")))
    except Refused as refused:
        try:
            stream.read(line)
        except Refused as again:
            assert again.problems == refused.problems
            return
        raise AssertionError("what is refused was read") from refused
    for person, read in zip(case.persons, stream.read(line), strict=True):
        try:
            decision = engine.decide_person(case.case_id, person)
        except Refused as refused:
            try:
                stream.verdict(read)
            except Refused as again:
                assert again.problems == refused.problems
                continue
            raise AssertionError("a contradiction was decided") from refused
        verdict = stream.verdict(read)
        assert verdict.outcome is decision.outcome
        assert verdict.range == (decision.sanction.range if decision.sanction else None)
        rules = {rule.id for rule in engine.rulebook.content.rules()}
        parts = (decision.faults, decision.exemptions, decision.waivers, decision.measures, decision.obligations, decision.referrals)
        found = {each.id: each.status for part in parts for each in part if each.id in rules}
        assert verdict.holding == tuple(sorted(name for name, status in found.items() if status is Truth.HOLDS))
        assert verdict.open == tuple(sorted(name for name, status in found.items() if status is Truth.UNKNOWN))
