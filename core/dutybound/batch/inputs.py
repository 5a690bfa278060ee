"""The files of a run and their parts: small enough for memory, whole records only, the same parts however often it is started."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, field, frozen

from dutybound.batch import workbooks
from dutybound.batch.delimited import header_of, take_block
from dutybound.batch.digests import Digest
from dutybound.batch.encodings import Script
from dutybound.batch.parquet import well_formed
from dutybound.folders import NO_FILE, files_below
from dutybound.presence import is_file, is_folder, is_there, naming
from dutybound.problems import Place, Problems, system_words
from dutybound.reading import EMPTY_PATH

BLOCK = 1 << 18
"""Bytes of text in one part: little enough that a run stopped often still comes on."""

SENT_BLOCK = 1 << 20
"""The same where another process works on it: to hand over little parts costs more than a third of the work on them."""

WIDE_BLOCK = 1 << 23
"""The same where each part becomes columns, which cost as much for few rows as for many."""

ROWS = 1 << 19
"""Rows of a columnar file in one part."""


@frozen
class Sizes:
    """How much goes into one part: bytes of text, rows of a columnar file, rows of a sheet.

    `first` is where text begins, each part twice as large as the one before, so that a run killed soon has come on by then.
    """

    text: int = WIDE_BLOCK
    rows: int = ROWS
    sheet: int = 5_000
    first: int | None = None


ROWWISE = Sizes(text=BLOCK, rows=1 << 14, first=1 << 14)
"""Where the output is written row by row."""

SENT = evolve(ROWWISE, text=SENT_BLOCK)
"""The same where another process works on it."""

EXPLAINED = Sizes(text=1 << 16, rows=256, sheet=256, first=1 << 14)
"""Where rows are explained: each comes to some two hundred kilobytes."""

EXPLAINED_COLUMNS = Sizes(text=SENT_BLOCK, rows=512, sheet=512)
"""The same where each part becomes columns. INVARIANT: all are the same size, for they show in the output, wherever a run went on."""


class Kind(StrEnum):
    """What a file holds."""

    LINES = "lines"
    DOCUMENT = "document"
    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


SUFFIXES = {
    ".jsonl": Kind.LINES,
    ".ndjson": Kind.LINES,
    ".json": Kind.DOCUMENT,
    ".csv": Kind.DELIMITED,
    ".tsv": Kind.DELIMITED,
    ".txt": Kind.DELIMITED,
    ".xlsx": Kind.WORKBOOK,
    ".parquet": Kind.PARQUET,
}
STDIN = "-"


@frozen
class Input:
    """A file of the run as it was when the run began: its size in bytes and time of change in nanoseconds; 0 for a stream."""

    path: str
    kind: Kind
    size: int = 0
    changed: int = 0
    script: Script | None = None


@frozen
class Part:
    """Some whole records of an input: from `at` to `end` (bytes, or rows counted from 0), the first on `line`.

    The next part begins on `next_line`; `read` is how many bytes of the input are behind it, for the progress bar, and `seen`
    the SHA-256 of the input as far as it has been read.
    """

    input: int
    at: int
    end: int
    line: int
    next_line: int
    read: int
    seen: str
    content: bytes | None = field(default=None, repr=False)


def find_inputs(sources: Iterable[str], leave_out: Iterable[Path] = ()) -> tuple[Input, ...]:
    """The files that sources name, folders in the order of names; raises `Refused` for what is not there or not known."""
    problems = Problems()
    found: list[Input] = []
    omitted = {path.resolve() for path in leave_out}
    for source in sources:
        if source == STDIN:
            if any(each.path == STDIN for each in found):
                problems.add(Place(STDIN), "标准输入只能读一次", "standard input can be read once only")
            found.append(Input(STDIN, Kind.LINES))
            continue
        if not source:
            problems.add(Place("''"), EMPTY_PATH.zh, EMPTY_PATH.en)
            continue
        path = Path(source)
        if not is_folder(path) and path.resolve() in omitted:
            problems.add(
                Place(source), "既是输入又是输出；请另起输出的名字", "this is an input and an output too; name the output otherwise"
            )
            continue
        files = [each for each in files_below(path) if each.suffix.lower() in SUFFIXES] if is_folder(path) else [path]
        files = [each for each in files if each.resolve() not in omitted]
        if not files:
            spelt = "、".join(SUFFIXES)
            problems.add(Place(source), f"文件夹里没有案件文件（{spelt}）", f"there is no case file ({', '.join(SUFFIXES)}) in this folder")
        for each in files:
            _add(each, found, problems)
    problems.raise_any()
    return tuple(found)


def _add(path: Path, found: list[Input], problems: Problems) -> None:
    if not is_there(path):
        problems.add(Place(str(path)), "没有这个文件", "there is no such file")
        return
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        spelt = ", ".join(SUFFIXES)
        problems.add(Place(str(path)), f"不认识这种文件，可用：{spelt}", f"this kind of file is not known; known are {spelt}")
        return
    if not is_file(path):
        problems.add(Place(str(path)), NO_FILE.zh, NO_FILE.en)
        return
    try:
        path.open("rb").close()
    except OSError as error:  # told before hours of work on the others
        said = system_words(error)
        problems.add(Place(str(path)), said.zh, said.en)
        return
    state = path.stat()
    found.append(Input(str(path), kind, state.st_size, state.st_mtime_ns))


_COLUMNS = Sizes()


@frozen
class Mark:
    """Where reading goes on in an input: the end of its last part, and the line after it."""

    end: int
    line: int


def parts(each: Input, number: int, start: Mark | None, sizes: Sizes = _COLUMNS, *, keep: bool = False) -> Iterator[Part]:
    """The parts of an input after `start` (from its beginning without one), of these sizes; raises `Refused`, `OSError`.

    `keep`: text comes with its part, for whoever works on it in this process.
    """
    with naming(each.path):
        yield from _parts(each, number, start, sizes, keep=keep)


def _parts(each: Input, number: int, start: Mark | None, sizes: Sizes, *, keep: bool) -> Iterator[Part]:
    digest = Digest()
    match each.kind:
        case Kind.PARQUET:
            digest.file(Path(each.path))
            yield from _counted(each, number, start, digest.hexdigest(), sizes.rows)
        case Kind.WORKBOOK:
            digest.file(Path(each.path))
            first = start.end if start else 2
            for at, end, content in workbooks.batches(each.path, first, sizes.sheet, len(workbooks.header(each.path))):
                yield Part(number, at, end, at, end, 0, digest.hexdigest(), content)
        case Kind.DOCUMENT:
            if start is None:
                content = Path(each.path).read_bytes()
                digest.add(content)
                yield Part(number, 0, len(content), 0, 0, len(content), digest.hexdigest())
        case Kind.LINES | Kind.DELIMITED:
            yield from _blocks(each, number, start, digest, sizes, keep=keep)


def _counted(each: Input, number: int, start: Mark | None, seen: str, size: int) -> Iterator[Part]:
    rows = _parquet_rows(each.path)
    for at in range(start.end if start else 0, rows, size):
        end = min(rows, at + size)
        yield Part(number, at, end, at + 1, end + 1, each.size * end // rows, seen)


def _parquet_rows(path: str) -> int:
    import polars as pl  # noqa: PLC0415  # an extra

    with well_formed(path):
        return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())


def _blocks(each: Input, number: int, start: Mark | None, digest: Digest, sizes: Sizes, *, keep: bool) -> Iterator[Part]:
    if each.path == STDIN:
        import sys  # noqa: PLC0415  # only a stream needs it

        yield from _split(sys.stdin.buffer, (number, 0, 1), digest, sizes, keep=True)
        return
    script = each.script if each.kind is Kind.DELIMITED else None
    with Path(each.path).open("rb") as stream:
        at, line = (start.end, start.line) if start else (0, 1)
        if script is not None and start is None:
            _, line = header_of(stream, script, each.path)
            at, line = stream.tell(), line + 1
        stream.seek(0)
        digest.prefix(stream, at)
        yield from _split(stream, (number, at, line), digest, sizes, keep=keep, delimiter=script.delimiter if script else None)


def _split(
    stream: BinaryIO, where: tuple[int, int, int], digest: Digest, sizes: Sizes, *, keep: bool, delimiter: str | None = None
) -> Iterator[Part]:
    number, at, line = where
    size = sizes.first or sizes.text
    while True:
        if delimiter is not None:
            block = take_block(stream, size, delimiter)
        else:
            block = stream.read(size)
            block += stream.readline() if block and not block.endswith(b"\n") else b""
        if not block:
            return
        digest.add(block)
        end, after = at + len(block), line + len(block) - len(block.replace(b"\n", b""))  # quicker than counting
        yield Part(number, at, end, line, after, end, digest.hexdigest(), block if keep else None)
        at, line, size = end, after, min(2 * size, sizes.text)


Bundle = tuple[Part, ...]
"""Some parts that one process works on in one go."""

_MOST_PARTS = 500
_ROW = 512
"""As many bytes of text a row of a columnar file or workbook counts for."""


def bundles(inputs: Sequence[Input], found: Iterable[Part], sizes: Sizes = ROWWISE) -> Iterator[Bundle]:
    """The parts in their order, small ones together until they are as much as one part or a `BLOCK`, at first as the first part."""
    some: list[Part] = []
    size, most = 0, min(sizes.first or BLOCK, BLOCK)
    for part in found:
        some.append(part)
        counted = inputs[part.input].kind in (Kind.PARQUET, Kind.WORKBOOK)
        size += (part.end - part.at) * (_ROW if counted else 1)
        if size >= most or len(some) >= _MOST_PARTS:
            yield tuple(some)
            some, size, most = [], 0, min(2 * most, sizes.text, BLOCK)
    if some:
        yield tuple(some)


def text_of(path: str, part: Part) -> bytes:
    """The bytes of a part of text, which it brings along or which are read again; raises `OSError`."""
    if part.content is not None:
        return part.content
    with naming(path), Path(path).open("rb") as stream:
        stream.seek(part.at)
        return stream.read(part.end - part.at)


def seen_so_far(each: Input, end: int) -> str:
    """The SHA-256 of an input as far as a part that ended at `end` had read it; raises `OSError`."""
    digest = Digest()
    with naming(each.path):
        if each.kind in (Kind.LINES, Kind.DELIMITED):
            with Path(each.path).open("rb") as stream:
                digest.prefix(stream, end)
        else:
            digest.file(Path(each.path))
    return digest.hexdigest()
