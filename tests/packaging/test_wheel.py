"""The wheel holds everything: built, installed in a new environment, it decides a case there."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASE = {
    "case_id": "1",
    "authority": {"kind": "other"},
    "act": {"kind": "penalty", "date": "2021-03-04"},
    "persons": [{"person_id": "A"}],
}


def _run(*command: str | Path, cwd: Path, given: str = "") -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_decides_a_case_in_a_new_environment(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT, cwd=tmp_path)
    [wheel] = tmp_path.glob("dutybound-*.whl")
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    _run(binaries / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    written = _run(binaries / "dutybound", "evaluate", "-", cwd=tmp_path, given=json.dumps(CASE))
    [record] = [json.loads(line) for line in written.splitlines()]
    assert record["outcome"] == "out_of_scope"
    assert record["rulebook"]["plugins"]
    listed = _run(binaries / "python", "-c", "import dutybound_policies, dutybound_plugins; print('here')", cwd=tmp_path)
    assert listed == "here\n"
