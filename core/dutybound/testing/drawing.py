"""Small choices drawn from hypothesis, so that generated things shrink towards fewer and simpler parts."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

_UP_TO = tuple(st.integers(0, most) for most in range(64))  # made once: making a strategy costs more than drawing from it


def pick(draw: st.DrawFn, values: Sequence[T]) -> T:
    """One of the values; the first is the simplest."""
    return values[0] if len(values) == 1 else values[draw(_up_to(len(values) - 1))]


def some(draw: st.DrawFn, values: Sequence[T], *, least: int = 0, most: int = 3) -> tuple[T, ...]:
    """Between `least` and `most` different values, in their order."""
    count = least + draw(_up_to(min(most, len(values)) - least))
    left = list(range(len(values)))
    chosen = [left.pop(draw(_up_to(len(left) - 1))) for _ in range(count)]
    return tuple(values[position] for position in sorted(chosen))


def chance(draw: st.DrawFn, one_in: int = 2) -> bool:
    """True in one of `one_in` draws; the simplest draw is false."""
    return draw(_up_to(one_in - 1)) == one_in - 1


def _up_to(most: int) -> st.SearchStrategy[int]:
    return _UP_TO[most] if most < len(_UP_TO) else st.integers(0, most)
