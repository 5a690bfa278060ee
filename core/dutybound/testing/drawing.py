"""Small choices drawn from hypothesis, so that generated things shrink towards fewer and simpler parts."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

_ROW = st.binary(min_size=16, max_size=16)
_BYTE = 32
"""A choice among fewer takes one byte, which is fair enough for them; among more it takes two."""


class Lots:
    """Choices made from rows of bytes: a row costs hardly more to draw than a single choice would, and a rulebook makes hundreds.

    A smaller byte is a simpler choice, so that a row shrinks as the choices would. What shrinks by itself begins `afresh`.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._row = iter(b"")

    def afresh(self) -> None:
        """Let the next choice begin a row of its own, whatever was chosen before it."""
        self._row = iter(b"")

    def up_to(self, most: int) -> int:
        """A whole number from 0, the simplest, to `most`."""
        if most < _BYTE:
            return self._byte() * (most + 1) >> 8
        return (self._byte() << 8 | self._byte()) * (most + 1) >> 16

    def between(self, least: int, most: int) -> int:
        """A whole number from `least`, the simplest, to `most`."""
        return least + self.up_to(most - least)

    def _byte(self) -> int:
        for byte in self._row:
            return byte
        self._row = iter(self._draw(_ROW))
        return next(self._row)


def pick(lots: Lots, values: Sequence[T]) -> T:
    """One of the values; the first is the simplest."""
    return values[0] if len(values) == 1 else values[lots.up_to(len(values) - 1)]


def some(lots: Lots, values: Sequence[T], *, least: int = 0, most: int = 3) -> tuple[T, ...]:
    """Between `least` and `most` different values, in their order."""
    count = lots.between(least, min(most, len(values)))
    left = list(range(len(values)))
    chosen = [left.pop(lots.up_to(len(left) - 1)) for _ in range(count)]
    return tuple(values[position] for position in sorted(chosen))


def chance(lots: Lots, one_in: int = 2) -> bool:
    """True in one of `one_in` draws; the simplest draw is false."""
    return lots.up_to(one_in - 1) == one_in - 1


def shuffled(lots: Lots, values: Sequence[T]) -> tuple[T, ...]:
    """The same values in another order; theirs is the simplest."""
    left = list(values)
    return tuple(left.pop(lots.up_to(len(left) - 1)) for _ in values)
