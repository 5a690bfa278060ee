"""Spreadsheets (XLSX): rows as text with their row numbers, and back; error cells and uncomputed formulas are never blanks."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import repeat, takewhile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import msgspec

from dutybound.batch import sheets
from dutybound.batch.sheets import Cell
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""How many characters a cell holds."""

_EXACT = 2**53
"""Whole numbers from here on are not kept digit by digit."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


def _book(path: str, *, computed: bool) -> Any:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  # an extra
    except ImportError as error:
        words = Text('需要 openpyxl：pip install "dutybound[batch]"', 'this needs openpyxl: pip install "dutybound[batch]"')
        raise Refused((Problem(Place(path), words),)) from error
    with _well_formed(path):
        book = load_workbook(path, read_only=True, data_only=computed)
    if not book.worksheets:
        raise _malformed(path)
    return book


@contextmanager
def _well_formed(path: str) -> Iterator[None]:
    """Raises `Refused` for whatever the library says of a file that is none of its kind."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise _malformed(path) from error


def _malformed(path: str) -> Refused:
    return Refused((Problem(Place(path), Text("不是合格的 XLSX 文件", "this is not a well-formed XLSX file")),))


def header(path: str) -> tuple[str, ...]:
    """The headings of the first sheet; raises `Refused`."""
    return next(heads(path))[1][0]


def heads(path: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """The name of each sheet with its first rows, at least one, as headings; the first sheet first. Raises `Refused`."""
    book = _book(path, computed=True)
    try:
        for sheet in book.worksheets:
            with _well_formed(path):
                found = takewhile(lambda row: row[0] <= _HEAD_ROWS, sheets.rows(sheet, path))
                rows = {number: _headings(cells) for number, cells in found}
            yield sheet.title, tuple(rows.get(number, ()) for number in range(1, max(rows, default=1) + 1))
    finally:
        book.close()


_HEAD_ROWS = 20
"""In so many rows a heading is looked for, below a title and notes."""


def _headings(row: Sequence[Cell]) -> tuple[str, ...]:
    names = ["" if value is None else str(value) for value, _ in row]
    while names and not names[-1].strip():
        names.pop()
    return tuple(names)


def batches(path: str, start: int, size: int, width: int) -> Iterator[tuple[int, int, bytes]]:
    """Packed rows from row `start` on (from 2, below the header), `size` at a time: first row, row after the last, content.

    Rows that are all blank are no records.
    """
    found: list[tuple[int, list[str], str]] = []
    first = start
    number = start - 1
    for number, cells, wrong in _rows(path, start, width):
        if wrong or any(cell.strip() for cell in cells):
            found.append((number, cells, wrong))
        if number - first + 1 >= size:
            yield first, number + 1, msgspec.json.encode(found)
            first, found = number + 1, []
    if found:
        yield first, number + 1, msgspec.json.encode(found)


def _rows(path: str, start: int, width: int) -> Iterator[tuple[int, list[str], str]]:
    """Row number, cells as text, and the column of a cell that must not be read (empty if none)."""
    book = _book(path, computed=True)
    formulas = _book(path, computed=False) if _has_formulas(path) else None
    try:
        with _well_formed(path):
            written = sheets.rows(formulas.worksheets[0], path, start) if formulas else repeat((0, ()))
            for (number, row), (_, other) in zip(sheets.rows(book.worksheets[0], path, start), written, strict=False):
                wrong = _wrong(row, other)
                cells = [_text(value) for value, _ in row]
                extra = next((position for position, cell in enumerate(cells[width:], width + 1) if cell), 0)
                yield number, (cells + [""] * width)[:width], wrong or (f"{extra}:outside" if extra else "")
    finally:
        book.close()
        if formulas:
            formulas.close()


def _has_formulas(path: str) -> bool:
    with _well_formed(path), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and "/charts/" not in name:  # a sheet may be called and kept as one likes
                with archive.open(name) as stream:
                    tail = b""
                    while block := stream.read(1 << 20):
                        if _FORMULA.search(tail + block):
                            return True
                        tail = block[-_LONGEST_MARK:]
    return False


_LONGEST_MARK = 64
_FORMULA = re.compile(rb"<(?:[\w.-]{1,60}:)?f[\s/>]")
"""The mark of a formula; some programs put a prefix before every name."""


def _wrong(row: Sequence[Cell], written: Sequence[Cell]) -> str:
    for position, (value, kind) in enumerate(row):
        if kind == "e":
            return f"{position + 1}:{value or '#?'}"
        if value is None:
            formula = written[position][0] if position < len(written) else None
            if formula is not None and kind != "str":  # text without a character is what some formulas come to
                return f"{position + 1}:formula"
        elif isinstance(value, float) and abs(value) >= _EXACT:
            return f"{position + 1}:digits"
    return ""


def _text(value: Any) -> str:
    """A cell's value as a text table would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def unpacked(content: bytes, path: str, width: int) -> tuple[list[list[str]], list[int], dict[int, tuple[Problem, ...]]]:
    """The cells, row numbers, and problems of packed rows."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    malformed: dict[int, tuple[Problem, ...]] = {}
    for position, (number, cells, wrong) in enumerate(msgspec.json.decode(content, type=list[tuple[int, list[str], str]])):
        rows.append(cells)
        numbers.append(number)
        if wrong:
            column, _, what = wrong.partition(":")
            malformed[position] = (Problem(Place(path, number, int(column)), _words(what)),)
    return rows, numbers, malformed


def _words(what: str) -> Text:
    if what == "formula":
        return Text(
            "公式没有算出的值，请在表格软件里重新计算并保存", "the formula here has no computed value; recalculate and save the workbook"
        )
    if what == "digits":
        return Text(
            "数字太长，工作簿存不下全部位数；请把这一列存成文字",
            "a workbook does not keep all digits of a number as long as this; save the column as text",
        )
    if what == "outside":
        return Text("单元格在表头之外", "this cell lies outside the header")
    return Text(f"单元格是错误值 `{what}`", f"this cell holds the error `{what}`")


def write(path: Path, rows: Iterable[Sequence[str | int | bool | None]]) -> None:
    """A workbook with these rows as text, numbers and truth values, the same bytes for the same rows; raises `OSError`."""
    from openpyxl import Workbook  # noqa: PLC0415  # an extra
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # an extra

    book = Workbook(write_only=True)
    sheet = book.create_sheet("dutybound")
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_allowed(value))
            if isinstance(value, str):
                cell.data_type = "s"  # what begins with `=` is text here, not a formula
            cells.append(cell)
        sheet.append(cells)
    raw = path.with_name(path.name + ".raw")
    try:
        book.save(raw)
        _steady(raw, path)
    finally:
        raw.unlink(missing_ok=True)


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _allowed(value: str | int | bool | None) -> str | int | bool | None:
    """Text without the characters that a workbook cannot hold, with `…` where it is cut; numbers beyond its precision as text."""
    if isinstance(value, str):
        found = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value)
        return found if len(found) <= MOST_CHARACTERS else found[: MOST_CHARACTERS - 1] + "…"
    if isinstance(value, int) and abs(value) >= _EXACT:
        return str(value)
    return value


def _steady(raw: Path, path: Path) -> None:
    """The same archive without the times of writing."""
    with zipfile.ZipFile(raw) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as steady:
        for name in sorted(archive.namelist()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(name) as source, steady.open(entry, "w") as target:
                if name == "docProps/core.xml":
                    target.write(re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", source.read()))
                    continue
                while block := source.read(1 << 20):
                    target.write(block)
