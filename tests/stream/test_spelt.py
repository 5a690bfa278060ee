"""What is given goes out as the encoder wrote it to measure the line, if it did; a line with anything twice is not read.

Seen to fail: the end of the facts sought from the wrong side, those of all persons not looked for, never looked at again.
"""

import pytest

from dutybound import Engine
from dutybound.stream.once import LINES_APART
from dutybound.stream.typed import Read, TypedReader

HEAD = b'{"case_id":"c","authority":{"kind":"market","region":"440100","level":"county"},"persons":[{"person_id":"p",'
FACTS = b'"act_unlawful":true,"adverse_influence":false,"check_required":true'
TAIL = b'},"role":"handler"}]}'
SPELT = HEAD + b'"facts":{' + FACTS + TAIL
SPACED = SPELT.replace(b'":', b'": ')
TURNED = HEAD + b'"facts":{"check_required":true,"act_unlawful":true,"adverse_influence":false' + TAIL


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.installed()


@pytest.fixture
def reader(engine: Engine) -> TypedReader:
    return TypedReader(engine)


def read(reader: TypedReader, line: bytes) -> list[tuple[Read, bytes | None]]:
    """The persons of a line, each with its facts as they are spelt."""
    return [(each, each.spelt) for each in reader.read(line, spelling=True) or ()]


def test_what_is_spelt_is_what_the_line_says(reader: TypedReader) -> None:
    [(person, spelt)] = read(reader, SPELT)
    assert spelt == FACTS
    assert [each.spelt for each in reader.read(SPELT) or ()] == [None], "nobody asked"
    assert [again for _, again in read(reader, TURNED)] == [FACTS], "in declared order, whatever that of the line"
    assert [again for _, again in read(reader, SPELT.replace(FACTS, b""))] == [b""]
    [(counted, nothing)] = read(reader, SPACED)
    assert nothing is None
    assert (person.case_id, person.person_id, person.alleged, person.known) == ("c", "p", None, counted.known)


def test_what_is_spelt_is_found_where_the_line_has_other_things_elsewhere(reader: TypedReader) -> None:
    head, other = HEAD.replace(b'{"case_id":"c",', b"{"), b'"facts":{},"persons":['.replace(b'"', b'\\"')
    for line in (head + b'"facts":{' + FACTS + TAIL[:-1] + b',"case_id":"' + other + b'"}', SPELT.replace(b'"p"', b'"' + other + b'"')):
        assert [spelt for _, spelt in read(reader, line)] == [FACTS]


def test_after_a_line_spelt_otherwise_it_is_looked_again_later(reader: TypedReader) -> None:
    assert [spelt for _, spelt in read(reader, SPACED)] == [None]
    found = [spelt for _ in range(2 * LINES_APART) for _, spelt in read(reader, SPELT)]
    assert found == [None] * (LINES_APART - 1) + [FACTS] * (LINES_APART + 1)


def test_facts_of_all_persons_are_spelt_for_each(reader: TypedReader) -> None:
    persons = b',"persons":[{"person_id":"p"},{"person_id":"q","role":"handler"}]}'
    assert [spelt for _, spelt in read(reader, b'{"case_id":"c","facts":{' + FACTS + b"}" + persons)] == [FACTS, FACTS]
    assert read(reader, b'{"case_id":"c","facts":{' + FACTS + b',"check_required":true}' + persons) == []


@pytest.mark.parametrize(
    "line",
    [
        SPACED,
        SPELT.replace(b'"facts":{', b'"facts": {'),
        SPELT.replace(b'true,"adv', b'true, "adv'),
        SPELT.replace(b'"act_unlawful"', b'"act\\u005funlawful"'),
        b'{"case_id":"c","facts":{"act_unlawful":true},"persons":[{"person_id":"p","facts":'
        + FACTS.replace(b'"act_unlawful":true,', b"{")
        + b"}}]}",
    ],
    ids=["spaces", "a space before", "a space within", "an escape", "some for all"],
)
def test_what_is_spelt_otherwise_is_read_all_the_same(engine: Engine, reader: TypedReader, line: bytes) -> None:
    [(person, spelt)], [(same, _)] = read(reader, line), read(reader, SPELT)
    assert spelt is None
    given = engine.compiled.shape.reader(engine.compiled.shape.given)
    assert given(person.known) == given(same.known)


@pytest.mark.parametrize(
    "line",
    [
        SPELT.replace(b'"check_required":true', b'"check_required":true,"check_required":true'),
        SPELT.replace(b'"check_required":true', b'"check_required":true,"act_unlawful":false'),
        SPELT.replace(b'"case_id":"c"', b'"case_id":"b","case_id":"c"'),
        SPELT.replace(b'"role":"handler"', b'"role":"handler","role":"handler"'),
        SPELT.replace(FACTS, FACTS + b'},"facts":{' + FACTS),
        SPELT.replace(FACTS, b'},"facts":{' + FACTS),
        SPELT.replace(b"true}", b'true,"act_on_duty":null}'),
        SPELT.replace(b'"check_required"', b'"no_such_fact"'),
    ],
    ids=["a fact twice", "a fact again", "twice before", "twice behind", "facts twice", "facts replaced", "null", "no such fact"],
)
def test_what_is_spelt_twice_is_left_to_the_strict_reader(reader: TypedReader, line: bytes) -> None:
    assert line != SPELT
    assert reader.read(line) is None  # told by its length
    reader.read(SPACED)
    assert reader.read(line) is None  # told by its colons
