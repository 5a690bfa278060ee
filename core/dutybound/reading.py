"""Case records from files, folders and standard input: JSON Lines line by line, JSON as a whole."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from dutybound.folders import READ, files_below
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

SUFFIXES = (".jsonl", ".ndjson", ".json")
TABLES = tuple(sorted(READ.difference(SUFFIXES)))


@frozen
class Raw:
    """The bytes of one record and where they stand."""

    content: bytes
    place: Place


EMPTY_PATH = Text("路径是空的；当前文件夹写作 `.`", "a path is empty; the current folder is `.`")
"""What to say of a source named by a variable that is not set."""


def files_of(source: str | Path) -> tuple[Path, ...]:
    """The case files a path names: itself, or those in a folder and below it, in the order of their names.

    Raises `Refused` if there is none, or where one would be passed over; what runs wrote there is no case.
    """
    if not str(source):
        raise Refused((Problem(Place("''"), EMPTY_PATH),))
    path = Path(source)
    if path.is_dir():
        files = files_below(path)
        _refuse_tables(files)
        found = tuple(each for each in files if each.suffix.lower() in SUFFIXES)
        if not found:
            raise _refused(
                path, "文件夹里没有案件文件（.jsonl、.ndjson、.json）", "there is no case file (.jsonl, .ndjson, .json) in this folder"
            )
        return found
    if not path.exists():
        raise _refused(path, "没有这个文件", "there is no such file")
    _refuse_tables((path,))
    return (path,)


def _refuse_tables(paths: Iterable[Path]) -> None:
    words = Text("表格整批裁决：`evaluate … -o 输出文件`", "a table is evaluated into a file: `evaluate … -o OUT`")
    tables = [Problem(Place(str(each)), words) for each in sorted(paths) if each.suffix.lower() in TABLES]
    if tables:
        raise Refused(tables)


def _refused(path: Path, zh: str, en: str) -> Refused:
    return Refused((Problem(Place(str(path)), Text(zh, en)),))


def lines(stream: BinaryIO, name: str) -> Iterator[Raw]:
    """The records of JSON Lines; empty lines are no records."""
    for number, line in enumerate(stream, 1):
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if content.strip():
            yield Raw(content, Place(name, number, 1))
