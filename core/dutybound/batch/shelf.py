"""Memory that processes share: what one lays down there the other takes up without its passing through a pipe."""

import mmap
import os
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any
from weakref import finalize


class Shelf:
    """So many `places` of `size` bytes each. It can be given along to a process that is started, which then has the same places.

    Memory is taken only for as much of a place as was ever laid down there.
    """

    def __init__(self, places: int, size: int, descriptor: int) -> None:
        self._places = places
        self._size = size
        self._descriptor = descriptor
        self._memory = mmap.mmap(descriptor, places * size)
        finalize(self, os.close, descriptor)

    def __reduce__(self) -> tuple[Any, ...]:
        from multiprocessing.reduction import DupFd  # noqa: PLC0415  # not on every system

        return _shared, (self._places, self._size, DupFd(self._descriptor))

    def lay(self, place: int, contents: Sequence[bytes]) -> bool:
        """Put the contents into a place, one behind the other; whether there was room for them."""
        if sum(map(len, contents)) > self._size:
            return False
        at = place * self._size
        for each in contents:
            self._memory[at : at + len(each)] = each
            at += len(each)
        return True

    def take(self, place: int, lengths: Sequence[int]) -> Iterator[memoryview]:
        """The contents of a place, of these lengths in bytes; they last until something else is put there."""
        whole = memoryview(self._memory)
        for at, length in zip(accumulate(lengths, initial=place * self._size), lengths, strict=False):
            yield whole[at : at + length]


def shelf_of(places: int, size: int) -> Shelf | None:
    """A shelf with so many places of `size` bytes, `None` where the system has no memory without a name."""
    try:
        descriptor = os.memfd_create("dutybound")
    except (AttributeError, OSError):
        return None
    os.ftruncate(descriptor, places * size)
    return Shelf(places, size, descriptor)


def _shared(places: int, size: int, descriptor: Any) -> Shelf:
    return Shelf(places, size, descriptor.detach())
