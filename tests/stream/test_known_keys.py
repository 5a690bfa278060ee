"""How many facts a line gives is counted in their packed bytes where that is as good as comparing, and nowhere else.

Seen to fail: numbers and long words taken for plain.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybound.facts import Choice, Day, Domain, Fact, Flag, Number, Option
from dutybound.provision import Provision
from dutybound.stream.typed import _compared, _is_plain, _packed
from dutybound.text import Text

NAME = Text("名", "name")

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
