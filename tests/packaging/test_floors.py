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


def test_the_lowest_python_is_the_one_that_types_and_style_are_checked_for() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = "Programming Language :: Python :: 3."
    minors = [int(each.removeprefix(named)) for each in pyproject["project"]["classifiers"] if each.startswith(named)]
    lowest = minors[0]
    assert minors == list(range(lowest, minors[-1] + 1)) and sys.version_info[:2] >= (3, lowest)
    assert pyproject["project"]["requires-python"] == f">=3.{lowest}"
    tool = pyproject["tool"]
    assert tool["ruff"]["target-version"] == f"py3{lowest}"
    assert (tool["mypy"]["python_version"], tool["pyright"]["pythonVersion"]) == (f"3.{lowest}", f"3.{lowest}")
    makefile, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "README.md"))
    assert f"sys.version_info >= (3, {lowest})" in makefile and f"With Python 3.{lowest} or newer" in readme


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="msgspec 0.19 and PyYAML 6.0.2 have no packages for so new a Python")
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
