"""Explanations beside decisions are, to the byte, those of the engine, whatever goes in and whatever comes out.

Seen to fail: one outcome's explanations given to all; one that names none of the open facts; the quick way never taken.
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from batch_cases import Run, case_lines, row
from test_formats import WRITERS, as_record, read_back

from dutybound import Engine, Refused
from dutybound.outputs.explanations import explanation_record

COUNT = 40
SOURCES = ["in.jsonl", "in.json", "plain.csv", "book.xlsx", "columns.parquet"]
OUTPUTS = ["out.jsonl", "out.csv", "out.xlsx", "out.parquet"]
SOME = ("liable", "undetermined")


def rows() -> list[dict[str, Any]]:
    """Rows of which one contradicts itself."""
    found = [row(number) for number in range(COUNT)]
    found[7] |= {"careful": True, "gravity": "grave"}
    return found


def write(path: Path) -> None:
    records = [as_record(each) for each in rows()]
    if path.name == "in.jsonl":
        path.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in records))
    elif path.name == "in.json":
        path.write_bytes(msgspec.json.encode(records))
    else:
        WRITERS[path.name](path, rows())


def told(path: Path) -> list[str | None]:
    """The explanations of an output as they are written in it."""
    if path.suffix == ".jsonl":
        lines = [msgspec.json.decode(line, type=dict[str, msgspec.Raw]) for line in path.read_bytes().splitlines()]
        return [bytes(each["explanation"]).decode() if "explanation" in each else None for each in lines]
    return [each["explanation"] or None for each in read_back(path)]


@pytest.fixture(scope="module")
def explained(engine: Engine) -> list[tuple[str, str | None]]:
    """The outcome of each row and its explanation, by way of objects."""
    found: list[tuple[str, str | None]] = []
    for each in rows():
        try:
            [explanation] = engine.explain(as_record(each))
        except Refused:
            found.append(("refused", None))
            continue
        found.append((explanation.decision.outcome.value, msgspec.json.encode(explanation_record(explanation)).decode()))
    assert {*SOME, "exempt", "refused"} <= {outcome for outcome, _ in found}
    return found


@pytest.fixture
def no_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever explains by way of objects is noticed."""

    def explain_person(self: Engine, case_id: str, person: object) -> None:
        raise AssertionError(f"{case_id} was explained by way of objects")

    monkeypatch.setattr(Engine, "explain_person", explain_person)


@pytest.mark.usefixtures("no_objects")
@pytest.mark.parametrize(("source", "name"), [*((each, "out.jsonl") for each in SOURCES), *(("in.jsonl", each) for each in OUTPUTS[1:])])
def test_explanations_are_those_of_the_engine(
    source: str, name: str, explained: list[tuple[str, str | None]], run: Run, tmp_path: Path
) -> None:
    write(tmp_path / source)
    assert run(source, "-o", name, "--explain", "--quiet").returncode == 1
    assert told(tmp_path / name) == [each for _, each in explained]
    some = [word for outcome in SOME for word in ("--explain-outcome", outcome)]
    assert run(source, "-o", name, *some, "--quiet", "--restart").returncode == 1
    assert told(tmp_path / name) == [each if outcome in SOME else None for outcome, each in explained]


def test_a_run_that_goes_on_explains_as_an_undisturbed_one(run: Run, tmp_path: Path) -> None:
    """What was kept of rows before is lost when a run stops, and must not matter."""
    (tmp_path / "in.jsonl").write_bytes(case_lines(1500))
    assert run("in.jsonl", "-o", "whole.jsonl", "--explain", "--quiet").returncode == 1
    stopped = run("in.jsonl", "-o", "out.jsonl", "--explain", "--quiet", "--max-rejects", 3)
    assert "more than `--max-rejects` 3" in stopped.stderr
    written = (tmp_path / "out.jsonl.part").stat().st_size
    assert 0 < written < (tmp_path / "whole.jsonl").stat().st_size, "nothing was left to go on with"
    assert run("in.jsonl", "-o", "out.jsonl", "--explain", "--quiet", "--resume").returncode == 1
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
