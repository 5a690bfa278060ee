"""Tables of cases, one row a person, opened and read part by part: CSV, XLSX and Parquet files."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from dutybound.batch import workbooks
from dutybound.batch.agreement import Agreement
from dutybound.batch.delimited import REPEATED, header_of, read_cells
from dutybound.batch.doors import Doors, Intake, cells_at
from dutybound.batch.encodings import Script
from dutybound.batch.headings import Header, headed_as_cases, read_header
from dutybound.batch.inputs import Input, Kind, Part, text_of
from dutybound.batch.parquet import well_formed
from dutybound.problems import Place, Problem, Problems
from dutybound.rulebook import Rulebook
from dutybound.text import Text

if TYPE_CHECKING:
    import polars as pl


class Table(Protocol):
    """A table that gives the rows of a part."""

    def read(self, part: Part) -> Intake:
        """The typed rows of a part with what is wrong in them; raises `Refused` if the file cannot be read any more."""
        ...


def open_table(each: Input, rulebook: Rulebook, agreement: Agreement) -> Table:
    """The table in a file; raises `Refused` with everything that is wrong in its header, or `OSError`."""
    match each.kind:
        case Kind.DELIMITED:
            assert each.script is not None  # found when the inputs were
            with Path(each.path).open("rb") as stream:
                names, _ = header_of(stream, each.script, each.path)
            return _Delimited(each.path, each.script, names, *_doors(names, rulebook, agreement, each.path))
        case Kind.WORKBOOK:
            (_, (names, *_)), *others = workbooks.heads(each.path)
            _only_sheet(names, others, each.path, lambda row: headed_as_cases(row, rulebook, agreement))
            return _Workbook(each.path, names, *_doors(names, rulebook, agreement, each.path))
        case Kind.PARQUET:
            return _parquet(each.path, rulebook, agreement)
        case Kind.LINES | Kind.DOCUMENT:
            raise AssertionError("JSON is no table")


def _doors(names: tuple[str, ...], rulebook: Rulebook, agreement: Agreement, path: str) -> tuple[Header, Doors]:
    header = read_header(names, rulebook, agreement, Place(path, 1, 1))
    return header, Doors(rulebook, header, agreement, typed=False)


def _only_sheet(
    names: tuple[str, ...], others: Iterable[tuple[str, Sequence[tuple[str, ...]]]], path: str, headed: Callable[[tuple[str, ...]], bool]
) -> None:
    """Raises `Refused` if a sheet beside the first may have cases too, of which none would be decided.

    It may if one of its first rows is headed as cases are, or if it goes on as wide as the first without headings.
    """
    problems = Problems()
    for sheet, rows in others:
        found = Text("里也有案件", "has cases too") if any(map(headed, rows)) else Text("与第一张一样宽", "is as wide as the first")
        if any(map(headed, rows)) or max(map(len, rows)) == len(names):
            problems.add(
                Place(path),
                f"工作表 `{sheet}` {found.zh}，但只读第一张工作表；请另存为一个文件",
                f"the sheet `{sheet}` {found.en}, where only the first sheet is read; save it as a file of its own",
            )
    problems.raise_any()


@frozen(eq=False)
class _Delimited:
    path: str
    script: Script
    names: tuple[str, ...]
    header: Header
    doors: Doors

    def read(self, part: Part) -> Intake:
        cells = read_cells(text_of(self.path, part), part.line, self.script, self.names, self.path)
        import polars as pl  # noqa: PLC0415  # an extra

        lines = pl.Series("line", [each.line for each in cells.records], pl.Int64)
        frame, refused = self.doors.read(cells.frame, lines, self.path)
        return Intake(
            frame, _sources(self.path, frame.height), lines, lambda row: cells.records[row].content, {**refused, **cells.malformed}
        )


@frozen(eq=False)
class _Workbook:
    path: str
    names: tuple[str, ...]
    header: Header
    doors: Doors

    def read(self, part: Part) -> Intake:
        import polars as pl  # noqa: PLC0415  # an extra

        assert part.content is not None  # a workbook's rows travel with the part
        rows, numbers, malformed = workbooks.unpacked(part.content, self.path, len(self.names))
        again = (position for position, cells in enumerate(rows) if tuple(cells) == self.names)
        malformed |= {position: (Problem(Place(self.path, numbers[position], 1), REPEATED),) for position in again}
        raw = pl.DataFrame(rows, schema=dict.fromkeys((str(each) for each in range(len(self.names))), pl.String), orient="row")
        lines = pl.Series("line", numbers, pl.Int64)
        frame, refused = self.doors.read(raw, lines, self.path)
        return Intake(
            frame,
            _sources(self.path, frame.height),
            lines,
            lambda row: dict(zip(self.names, rows[row], strict=True)),
            {**refused, **malformed},
        )


@frozen(eq=False)
class _Parquet:
    path: str
    names: tuple[str, ...]
    doors: Doors

    def read(self, part: Part) -> Intake:
        import polars as pl  # noqa: PLC0415  # an extra

        with well_formed(self.path):
            raw = pl.scan_parquet(self.path, glob=False).slice(part.at, part.end - part.at).collect()
        return typed_rows(raw, self.doors, self.path, part.at + 1)


def _sources(path: str, height: int) -> "pl.Series":
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.Series("source", [path], pl.String).new_from_index(0, height)


def typed_rows(raw: "pl.DataFrame", doors: Doors, source: str, first: int | None) -> Intake:
    """The rows of a table whose columns have types, numbered from `first`; without it they have no numbers."""
    import polars as pl  # noqa: PLC0415  # an extra

    lines = pl.Series("line", [0] * raw.height if first is None else range(first, first + raw.height), pl.Int64)
    frame, refused = doors.read(raw, lines, source)
    return Intake(
        frame, _sources(source, frame.height), lines, lambda row: dict(zip(raw.columns, cells_at(raw, row), strict=True)), refused
    )


def typed_doors(schema: "pl.Schema", rulebook: Rulebook, agreement: Agreement, source: str) -> Doors:
    """The doors of a table whose columns have types; raises `Refused` for headings and types that are wrong."""
    header = read_header(tuple(schema.names()), rulebook, agreement, Place(source))
    doors = Doors(rulebook, header, agreement, typed=True)
    doors.check_types(schema, Place(source))
    return doors


def _parquet(path: str, rulebook: Rulebook, agreement: Agreement) -> _Parquet:
    import polars as pl  # noqa: PLC0415  # an extra

    with well_formed(path):
        schema = pl.scan_parquet(path, glob=False).collect_schema()
    return _Parquet(path, tuple(schema.names()), typed_doors(schema, rulebook, agreement, path))
