"""The interview at a terminal: before the case is written, who answered may still go back."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from small_rulebook import HERE, SMALL, check


def conversed(typed: str, lang: str, case: str) -> str:
    """What is seen at a terminal where this is typed, then what is written, and the exit code."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "DUTYBOUND_LANG": lang, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "dutybound", "ask", *SMALL, "-i", case]
    with subprocess.Popen(command, cwd=HERE, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        written, seen = process.communicate(timeout=120)
    os.close(ours)
    return f"exit {process.returncode}\n--- stdout\n{written.decode()}--- stderr\n{seen.decode()}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_last_answer_is_taken_back_before_the_case_is_written(lang: str) -> None:
    told = conversed("y\n<\nn\n4\n?\n<\n<\nn\n2\n\n", lang, "cases/open.json")
    assert '"relied_on_report":false' in told and '"gravity":"ordinary"' in told
    check(f"interview-at-a-terminal.{lang}", told)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_answer_that_was_not_taken_is_gone_back_to(lang: str) -> None:
    """And every answer before it, across all questions of all allegations, to the first."""
    told = conversed("\n" * 12 + "y\n" + "<\n" * 13 + "2021-06-01\n" + "\x04", lang, "cases/nearly-empty.json")
    assert '"act":{"kind":"inspection","date":"2021-06-01"}' in told
    check(f"interview-to-the-beginning.{lang}", told)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_end_of_the_input_at_the_end_writes_the_case(lang: str) -> None:
    told = conversed("y\n\x04", lang, "cases/open.json")
    assert told.startswith('exit 0\n--- stdout\n{"case_id":"检查-003"')
    check(f"interview-ended.{lang}", told)


def test_a_case_that_is_settled_already_asks_nothing() -> None:
    told = conversed("", "en", str(Path("cases") / "exempt.json"))
    assert told.startswith("exit 0\n")
    why = "“wrong report” holds and is excused by “relied on a statutory report”"
    assert told.endswith(f"--- stderr\noutcome: exempt: responsibility is not pursued. {why}\n")
