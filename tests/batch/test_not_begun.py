"""A run that cannot begin says so before it writes anything, leaves nothing behind, and advises only what can help."""

import errno
import os
import resource
from pathlib import Path
from typing import Any

import pytest
from batch_cases import Run, case_lines

from dutybound.batch.journal import Journal


@pytest.fixture
def year(tmp_path: Path) -> Path:
    (tmp_path / "in.jsonl").write_bytes(case_lines(60))
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_all_inputs_that_do_not_open_are_told_before_anything_is_written(run: Run, year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.jsonl", "c.csv"):
        (year / name).write_bytes(case_lines(3))
    opens = Path.open

    def refused(self: Path, *more: Any, **others: Any) -> Any:
        if self.name in ("b.jsonl", "c.csv"):  # whoever is root may open everything
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return opens(self, *more, **others)

    monkeypatch.setattr(Path, "open", refused)
    for jobs in (1, 2):
        done = run("in.jsonl", "b.jsonl", "c.csv", "-o", "out.jsonl", "--jobs", jobs)
        assert (done.returncode, done.stderr) == (1, "b.jsonl: Permission denied\nc.csv: Permission denied\n")
    assert names(year) == ["b.jsonl", "c.csv", "in.jsonl"]


@pytest.mark.parametrize("asked", [("-o", "ro/out.jsonl"), ("-o", "out.jsonl", "--report", "ro/report.html")], ids=["output", "report"])
def test_a_folder_in_which_nothing_can_be_written_is_told_first(
    asked: tuple[str, ...], run: Run, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (year / "ro").mkdir(mode=0o555)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, *more, **others: Path(path).name != "ro" and may(path, *more, **others))
    said = {"en": "ro: no permission to write files into this folder\n", "zh": "ro: 没有权限在这个文件夹里写文件\n"}
    for language, words in said.items():
        done = run("in.jsonl", *asked, "--lang", language)
        assert (done.returncode, done.stderr) == (1, words)
    assert names(year) == ["in.jsonl", "ro"]
    assert not names(year / "ro")


def test_no_room_even_to_begin_leaves_nothing_and_advises_nothing(run_apart: Run, year: Path) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = run_apart("in.jsonl", "-o", "out.jsonl", "--quiet", "--jobs", 1, preexec_fn=no_room)
    assert (done.returncode, done.stderr) == (1, "out.jsonl: File too large\n")
    assert names(year) == ["in.jsonl"]


def interrupt_after(saves: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checkpoint is written so many times; the next time a run is interrupted."""
    save, saved = Journal.save, 0

    def stopped(self: Journal, path: Path) -> None:
        nonlocal saved
        saved += 1
        if saved == saves + 1:
            raise KeyboardInterrupt
        save(self, path)

    monkeypatch.setattr(Journal, "save", stopped)


@pytest.mark.parametrize(
    ("again", "saves", "said"),
    [
        ((), 0, "stopped before out.jsonl was begun; the same command begins anew\n"),
        (("--restart",), 0, "stopped before out.jsonl was begun; the same command begins anew\n"),
        ((), 1, "stopped; the same command with `--resume` goes on with out.jsonl\n"),
        (("--restart",), 1, "stopped; the same command with `--resume` in place of `--restart` goes on with out.jsonl\n"),
    ],
)
def test_an_interrupt_advises_the_command_that_goes_on(
    again: tuple[str, ...], saves: int, said: str, run: Run, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_after(saves, monkeypatch)
    done = run("in.jsonl", "-o", "out.jsonl", "--quiet", "--jobs", 1, *again)
    assert (done.returncode, done.stderr) == (130, said)
    left = ["out.jsonl.checkpoint", "out.jsonl.part", "out.jsonl.rejects.jsonl.part"] if saves else []
    assert names(year) == ["in.jsonl", *left]
    assert run("in.jsonl", "-o", "out.jsonl", "--quiet", *(("--resume",) if saves else again)).returncode == 1  # records are refused
    assert (year / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "there is no stopped run of out.jsonl to go on with; this one begins at the start\n"),
        ("zh", "没有中断了的 out.jsonl 可以继续，从头开始\n"),
    ],
)
def test_where_there_is_nothing_to_resume_it_is_said(language: str, said: str, run: Run, year: Path) -> None:
    asked = ("in.jsonl", "-o", "out.jsonl", "--resume", "--lang", language)
    assert run(*asked).stderr.startswith(said)
    made = (year / "out.jsonl").read_bytes()
    assert said not in run(*asked).stderr
    assert said not in run("in.jsonl", "-o", "new.jsonl", "--resume", "--quiet", "--lang", language).stderr
    assert (year / "new.jsonl").read_bytes() == made


def test_another_version_of_the_program_does_not_go_on(run: Run, year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_after(1, monkeypatch)
    assert run("in.jsonl", "-o", "out.jsonl", "--jobs", 1).returncode == 130
    monkeypatch.setattr("dutybound.batch.resuming.version", lambda _: "another")
    done = run("in.jsonl", "-o", "out.jsonl", "--resume")
    said = "the program, or the code of a rule, is another version than the run began with; begin anew with `--restart`"
    assert (done.returncode, done.stderr) == (1, f"out.jsonl: {said}\n")
    assert not (year / "out.jsonl").exists()
