"""Outputs read again: their rows with the facts each decision rests on, and any one row as the person it was about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from attrs import frozen

from dutybound.batch import workbooks
from dutybound.batch.agreement import Agreement
from dutybound.batch.delimited import ANY_LINES, header_of, read_cells, take_block
from dutybound.batch.doors import Doors, Intake
from dutybound.batch.encodings import find_script
from dutybound.batch.flags import flag_legend, masks_of, unpacked
from dutybound.batch.flat import RULEBOOK
from dutybound.batch.gathering import gathered
from dutybound.batch.headings import Header, Heading
from dutybound.batch.inputs import WIDE_BLOCK, Input, Kind, find_inputs, parts
from dutybound.batch.judging import person_of
from dutybound.batch.lines import Given
from dutybound.batch.rows import text_frame
from dutybound.batch.sinks import NOTE
from dutybound.batch.verdicts import OUTCOME, RANGE, REFUSED
from dutybound.case import Person
from dutybound.engine import Engine
from dutybound.facts import Day, Fact, Value, admits
from dutybound.json_text import parse_json
from dutybound.naming import ALLEGED, CASE_ID, DISPUTED, PERSON_ID, known_headings
from dutybound.presence import is_folder
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

if TYPE_CHECKING:
    import polars as pl

REASONS = "reasons"


@frozen
class Row:
    """One row of an output: its number (from 1), the person it is about, and everything it tells, by key or column."""

    number: int
    kind: Kind
    case_id: str
    person: Person
    told: Mapping[str, Any]


@frozen(eq=False)
class Read:
    """Some rows of an output: their facts, which of them were refused and why, and everything that one of them tells."""

    kind: Kind
    intake: Intake
    refused: "pl.Series"
    reasons: Sequence[str]
    told: Callable[[int], Mapping[str, Any]]


def read_output(engine: Engine, path: Path) -> Iterator[Read]:
    """The rows of an output made by the same rulebook, some at a time.

    Raises `Refused` if this is no output, or one of another rulebook, and `OSError`.
    """
    if is_folder(path):
        yield from _folder(engine, path)
        return
    [found] = find_inputs((str(path),))
    match found.kind:
        case Kind.LINES | Kind.DOCUMENT:
            yield from _lines(engine, found)
        case Kind.PARQUET:
            _same_rulebook(_note(path), engine, path)
            yield from _parquet(engine, found)
        case Kind.DELIMITED:
            yield from _delimited(engine, found)
        case Kind.WORKBOOK:
            names = workbooks.header(found.path)
            for part in parts(found, 0, None):
                assert part.content is not None  # a workbook's rows travel with the part
                rows, numbers, _ = workbooks.unpacked(part.content, found.path, len(names))
                yield _rows(engine, names, text_frame(rows, len(names)), numbers, path)


def row_at(engine: Engine, path: Path, number: int) -> Row:
    """One row (from 1); raises `Refused` if there is none or it was refused, and `OSError`."""
    before = 0
    for read in read_output(engine, path):
        height = read.intake.frame.height
        if number <= before + height:
            at = number - before - 1
            if read.refused[at]:
                raise _refusal(
                    path,
                    f"第 {number} 行被退回，没有结论可以说明：{read.reasons[at]}",
                    f"row {number} was refused, so there is no decision to explain: {read.reasons[at]}",
                )
            return Row(number, read.kind, *person_of(read.intake.frame.row(at, named=True)), read.told(at))
        before += height
    raise _refusal(path, f"只有 {before} 行，没有第 {number} 行", f"there are {before} rows, so there is no row {number}")


def _refusal(path: Path, zh: str, en: str) -> Refused:
    return Refused((Problem(Place(str(path)), Text(zh, en)),))


def _same_rulebook(digest: object, engine: Engine, path: Path) -> None:
    if digest != engine.rulebook.digest:
        raise _refusal(
            path,
            "由另一个规则库生成；请用同样的插件和政策文件",
            "this was made by another rulebook; use the same plugins and policy files",
        )


def _no_output(path: Path) -> Refused:
    return _refusal(path, "不是 `dutybound evaluate -o` 的输出", "this is no output of `dutybound evaluate -o`")


_CHANGED = Text("输出写好之后被改动过", "this output has been changed since it was written")


def _note(path: Path) -> object:
    import polars as pl  # noqa: PLC0415  # an extra

    try:
        notes = pl.read_parquet_metadata(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _no_output(path) from error
    if NOTE not in notes:
        raise _no_output(path)
    found: Mapping[str, Any] = msgspec.json.decode(notes[NOTE])
    return found["rulebook"]["digest"]


def _folder(engine: Engine, path: Path) -> Iterator[Read]:
    """What Spark wrote: files with the rulebook in every row, read in the order of their names."""
    import polars as pl  # noqa: PLC0415  # an extra

    files = sorted(each for each in path.iterdir() if each.suffix == ".parquet")
    if not files or any(RULEBOOK not in pl.read_parquet_schema(each) for each in files):
        raise _no_output(path)
    facts = (fact.id for fact in engine.rulebook.content.facts)
    names = [CASE_ID, PERSON_ID, *facts, DISPUTED, ALLEGED, OUTCOME, *RANGE, REASONS, RULEBOOK]
    for each in find_inputs(map(str, files)):
        scan = pl.scan_parquet(each.path, glob=False)
        if set(names) - set(scan.collect_schema()):
            _same_rulebook(None, engine, path)
        for part in parts(each, 0, None):
            raw = scan.select(names).slice(part.at, part.end - part.at).collect()
            yield _rows(engine, tuple(raw.columns), raw, [0] * raw.height, path, _whole_row(scan, part.at))


def _parquet(engine: Engine, found: Input) -> Iterator[Read]:
    import polars as pl  # noqa: PLC0415  # an extra

    scan = pl.scan_parquet(found.path, glob=False)
    facts = engine.rulebook.content.facts
    flags = flag_legend(facts)
    others = (fact.id for fact in facts if fact.id not in set(flags.names))
    names = [CASE_ID, PERSON_ID, *others, *masks_of(flags), DISPUTED, ALLEGED, OUTCOME, *RANGE, REASONS]
    for part in parts(found, 0, None):
        raw = unpacked(scan.select(names).slice(part.at, part.end - part.at).collect(), flags)
        lines = range(part.at + 1, part.end + 1)
        yield _rows(engine, tuple(raw.columns), raw, lines, Path(found.path), _whole_row(scan, part.at))


def _whole_row(scan: "pl.LazyFrame", first: int) -> Callable[[int], Mapping[str, Any]]:
    """Reads all columns of one row, counted from the `first` on: few rows are asked for so much."""
    return lambda row: scan.slice(first + row, 1).collect().row(0, named=True)


def _delimited(engine: Engine, found: Input) -> Iterator[Read]:
    script = find_script(Path(found.path), known_headings(engine.rulebook.content))
    with Path(found.path).open("rb") as stream:
        names, line = header_of(stream, script, found.path)
        while block := take_block(stream, WIDE_BLOCK, script.delimiter, ANY_LINES):
            cells = read_cells(block, line + 1, script, names, found.path, ANY_LINES)
            line += block.count(b"\n")
            yield _rows(engine, names, text_frame(cells.rows, len(names)), [each.line for each in cells.records], Path(found.path))


def _rows(
    engine: Engine,
    names: Sequence[str],
    raw: "pl.DataFrame",
    lines: Sequence[int],
    path: Path,
    told_of: Callable[[int], Mapping[str, Any]] | None = None,
) -> Read:
    """Rows of a table; with `told_of` of one whose columns have types."""
    import polars as pl  # noqa: PLC0415  # an extra

    typed = told_of is not None
    targets = {CASE_ID, PERSON_ID, DISPUTED, ALLEGED, *(fact.id for fact in engine.rulebook.content.facts)}
    told = {CASE_ID, PERSON_ID, OUTCOME, *RANGE, REASONS}
    if not (told if typed else {*told, RULEBOOK}) <= set(names):  # a Parquet file tells its rulebook beside its rows
        raise _no_output(path)
    if RULEBOOK in names:
        for digest in raw.to_series(names.index(RULEBOOK)).unique():
            _same_rulebook(digest, engine, path)
    header = Header(tuple(Heading(at, name, name) for at, name in enumerate(names) if name in targets), len(names))
    numbers = pl.Series("line", lines, pl.Int64)
    frame, wrong = Doors(engine.rulebook, header, Agreement(), typed=typed).read(raw, lambda row: Place(str(path), lines[row], 1))
    outcome = raw.to_series(names.index(OUTCOME)).cast(pl.String)
    changed = [each for row, problems in wrong.items() if outcome[row] != REFUSED for each in problems]
    if changed:  # what was decided had only values of this rulebook
        raise Refused(
            Problem(each.place, Text(f"{_CHANGED.zh}：{each.message.zh}", f"{_CHANGED.en}: {each.message.en}")) for each in changed
        )
    reasons = ["" if each is None else str(each) for each in raw.to_series(names.index(REASONS))]
    sources = pl.Series("source", [str(path)], pl.String).new_from_index(0, frame.height)
    intake = Intake(frame, sources, numbers, lambda row: raw.row(row, named=True))

    def cells(row: int) -> Mapping[str, Any]:
        return {name: (cell or "").strip() for name, cell in zip(names, raw.row(row), strict=True)}

    return Read(Kind.PARQUET if typed else Kind.DELIMITED, intake, outcome == REFUSED, reasons, told_of or cells)


def _lines(engine: Engine, found: Input) -> Iterator[Read]:
    import polars as pl  # noqa: PLC0415  # an extra

    path = Path(found.path)
    facts = {fact.id: fact for fact in engine.rulebook.content.facts}
    for part in parts(found, 0, None):
        with path.open("rb") as stream:
            stream.seek(part.at)
            content = stream.read(part.end - part.at)
        given: list[Given] = []
        refused: list[bool] = []
        reasons: list[str] = []
        for number, line in enumerate(content.splitlines(), part.line):
            place = Place(found.path, number, 1)
            record = parse_json(line, place)
            if not isinstance(record, dict) or OUTCOME not in record:
                raise _no_output(path)
            try:
                refused.append(record[OUTCOME] == REFUSED)
                reasons.append("\n".join(record.get(REASONS, ())))
                if not refused[-1]:
                    _same_rulebook(record["rulebook"]["digest"], engine, path)
                tuple(record["sanction"]["range"] if record.get("sanction") else ())
                given.append(Given(record[CASE_ID], _person(record, facts, path), (), place, line))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise Refused((Problem(place, _CHANGED),)) from error
        yield Read(
            Kind.LINES, gathered(given, engine.rulebook), pl.Series(refused, dtype=pl.Boolean), reasons, _parsed(content.splitlines(), path)
        )


def _parsed(lines: Sequence[bytes], path: Path) -> Callable[[int], Mapping[str, Any]]:
    """Parses one line again: kept all, records would take many times the room of their bytes."""
    return lambda row: parse_json(lines[row], Place(str(path)))


def _person(record: Mapping[str, Any], facts: Mapping[str, Fact], path: Path) -> Person:
    if record[OUTCOME] != REFUSED and "facts" not in record:
        raise _refusal(
            path,
            "没有保存事实；用 `dutybound evaluate … -o OUT` 生成的输出才能事后说明",
            "the facts are not kept in it; only what `dutybound evaluate … -o OUT` wrote can be explained later",
        )
    known = {name: _value(facts[name], value) for name, value in record.get("facts", {}).items()}
    alleged = record.get(ALLEGED)
    return Person(record[PERSON_ID], known, frozenset(record.get(DISPUTED, ())), tuple(alleged) if alleged else None)


def _value(fact: Fact, written: Any) -> Value:
    value: Any = date.fromisoformat(written) if isinstance(fact.domain, Day) else written
    if not admits(fact, value):  # this rulebook admitted it when it was written
        raise ValueError(written)
    return value  # type: ignore[no-any-return]  # as just found
