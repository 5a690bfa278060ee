"""Rows of tables before they pass the doors, and those of many small files together: a column costs as much for one row as for many."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from dutybound.batch.doors import Doors, Intake, cells_at
from dutybound.problems import Place, Problem

if TYPE_CHECKING:
    import polars as pl

Original = Callable[[int], bytes | Mapping[str, Any]]
"""What was written where a row stands."""


@frozen(eq=False)
class TextRows:
    """Rows of text cells from one file, with those that are no rows of it (by position)."""

    doors: Doors
    names: tuple[str, ...]
    cells: Sequence[Sequence[str]]
    source: str
    lines: Sequence[int]
    original: Original
    malformed: Mapping[int, tuple[Problem, ...]]

    @property
    def height(self) -> int:
        """How many rows they are."""
        return len(self.cells)


@frozen(eq=False)
class TypedRows:
    """Rows of columns with types, from one file or frame."""

    doors: Doors
    raw: "pl.DataFrame"
    source: str
    lines: Sequence[int]
    malformed: Mapping[int, tuple[Problem, ...]] = field(factory=dict)

    @property
    def height(self) -> int:
        """How many rows they are."""
        return self.raw.height

    def original(self, row: int) -> Mapping[str, Any]:
        """The cells of a row by their columns."""
        return dict(zip(self.raw.columns, cells_at(self.raw, row), strict=True))


Rows = TextRows | TypedRows


def taken_in(found: Sequence[Rows]) -> Intake:
    """The typed rows of files, in their order, each file by its own doors; those that share doors pass them together."""
    import polars as pl  # noqa: PLC0415  # an extra

    by_doors: dict[int, list[int]] = {}
    for number, rows in enumerate(found):
        by_doors.setdefault(id(rows.doors), []).append(number)
    firsts = [0, *accumulate(rows.height for rows in found)]
    passed = [(members, _passed([found[each] for each in members])) for members in by_doors.values()]
    refused: dict[int, tuple[Problem, ...]] = {}
    for members, (_, problems) in passed:
        before = 0
        for number in members:
            rows = found[number]
            own = {row: problems[before + row] for row in range(rows.height) if before + row in problems} if problems else {}
            refused.update({firsts[number] + row: said for row, said in {**own, **rows.malformed}.items()})
            before += rows.height
    frame = passed[0][1][0] if len(passed) == 1 else _in_order(found, passed)
    return Intake(
        frame,
        pl.concat([pl.Series("source", [rows.source], pl.String).new_from_index(0, rows.height) for rows in found]),
        pl.Series("line", chain.from_iterable(rows.lines for rows in found), pl.Int64),
        lambda row: _original(found, firsts, row),
        dict(sorted(refused.items())),
    )


def _passed(found: Sequence[Rows]) -> "tuple[pl.DataFrame, dict[int, tuple[Problem, ...]]]":
    """The rows of files behind the same doors, with what is wrong in them."""
    places = tuple((rows, row) for rows in found for row in range(rows.height)) if len(found) > 1 else ()

    def place(row: int) -> Place:
        rows, at = places[row] if places else (found[0], row)
        return Place(rows.source, rows.lines[at], 1)

    return found[0].doors.read(_raw(found), place)


def _raw(found: Sequence[Rows]) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415  # an extra

    first = found[0]
    if isinstance(first, TextRows):
        return text_frame(chain.from_iterable(rows.cells for rows in found if isinstance(rows, TextRows)), len(first.names))
    return first.raw if len(found) == 1 else pl.concat([rows.raw for rows in found if isinstance(rows, TypedRows)])


def text_frame(rows: Iterable[Sequence[str]], width: int) -> "pl.DataFrame":
    """Rows of text cells as columns."""
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.DataFrame(list(rows), schema=dict.fromkeys(map(str, range(width)), pl.String), orient="row")


def _in_order(
    found: Sequence[Rows], passed: "Sequence[tuple[list[int], tuple[pl.DataFrame, dict[int, tuple[Problem, ...]]]]]"
) -> "pl.DataFrame":
    """The rows of all files in the order of the files."""
    import polars as pl  # noqa: PLC0415  # an extra

    places: dict[int, int] = {}
    before = 0
    for members, _ in passed:
        for number in members:
            places[number] = before
            before += found[number].height
    order = chain.from_iterable(range(places[number], places[number] + rows.height) for number, rows in enumerate(found))
    return pl.concat([frame for _, (frame, _) in passed])[list(order)]


def _original(found: Sequence[Rows], firsts: Sequence[int], row: int) -> bytes | Mapping[str, Any]:
    number = bisect_right(firsts, row) - 1
    return found[number].original(row - firsts[number])
