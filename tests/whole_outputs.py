"""Whole outputs against kept files: what a user sees on both streams, and the exit code.

`DUTYBOUND_REWRITE=1 pytest tests/FOLDER` writes the files anew; read the difference before committing it.
"""

import inspect
import os
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from dutybound.cli import program
from dutybound.host import installed

ALONE = [argument for name in installed() for argument in ("--without", name)]
"""Leaves out everything that is installed."""

# click 8.1 mixes the streams unless told not to; later versions keep them apart and know no such argument
_APART = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}


def runner(lang: str) -> CliRunner:
    """Runs the program in this process, in this language, a hundred columns wide and with the streams apart."""
    return CliRunner(env={"DUTYBOUND_LANG": lang, "COLUMNS": "100"}, **_APART)


def shown(*arguments: str, lang: str, at: Path | None = None, given: str = "") -> str:
    """What the program says to these arguments, called in the folder `at`, or where the test stands, with `given` typed in."""
    with chdir(at or Path.cwd()):
        result = runner(lang).invoke(program, list(arguments), prog_name="dutybound", input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return f"exit {result.exit_code}\n--- stdout\n{result.stdout}--- stderr\n{result.stderr}"


def check(path: Path, told: str) -> None:
    """Compare with this file, or write it where that is asked for."""
    if os.environ.get("DUTYBOUND_REWRITE") == "1":
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")
