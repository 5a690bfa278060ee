"""The rows of a sheet by the places that its XML gives them; the library drops in silence what stands out of order there."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

Cell = tuple[Any, str]
"""The value of a cell and the letter of its type."""

_BLANK: Cell = (None, "n")


def rows(sheet: Any, path: str, first: int = 1) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Number and cells of each row from `first` on that the sheet has, each cell in its column.

    Raises `Refused` for a row that is there twice or behind a later one, where a stopped run could not go on, and for a cell that
    is there twice or belongs to another row; and what the library raises for a sheet that is not well-formed.
    """
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415  # an extra

    book, before = sheet.parent, 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, found in parser.parse():
            if number <= before:
                raise _refused(
                    Place(path, number, 1),
                    f"这一行出现了两次，或者写在第 {before} 行之后；请在表格软件里重新保存",
                    f"this row is there twice or behind row {before} in the file; save the workbook anew in a spreadsheet program",
                )
            before = number
            if number >= first:
                yield number, _in_columns(found, number, path)


def _in_columns(found: list[dict[str, Any]], number: int, path: str) -> tuple[Cell, ...]:
    cells = sorted(found, key=lambda cell: cell["column"])
    wrong = [cell for cell in cells if cell["row"] != number] + [one for one, other in pairwise(cells) if one["column"] == other["column"]]
    if wrong:
        raise _refused(
            Place(path, number, wrong[0]["column"]),
            "这个单元格出现了两次，或者属于另一行；请在表格软件里重新保存",
            "this cell is there twice or belongs to another row; save the workbook anew in a spreadsheet program",
        )
    row = [_BLANK] * (cells[-1]["column"] if cells else 0)
    for cell in cells:
        row[cell["column"] - 1] = (cell["value"], cell["data_type"])
    return tuple(row)


def _refused(place: Place, zh: str, en: str) -> Refused:
    return Refused((Problem(place, Text(zh, en)),))
