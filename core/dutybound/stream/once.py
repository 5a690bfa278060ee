"""Whether every key stands once on a line of which the decoder has taken, without a word, the last of two."""

from collections.abc import Callable, Sequence
from threading import local
from typing import Any

import msgspec
from msgspec import UNSET
from msgspec.structs import astuple

from dutybound.engines.knowledge import Shape
from dutybound.facts import Fact, Number

LINES_APART = 64
"""After so many lines it is looked again whether lines are as short as can be."""


class _Buffer(local):
    """What is written into time and again: one for each thread, since to make room anew takes longer."""

    def __init__(self) -> None:
        self.content = bytearray()


class Once:
    """Tells whether a key stands twice on a line, by its length or by its colons.

    `blocks` are what a decoded line has as `authority` and `act` where it gives none.
    """

    def __init__(self, shape: Shape, blocks: tuple[Any, Any]) -> None:
        self._blocks = blocks
        self._spell = msgspec.json.Encoder().encode_into
        self._unknown = _packed if all(_is_plain(shape.facts[name]) for name in shape.given) else _compared
        self._all_unknown = self._unknown((None,) * len(shape.given))
        self._buffer = _Buffer()
        self._lines = 0
        self._look_again = 0

    def shortest(self, case: Any, line: bytes) -> bytearray | None:
        """What the encoder writes of a decoded line, if the line is no longer than that; `None` if it is, or was not looked at.

        It is good until the next line of this thread.

        INVARIANT: no text that says the same is shorter than the encoder's, which leaves out what is not given and escapes what it
        must. So a line of that length has nothing twice, no `null` and no space.
        """
        self._lines += 1
        if self._lines < self._look_again:
            return None
        written = self._buffer.content
        self._spell(case, written)
        if len(written) == len(line.rstrip()):
            return written
        self._look_again = self._lines + LINES_APART
        return None

    def counted(self, case: Any, line: bytes, facts: Sequence[Any], repeated: int) -> bool:
        """The same of any line; `repeated` are colons that belong to the facts of several persons.

        INVARIANT: a key written twice is a colon too many. (So is anything that is `null`, a fact given both for all and for one, and a
        colon in a name.) The decoder never finds more keys than there are colons, so that the sum is right only if every part is.
        """
        keys = 2 + (case.facts is not UNSET) + (case.alleged is not UNSET)
        for block, nothing in zip((case.authority, case.act), self._blocks, strict=True):
            values = astuple(block)
            keys += len(values) - values.count(None) + (block is not nothing)
        for person in case.persons:
            keys += 1 + (person.role is not UNSET) + (person.facts is not UNSET) + (person.alleged is not UNSET)
        return _colons(line) + repeated == keys + sum(map(self._known, facts))

    def _known(self, facts: Any) -> int:
        """How many facts are known."""
        return self._all_unknown - self._unknown(astuple(facts))


def _colons(line: bytes) -> int:
    return len(line) - len(line.replace(b":", b""))  # quicker than counting


def _compared(values: tuple[Any, ...]) -> int:
    """How many values are `None`."""
    return values.count(None)


def _packed(values: tuple[Any, ...]) -> int:
    """The same for plain facts, give or take what is the same for all tuples of one length, in half the time."""
    return _pack(values).count(_NONE)


def _is_plain(fact: Fact) -> bool:
    """Whether the byte that stands for `None` is in no other value: it is in no text, but it can be in a number or a text's length."""
    return not isinstance(fact.domain, Number) and all(len(word) < ord(_NONE) for word in fact.value_ids)


_NONE = b"\xc0"
_pack: Callable[[Any], bytes] = msgspec.msgpack.Encoder().encode
