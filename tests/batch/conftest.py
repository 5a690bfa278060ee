"""The engine over the small rulebook of this folder, and its command line; helpers are importable however pytest was called."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from batch_cases import RULEBOOK, Run, command  # the line above makes it importable

from dutybound import Engine  # as above


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.of({}, policies=[RULEBOOK])


@pytest.fixture
def run(tmp_path: Path) -> Run:
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
