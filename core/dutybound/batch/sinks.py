"""What a batch writes: JSON Lines, CSV, XLSX or Parquet, chosen by the name of the output; each in pieces that can be cut off."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from attrs import frozen

from dutybound.batch import footers, workbooks
from dutybound.batch.flags import flag_legend, packed
from dutybound.batch.flat import Explain, flat_row, flat_titles
from dutybound.batch.inputs import SUFFIXES, Kind
from dutybound.batch.judging import Entry, Judged
from dutybound.decision import Refusal
from dutybound.engines.masks import Legend
from dutybound.naming import DISPUTED
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.problems import Place, Problem, Refused
from dutybound.rulebook import Rulebook
from dutybound.text import Language, Text

if TYPE_CHECKING:
    import polars as pl

NOTE = "dutybound"
"""The key under which a Parquet output carries its legend and where it comes from."""

"""The explanation of an entry as JSON, or nothing where none is wanted."""


class Format(StrEnum):
    """How an output is written."""

    JSONL = "jsonl"
    CSV = "csv"
    CSV_BOM = "csv-bom"
    CSV_GB18030 = "csv-gb18030"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"


_NAMES = (
    (".gb18030.csv", Format.CSV_GB18030),
    (".bom.csv", Format.CSV_BOM),
    (".csv", Format.CSV),
    (".tsv", Format.TSV),
    (".xlsx", Format.XLSX),
    (".parquet", Format.PARQUET),
    (".jsonl", Format.JSONL),
    (".ndjson", Format.JSONL),
)


def format_of(path: Path) -> Format:
    """The format that an output's name asks for; raises `Refused`."""
    for suffix, found in _NAMES:
        if path.name.lower().endswith(suffix):
            return found
    spelt = ", ".join(suffix for suffix, _ in _NAMES)
    raise Refused((Problem(Place(str(path)), Text(f"输出文件名应以下列之一结尾：{spelt}", f"an output's name ends in one of {spelt}")),))


def format_for(path: Path, asked: Format) -> Format:
    """The format that is asked for by its own name; raises `Refused` where whoever reads the output would take it for another."""
    read_as, written_as = SUFFIXES.get(path.suffix.lower()), SUFFIXES[f".{asked.value.partition('-')[0]}"]
    if read_as is written_as or (read_as is Kind.DOCUMENT and written_as is Kind.LINES):
        return asked
    spelt = " / ".join(suffix for suffix, kind in SUFFIXES.items() if kind is written_as)
    words = Text(
        f"`--format {asked.value}` 写出的文件，名字应以下列之一结尾：{spelt}",
        f"the name of what `--format {asked.value}` writes ends in {spelt}",
    )
    raise Refused((Problem(Place(str(path)), words),))


def known_json(entry: Entry) -> dict[str, Any]:
    """The facts a decision rests on, so that it can be explained from the output alone."""
    person = entry.person
    if person is None:
        return {}
    found: dict[str, Any] = {"facts": dict(person.facts)}
    if person.disputed:
        found[DISPUTED] = sorted(person.disputed)
    return found


def entry_json(entry: Entry, language: Language, explain: Explain | None = None) -> bytes:
    """One line of JSON for an entry: its decision or refusal, and the facts it rests on."""
    result = entry.result
    if isinstance(result, Refusal):
        return encode({**refusal_record(result, language), **known_json(entry)})
    told = explain(entry) if explain else {}
    return encode({**decision_record(result), **known_json(entry), **told})


@frozen(slots=False)
class Sink:
    """Turns entries or judged rows into the bytes of one format; `explanations`: the columns of a table that `explain` fills."""

    format: Format
    rulebook: Rulebook
    language: Language
    explain: Explain | None = None
    explanations: tuple[str, ...] = ()

    @cached_property
    def _flags(self) -> Legend:
        return flag_legend(self.rulebook.content.facts)

    @property
    def by_rows(self) -> bool:
        """Whether it takes entries; Parquet takes judged rows instead."""
        return self.format is not Format.PARQUET

    def start(self) -> bytes:
        """What comes before the first entry."""
        if self.format in (Format.JSONL, Format.PARQUET):
            return b""
        titles = flat_titles(self.rulebook, self.explanations)
        mark = b"\xef\xbb\xbf" if self.format is Format.CSV_BOM else b""
        return mark + self._flat((titles,))

    def entries(self, entries: Iterable[Entry]) -> bytes:
        """The bytes of entries."""
        if self.format is Format.JSONL:
            return b"".join(entry_json(each, self.language, self.explain) for each in entries)
        return self._flat(flat_row(each, self.rulebook, self.language, self._told(each)) for each in entries)

    def _told(self, entry: Entry) -> Sequence[str]:
        """The explanations of an entry, nothing where it has none."""
        told = self.explain(entry) if self.explain else {}
        words = [bytes(told[title]).decode() if title in told else "" for title in self.explanations]
        longest = max(map(len, words), default=0)
        if self.format is Format.XLSX and longest > workbooks.MOST_CHARACTERS:
            most = workbooks.MOST_CHARACTERS
            said = Text(
                f"解释有 {longest:,} 字，工作簿的单元格只放得下 {most:,} 字；请写成 .jsonl、.csv 或 .parquet，或不加 `--explain`",
                f"an explanation has {longest:,} characters where a cell of a workbook holds {most:,}; "
                "write .jsonl, .csv or .parquet, or leave `--explain` out",
            )
            raise Refused((Problem(Place(f"{entry.result.case_id}/{entry.result.person_id}"), said),))
        return words

    def _flat(self, rows: Iterable[Sequence[Any]]) -> bytes:
        if self.format is Format.XLSX:
            return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
        into = io.StringIO()
        csv.writer(into, delimiter="\t" if self.format is Format.TSV else ",", lineterminator="\r\n").writerows(rows)
        return into.getvalue().encode("gb18030" if self.format is Format.CSV_GB18030 else "utf-8")

    def judged(self, judged: Judged, explanations: "Sequence[str | None] | None" = None) -> bytes:
        """Judged rows as a small Parquet file, to be sealed with others by `finish`."""
        into = io.BytesIO()
        frame = packed(self.frame(judged, explanations), self._flags)
        # one group of rows: the footer says every column's whereabouts and extremes again for each
        frame.write_parquet(into, compression="zstd", compression_level=1, row_group_size=max(1, frame.height))
        return into.getvalue()

    def frame(self, judged: Judged, explanations: "Sequence[str | None] | None" = None) -> "pl.DataFrame":
        """Judged rows as one frame: ids, verdict columns, facts, source, line and reasons."""
        import polars as pl  # noqa: PLC0415  # an extra

        reasons = {row: "\n".join(each.into(self.language) for each in refusal.problems) for row, refusal in judged.refusals.items()}
        height = judged.frame.height
        told = pl.Series("reasons", [None], pl.String).new_from_index(0, height)
        if reasons:
            told = told.scatter(list(reasons), list(reasons.values()))
        rows = judged.intake.frame
        columns = [
            *rows.get_columns()[:2],
            *judged.frame.get_columns(),
            *rows.get_columns()[2:],
            judged.intake.sources.alias("source"),
            judged.intake.lines.alias("line"),
            told,
        ]
        if explanations is not None:
            columns.append(pl.Series("explanation", explanations, pl.String))
        return pl.DataFrame(columns)

    def finish(self, part: Path, starts: Sequence[int], length: int, notes: Mapping[str, Any]) -> Path:
        """Make the output of its parts; returns the path of the finished file, which is not yet renamed. Raises `OSError`."""
        if self.format is Format.PARQUET:
            footers.seal(part, starts, length, {NOTE: msgspec.json.encode(notes).decode()})
        if self.format is not Format.XLSX:
            return part
        book = part.with_name(part.name + ".book")
        workbooks.write(book, _rows(part))
        return book


def _rows(part: Path) -> Iterator[list[Any]]:
    with part.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if number > workbooks.MOST_ROWS:
                words = Text(
                    f"一张工作表最多 {workbooks.MOST_ROWS} 行，请改用 .csv 或 .parquet",
                    f"a sheet holds {workbooks.MOST_ROWS} rows; choose .csv or .parquet",
                )
                raise Refused((Problem(Place(str(part)), words),))
            yield msgspec.json.decode(line)
