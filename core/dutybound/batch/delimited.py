"""Text tables in blocks: whole records by their bytes, then cells, fast where no quotes and no surprises are."""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

from dutybound.batch.encodings import Script
from dutybound.problems import Place, Problem
from dutybound.text import Text

if TYPE_CHECKING:
    import polars as pl

MOST_LINES = 200
"""How many lines one quoted record may span before its quotes count as unbalanced."""

_GIVE_UP = 64 << 20


@frozen
class Record:
    """One record's bytes, without its line end, and the line it begins on (from 1)."""

    content: bytes
    line: int


@frozen(eq=False)
class Cells:
    """The records of a block as text columns, the ones that are no rows of this table, and their bytes."""

    frame: "pl.DataFrame"
    records: tuple[Record, ...]
    malformed: dict[int, tuple[Problem, ...]]


def take_block(stream: BinaryIO, size: int) -> bytes:
    """The next block of about `size` bytes that ends where a record ends, outside quotes; empty at the end."""
    block = stream.read(size)
    while len(block) >= size:
        more = stream.readline()
        block += more
        if block.count(b'"') % 2 == 0 or not more or len(block) > _GIVE_UP:
            break
    return block


def records(block: bytes, line: int) -> Iterator[Record]:
    """The records of a block that begins on `line`; empty lines are no records."""
    physical = block.split(b"\n")
    at = 0
    while at < len(physical):
        last = at
        if b'"' in physical[at]:
            quotes = physical[at].count(b'"')
            while quotes % 2 and last + 1 < len(physical) and last - at < MOST_LINES:
                last += 1
                quotes += physical[last].count(b'"')
            if quotes % 2:
                last = at
        content = b"\n".join(physical[at : last + 1]).removesuffix(b"\r")
        if content.strip():
            yield Record(content, line + at)
        at = last + 1


def read_cells(block: bytes, line: int, script: Script, names: tuple[str, ...], source: str) -> Cells:
    """The cells of a block of records, every cell as text."""
    import polars as pl  # noqa: PLC0415  # an extra

    found = tuple(records(block, line))
    rows: list[list[str]] = []
    malformed: dict[int, tuple[Problem, ...]] = {}
    blank = [""] * len(names)
    for number, record in enumerate(found):
        row = _row(record, script, len(names), source)
        if isinstance(row, Problem):
            malformed[number] = (row,)
            row = blank
        rows.append(row)
    frame = pl.DataFrame(rows, schema=dict.fromkeys((str(each) for each in range(len(names))), pl.String), orient="row")
    return Cells(frame, found, malformed)


def _row(record: Record, script: Script, width: int, source: str) -> list[str] | Problem:
    place = Place(source, record.line, 1)
    try:
        text = record.content.decode(script.encoding)
    except UnicodeDecodeError:
        named = "UTF-8" if script.encoding == "utf-8" else "GB18030"
        return Problem(place, Text(f"不是 {named} 编码", f"this is not encoded in {named}"))
    if '"' in text:
        try:
            parsed = list(csv.reader(io.StringIO(text, newline=""), delimiter=script.delimiter, strict=True))
        except csv.Error as error:
            return Problem(place, Text(f"引号有误：{error}", f"the quotes are wrong: {error}"))
        if len(parsed) != 1:
            return Problem(place, Text("引号有误：跨越了多条记录", "the quotes are wrong: they span several records"))
        row = parsed[0]
    else:
        row = text.split(script.delimiter)
    if len(row) != width:
        return Problem(
            place, Text(f"有 {len(row)} 个单元格，表头有 {width} 个", f"there are {len(row)} cells where the header has {width}")
        )
    return row


def header_of(stream: BinaryIO, script: Script, source: str) -> tuple[tuple[str, ...], int]:
    """The headings of a text table and how many lines they take; the stream is left after them."""
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
    names = next(csv.reader([text], delimiter=script.delimiter), [])
    return tuple(names), lines
