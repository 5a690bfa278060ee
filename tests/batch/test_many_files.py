"""Thousands of small files are worked on together, and come to what each comes to alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from batch_cases import Run, case_lines, row
from test_formats import CHINESE, NAMES, WRITERS, as_record, write_csv

from dutybound.batch import inputs
from dutybound.engines.columnar import Columnar

OUTPUTS = ["out.jsonl", "out.csv", "out.xlsx", "out.parquet"]


def folder(into: Path, count: int) -> Path:
    """A folder of tables of a row or two under several headers, one with a bad row, one without rows, and other files between them."""
    into.mkdir()
    for number in range(count):
        rows = [row(2 * number + each) for each in range(1 + number % 2)]
        if number % 7 == 3:
            rows[0]["gravity"] = "terrible"
        write_csv(into / f"{number:03}.csv", rows, CHINESE if number % 3 else NAMES, ",", "utf-8" if number % 4 else "gb18030")
    (into / "004a.csv").write_text("case_id,person_id\n")
    (into / "005a.csv").write_text('person_id,case_id\np,a\n"q,b\n,c\n')
    (into / "006a.json").write_text(json.dumps([as_record(row(900)), {}]))
    (into / "006b.jsonl").write_bytes(case_lines(3))
    for name in ("book.xlsx", "columns.parquet"):
        WRITERS[name](into / f"007{name}", [row(each) for each in range(900, 912)])
        WRITERS[name](into / f"008{name}", [row(each) for each in range(915, 927)])
    return into


@pytest.mark.parametrize("name", OUTPUTS)
def test_small_files_together_come_to_what_they_come_to_alone(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "year", 24)
    ways = {}
    for most in (500, 1, 5):
        monkeypatch.setattr(inputs, "_MOST_PARTS", most)
        assert run("year", "-o", name, "--jobs", 1, "--quiet", "--restart").returncode == 1
        beside = f"{name}.rejects.jsonl", f"{name}.manifest.json"
        ways[most] = [(tmp_path / each).read_bytes() for each in (name, *beside)]
    assert ways[500] == ways[1] == ways[5]
    rejects = [json.loads(line) for line in (tmp_path / f"{name}.rejects.jsonl").read_text().splitlines()]
    places = [(each["source"], each["line"]) for each in rejects]
    assert places[:1] + places[2:5] == [("year/003.csv", 2), ("year/005a.csv", 4), ("year/006a.json", 1), ("year/010.csv", 2)], places
    assert all(each["reasons"][0].startswith(f"{each['source']}:{each['line']}:") for each in rejects), rejects
    assert [each["record"] for each in rejects[1:3]] == ['"q,b', ",c"]


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_columns_are_not_made_anew_for_each_small_file(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    truths = Columnar.truths

    def counted(self: Columnar, frame: Any) -> Any:
        made.append(frame.height)
        return truths(self, frame)

    monkeypatch.setattr(Columnar, "truths", counted)
    folder(tmp_path / "year", 40)
    run("year", "-o", name, "--jobs", 1, "--quiet")
    assert len(made) <= 4, made
    assert sum(made) > 60


def test_files_too_large_together_are_not_put_together() -> None:
    kinds = {"text": inputs.Kind.DELIMITED, "columns": inputs.Kind.PARQUET}
    files = tuple(inputs.Input(path, kind) for path, kind in kinds.items())

    def part(number: int, at: int, end: int) -> inputs.Part:
        return inputs.Part(number, at, end, 1, 1, 0, "")

    found = [part(0, 0, 100), part(0, 100, inputs.BLOCK), part(0, 0, inputs.BLOCK), part(1, 0, 2000), part(1, 0, 1), part(0, 0, 1)]
    assert list(map(len, inputs.bundles(files, found))) == [2, 1, 1, 2]
