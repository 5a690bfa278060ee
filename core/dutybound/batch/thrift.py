"""Thrift's compact protocol, as much of it as the footers of Parquet files take: structures as lists of numbered fields."""

from typing import Any

from attrs import define

TRUE, FALSE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, STRUCT = 1, 2, 4, 5, 6, 7, 8, 9, 10, 12
BYTE = 3


@define
class Field:
    """One field of a structure: number, type, value (a `list[Field]` for a structure, a `Items` for a list)."""

    number: int
    type: int
    value: Any


@define
class Items:
    """A list of values of one type."""

    type: int
    values: list[Any]


Structure = list[Field]


class Reader:
    """Reads structures from bytes; raises `ValueError` or `IndexError` if they are none."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def structure(self) -> Structure:
        """The structure that begins here."""
        found: Structure = []
        number = 0
        while header := self._byte():
            delta, kind = header >> 4, header & 15
            number = number + delta if delta else self._signed()
            found.append(Field(number, kind, kind == TRUE if kind in (TRUE, FALSE) else self._value(kind)))
        return found

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _number(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7

    def _signed(self) -> int:
        found = self._number()
        return (found >> 1) ^ -(found & 1)

    def _value(self, kind: int) -> Any:
        if kind in (I16, I32, I64):
            return self._signed()
        if kind in (TRUE, FALSE, BYTE):  # in a list a truth value is a byte
            return self._byte()
        if kind == BINARY:
            return self._bytes(self._number())
        if kind == DOUBLE:
            return self._bytes(8)
        if kind == STRUCT:
            return self.structure()
        if kind in (LIST, SET):
            header = self._byte()
            size = header >> 4 if header >> 4 < 15 else self._number()
            return Items(header & 15, [self._value(header & 15) for _ in range(size)])
        raise ValueError(f"no footer of a Parquet file has a field of type {kind}")

    def _bytes(self, length: int) -> bytes:
        self._at += length
        return self._content[self._at - length : self._at]


def write(structure: Structure) -> bytes:
    """The bytes of a structure."""
    into = bytearray()
    _structure(structure, into)
    return bytes(into)


def _structure(structure: Structure, into: bytearray) -> None:
    before = 0
    for field in structure:
        kind = field.type if field.type not in (TRUE, FALSE) else TRUE if field.value else FALSE
        delta = field.number - before
        if 0 < delta < 16:
            into.append(delta << 4 | kind)
        else:
            into.append(kind)
            _signed(field.number, into)
        before = field.number
        if kind not in (TRUE, FALSE):
            _value(kind, field.value, into)
    into.append(0)


def _number(value: int, into: bytearray) -> None:
    while value > 127:
        into.append(value & 127 | 128)
        value >>= 7
    into.append(value)


def _signed(value: int, into: bytearray) -> None:
    _number(value << 1 if value >= 0 else (-value << 1) - 1, into)


def _value(kind: int, value: Any, into: bytearray) -> None:
    if kind in (I16, I32, I64):
        _signed(value, into)
    elif kind in (TRUE, FALSE, BYTE):
        into.append(value)
    elif kind == BINARY:
        _number(len(value), into)
        into += value
    elif kind == DOUBLE:
        into += value
    elif kind == STRUCT:
        _structure(value, into)
    else:
        size = len(value.values)
        into.append((size if size < 15 else 15) << 4 | value.type)
        if size >= 15:
            _number(size, into)
        for each in value.values:
            _value(value.type, each, into)
