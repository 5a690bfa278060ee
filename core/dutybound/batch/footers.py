"""Many small Parquet files, one after the other in one file, made one Parquet file by a last footer that points into them all.

This is what lets a Parquet output be written part by part, cut back to any whole part, and still end as a single file. The
footers between the parts stay where they are; nothing points to them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from dutybound.batch.thrift import BINARY, LIST, STRUCT, Field, Items, Reader, Structure, write

_MAGIC = b"PAR1"
_ROWS, _GROUPS, _PAIRS = 3, 4, 5
_GROUP_COLUMNS, _GROUP_OFFSET, _GROUP_ORDINAL = 1, 5, 7
_CHUNK_OFFSETS = (2, 4, 6)
_CHUNK_DATA = 3
_DATA_OFFSETS = (9, 10, 11, 14)


def seal(path: Path, starts: Sequence[int], length: int, notes: dict[str, str]) -> None:
    """Append the footer that makes one Parquet file of the small files that begin at `starts` within `length` bytes.

    `notes` become the file's key-value metadata. Raises `OSError`.
    """
    with path.open("r+b") as stream:
        whole: Structure | None = None
        for start, end in zip(starts, (*starts[1:], length), strict=True):
            footer = _footer(stream, start, end)
            if whole is None:
                whole = footer
            else:
                _join(whole, footer)
        assert whole is not None  # an output has at least one part, if only one without rows
        _note(whole, notes)
        for number, group in enumerate(_field(whole, _GROUPS).value.values):
            for field in group:
                if field.number == _GROUP_ORDINAL:
                    field.value = number
        content = write(whole)
        stream.seek(length)
        stream.write(content + len(content).to_bytes(4, "little") + _MAGIC)
        stream.truncate()


def _footer(stream: BinaryIO, start: int, end: int) -> Structure:
    stream.seek(end - 8)
    size = int.from_bytes(stream.read(4), "little")
    if stream.read(4) != _MAGIC:
        raise ValueError("a part does not end as a Parquet file does")
    stream.seek(end - 8 - size)
    footer = Reader(stream.read(size)).structure()
    for group in _field(footer, _GROUPS).value.values:
        _shift(group, start)
    return footer


def _shift(group: Structure, by: int) -> None:
    for field in group:
        if field.number == _GROUP_OFFSET:
            field.value += by
        if field.number == _GROUP_COLUMNS:
            for chunk in field.value.values:
                _shift_chunk(chunk, by)


def _shift_chunk(chunk: Structure, by: int) -> None:
    for field in chunk:
        if field.number in _CHUNK_OFFSETS:
            field.value += by
        if field.number == _CHUNK_DATA:
            for inner in field.value:
                if inner.number in _DATA_OFFSETS:
                    inner.value += by


def _join(whole: Structure, more: Structure) -> None:
    _field(whole, _ROWS).value += _field(more, _ROWS).value
    _field(whole, _GROUPS).value.values.extend(_field(more, _GROUPS).value.values)


def _note(whole: Structure, notes: dict[str, str]) -> None:
    if not any(field.number == _PAIRS for field in whole):
        whole.append(Field(_PAIRS, LIST, Items(STRUCT, [])))
        whole.sort(key=lambda field: field.number)
    pairs = _field(whole, _PAIRS).value.values
    pairs.extend([Field(1, BINARY, key.encode()), Field(2, BINARY, value.encode())] for key, value in notes.items())


def _field(structure: Structure, number: int) -> Field:
    return next(field for field in structure if field.number == number)
