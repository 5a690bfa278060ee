"""A row of an output against what its facts come to, so that no other decision is explained in its stead."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from dutybound.batch.digests import Digest
from dutybound.batch.flat import results_row
from dutybound.batch.gathering import gathered
from dutybound.batch.inputs import Kind
from dutybound.batch.judging import Judge
from dutybound.batch.lines import Given
from dutybound.batch.outputs import REASONS, Row
from dutybound.batch.plan import Paths, refusal
from dutybound.batch.verdicts import OUTCOME, RANGE
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.outputs.records import decision_record
from dutybound.problems import Place, Refused

Told = Mapping[str, Any]
"""What is told of a decision, by key or column."""

_OFTEN_LATER = frozenset({"waivers", "alleged", "procedure", "attributions", "versions", "binding", "executable", "flaws"})
"""What outputs of an earlier version of this program may lack."""


def confirm(engine: Engine, path: Path, row: Row, decision: Decision) -> None:
    """Raises `Refused` if a row tells anything else than its facts come to, or the output is not what was written; and `OSError`.

    `engine` is the one that decides by one law, `decision` what the facts of the row come to, by two laws if they were asked for.
    """
    problems = [problem for found in _differing(row, _come_to(engine, row, decision), path) for problem in found.problems]
    if problems:
        raise Refused(problems)
    _as_written(path)


def _come_to(engine: Engine, row: Row, decision: Decision) -> Told:
    """What the row would tell if it was written now; without what rests on steps of a procedure, which no output keeps."""
    match row.kind:
        case Kind.LINES | Kind.DOCUMENT:
            found: Told = msgspec.json.decode(msgspec.json.encode(decision_record(decision)))
            return {name: value for name, value in found.items() if name != "procedure"}
        case Kind.DELIMITED | Kind.WORKBOOK:
            return {name: value for name, value in results_row(decision).items() if name not in ("executable", "flaws")}
        case Kind.PARQUET:
            given = Given(row.case_id, row.person, (), Place(""), b"")
            judged = Judge(engine).judge(gathered((given,), engine.rulebook))
            span = decision.sanction.range if decision.sanction else (None, None)
            ending = {OUTCOME: decision.outcome.value, **dict(zip(RANGE, span, strict=True))}
            return {**judged.frame.row(0, named=True), **ending, REASONS: None}


def _differing(row: Row, comes: Told, path: Path) -> Iterable[Refused]:
    said = row.told
    ending, ending_said = _ending(comes), _ending(said)
    if ending != ending_said:
        yield refusal(
            path,
            f"第 {row.number} 行写着 `{ending_said}`，其事实却得出 `{ending}`：{_WHY_ZH}",
            f"row {row.number} says `{ending_said}`, but its facts come to `{ending}`: {_WHY_EN}",
        )
    wrong = [
        name
        for name, value in comes.items()
        if name not in (OUTCOME, *RANGE) and (not _agree(said[name], value) if name in said else name not in _OFTEN_LATER)
    ]
    if ending != ending_said and "sanction" in wrong:
        wrong.remove("sanction")
    if wrong:
        names = ", ".join(f"`{name}`" for name in wrong)
        yield refusal(
            path,
            f"第 {row.number} 行的 {names} 与其事实得出的不同：{_WHY_ZH}",
            f"row {row.number} says something else in {names} than its facts come to: {_WHY_EN}",
        )


_WHY_ZH = "写好之后被改动过，或者当时用了别的选项（`--on`、本机关的材料）或别的版本"
_WHY_EN = "it has been changed since it was written, or was made with other options (`--on`, the files of the office) or by another version"


def _ending(told: Told) -> str:
    """Outcome, lightest and heaviest sanction, as far as there is one."""
    span = (told["sanction"] or {}).get("range", ()) if "sanction" in told else (told.get(each) for each in RANGE)
    return " ".join(str(each) for each in (told.get(OUTCOME), *span) if each not in (None, ""))


def _agree(said: Any, comes: Any) -> bool:
    """Whether two values are the same, but for keys that another version of this program did not know."""
    if isinstance(said, dict) and isinstance(comes, dict):
        return all(_agree(said[key], value) for key, value in comes.items() if key in said)
    if isinstance(said, list) and isinstance(comes, list):
        return len(said) == len(comes) and all(map(_agree, said, comes))
    return type(said) is type(comes) and bool(said == comes)


def _as_written(path: Path) -> None:
    """Raises `Refused` if the manifest beside an output is of other bytes: ids and facts can be changed where nothing else shows it."""
    manifest = Paths(path.resolve()).manifest
    try:
        output = msgspec.json.decode(manifest.read_bytes())["output"]
        written = output["sha256"]
    except (FileNotFoundError, NotADirectoryError):
        return  # it may have been sent elsewhere, alone
    except (msgspec.DecodeError, KeyError, TypeError):
        written = ""
    digest = Digest()
    digest.file(path)
    if digest.hexdigest() != written:
        raise refusal(
            path,
            f"与旁边的清单 {manifest.name} 记下的字节不同：写好之后被改动过，编号和事实都可能不是当时的；请用原来的输出，或重新生成",
            f"this is not what its manifest {manifest.name} says was written: it has been changed since, and ids or facts may be "
            "others; use the output as it was written, or make it anew",
        )
