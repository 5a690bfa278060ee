"""Whole outputs against files: what a user sees on both streams, and the exit code.

`DUTYBOUND_REWRITE=1 pytest tests/cli` writes the files anew; read the difference before committing it.
"""

import inspect
import os
import re
from pathlib import Path

from click.testing import CliRunner

from dutybound.cli import program
from dutybound.host import installed

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"

SMALL = [argument for name in installed() for argument in ("--without", name)] + ["--policies", "rulebook"]
"""The small rulebook of these tests and nothing that is installed."""

# click 8.1 mixes the streams unless told not to; later versions keep them apart and know no such argument
_APART = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}


def shown(*arguments: str, given: str = "", lang: str = "zh") -> str:
    """What the program says to these arguments, with what changes with the code itself taken out."""
    runner = CliRunner(env={"DUTYBOUND_LANG": lang, "COLUMNS": "100"}, **_APART)
    before = Path.cwd()
    os.chdir(HERE)
    try:
        result = runner.invoke(program, list(arguments), prog_name="dutybound", input=given)
    finally:
        os.chdir(before)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    told = f"exit {result.exit_code}\n--- stdout\n{result.stdout}--- stderr\n{result.stderr}"
    return re.sub(r"\b[0-9a-f]{64}\b", "<digest>", re.sub(r"(规则库|Rulebook) [0-9a-f]{12}\b", r"\1 <digest>", told))


def check(name: str, told: str) -> None:
    """Compare with the file of this name, or write it where that is asked for."""
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("DUTYBOUND_REWRITE") == "1":
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")
