"""The work on one part, the same in the process that asked and in any other: read, judge, write down, count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate, chain, groupby, islice
from pathlib import Path

import msgspec
from attrs import field, frozen

from dutybound.batch.agreement import Agreement
from dutybound.batch.doors import Intake
from dutybound.batch.flat import EXPLANATION, OTHER_LAW
from dutybound.batch.gathering import gathered
from dutybound.batch.inputs import Input, Kind, Part, text_of
from dutybound.batch.judging import Entry, Judge, Judged, decided_by_rows, stretch
from dutybound.batch.lines import Given, decide_given, document_given, lines_given
from dutybound.batch.originals import reject_line
from dutybound.batch.quick import QuickLines
from dutybound.batch.rows import taken_in
from dutybound.batch.sinks import Format, Sink
from dutybound.batch.tables import Tables
from dutybound.batch.tally import Tally
from dutybound.decision import Refusal
from dutybound.engine import Engine
from dutybound.outputs.explanations import explanation_record, other_law_record
from dutybound.rules import Outcome
from dutybound.stream.stream import Stream
from dutybound.text import Language
from dutybound.versions import EngineOn

ALL = "all"


@frozen
class Order:
    """What is to be done with every part of a run. `explain`: outcomes whose rows are explained, or `all`."""

    inputs: tuple[Input, ...]
    format: Format
    language: Language
    agreement: Agreement = field(factory=Agreement)
    explain: tuple[str, ...] = ()


@frozen
class Done:
    """A part's share of the output and of the rejects file, and how many of each outcome.

    `starts` says that the output is a file of its own, to be sealed with the others.
    """

    output: bytes | memoryview
    rejects: bytes
    counts: Mapping[str, int]
    starts: bool = False


class _Way(Enum):
    """How parts are worked on."""

    LINE_BY_LINE = auto()
    TABLE = auto()
    GATHERED = auto()
    """Lines whose persons become columns."""


def _tabular(each: Input) -> bool:
    return each.kind not in (Kind.LINES, Kind.DOCUMENT)


class Worker:
    """Works on parts by one engine."""

    def __init__(self, engine: Engine, order: Order) -> None:
        self._engine = engine
        self._order = order
        self._judge: Judge | None = None
        self._quick: QuickLines | None = None
        self._tables = Tables(engine.rulebook, order.agreement)
        explain = self._explanation if order.explain else None
        titles = (EXPLANATION, OTHER_LAW) if isinstance(engine, EngineOn) else (EXPLANATION,)
        self.sink = Sink(order.format, engine.rulebook, order.language, explain, titles if order.explain else ())

    @property
    def judge(self) -> Judge:
        """The judge of rows, made when the first rows come."""
        if self._judge is None:
            self._judge = Judge(self._engine)
        return self._judge

    @property
    def quick(self) -> QuickLines:
        """The quick way from lines to lines, made when the first lines come."""
        if self._quick is None:
            self._quick = QuickLines(self._stream, self._order.language, self._explained, self.sink.explain)
        return self._quick

    @cached_property
    def _stream(self) -> Stream:
        return Stream(self._engine)

    def check(self) -> None:
        """Raises `Refused` for a table that cannot be read by this rulebook, before anything is written."""
        for each in self._order.inputs:
            if _tabular(each):
                self._tables.open(each)

    def work(self, parts: Sequence[Part]) -> tuple[Done, ...]:
        """What comes of each part, worked on together where that is less work; raises `Refused` or `OSError`.

        INVARIANT: to the byte what comes of each alone, for a run that was stopped puts other parts together.
        """
        found: list[Done] = []
        for way, some in groupby(parts, lambda part: self._way(self._input(part))):
            if way is _Way.LINE_BY_LINE:
                found.extend(map(self._line_by_line, some))
            else:
                found.extend(self._together(tuple(some), way))
        return tuple(found)

    def _input(self, part: Part) -> Input:
        return self._order.inputs[part.input]

    def _way(self, each: Input) -> _Way:
        if _tabular(each):
            return _Way.TABLE
        return _Way.LINE_BY_LINE if self.sink.by_rows else _Way.GATHERED

    def _line_by_line(self, part: Part) -> Done:
        each = self._input(part)
        if not self._is_quick(each):
            return self._by_rows(decide_given(self._engine, given) for given in self._given(part))
        tally = Tally(self._order.language)
        output = b"".join(self.quick.written(text_of(each.path, part), each.path, part.line, tally))
        return Done(output, b"".join(tally.rejects), tally.counts)

    def _together(self, parts: Sequence[Part], way: _Way) -> Iterator[Done]:
        if way is _Way.TABLE:
            rows = [self._tables.open(self._input(part)).rows(part) for part in parts]
            heights, intake = [each.height for each in rows], taken_in(rows)
        else:
            given = [tuple(self._given(part)) for part in parts]
            heights, intake = list(map(len, given)), gathered(chain.from_iterable(given), self._engine.rulebook)
        if self.sink.by_rows:
            entries = self._decided(intake)
            yield from (self._by_rows(islice(entries, height)) for height in heights)
            return
        judged = self.judge.judge(intake)
        yield from (
            self._by_columns(stretch(judged, first, height)) for first, height in zip(accumulate(heights, initial=0), heights, strict=False)
        )

    def _decided(self, intake: Intake) -> Iterator[Entry]:
        if isinstance(self._engine, EngineOn):  # two laws are compared person by person
            return decided_by_rows(self._engine, intake)
        return self.judge.entries(self.judge.judge(intake))

    def _is_quick(self, each: Input) -> bool:
        lines = self._order.format is Format.JSONL and each.kind is Kind.LINES
        return lines and not isinstance(self._engine, EngineOn)

    def _given(self, part: Part) -> Iterator[Given]:
        each = self._input(part)
        if each.kind is Kind.DOCUMENT:
            return document_given(self._engine, Path(each.path))
        return lines_given(self._engine, text_of(each.path, part), each.path, part.line)

    def _by_rows(self, entries: Iterable[Entry]) -> Done:
        tally = Tally(self._order.language)
        output = self.sink.entries(map(tally.note, entries))
        return Done(output, b"".join(tally.rejects), tally.counts)

    def _by_columns(self, judged: Judged) -> Done:
        counts = {str(name): int(count) for name, count in judged.frame["outcome"].value_counts().rows()}
        rejects = b"".join(
            reject_line(refusal, judged.intake.original(row), self._order.language) for row, refusal in judged.refusals.items()
        )
        told: list[str | None] | None = None
        if self._order.explain:
            records = (self._explanation(each) for each in self.judge.entries(judged))
            told = [bytes(each[EXPLANATION]).decode() if each else None for each in records]
        return Done(self.sink.judged(judged, told), rejects, counts, starts=True)

    def nothing(self) -> Done:
        """What an output without any record begins with."""
        return self._by_columns(self.judge.judge(gathered((), self._engine.rulebook)))

    def _explained(self, outcome: Outcome) -> bool:
        return ALL in self._order.explain or outcome.value in self._order.explain

    def _explanation(self, entry: Entry) -> Mapping[str, msgspec.Raw]:
        decision, person = entry.result, entry.person
        if isinstance(decision, Refusal) or person is None or not self._explained(decision.outcome):
            return {}
        told = None if isinstance(self._engine, EngineOn) else self._stream.explanation(person, decision)
        if told is not None:
            return {EXPLANATION: told}
        explanation = self._engine.explain_person(decision.case_id, person)
        records = {EXPLANATION: explanation_record(explanation), OTHER_LAW: other_law_record(explanation)}
        return {title: msgspec.Raw(msgspec.json.encode(record)) for title, record in records.items() if record is not None}
