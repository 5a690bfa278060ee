"""Text tables in blocks: whole records by their bytes, then cells, fast where no quotes and no surprises are."""

import csv
import io
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO

from attrs import frozen

from dutybound.batch.encodings import Script
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

MOST_LINES = 200
"""How many lines one quoted record may span before its quotes count as unbalanced."""

ANY_LINES = sys.maxsize
"""The same for a table of ours, whose quotes are right."""


REPEATED = Text("这一行又是表头，不是案件", "this row is the header again, not a case")


@frozen
class Record:
    """One record's bytes, without its line end, and the line it begins on (from 1)."""

    content: bytes
    line: int


@frozen(eq=False)
class Cells:
    """The cells of the records of a block, the ones that are no rows of this table, and their bytes."""

    rows: tuple[list[str], ...]
    records: tuple[Record, ...]
    malformed: dict[int, tuple[Problem, ...]]


def take_block(stream: BinaryIO, size: int, delimiter: str, most_lines: int = MOST_LINES) -> bytes:
    """The next block of about `size` bytes that ends where a record ends, outside quotes; empty at the end."""
    block = stream.read(size)
    if len(block) < size:
        return block
    block += stream.readline()
    if b'"' not in block:
        return block
    behind = _lines_behind(block.split(b"\n")[:-1], delimiter, most_lines)
    more = [block]
    while 0 <= behind < most_lines and (line := stream.readline()):
        more.append(line)
        behind = -1 if _closes(line, delimiter) else behind + 1
    return b"".join(more)


def _lines_behind(physical: Sequence[bytes], delimiter: str, most_lines: int) -> int:
    """How many lines follow the one that begins a record whose quotes are open at the end; -1 if none is."""
    at = 0
    while at < len(physical):
        last = _last(physical, at, delimiter, most_lines)
        if last is None and len(physical) - 1 - at < most_lines:
            return len(physical) - 1 - at
        at = (at if last is None else last) + 1
    return -1


def _last(physical: Sequence[bytes], at: int, delimiter: str, most_lines: int) -> int | None:
    """The last line of the record that begins with line `at`, none where its quotes are never closed.

    A quote inside a cell that does not begin with one, as in `5" pipe`, opens nothing.
    """
    if not _opens(physical[at], delimiter):
        return at
    end = min(len(physical), at + 1 + most_lines)
    return next((last for last in range(at + 1, end) if _closes(physical[last], delimiter)), None)


@lru_cache
def _cell(delimiter: str) -> re.Pattern[bytes]:
    """A cell in quotes; its group is empty where the closing one is missing."""
    return re.compile(rb'(?:\A|%b)"[^"]*+(?:""[^"]*+)*+("|\Z)' % re.escape(delimiter.encode()))


def _opens(line: bytes, delimiter: str) -> bool:
    return b'"' in line and any(not found[1] for found in _cell(delimiter).finditer(line))


def _closes(line: bytes, delimiter: str) -> bool:
    return b'"' in line and not _opens(b'"' + line, delimiter)


def records(block: bytes, line: int, delimiter: str, most_lines: int = MOST_LINES) -> Iterator[Record]:
    """The records of a block that begins on `line`; lines that are empty, or all of whose cells are, are no records."""
    nothing = b" \t\r\n" + delimiter.encode()
    physical = block.split(b"\n")
    at = 0
    while at < len(physical):
        last = _last(physical, at, delimiter, most_lines)
        if last is None:
            last = at
        content = b"\n".join(physical[at : last + 1]).removesuffix(b"\r")
        if content.strip(nothing):
            yield Record(content, line + at)
        at = last + 1


def read_cells(block: bytes, line: int, script: Script, names: tuple[str, ...], source: str, most_lines: int = MOST_LINES) -> Cells:
    """The cells of a block of records, every cell as text."""
    found = tuple(records(block, line, script.delimiter, most_lines))
    rows: list[list[str]] = []
    malformed: dict[int, tuple[Problem, ...]] = {}
    blank = [""] * len(names)
    for number, record in enumerate(found):
        row = _row(record, script, names, source)
        if isinstance(row, Problem):
            malformed[number] = (row,)
            row = blank
        rows.append(row)
    return Cells(tuple(rows), found, malformed)


def _row(record: Record, script: Script, names: tuple[str, ...], source: str) -> list[str] | Problem:
    place = Place(source, record.line, 1)
    try:
        text = record.content.decode(script.encoding)
    except UnicodeDecodeError:
        named = "UTF-8" if script.encoding == "utf-8" else "GB18030"
        return Problem(place, Text(f"不是 {named} 编码", f"this is not encoded in {named}"))
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):  # another file begins here, perhaps under other headings
        return Problem(place, Text("字节顺序标记只能在文件开头", "a byte order mark may stand at the beginning of a file only"))
    if '"' in text:
        try:
            _allow(len(text))
            parsed = list(csv.reader(io.StringIO(text, newline=""), delimiter=script.delimiter, strict=True))
        except csv.Error as error:
            return Problem(place, Text(f"引号有误：{error}", f"the quotes are wrong: {error}"))
        if len(parsed) != 1:
            return Problem(place, Text("引号有误：跨越了多条记录", "the quotes are wrong: they span several records"))
        row = parsed[0]
    else:
        row = text.split(script.delimiter)
    if len(row) != len(names):
        return Problem(
            place, Text(f"有 {len(row)} 个单元格，表头有 {len(names)} 个", f"there are {len(row)} cells where the header has {len(names)}")
        )
    return Problem(place, REPEATED) if tuple(row) == names else row


def _allow(length: int) -> None:
    """Let cells be as long as this: the limit of the library is lower than a long explanation."""
    csv.field_size_limit(max(csv.field_size_limit(), length))


def header_of(stream: BinaryIO, script: Script, source: str) -> tuple[tuple[str, ...], int]:
    """The headings of a text table and how many lines they take; the stream is left after them. Raises `Refused`."""
    stream.seek(script.skip)
    raw = stream.readline()
    lines = 1
    while raw.count(b'"') % 2 and lines <= MOST_LINES:
        more = stream.readline()
        if not more:
            break
        raw += more
        lines += 1
    text = raw.decode(script.encoding, "replace").rstrip("\r\n")
    if "\r" in text and "\n" not in text and '"' not in text:
        words = Text("行尾是 CR，请用 LF 或 CRLF 另存", "its lines end in CR; save it with LF or CRLF")
        raise Refused((Problem(Place(source, 1, 1), words),))
    _allow(len(text))
    try:
        names = next(csv.reader([text], delimiter=script.delimiter), [])
    except csv.Error as error:
        raise Refused((Problem(Place(source, 1, 1), Text(f"表头不可读：{error}", f"the header cannot be read: {error}")),)) from error
    return tuple(names), lines


def first_rows(stream: BinaryIO, script: Script) -> Iterator[tuple[str, ...]]:
    """The cells of the lines after the header, among which another header is looked for."""
    for _ in range(_HEAD_LINES):
        text = stream.readline().decode(script.encoding, "replace")
        yield tuple(cell.strip().strip('"') for cell in text.rstrip("\r\n").split(script.delimiter))


_HEAD_LINES = 20
