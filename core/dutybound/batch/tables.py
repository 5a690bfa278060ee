"""Tables of cases, one row a person, opened and read part by part: CSV, XLSX and Parquet files."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from dutybound.batch import workbooks
from dutybound.batch.agreement import Agreement
from dutybound.batch.delimited import REPEATED, first_rows, header_of, read_cells
from dutybound.batch.doors import Doors, Intake
from dutybound.batch.encodings import Script
from dutybound.batch.headings import below_titles, headed_as_cases, read_header
from dutybound.batch.inputs import Input, Kind, Part, text_of
from dutybound.batch.parquet import well_formed
from dutybound.batch.rows import Rows, TextRows, TypedRows, taken_in
from dutybound.problems import Place, Problem, Problems
from dutybound.rulebook import Rulebook
from dutybound.text import Text

if TYPE_CHECKING:
    import polars as pl


class Table(Protocol):
    """A table that gives the rows of a part."""

    def rows(self, part: Part) -> Rows:
        """The rows of a part; raises `Refused` if the file cannot be read any more."""
        ...


class Tables:
    """Opens tables by one rulebook; those with the same columns share their doors."""

    def __init__(self, rulebook: Rulebook, agreement: Agreement) -> None:
        self._rulebook = rulebook
        self._agreement = agreement
        self._kept: dict[tuple[object, ...], Doors] = {}

    def open(self, each: Input) -> Table:
        """The table in a file; raises `Refused` with everything that is wrong in its header, or `OSError`."""
        match each.kind:
            case Kind.DELIMITED:
                assert each.script is not None  # found when the inputs were
                with Path(each.path).open("rb") as stream:
                    names, _ = header_of(stream, each.script, each.path)
                    below_titles((names, *first_rows(stream, each.script)), self._rulebook, self._agreement, each.path)
                return _Delimited(each.path, each.script, names, self._doors(names, each.path))
            case Kind.WORKBOOK:
                (_, rows), *others = workbooks.heads(each.path)
                names = below_titles(rows, self._rulebook, self._agreement, each.path)
                _only_sheet(names, others, each.path, lambda row: headed_as_cases(row, self._rulebook, self._agreement))
                return _Workbook(each.path, names, self._doors(names, each.path))
            case Kind.PARQUET:
                return _Parquet(each.path, self._doors_of_types(each.path))
            case Kind.LINES | Kind.DOCUMENT:
                raise AssertionError("JSON is no table")

    def _doors(self, names: tuple[str, ...], path: str) -> Doors:
        def made() -> Doors:
            header = read_header(names, self._rulebook, self._agreement, Place(path, 1, 1))
            return Doors(self._rulebook, header, self._agreement, typed=False)

        return self._shared(names, made)

    def _doors_of_types(self, path: str) -> Doors:
        import polars as pl  # noqa: PLC0415  # an extra

        with well_formed(path):
            schema = pl.scan_parquet(path, glob=False).collect_schema()
        return self._shared(tuple(schema.items()), lambda: typed_doors(schema, self._rulebook, self._agreement, path))

    def _shared(self, columns: tuple[object, ...], make: Callable[[], Doors]) -> Doors:
        doors = self._kept.pop(columns, None) or make()
        self._kept[columns] = doors
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return doors


_MOST_KEPT = 64
"""How many different headers are kept."""


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
    doors: Doors

    def rows(self, part: Part) -> Rows:
        cells = read_cells(text_of(self.path, part), part.line, self.script, self.names, self.path)
        lines = [each.line for each in cells.records]
        return TextRows(self.doors, self.names, cells.rows, self.path, lines, lambda row: cells.records[row].content, cells.malformed)


@frozen(eq=False)
class _Workbook:
    path: str
    names: tuple[str, ...]
    doors: Doors

    def rows(self, part: Part) -> Rows:
        assert part.content is not None  # a workbook's rows travel with the part
        rows, numbers, malformed = workbooks.unpacked(part.content, self.path, len(self.names))
        again = (position for position, cells in enumerate(rows) if tuple(cells) == self.names)
        malformed |= {position: (Problem(Place(self.path, numbers[position], 1), REPEATED),) for position in again}

        def cells_of(row: int) -> dict[str, str]:
            return dict(zip(self.names, rows[row], strict=True))

        return TextRows(self.doors, self.names, rows, self.path, numbers, cells_of, malformed)


@frozen(eq=False)
class _Parquet:
    path: str
    doors: Doors

    def rows(self, part: Part) -> Rows:
        import polars as pl  # noqa: PLC0415  # an extra

        with well_formed(self.path):
            raw = pl.scan_parquet(self.path, glob=False).slice(part.at, part.end - part.at).collect()
        return TypedRows(self.doors, raw, self.path, range(part.at + 1, part.at + 1 + raw.height))


def typed_rows(raw: "pl.DataFrame", doors: Doors, source: str, first: int | None) -> Intake:
    """The rows of a table whose columns have types, numbered from `first`; without it they have no numbers."""
    lines = [0] * raw.height if first is None else range(first, first + raw.height)
    return taken_in((TypedRows(doors, raw, source, lines),))


def typed_doors(schema: "pl.Schema", rulebook: Rulebook, agreement: Agreement, source: str) -> Doors:
    """The doors of a table whose columns have types; raises `Refused` for headings and types that are wrong."""
    header = read_header(tuple(schema.names()), rulebook, agreement, Place(source))
    doors = Doors(rulebook, header, agreement, typed=True)
    doors.check_types(schema, Place(source))
    return doors
