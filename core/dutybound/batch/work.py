"""The work on one part, the same in the process that asked and in any other: read, judge, write down, count."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import msgspec
from attrs import field, frozen

from dutybound.batch.agreement import Agreement
from dutybound.batch.flat import EXPLANATION, OTHER_LAW
from dutybound.batch.gathering import gathered
from dutybound.batch.inputs import Input, Kind, Part, text_of
from dutybound.batch.judging import Entry, Judge, Judged, decided_by_rows
from dutybound.batch.lines import Given, decide_given, document_given, lines_given
from dutybound.batch.originals import reject_line
from dutybound.batch.quick import QuickLines
from dutybound.batch.sinks import Format, Sink
from dutybound.batch.tables import Table, open_table
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

    output: bytes
    rejects: bytes
    counts: Mapping[str, int]
    starts: bool = False


class Worker:
    """Works on parts by one engine."""

    def __init__(self, engine: Engine, order: Order) -> None:
        self._engine = engine
        self._order = order
        self._judge: Judge | None = None
        self._quick: QuickLines | None = None
        self._tables: dict[int, Table] = {}
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

    def table(self, number: int) -> Table:
        """The table in an input; raises `Refused` with everything that is wrong in its header."""
        if number not in self._tables:
            self._tables = {number: open_table(self._order.inputs[number], self._engine.rulebook, self._order.agreement)}
        return self._tables[number]

    def check(self) -> None:
        """Raises `Refused` for a table that cannot be read by this rulebook, before anything is written."""
        for number, each in enumerate(self._order.inputs):
            if each.kind not in (Kind.LINES, Kind.DOCUMENT):
                self.table(number)

    def work(self, part: Part) -> Done:
        """One part done; raises `Refused` or `OSError` where the input cannot be read any more."""
        each = self._order.inputs[part.input]
        if self._is_quick(each):
            tally = Tally(self._order.language)
            output = b"".join(self.quick.written(text_of(each.path, part), each.path, part.line, tally))
            return Done(output, b"".join(tally.rejects), tally.counts)
        if each.kind in (Kind.LINES, Kind.DOCUMENT):
            found = self._given(each, part)
            if self.sink.by_rows:
                return self._by_rows(decide_given(self._engine, given) for given in found)
            return self._by_columns(self.judge.judge(gathered(found, self._engine.rulebook)))
        intake = self.table(part.input).read(part)
        if isinstance(self._engine, EngineOn):  # two laws are compared person by person
            return self._by_rows(decided_by_rows(self._engine, intake))
        judged = self.judge.judge(intake)
        return self._by_rows(self.judge.entries(judged)) if self.sink.by_rows else self._by_columns(judged)

    def _is_quick(self, each: Input) -> bool:
        lines = self._order.format is Format.JSONL and each.kind is Kind.LINES
        return lines and not isinstance(self._engine, EngineOn)

    def _given(self, each: Input, part: Part) -> Iterator[Given]:
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
