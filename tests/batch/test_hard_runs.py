"""Runs that are given the wrong names, another input, or a second run beside them: nothing that is there is lost."""

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


def test_what_runs_wrote_into_a_folder_is_no_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "year").mkdir()
    (tmp_path / "year" / "in.jsonl").write_bytes(case_lines(20))
    for number, name in enumerate(("first.jsonl", "second.csv", "third.parquet")):
        said = run("year", "-o", f"year/{name}").stderr
        assert "28 results" in said, (number, said)
    assert (tmp_path / "year" / "first.jsonl.rejects.jsonl").exists()
    assert len(run("year").stdout.splitlines()) == 28
