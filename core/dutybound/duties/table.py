"""Tables of an office (CSV in UTF-8 or GB18030, XLSX) as rows of text, with the row number of each."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from dutybound.problems import Place, Problem, Refused
from dutybound.scripts import saved_otherwise
from dutybound.text import Text


@frozen
class Row:
    """One row by column name; every cell is text, as written, without surrounding blanks."""

    cells: Mapping[str, str]
    place: Place


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of a table below its heading; raises `Refused` or `OSError`."""
    if path.suffix.lower() == ".xlsx":
        return _rows(_xlsx(path), path)
    return _rows(_csv(path), path)


def _refused(path: Path, zh: str, en: str) -> Refused:
    return Refused((Problem(Place(str(path)), Text(zh, en)),))


def _csv(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    foreign = saved_otherwise(content)
    if foreign is not None:
        raise Refused((Problem(Place(str(path)), foreign),))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _refused(path, "既不是 UTF-8 也不是 GB18030 编码", "this is neither UTF-8 nor GB18030")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _refused(path, f"不是合格的 CSV：{error}", f"this is not well-formed CSV: {error}") from error


def _xlsx(path: Path) -> list[list[str]]:
    try:
        import openpyxl  # noqa: PLC0415  # an extra, needed for XLSX only
    except ImportError as error:
        raise _refused(
            path, "读取 XLSX 需要：pip install 'dutybound[batch]'", "reading XLSX needs: pip install 'dutybound[batch]'"
        ) from error
    try:
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except OSError:
        raise
    except Exception as error:
        raise _refused(path, f"不是合格的 XLSX：{error}", f"this is not a well-formed XLSX: {error}") from error


def _rows(lines: list[list[str]], path: Path) -> tuple[Row, ...]:
    if not lines:
        raise _refused(path, "表格是空的", "the table is empty")
    heading = [cell.strip() for cell in lines[0]]
    problems = [
        Problem(Place(str(path), 1, number), Text(f"列名 `{name}` 重复", f"the column `{name}` is there twice"))
        for number, name in enumerate(heading, 1)
        if name and heading.index(name) != number - 1
    ]
    found: list[Row] = []
    for number, cells in enumerate(lines[1:], 2):
        place = Place(str(path), number, 1)
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(heading) :]):
            problems.append(Problem(place, Text("单元格多于列名", "there are more cells than columns")))
        padded = [*cells, *[""] * len(heading)]
        found.append(Row({name: padded[at].strip() for at, name in enumerate(heading) if name}, place))
    if problems:
        raise Refused(problems)
    return tuple(found)
