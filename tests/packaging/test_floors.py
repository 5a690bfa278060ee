"""The lowest versions that the package says it works with are versions it works with."""

import sys
import tomllib
from pathlib import Path

import pytest
from environments import ROOT, environment, run, wheel

EXTRAS = ("batch", "prove")


def floors() -> list[str]:
    """Every dependency, those of the extras included, pinned to the lowest version it may have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(each for extra in EXTRAS for each in project["optional-dependencies"][extra])]
    return [each.replace(">=", "==") for each in wanted]


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 13), reason="the lowest versions have no packages for so new a Python")
def test_the_lowest_versions_decide_the_samples_with_the_same_bytes(tmp_path: Path) -> None:
    lowest = environment(tmp_path / "lowest", wheel(tmp_path), *floors())
    samples = ROOT / "samples" / "cases.jsonl"
    here = (Path(sys.executable).parent / "dutybound", tmp_path / "here.csv")
    there = (lowest / "dutybound", tmp_path / "there.csv")
    for command in (("evaluate", samples), ("explain", "--json", samples), ("check",)):
        assert run(there[0], *command, cwd=tmp_path) == run(here[0], *command, cwd=tmp_path), command
    for program, out in (here, there):
        run(program, "evaluate", samples, "-o", tmp_path / f"{out.stem}.parquet", cwd=tmp_path)
        run(program, "evaluate", samples, "-o", out, cwd=tmp_path)
    assert there[1].read_bytes() == here[1].read_bytes()
