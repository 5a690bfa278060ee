"""Choices made from bytes: none is out of reach, none is much likelier than another, and smaller bytes are simpler choices.

Seen to fail: a byte divided by 255 instead of 256 (one too many); a remainder taken instead (simpler); one byte for any number of
choices (out of reach).
"""

from collections import Counter

import pytest

from dutybound.testing.drawing import Lots, chance, pick, shuffled, some


def lots(*row: int) -> Lots:
    return Lots(lambda _: bytes(row))  # type: ignore[arg-type, return-value]  # draws from one strategy of bytes only


@pytest.mark.parametrize("most", [0, 1, 2, 11, 31, 32, 99, 400])
def test_every_choice_is_as_likely_as_the_others_and_a_smaller_byte_never_makes_a_greater_one(most: int) -> None:
    drawn = [lots(high, low).up_to(most) for high in range(256) for low in range(256)]
    found = Counter(drawn)
    assert drawn == sorted(drawn)
    assert sorted(found) == list(range(most + 1))
    assert max(found.values()) <= 1.2 * min(found.values())


def test_rows_of_nothing_make_the_simplest_choices() -> None:
    zeros = lots(0, 0, 0)
    assert (pick(zeros, "abc"), some(zeros, "abc"), chance(zeros), shuffled(zeros, "abc")) == ("a", (), False, ("a", "b", "c"))
    assert zeros.between(3, 9) == 3


def test_what_begins_afresh_does_not_hang_on_how_much_was_drawn_before() -> None:
    rows = iter((bytes((255, 0)), bytes((0, 255)), bytes((255, 255))))
    some_lots = Lots(lambda _: next(rows))  # type: ignore[arg-type, return-value]  # as above
    assert some_lots.up_to(1) == 1
    some_lots.afresh()
    assert [some_lots.up_to(1) for _ in range(3)] == [0, 1, 1]
