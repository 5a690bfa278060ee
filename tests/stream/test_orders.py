"""The order in which the decoder expects keys is learnt from lines, whole or partial, and loses no key."""

from hypothesis import given
from hypothesis import strategies as st

from dutybound.stream.typed import _merged

KEYS = tuple("abcdefgh")


def test_a_partial_line_in_the_known_order_changes_nothing() -> None:
    assert _merged(["b", "e", "g"], KEYS) == KEYS


def test_other_keys_stay_behind_the_one_they_stood_behind() -> None:
    assert _merged(["g", "b", "e"], KEYS) == ("a", "g", "h", "b", "c", "d", "e", "f")


@given(st.lists(st.sampled_from(KEYS), unique=True))
def test_every_key_is_kept_once_and_those_of_the_line_in_its_order(line: list[str]) -> None:
    merged = _merged(line, KEYS)
    assert sorted(merged) == list(KEYS)
    assert [key for key in merged if key in line] == line
