"""The engine over the small rulebook of this folder, and its command line; helpers are importable however pytest was called."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from whole_outputs import runner

sys.path.insert(0, str(Path(__file__).parent))

from batch_cases import RULEBOOK, Run, command  # the line above makes it importable

from dutybound import Engine  # as above
from dutybound.cli import program as the_program


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.of({}, policies=[RULEBOOK])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `dutybound evaluate` in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def runs(*arguments: object, program: str = "evaluate") -> subprocess.CompletedProcess[str]:
        line = command(*arguments, program=program)[3:]
        result = runner("en").invoke(the_program, line, prog_name="dutybound")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(line, result.exit_code, result.stdout, result.stderr)

    return runs


@pytest.fixture
def run_apart(tmp_path: Path) -> Run:
    """Runs `dutybound evaluate` in a process of its own, in an empty folder."""

    def runs(*arguments: object, program: str = "evaluate", **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DUTYBOUND_LANG": "en", "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            command(*arguments, program=program),
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **more,
        )

    return runs
