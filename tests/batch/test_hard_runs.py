"""Runs that are given the wrong names, another input, or a second run beside them: nothing that is there is lost."""

import json
import os
import resource
import subprocess
import time
from pathlib import Path

import pytest
from batch_cases import Run, case_lines, command


def test_no_file_of_a_run_is_written_over(run: Run, tmp_path: Path) -> None:
    lines = case_lines(5)
    (tmp_path / "in.jsonl").write_bytes(lines)
    for report in ("in.jsonl", "out.csv", "out.csv.rejects.jsonl"):
        said = f"{report}: this is an input or output of the run; name the report otherwise\n"
        assert run("in.jsonl", "-o", "out.csv", "--report", report).stderr == said
    assert run("in.jsonl", "-o", "out.csv", "--report", "no/report.html").stderr == "no: there is no such folder\n"
    assert run("in.jsonl", "-o", "no/out.csv").stderr == "no: there is no such folder\n"
    said = "in.jsonl: this is an input and an output too; name the output otherwise\n"
    assert run("in.jsonl", "-o", "in.jsonl", "--restart").stderr == said
    assert (tmp_path / "in.jsonl").read_bytes() == lines
    assert [each.name for each in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_whole_output_is_not_taken_for_that_of_a_changed_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(5))
    run("in.jsonl", "-o", "out.csv", "--quiet")
    assert run("in.jsonl", "-o", "out.csv", "--resume").stderr.startswith("8 results")
    (tmp_path / "in.jsonl").write_bytes(case_lines(4))
    done = run("in.jsonl", "-o", "out.csv", "--resume")
    assert done.stderr == "in.jsonl: this input has changed since out.csv was made; begin anew with `--restart`\n"
    said = "out.csv: this exists, but was made by another rulebook, other inputs or other options; "
    said += "choose another name, or overwrite it with `--restart`\n"
    assert run("in.jsonl", "-o", "out.csv", "--resume", "--explain").stderr == said


@pytest.mark.slow
def test_a_run_under_way_is_not_begun_anew_by_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(1500) * 4)
    first = subprocess.Popen(command("in.jsonl", "-o", "out.csv", "--jobs", 1), cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        while first.poll() is None and not (tmp_path / "out.csv.checkpoint").exists():
            time.sleep(0.02)
        for way in ("--restart", "--resume"):
            assert run("in.jsonl", "-o", "out.csv", way).stderr == "out.csv: another process is writing this output\n"
        assert first.poll() is None, "the run was done before it could be disturbed"
    finally:
        first.kill()
        first.wait()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "stopped: File too large; go on with `--resume` when that is mended\nout.jsonl: File too large\n"),
        ("zh", "已停止：文件超出系统允许的大小；排除后用 `--resume` 继续\nout.jsonl: 文件超出系统允许的大小\n"),
    ],
    ids=["en", "zh"],
)
def test_an_output_for_which_there_is_no_room_is_named(tmp_path: Path, lang: str, said: str) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(200))

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))

    asked = command("in.jsonl", "-o", "out.jsonl", "--lang", lang, "--quiet", "--jobs", 1)
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, preexec_fn=little_room, check=False)
    assert (done.returncode, done.stderr.decode()) == (1, said)


def test_what_runs_wrote_into_a_folder_is_no_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "year").mkdir()
    (tmp_path / "year" / "in.jsonl").write_bytes(case_lines(20))
    for number, name in enumerate(("first.jsonl", "second.csv", "third.parquet")):
        said = run("year", "-o", f"year/{name}").stderr
        assert "28 results" in said, (number, said)
    assert (tmp_path / "year" / "first.jsonl.rejects.jsonl").exists()
    assert len(run("year").stdout.splitlines()) == 28


def test_a_folder_loses_nothing_in_silence(run: Run, tmp_path: Path) -> None:
    year = tmp_path / "year"
    (year / "guangzhou").mkdir(parents=True)
    (year / "guangzhou" / "in.jsonl").write_bytes(case_lines(1))
    (tmp_path / "shenzhen").mkdir()
    (tmp_path / "shenzhen" / "in.jsonl").write_bytes(case_lines(2))
    (year / "shenzhen").symlink_to(tmp_path / "shenzhen")
    (year / "shenzhen again").symlink_to(year / "shenzhen")
    (year / "all").symlink_to(year)
    (year / "notes.docx").write_text("no cases")
    names = ("year/shenzhen/in.jsonl", "year/guangzhou/in.jsonl")
    assert run("year", "-o", "out.jsonl").returncode == 0
    manifest = json.loads((tmp_path / "out.jsonl.manifest.json").read_bytes())
    assert sorted(each["path"] for each in manifest["inputs"]) == sorted(names)
    assert len(run("year").stdout.splitlines()) == manifest["records"]

    for name in ("2019.xls", "2020.csv.gz"):
        (year / name).write_bytes(b"")
    for name in ("2021.jsonl", "beijing"):
        (year / name).symlink_to(tmp_path / "nowhere" / name)
    os.mkfifo(year / "2022.csv")
    unread = "this may hold cases, and such files are not read; save it as .xlsx, .csv or the like, or move it out of the folder"
    told = (
        f"year/2019.xls: {unread}\n"
        f"year/2020.csv.gz: {unread}\n"
        "year/2021.jsonl: this link leads nowhere\n"
        "year/2022.csv: this is no regular file; give it through standard input, `-`\n"
        "year/beijing: this link leads nowhere\n"
    )
    for arguments in (("year", "-o", "new.jsonl"), ("year",)):
        assert run(*arguments).stderr == told
    assert "2022.csv: this is no regular file" in run("year/2022.csv", "-o", "new.jsonl").stderr


def test_what_cannot_be_looked_at_is_not_taken_for_nothing(run: Run, tmp_path: Path) -> None:
    """Since Python 3.14 `pathlib` finds nothing where the system refuses to look: then a run began that could not end."""
    (tmp_path / "in.jsonl").write_bytes(case_lines(1))
    (tmp_path / "year").mkdir()
    (tmp_path / "year" / "in.jsonl").symlink_to("x" * 300)
    long = "x" * 300
    for arguments, what in (
        (("in.jsonl", "-o", f"{long}.jsonl"), f"{long}.jsonl"),
        (("in.jsonl", "-o", "out.jsonl", "--report", f"{long}.html"), f"{long}.html"),
        (("in.jsonl", "-o", f"{long}/out.jsonl"), f"{long}/out.jsonl"),
        ((f"{long}.jsonl", "-o", "out.jsonl"), f"{long}.jsonl"),
        ((f"{long}.jsonl",), f"{long}.jsonl"),
        (("year", "-o", "out.jsonl"), "year/in.jsonl"),
        (("year",), "year/in.jsonl"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (1, f"{what}: File name too long\n")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl", "year"]


def test_asking_again_does_not_end_a_run_with_too_many_rejects(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(50))
    for again in ((), ("--resume",), ("--resume",)):
        done = run("in.jsonl", "-o", "out.jsonl", "--max-rejects", 2, *again)
        assert done.stderr.startswith("out.jsonl.rejects.jsonl.part: 3 records are refused, more than `--max-rejects` 2;")
        assert not (tmp_path / "out.jsonl").exists()
    assert "refused 3" in run("in.jsonl", "-o", "out.jsonl", "--max-rejects", 3, "--resume").stderr
    assert (tmp_path / "out.jsonl").exists()


def test_an_output_is_written_where_a_link_leads_and_to_no_pipe(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(3))
    (tmp_path / "disk").mkdir()
    (tmp_path / "out.jsonl").symlink_to("disk/out.jsonl")
    assert run("in.jsonl", "-o", "out.jsonl").returncode == 0
    assert (tmp_path / "out.jsonl").is_symlink()
    assert (tmp_path / "disk" / "out.jsonl.manifest.json").exists()

    for name in ("pipe.jsonl", "pipe.html"):
        os.mkfifo(tmp_path / name)
    no_file = "this is no regular file, so nothing is written to it"
    for out, more, said in (
        ("pipe.jsonl", (), f"pipe.jsonl: {no_file}"),
        ("new.jsonl", ("--report", "pipe.html"), f"pipe.html: {no_file}"),
        ("new.jsonl", ("--report", "new.pdf"), "new.pdf: the name of a report ends in .html, .htm, .json"),
    ):
        assert run("in.jsonl", "-o", out, *more).stderr == said + "\n"
    assert (tmp_path / "pipe.jsonl").is_fifo()
    assert not (tmp_path / "new.jsonl").exists()


UNREADABLE = Path("/proc/self/mem")
"""A file that opens and cannot be read."""


@pytest.mark.skipif(not UNREADABLE.exists(), reason=f"needs {UNREADABLE}")
@pytest.mark.parametrize("name", ["bad.jsonl", "bad.json", "bad.csv"])
def test_an_input_that_cannot_be_read_on_is_named(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(5))
    (tmp_path / name).symlink_to(UNREADABLE)
    done = run("in.jsonl", name, "-o", "out.jsonl", "--jobs", 1)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, f"{name}: Input/output error")
    assert not (tmp_path / "out.jsonl").exists()
    if name != "bad.csv":
        assert run("in.jsonl", name).stderr.splitlines()[-1] == f"{name}: Input/output error"
