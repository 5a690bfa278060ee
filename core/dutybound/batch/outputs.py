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
from dutybound.batch.sinks import NOTE
from dutybound.batch.verdicts import OUTCOME, RANGE, REFUSED
from dutybound.case import Person
from dutybound.decision import Decision
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


Ending = tuple[str, str, str]
"""Outcome, lightest and heaviest sanction, empty where there is none."""


@frozen
class Row:
    """The person a row is about, and how it says that the case ends."""

    case_id: str
    person: Person
    ending: Ending


def confirm(path: Path, number: int, row: Row, decision: Decision) -> None:
    """Raises `Refused` if a row ends otherwise than its facts, so that no other decision is explained in its stead."""
    found = _ending(decision.outcome.value, decision.sanction.range if decision.sanction else None)
    if found != row.ending:
        said, comes = (" ".join(each).strip() for each in (row.ending, found))
        raise _refusal(
            path,
            f"第 {number} 行写着 `{said}`，其事实却得出 `{comes}`：写好之后被改动过，或者当时用了别的选项（`--on`、本机关的材料）",
            f"row {number} says `{said}`, but its facts come to `{comes}`: it has been changed since it was written, "
            "or was made with other options (`--on`, the files of the office)",
        )


def _ending(outcome: object, span: Sequence[object] | None) -> Ending:
    lightest, heaviest = ("" if each is None else str(each) for each in span or (None, None))
    return (str(outcome), lightest, heaviest)


@frozen(eq=False)
class Read:
    """Some rows of an output: their facts, which of them were refused and why, and how each ends."""

    intake: Intake
    refused: "pl.Series"
    reasons: Sequence[str]
    endings: Callable[[int], Ending]


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
                yield _rows(engine, names, _texts(rows, names), numbers, path)


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
            return Row(*person_of(read.intake.frame.row(at, named=True)), read.endings(at))
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
            yield _rows(engine, tuple(raw.columns), raw, [0] * raw.height, path, typed=True)


def _parquet(engine: Engine, found: Input) -> Iterator[Read]:
    import polars as pl  # noqa: PLC0415  # an extra

    scan = pl.scan_parquet(found.path, glob=False)
    facts = engine.rulebook.content.facts
    flags = flag_legend(facts)
    others = (fact.id for fact in facts if fact.id not in set(flags.names))
    names = [CASE_ID, PERSON_ID, *others, *masks_of(flags), DISPUTED, ALLEGED, OUTCOME, *RANGE, REASONS]
    for part in parts(found, 0, None):
        raw = unpacked(scan.select(names).slice(part.at, part.end - part.at).collect(), flags)
        yield _rows(engine, tuple(raw.columns), raw, range(part.at + 1, part.end + 1), Path(found.path), typed=True)


def _delimited(engine: Engine, found: Input) -> Iterator[Read]:
    script = find_script(Path(found.path), known_headings(engine.rulebook.content))
    with Path(found.path).open("rb") as stream:
        names, line = header_of(stream, script, found.path)
        while block := take_block(stream, WIDE_BLOCK, script.delimiter, ANY_LINES):
            cells = read_cells(block, line + 1, script, names, found.path, ANY_LINES)
            line += block.count(b"\n")
            yield _rows(engine, names, cells.frame, [each.line for each in cells.records], Path(found.path))


def _texts(rows: list[list[str]], names: Sequence[str]) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.DataFrame(rows, schema=dict.fromkeys((str(each) for each in range(len(names))), pl.String), orient="row")


def _rows(engine: Engine, names: Sequence[str], raw: "pl.DataFrame", lines: Sequence[int], path: Path, *, typed: bool = False) -> Read:
    import polars as pl  # noqa: PLC0415  # an extra

    targets = {CASE_ID, PERSON_ID, DISPUTED, ALLEGED, *(fact.id for fact in engine.rulebook.content.facts)}
    told = {CASE_ID, PERSON_ID, OUTCOME, *RANGE, REASONS}
    if not (told if typed else {*told, RULEBOOK}) <= set(names):  # a Parquet file tells its rulebook beside its rows
        raise _no_output(path)
    if RULEBOOK in names:
        for digest in raw.to_series(names.index(RULEBOOK)).unique():
            _same_rulebook(digest, engine, path)
    header = Header(tuple(Heading(at, name, name) for at, name in enumerate(names) if name in targets), len(names))
    numbers = pl.Series("line", lines, pl.Int64)
    frame, wrong = Doors(engine.rulebook, header, Agreement(), typed=typed).read(raw, numbers, str(path))
    outcome = raw.to_series(names.index(OUTCOME)).cast(pl.String)
    changed = [each for row, problems in wrong.items() if outcome[row] != REFUSED for each in problems]
    if changed:  # what was decided had only values of this rulebook
        raise Refused(
            Problem(each.place, Text(f"{_CHANGED.zh}：{each.message.zh}", f"{_CHANGED.en}: {each.message.en}")) for each in changed
        )
    reasons = ["" if each is None else str(each) for each in raw.to_series(names.index(REASONS))]
    sources = pl.Series("source", [str(path)], pl.String).new_from_index(0, frame.height)
    span = [raw.to_series(names.index(each)).cast(pl.String) for each in RANGE]
    intake = Intake(frame, sources, numbers, lambda row: raw.row(row, named=True))
    return Read(intake, outcome == REFUSED, reasons, lambda row: _ending(outcome[row], [each[row] for each in span]))


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
        endings: list[Ending] = []
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
                endings.append(_ending(record[OUTCOME], (record.get("sanction") or {}).get("range")))
                given.append(Given(record[CASE_ID], _person(record, facts, path), (), place, line))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise Refused((Problem(place, _CHANGED),)) from error
        yield Read(gathered(given, engine.rulebook), pl.Series(refused, dtype=pl.Boolean), reasons, endings.__getitem__)


def _person(record: Mapping[str, Any], facts: Mapping[str, Fact], path: Path) -> Person:
    if record[OUTCOME] != REFUSED and "facts" not in record:
        raise _refusal(
            path,
            "没有保存事实；用 `dutybound evaluate … -o OUT` 生成的输出才能事后说明",
            "the facts are not kept in it; only what `dutybound evaluate … -o OUT` wrote can be explained later",
        )
    known = {name: _value(facts[name], value) for name, value in record.get("facts", {}).items() if name in facts}
    alleged = record.get(ALLEGED)
    return Person(record[PERSON_ID], known, frozenset(record.get(DISPUTED, ())), tuple(alleged) if alleged else None)


def _value(fact: Fact, written: Any) -> Value:
    value: Any = date.fromisoformat(written) if isinstance(fact.domain, Day) else written
    if not admits(fact, value):  # this rulebook admitted it when it was written
        raise ValueError(written)
    return value  # type: ignore[no-any-return]  # as just found
