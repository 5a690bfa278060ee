"""Case records from files, folders and standard input: those of JSON Lines by line, those of a JSON list one by one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from dutybound.folders import READ, files_below
from dutybound.nesting import too_deep
from dutybound.presence import is_folder, is_there, naming
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

SUFFIXES = (".jsonl", ".ndjson", ".json")
TABLES = tuple(sorted(READ.difference(SUFFIXES)))
_MARK = b"\xef\xbb\xbf"


class Raw(msgspec.Struct, frozen=True, gc=False):
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
    if is_folder(path):
        files = files_below(path)
        _refuse_tables(files)
        found = tuple(each for each in files if each.suffix.lower() in SUFFIXES)
        if not found:
            raise _refused(
                path, "文件夹里没有案件文件（.jsonl、.ndjson、.json）", "there is no case file (.jsonl, .ndjson, .json) in this folder"
            )
        return found
    if not is_there(path):
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


def records(file: Path) -> Iterator[Raw]:
    """The records of a file, by its name a JSON document or JSON Lines; raises `OSError`."""
    with naming(file):
        if file.suffix.lower() == ".json":
            yield from document(file.read_bytes(), str(file))
        else:
            with file.open("rb") as stream:
                yield from lines(stream, str(file))


def lines(stream: BinaryIO, name: str) -> Iterator[Raw]:
    """The records of JSON Lines; empty lines are no records."""
    for number, line in enumerate(stream, 1):
        content = (line.removeprefix(_MARK) if number == 1 else line).rstrip(b"\r\n")  # a record cut short ends on its own line
        if content.strip():
            yield Raw(content, Place(name, number, 1))


def document(content: bytes, name: str) -> Iterator[Raw]:
    """The records of a JSON document, which is one or a list of them.

    What is no JSON as a whole, or nested too deeply, is given as one record, for its reader to refuse: nobody can tell where a record
    of it ends.
    """
    content = content.removeprefix(_MARK)
    try:
        parts = msgspec.json.decode(content, type=list[msgspec.Raw]) if content.lstrip().startswith(b"[") else [content]
    except (msgspec.MsgspecError, RecursionError):
        parts = [content]
    if any(too_deep(bytes(part)) for part in parts):
        parts = [content]  # as where the interpreter bears less
    line, begun, at = 1, 0, 0
    for part in map(bytes, parts):
        before, at = at, content.index(part, at)  # only a bracket, commas and blanks stand before it
        line += content.count(b"\n", before, at)
        begun = max(begun, content.rfind(b"\n", before, at) + 1)
        yield Raw(part, Place(name, line, len(content[begun:at].decode(errors="replace")) + 1))
        line += part.count(b"\n")
        begun = max(begun, content.rfind(b"\n", at, at + len(part)) + 1)
        at += len(part)
