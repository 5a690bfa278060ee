"""A row of an output is explained only as what was decided: whatever of it was changed since is named."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from batch_cases import Run, case

from dutybound import Engine
from dutybound.batch.frames import evaluate_frame

WHY = "it has been changed since it was written, or was made with other options (`--on`, the files of the office) or by another version\n"
OPEN = 2
"""The number of the row of `open_case`."""


def open_case() -> dict[str, Any]:
    """A case that is undetermined, with findings of every kind."""
    facts = {"neglected": True, "first_time": True, "days_late": 40}
    act = {"kind": "penalty", "date": "2021-03-04"}
    return {"case_id": "open", "authority": {"kind": "market"}, "act": act, "persons": [{"person_id": "p", "facts": facts}]}


def lines() -> bytes:
    """It between others, of one person each."""
    persons = [{**each, "persons": each["persons"][:1]} for each in map(case, range(11))]
    return b"".join(json.dumps(each).encode() + b"\n" for each in (persons[0], open_case(), *persons[1:]))


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change row `OPEN` of an output in place."""
    if path.suffix == ".jsonl":
        records = [json.loads(line) for line in path.read_text().splitlines()]
        change(records[OPEN - 1])
        path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records))
    elif path.suffix == ".parquet":
        notes = pl.read_parquet_metadata(path)
        frame = pl.read_parquet(path)
        rows = frame.to_dicts()
        change(rows[OPEN - 1])
        pl.DataFrame(rows, schema=frame.schema).write_parquet(path, metadata={"dutybound": notes["dutybound"]})
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        heads = [each.value for each in sheet[1]]
        row = dict(zip(heads, (each.value for each in sheet[OPEN + 1]), strict=True))
        change(row)
        for column, name in enumerate(heads, 1):
            sheet.cell(OPEN + 1, column).value = row.get(name)
        book.save(path)
    else:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        change(rows[OPEN - 1])
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0], lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def alone(run: Run, tmp_path: Path) -> Callable[[str], Path]:
    """Makes an output without its manifest."""

    def made(name: str) -> Path:
        (tmp_path / "in.jsonl").write_bytes(lines())
        assert run("in.jsonl", "-o", name, "--quiet").returncode in (0, 1)
        (tmp_path / f"{name}.manifest.json").unlink()
        return tmp_path / name

    return made


def set_to(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.update({name: value})


def first(name: str, key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row[name][0].update({key: value})


CHANGES: list[tuple[str, str, Callable[[dict[str, Any]], None]]] = [
    ("out.jsonl", "faults", first("faults", "status", "fails")),
    ("out.jsonl", "exemptions", lambda row: row["exemptions"].clear()),
    ("out.jsonl", "exemptions", lambda row: row.pop("exemptions")),
    ("out.jsonl", "exemptions", first("exemptions", "provision", "small-2020/4")),
    ("out.jsonl", "needs_facts", lambda row: row["needs_facts"].reverse()),
    ("out.jsonl", "obligations", first("obligations", "due", "2021-12-31")),
    ("out.jsonl", "attributions", set_to("attributions", [{"id": "collective"}])),
    ("out.jsonl", "alleged", set_to("alleged", [])),
    ("out.jsonl", "binding", set_to("binding", True)),
    ("out.jsonl", "measures", set_to("measures", [{"id": "talk"}])),
    ("out.csv", "faults", set_to("faults", "lateness(stands)")),
    ("out.csv", "exemptions", set_to("exemptions", "")),
    ("out.csv", "needs_facts", set_to("needs_facts", "")),
    ("out.csv", "attributions", set_to("attributions", "collective")),
    ("out.csv", "reasons", set_to("reasons", "for no reason")),
    ("out.xlsx", "faults", set_to("faults", None)),
    ("out.xlsx", "obligations", set_to("obligations", "correct")),
    ("out.csv", "measures", set_to("measures", "talk")),
    ("out.parquet", "rules_hold_1", lambda row: row.update(rules_hold_1=row["rules_hold_1"] ^ 1)),
    ("out.parquet", "rules_open_1", set_to("rules_open_1", 0)),
    ("out.parquet", "facts_open_1", set_to("facts_open_1", 0)),
    ("out.parquet", "recommended_heaviest", set_to("recommended_heaviest", "removal")),
    ("out.parquet", "reasons", set_to("reasons", "for no reason")),
]


@pytest.mark.parametrize(("name", "key", "change"), CHANGES)
def test_what_was_changed_in_a_row_is_named(
    name: str, key: str, change: Callable[[dict[str, Any]], None], alone: Callable[[str], Path], run: Run
) -> None:
    out = alone(name)
    assert run(name, "--row", OPEN, program="explain").returncode == 0
    changed(out, change)
    told = run(name, "--row", OPEN, program="explain")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"{name}: row {OPEN} says something else in `{key}` than its facts come to: {WHY}"
    for number in (1, OPEN + 1):
        assert run(name, "--row", number, program="explain").returncode == 0


def test_an_ending_and_what_else_was_changed_are_told_together(alone: Callable[[str], Path], run: Run) -> None:
    changed(alone("out.jsonl"), lambda row: row.update(outcome="liable", sanction={"range": ["warning", "demerit"]}, needs_facts=[]))
    told = run("out.jsonl", "--row", OPEN, program="explain").stderr
    assert told == (
        f"out.jsonl: row {OPEN} says `liable warning demerit`, but its facts come to `undetermined`: {WHY}"
        f"out.jsonl: row {OPEN} says something else in `needs_facts` than its facts come to: {WHY}"
    )


def test_what_an_earlier_version_did_not_tell_is_not_missed(alone: Callable[[str], Path], run: Run) -> None:
    out = alone("out.csv")
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    later = ("executable", "flaws", "attributions", "versions")
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [name for name in rows[0] if name not in later], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert run("out.csv", "--row", OPEN, program="explain").returncode == 0
    changed(alone("out.jsonl"), lambda row: [row.pop(name) for name in ("attributions", "versions")])
    assert run("out.jsonl", "--row", OPEN, program="explain").returncode == 0


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.xlsx", "out.parquet"])
def test_every_row_is_explained_of_an_output_left_as_it_was(name: str, run: Run, tmp_path: Path) -> None:
    disputed: dict[str, Any] = case(500)
    disputed["persons"][0]["disputed"] = ["careful"]
    disputed["persons"][0]["facts"].pop("careful", None)
    alleged = {**case(501), "alleged": ["lateness", "neglect"]}
    (tmp_path / "in.jsonl").write_bytes(lines() + b"".join(json.dumps(each).encode() + b"\n" for each in (disputed, alleged)))
    explain = () if name == "out.xlsx" else ("--explain",)
    assert run("in.jsonl", "-o", name, "--quiet", *explain).returncode == 0
    counted = json.loads((tmp_path / f"{name}.manifest.json").read_bytes())["records"]
    for number in range(1, counted + 1):
        told = run(name, "--row", number, program="explain")
        assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.xlsx", "out.parquet"])
def test_an_output_that_is_not_what_its_manifest_says_is_not_explained(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines())
    assert run("in.jsonl", "-o", name, "--quiet").returncode == 0
    changed(tmp_path / name, set_to("person_id", "another"))
    told = run(name, "--row", OPEN, program="explain")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        f"{name}: this is not what its manifest {name}.manifest.json says was written: it has been changed since, and ids or facts "
        "may be others; use the output as it was written, or make it anew\n"
    )


def test_a_row_of_spark_is_compared_too(engine: Engine, run: Run, tmp_path: Path) -> None:
    """As Spark writes it: a folder, text for vocabularies, flags as columns, the rulebook in every row."""
    frame = pl.DataFrame({"case_id": ["a", "b"], "person_id": ["p", "p"], "authority_kind": ["market"] * 2, "act_kind": ["penalty"] * 2})
    found = (
        evaluate_frame(engine, frame).drop("line").with_columns(pl.col(pl.Enum).cast(pl.String), rulebook=pl.lit(engine.rulebook.digest))
    )
    (tmp_path / "out.parquet").mkdir()
    into = tmp_path / "out.parquet" / "part-0.parquet"
    found.write_parquet(into)
    assert run("out.parquet", "--row", 2, program="explain").returncode == 0
    found.with_columns(rules_open_1=pl.lit(0)).write_parquet(into)
    told = run("out.parquet", "--row", 2, program="explain").stderr
    assert told == f"out.parquet: row 2 says something else in `rules_open_1` than its facts come to: {WHY}"


def test_facts_that_no_rulebook_knows_are_seen(alone: Callable[[str], Path], run: Run) -> None:
    changed(alone("out.jsonl"), lambda row: row["facts"].update(unheard_of=True))
    said = "out.jsonl:2:1: this output has been changed since it was written\n"
    assert run("out.jsonl", "--row", OPEN, program="explain").stderr == said
