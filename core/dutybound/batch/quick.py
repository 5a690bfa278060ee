"""JSON Lines to JSON Lines without objects on the way, for every line that is plainly in order; the others go the long way."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import msgspec

from dutybound.batch.flat import Explain
from dutybound.batch.lines import Line, decide_given, line_given, numbered
from dutybound.batch.sinks import entry_json
from dutybound.batch.tally import Tally
from dutybound.engine import Engine
from dutybound.engines.knowledge import Known, Shape
from dutybound.rules import Outcome
from dutybound.stream.stream import Made, Stream, in_blocks
from dutybound.stream.typed import Read
from dutybound.text import Language


class QuickLines:
    """Decides lines by one stream; refusals are worded in `language`.

    The decisions for whose outcome `explained` is true are explained; `explain` does the same by objects.
    """

    def __init__(
        self,
        stream: Stream,
        language: Language,
        explained: Callable[[Outcome], bool] = lambda _: False,
        explain: Explain | None = None,
    ) -> None:
        self._engine = stream.engine
        self._language = language
        self._explained = explained
        self._explain = explain
        self._stream = stream
        self._facts = _facts(stream.engine)

    def written(self, content: bytes, path: str, first: int, tally: Tally) -> Iterator[bytes]:
        """What goes out for a block of JSON Lines that begins on line `first`, counted.

        INVARIANT: to the byte what `entry_json` writes of the same entries.
        """
        for line, quick in self._decided(numbered(content, first)):
            told = [found for made in quick if (found := self._told(made)) is not None]
            if not told or len(told) < len(quick):
                for given in line_given(self._engine, line, path):
                    yield entry_json(tally.note(decide_given(self._engine, given)), self._language, self._explain)
                continue
            for made in quick:
                tally.decided(made.outcome)
            yield from told

    def _decided(self, lines: Iterable[Line]) -> Iterator[tuple[Line, list[Made]]]:
        for some in in_blocks(lines):
            for line, made in zip(some, self._stream.block((line.content for line in some), spelling=True), strict=True):
                yield line, made or []

    def _told(self, made: Made) -> bytes | None:
        """The whole line of one person, `None` where the long way has to explain it."""
        line = b"".join((memoryview(made.line)[:-2], b',"facts":{', *self._facts(made.read), b"}}\n"))
        if not self._explained(made.outcome):
            return line
        return self._stream.explaining.line(line, made.read, made.outcome, made.needed)


Piece = bytes | memoryview


def _facts(engine: Engine) -> Callable[[Read], Iterable[Piece]]:
    """Writes the known facts in the order in which the rulebook declares them: first those that fields of the record give.

    What is written stands between two braces, in pieces.
    """
    shape = engine.compiled.shape
    encode = msgspec.json.Encoder().encode
    everything, of_fields = _writer(shape, shape.facts), _writer(shape, shape.origins)

    def written(read: Read) -> Iterable[Piece]:
        given = read.spelt
        if given is None:
            return (memoryview(encode(everything(read.known)))[1:-1],)
        before = memoryview(encode(of_fields(read.known)))[1:-1]
        return before, b"," if before and given else b"", given

    return written


def _writer(shape: Shape, names: Collection[str]) -> Callable[[Known], Any]:
    """Makes of what is known an object that is written with the known facts among `names`."""
    fields = [f"k{at}" for at, _ in enumerate(names)]
    known = msgspec.defstruct(
        "Facts",
        [(field, Any, None) for field in fields],
        rename=dict(zip(fields, names, strict=True)),
        omit_defaults=True,
        gc=False,
    )
    values = shape.reader(names)
    return lambda read: known(*values(read))
