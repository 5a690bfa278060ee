"""A block of facts that stands on its line as the encoder would write it is known to have no key twice, and goes out as it is.

Seen to fail: what stands behind the block not counted, what stands before it not counted, the block compared in its first bytes alone,
the block of all persons not looked at.
"""

import pytest

from dutybound import Engine
from dutybound.stream.typed import TypedReader

HEAD = b'{"case_id":"c","authority":{"kind":"market","region":"440100","level":"county"},"persons":[{"person_id":"p",'
FACTS = b'{"act_unlawful":true,"adverse_influence":false,"check_required":true}'
TAIL = b',"role":"handler"}]}'
SPELT = HEAD + b'"facts":' + FACTS + TAIL


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.installed()


@pytest.fixture(scope="module")
def reader(engine: Engine) -> TypedReader:
    return TypedReader(engine)


def test_what_is_spelt_is_what_the_line_says(reader: TypedReader) -> None:
    [spelt], [counted] = reader.read(SPELT, spelling=True) or (), reader.read(SPELT) or ()
    assert spelt.spelt == FACTS
    assert counted.spelt is None
    assert (spelt.case_id, spelt.person_id, spelt.alleged, spelt.known[1:]) == ("c", "p", None, counted.known[1:])


def test_facts_of_all_persons_are_spelt_for_each(reader: TypedReader) -> None:
    persons = b',"persons":[{"person_id":"p"},{"person_id":"q","role":"handler"}]}'
    read = reader.read(b'{"case_id":"c","facts":' + FACTS + persons, spelling=True) or ()
    assert [each.spelt for each in read] == [FACTS, FACTS]
    assert reader.read(b'{"case_id":"c","facts":' + FACTS.replace(b"}", b',"check_required":true}') + persons, spelling=True) is None


@pytest.mark.parametrize(
    "line",
    [
        SPELT.replace(b'":', b'": '),
        SPELT.replace(b'"facts":{', b'"facts": {'),
        SPELT.replace(b'true,"adv', b'true, "adv'),
        SPELT.replace(b'"act_unlawful"', b'"act\\u005funlawful"'),
        HEAD + b'"facts":{"check_required":true,"act_unlawful":true,"adverse_influence":false}' + TAIL,
        b'{"case_id":"c","facts":{"act_unlawful":true},"persons":[{"person_id":"p","facts":'
        + FACTS.replace(b'"act_unlawful":true,', b"")
        + b"}]}",
    ],
    ids=["spaces", "a space before", "a space within", "an escape", "another order", "some for all"],
)
def test_what_is_spelt_otherwise_is_read_all_the_same(engine: Engine, reader: TypedReader, line: bytes) -> None:
    [read], [same] = reader.read(line, spelling=True) or (), reader.read(SPELT) or ()
    assert read.spelt is None
    origins = 1 + len(engine.compiled.shape.origins)
    assert read.known[origins:] == same.known[origins:]


@pytest.mark.parametrize(
    "line",
    [
        SPELT.replace(b'"check_required":true', b'"check_required":true,"check_required":true'),
        SPELT.replace(b'"check_required":true', b'"check_required":true,"act_unlawful":false'),
        SPELT.replace(b'"case_id":"c"', b'"case_id":"b","case_id":"c"'),
        SPELT.replace(b'"role":"handler"', b'"role":"handler","role":"handler"'),
        SPELT.replace(b'"facts":' + FACTS, b'"facts":' + FACTS + b',"facts":' + FACTS),
        SPELT.replace(b'"facts":' + FACTS, b'"facts":{},"facts":' + FACTS),
        SPELT.replace(b"true}", b'true,"act_on_duty":null}'),
        SPELT.replace(b'"check_required"', b'"no_such_fact"'),
    ],
    ids=["a fact twice", "a fact again", "twice before", "twice behind", "facts twice", "facts replaced", "null", "no such fact"],
)
def test_what_is_spelt_twice_is_left_to_the_strict_reader(reader: TypedReader, line: bytes) -> None:
    assert line != SPELT
    assert reader.read(line, spelling=True) is None
    assert reader.read(line) is None
