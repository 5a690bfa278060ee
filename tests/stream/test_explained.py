"""An explained line is, to the byte, what the objects' way writes, however its pieces were made before.

Seen to fail: a witness that does not note the values it is asked for; blanks that are not checked for hidden doubles.
"""

from alike_labels import alike
from hypothesis import given
from hypothesis import strategies as st
from spoilt_lines import plain, sound, spoilt

from dutybound import Engine, Language, Refusal
from dutybound.deciding import decide_raw
from dutybound.explanation import Explanation
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import encode, refusal_record
from dutybound.problems import Place
from dutybound.reading import Raw
from dutybound.stream.explaining import _differ
from dutybound.stream.stream import TOGETHER, Stream
from dutybound.testing import engines

PLACE = Place("cases.jsonl", 3, 1)


def by_objects(engine: Engine, line: bytes) -> list[bytes]:
    found = []
    for result in decide_raw(engine, Raw(line, PLACE), explained=True):
        if isinstance(result, Refusal):
            found.append(encode(refusal_record(result, Language.ZH)))
        elif isinstance(result, Explanation):
            found.append(encode(explained_record(result)))
    return found


def by_stream(stream: Stream, line: bytes) -> list[bytes]:
    return [each for each, _ in stream.explained(Raw(line, PLACE), Language.ZH)]


@given(st.data())
def test_any_line_gives_the_same_bytes(data: st.DataObject) -> None:
    engine = data.draw(engines())
    stream = Stream(engine)
    for _ in range(3):
        way, line = data.draw(spoilt(engine))
        assert by_stream(stream, line) == by_objects(engine, line), way


@given(st.data())
def test_a_sound_line_gives_the_same_bytes_however_often_pieces_were_made_before(data: st.DataObject) -> None:
    engine = data.draw(engines())
    stream = Stream(engine)
    lines = data.draw(st.lists(sound(engine), min_size=2, max_size=3))
    expected = [by_objects(engine, line) for line in lines]
    assert [by_stream(stream, line) for line in lines] == expected
    made = stream.explaining.made
    assert [by_stream(stream, line) for line in lines] == expected
    assert stream.explaining.made == made, "what was at hand was made again"
    stream.explaining.most = 2000
    assert [by_stream(stream, line) for line in lines] == expected, "what was forgotten was not made again"


@given(st.data())
def test_many_records_give_what_each_gives_by_itself(data: st.DataObject) -> None:
    engine = data.draw(engines())
    lines = [line for _, line in data.draw(st.lists(spoilt(engine), max_size=3))] + [data.draw(sound(engine))] * TOGETHER
    found = Stream(engine).many((Raw(line, PLACE) for line in lines), Language.ZH, explained=True)
    told = {line: by_objects(engine, line) for line in lines}
    assert [[each for each, _ in some] for some in found] == [told[line] for line in lines]


def test_two_facts_of_one_label_are_left_to_the_objects_way() -> None:
    engine = alike("hours", "hours")
    stream = Stream(engine)
    for one, other in ((1, 1), (1, 2)):
        line = case(one, other)
        [made] = stream.block([line])
        assert made is not None
        assert stream.explaining.line(made[0].line, made[0].read, made[0].outcome, made[0].needed) is None
        assert by_stream(stream, line) == by_objects(engine, line)


def test_two_facts_of_different_labels_take_the_quick_way() -> None:
    engine = alike("hours", "minutes")
    stream = Stream(engine)
    for one, other in ((1, 1), (1, 2)):
        line = case(one, other)
        assert by_stream(stream, line) == by_objects(engine, line)
    assert stream.explaining.made < stream.explaining.told


def test_texts_with_blanks_differ_only_where_no_words_can_make_them_one() -> None:
    assert _differ("a is \0001\0", "b is \0001\0")
    assert _differ("a is \0001\0 (at least 3)", "a is \0001\0 (at most 3)")
    assert _differ("a is \0001\0", "a is \0001\0 (at least 3)")
    assert not _differ("a is \0001\0", "a is \0002\0")
    assert not _differ("a is \0001\0", "a is 3")
    assert not _differ("a is \0001\0", "a is \0001\0")


def case(one: int, other: int) -> bytes:
    persons = [{"person_id": "p", "facts": {"one": one, "two": other}}]
    return plain({"case_id": "c", "act": {"date": "2021-03-04"}, "persons": persons})
