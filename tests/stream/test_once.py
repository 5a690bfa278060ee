"""A line on which a key stands twice is told by its length or by its colons; both are as sure as the strict reader.

Seen to fail: numbers and long words taken for plain; what is not given written all the same (`omit_defaults` taken away), the length held
against the line with its line end.
"""

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoilt_lines import sound, spoilt

from dutybound.facts import Choice, Day, Domain, Fact, Flag, Number, Option
from dutybound.provision import Provision
from dutybound.stream.once import Once, _compared, _is_plain, _packed
from dutybound.stream.typed import TypedReader
from dutybound.testing import engines
from dutybound.text import Text

NAME = Text("名", "name")


@given(st.data())
def test_no_text_that_is_read_is_shorter_than_what_is_written_of_it(data: st.DataObject) -> None:
    reader = TypedReader(data.draw(engines()))
    line = data.draw(st.one_of(sound(reader.engine), spoilt(reader.engine).map(lambda each: each[1])))
    with suppress(msgspec.MsgspecError, UnicodeDecodeError):
        assert len(msgspec.json.encode(reader.decoded(line))) <= len(line)


@given(st.data())
def test_a_sound_line_without_spaces_is_as_short_as_can_be(data: st.DataObject) -> None:
    reader = TypedReader(data.draw(engines()))
    line = msgspec.json.encode(msgspec.json.decode(data.draw(sound(reader.engine))))
    once = Once(reader.shape, reader.blocks)
    for end in (b"", b"\n", b"\r\n"):
        assert once.shortest(reader.decoded(line), line + end) is not None


values = st.none() | st.booleans() | st.dates() | st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=191)


@given(st.lists(values, max_size=5), st.sampled_from([0, 16, 187, 192, 300]))
def test_plain_values_are_counted_as_comparing_counts_them(few: list[Any], more: int) -> None:
    given = (*few, *[None] * more)
    assert _packed((None,) * len(given)) - _packed(given) == len(given) - _compared(given)


@pytest.mark.parametrize(
    ("domain", "plain"),
    [
        (Flag(), True),
        (Day(), True),
        (Choice((Option("word", NAME),)), True),
        (Choice((Option("word", NAME), Option("w" * 191, NAME))), True),
        (Choice((Option("word", NAME), Option("w" * 192, NAME))), False),
        (Choice((Option("w" * 300, NAME),)), False),
        (Number(NAME, 0, 200), False),
    ],
)
def test_numbers_and_long_words_are_compared(domain: Domain, plain: bool) -> None:
    assert _is_plain(Fact("fact", domain, NAME, NAME, Provision("law", 1), NAME)) is plain


def test_the_byte_for_nothing_is_in_some_numbers_and_lengths() -> None:
    assert _packed((192,)) == _packed(("w" * 192,)) == 1
