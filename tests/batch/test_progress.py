"""Progress goes to stderr only: a bar in a terminal, plain lines elsewhere, nothing when quiet."""

import io
import os
import subprocess
from pathlib import Path

import pytest
from batch_cases import Run, case_lines, command

from dutybound.batch.plan import Progress
from dutybound.cli import progress
from dutybound.cli.progress import Meter


@pytest.fixture
def run(run_apart: Run) -> Run:
    """The terminal's side of a run is that of a process of its own."""
    return run_apart


def test_plain_lines_tell_rate_and_time_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("DUTYBOUND_LANG", "en")
    with Meter(1000, quiet=False) as meter:
        meter(Progress(0, 1000, 0))
        for step in range(1, 5):
            now[0] += 6
            meter(Progress(step * 100, 1000, step * 6000))
    assert (
        capsys.readouterr().err
        == "12,000 records, 1,000/s, 20 %, about 0 min 48 s left\n24,000 records, 1,000/s, 40 %, about 0 min 36 s left\n"
    )
    with Meter(1000, quiet=True) as meter:
        now[0] += 60
        meter(Progress(0, 1000, 0))
        now[0] += 60
        meter(Progress(500, 1000, 5))
    assert capsys.readouterr().err == ""


def test_time_left_is_told_by_what_this_run_has_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("DUTYBOUND_LANG", "en")
    for begins, read, said in ((800, 900, ", 90 %, about 0 min 12 s left"), (0, 0, "")):  # resumed; a workbook under way
        with Meter(1000, quiet=False) as meter:
            meter(Progress(begins, 1000, 8000))
            now[0] += 12
            meter(Progress(read, 1000, 9200))
        assert capsys.readouterr().err == f"9,200 records, 100/s{said}\n"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(3000))
    seen = io.BytesIO()
    terminal, theirs = os.openpty()
    environment = {**os.environ, "DUTYBOUND_LANG": "en"}
    line = command("in.jsonl", "-o", "out.jsonl", "--jobs", 1)
    child = subprocess.Popen(line, cwd=tmp_path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    while True:
        try:
            block = os.read(terminal, 65536)
        except OSError:
            break
        if not block:
            break
        seen.write(block)
    os.close(terminal)
    child.wait()
    text = seen.getvalue().decode()
    assert "100%" in text and "[####" in text and "/s" in text


def test_nothing_is_said_on_stdout(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(5))
    done = run("in.jsonl", "-o", "out.jsonl")
    assert done.stdout == ""
    assert done.stderr.startswith("8 results (")


def test_batch_options_without_an_output_are_usage_errors(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(5))
    done = run("in.jsonl", "--resume")
    assert (done.returncode, "`--resume` goes with `-o`" in done.stderr) == (2, True)
    done = run("in.jsonl", "-o", "out.jsonl", "--resume", "--restart")
    assert (done.returncode, "exclude each other" in done.stderr) == (2, True)
    done = run("in.jsonl", "-o", "out.docx")
    assert done.returncode == 1
    assert done.stderr.startswith("out.docx: an output's name ends in one of .gb18030.csv, ")
