"""Remembers what was made of the answers to questions, by exactly those questions that were asked while it was made.

INVARIANT: making is a pure function of the answers that it asks for. Where every question that one making asked has the same answer
again, another making would ask the same questions one after the other and end alike; so what was made then is what would be made now.
Nobody has to know beforehand what a piece depends on, and nothing can be left out of a key by mistake.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from threading import Lock
from typing import Any, Generic, TypeVar

from attrs import frozen

T = TypeVar("T")

Answers = Sequence[Any]
"""The answers of one case to all questions, each at its place. Equal answers at one place are the same answer."""


@frozen(eq=False)
class Fork(Generic[T]):
    """The next questions, by place, and what follows after each combination of answers to them."""

    places: tuple[int, ...]
    answered: Callable[[Answers], Any]
    after: dict[Any, "Fork[T] | End[T]"]

    @classmethod
    def at(cls, places: tuple[int, ...]) -> "Fork[T]":
        """A fork after which nothing is known yet."""
        return cls(places, itemgetter(*places), {})


@frozen(eq=False)
class End(Generic[T]):
    """What was made, and the places of all that was asked for it; `kept` is false where it is not worth remembering."""

    made: T
    asked: tuple[int, ...]
    kept: bool = True


class Traces(Generic[T]):
    """What was made of one thing for different answers; it can be shared between threads."""

    def __init__(self, make: Callable[[Answers], End[T]]) -> None:
        """`make` gives what it makes of answers, with the places of those that it asked for, in their order."""
        self._make = make
        self._lock = Lock()
        self._first: Fork[T] | End[T] | None = None
        self.made = 0

    def of(self, answers: Answers) -> T:
        """What is made of these answers, now or once before."""
        return self.end(answers).made

    def end(self, answers: Answers) -> End[T]:
        """The same with all that was asked for it."""
        found = self._first
        while type(found) is Fork:
            found = found.after.get(found.answered(answers))
        if found is not None:
            return found  # type: ignore[return-value]  # what is no fork is an end
        made = self._make(answers)
        with self._lock:
            self.made += 1
            if made.kept:
                self._first = _grown(self._first, made.asked, answers, made)
        return made

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._first = None


def _grown(found: "Fork[T] | End[T] | None", asked: tuple[int, ...], answers: Answers, made: End[T]) -> "Fork[T] | End[T]":
    """What was known, and one trace more."""
    if not asked:
        return made
    if found is None:
        found = Fork.at(asked)
    assert isinstance(found, Fork), "the same answers led to another question"
    shared = len(found.places)
    if asked[:shared] != found.places:
        shared = next(at for at, (one, other) in enumerate(zip((*asked, -1), found.places, strict=False)) if one != other)
        assert shared, "the same answers led to another question"
        found = _parted(found, shared)
    key = found.answered(answers)
    found.after[key] = _grown(found.after.get(key), asked[shared:], answers, made)
    return found


def _parted(fork: Fork[T], shared: int) -> Fork[T]:
    """The same fork as two, one behind the other; others may go on reading the old one."""
    first: Fork[T] = Fork.at(fork.places[:shared])
    for key, after in fork.after.items():
        begun = key[:shared] if shared > 1 else key[0]
        second = first.after.get(begun)
        if second is None:
            second = first.after[begun] = Fork.at(fork.places[shared:])
        assert isinstance(second, Fork)
        second.after[key[shared:] if len(fork.places) - shared > 1 else key[shared]] = after
    return first
