"""Any format in, any format out, the same decisions; a row that is wrong is refused in the same place with its reasons."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from batch_cases import Run, case, case_lines, row

from dutybound import Engine
from dutybound.deciding import decide_raw
from dutybound.outputs.records import decision_record
from dutybound.problems import Place
from dutybound.reading import Raw

COUNT = 60


def as_record(found: dict[str, Any]) -> dict[str, Any]:
    """A table's row as the case record that says the same."""
    rest = dict(found)
    authority = {"kind": rest.pop("authority_kind"), "region": rest.pop("region")}
    act = {"date": rest.pop("act_date"), "kind": rest.pop("act_kind")}
    return {
        "case_id": rest.pop("case_id"),
        "authority": authority,
        "act": act,
        "persons": [{"person_id": rest.pop("person_id"), "facts": rest}],
    }


def expected(engine: Engine, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the row path says of these rows."""
    return [
        json.loads(json.dumps(decision_record(decision)))  # type: ignore[arg-type]  # no refusals here
        for found in rows
        for decision in decide_raw(engine, Raw(json.dumps(as_record(found)).encode(), Place("x", 1, 1)))
    ]


def decisions(path: Path) -> list[dict[str, Any]]:
    """The decisions of a JSON Lines output without the facts that a batch keeps with them."""
    found = [json.loads(line) for line in path.read_text().splitlines()]
    for each in found:
        each.pop("facts", None)
    return found


NAMES = ["case_id", "person_id", "act_date", "act_kind", "authority_kind", "region", "neglected", "careful", "first_time"]
NAMES += ["gravity", "days_late", "due_on", "done_on"]
CHINESE = ["案件编号", "人员编号", "行为日期", "行为种类", "机关种类", "地区", "未履行职责", "已尽审慎", "初次", "情节", "逾期天数"]
CHINESE += ["应办日期", "办结日期"]


def cell(value: Any, yes: str = "是", no: str = "否") -> str:
    return "" if value is None else yes if value is True else no if value is False else str(value)


def write_csv(path: Path, rows: list[dict[str, Any]], heads: list[str], delimiter: str, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(heads)
        writer.writerows([[cell(found.get(name)) for name in NAMES] for found in rows])


def write_xlsx(path: Path, rows: list[dict[str, Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(CHINESE)
    for found in rows:
        sheet.append([found.get(name) for name in NAMES])
    book.save(path)


def typed(rows: list[dict[str, Any]]) -> pl.DataFrame:
    frame = pl.DataFrame({name: [found.get(name) for found in rows] for name in NAMES})
    return frame.with_columns(pl.col("act_date", "due_on", "done_on").str.to_date(), pl.col("region").cast(pl.Int64))


WRITERS: dict[str, Callable[[Path, list[dict[str, Any]]], None]] = {
    "plain.csv": lambda path, rows: write_csv(path, rows, NAMES, ",", "utf-8"),
    "bom.csv": lambda path, rows: write_csv(path, rows, CHINESE, ";", "utf-8-sig"),
    "gb.csv": lambda path, rows: write_csv(path, rows, CHINESE, "|", "gb18030"),
    "tab.tsv": lambda path, rows: write_csv(path, rows, CHINESE, "\t", "utf-8"),
    "book.xlsx": write_xlsx,
    "columns.parquet": lambda path, rows: typed(rows).write_parquet(path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_is_decided_as_the_same_records_are(name: str, engine: Engine, run: Run, tmp_path: Path) -> None:
    rows = [row(number) for number in range(COUNT)]
    WRITERS[name](tmp_path / name, rows)
    done = run(name, "-o", "out.jsonl")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert decisions(tmp_path / "out.jsonl") == expected(engine, rows)


OUTPUTS = ["out.csv", "out.bom.csv", "out.gb18030.csv", "out.tsv", "out.xlsx", "out.parquet"]


def read_back(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    if path.suffix == ".xlsx":
        heads, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        return [dict(zip(heads, found, strict=True)) for found in rows]
    encoding = "gb18030" if "gb18030" in path.name else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t" if path.suffix == ".tsv" else ","))


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_says_the_same_in_the_order_of_the_input(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(COUNT))
    assert run("in.jsonl", "-o", "plain.jsonl").returncode == 1
    plain = [json.loads(line) for line in (tmp_path / "plain.jsonl").read_text().splitlines()]
    done = run("in.jsonl", "-o", name)
    assert done.returncode == 1 and "in out" in done.stderr, done.stderr
    found = read_back(tmp_path / name)
    assert (tmp_path / "out.csv").exists() is (name == "out.csv")
    assert [each["outcome"] for each in found] == [each["outcome"] for each in plain]
    assert [(each["case_id"] or "", each["person_id"] or "") for each in found] == [(e["case_id"], e["person_id"]) for e in plain]
    assert [each["reasons"] or "" for each in found] == ["\n".join(each.get("reasons", [])) for each in plain]
    ranges = [(each.get("sanction") or {}).get("range", ["", ""]) for each in plain]
    assert [[each["sanction_lightest"] or "", each["sanction_heaviest"] or ""] for each in found] == ranges
    assert sum(len(case(number)["persons"]) for number in range(COUNT) if number not in (13, 29)) + 2 == len(found)


def test_each_refused_record_is_kept_with_its_bytes_and_reasons(run: Run, tmp_path: Path) -> None:
    bad = b'{"case_id": "\xff"}'
    (tmp_path / "in.jsonl").write_bytes(json.dumps(case(1)).encode() + b"\n" + bad + b"\n\n[]\n")
    done = run("in.jsonl", "-o", "out.jsonl")
    assert done.returncode == 1
    rejects = [json.loads(line) for line in (tmp_path / "out.jsonl.rejects.jsonl").read_text().splitlines()]
    assert [(each["line"], each["reasons"][0]) for each in rejects] == [
        (2, "in.jsonl:2:1: this is not encoded in UTF-8"),
        (4, "in.jsonl:4:1: case: this should be an object"),
    ]
    assert rejects[0]["base64"] == "eyJjYXNlX2lkIjogIv8ifQ=="
    assert rejects[1]["record"] == "[]"
