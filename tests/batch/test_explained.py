"""Explained rows are written without objects on the way, to the byte what the objects' way writes."""

import json
from pathlib import Path
from typing import Any

import pytest
from batch_cases import Run, case, case_lines

from dutybound import Engine
from dutybound.batch.work import Worker
from dutybound.stream.stream import Stream


def lines(tmp_path: Path) -> Path:
    """Records of one to three persons, some of them refused, one with a disputed fact, one read the long way."""
    given = case_lines(200).splitlines(keepends=True)
    disputed: dict[str, Any] = case(500)
    disputed["persons"][0]["disputed"] = ["careful"]
    disputed["persons"][0].get("facts", {}).pop("careful", None)
    spaced = json.dumps(case(501), ensure_ascii=True, indent=None, separators=(" , ", " : "))
    into = tmp_path / "in.jsonl"
    into.write_bytes(b"".join([*given[:100], json.dumps(disputed).encode() + b"\n", spaced.encode() + b"\n", *given[100:]]))
    return into


@pytest.mark.parametrize("explain", [(), ("--explain",), ("--explain-outcome", "liable", "--explain-outcome", "undetermined")])
@pytest.mark.parametrize("out", ["out.jsonl", "out.csv", "out.parquet"])
def test_both_ways_write_the_same(out: str, explain: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = lines(tmp_path)
    assert run(source.name, "-o", out, *explain, "--quiet", "--jobs", 1).returncode == 1
    quick = Path(out).read_bytes()
    monkeypatch.setattr(Worker, "_is_quick", lambda self, each: False)
    monkeypatch.setattr(Stream, "explanation", lambda self, person, decision: None)
    assert run(source.name, "-o", out, *explain, "--quiet", "--jobs", 1, "--restart").returncode == 1
    assert Path(out).read_bytes() == quick


def test_the_quick_way_is_taken(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    explain = Engine.explain_person

    def counted(self: Engine, case_id: str, person: Any) -> Any:
        asked.append(case_id)
        return explain(self, case_id, person)

    monkeypatch.setattr(Engine, "explain_person", counted)
    source = lines(tmp_path).name
    for out in ("out.jsonl", "out.csv", "out.parquet"):
        run(source, "-o", out, "--explain", "--quiet", "--jobs", 1)
    assert set(asked) == {"案-500"}  # the disputed fact
    rows = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum("explanation" in row for row in rows) > 250
