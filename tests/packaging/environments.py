"""New environments: made with nothing of this one, so that what works there works for a stranger."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, given: str = "") -> str:
    """What a command prints; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def wheel(folder: Path) -> Path:
    """The wheel of this checkout, built into a folder."""
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    [found] = folder.glob("dutybound-*.whl")
    return found


def environment(folder: Path, *packages: str | Path) -> Path:
    """The folder of programs of a new environment with these packages."""
    venv.create(folder, with_pip=False)  # this one's pip installs there as well, and unpacking another takes long
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet", *packages, cwd=folder)
    return programs
