"""A run killed at any moment and resumed gives the bytes of an undisturbed one; what has changed meanwhile is refused."""

import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest
from batch_cases import Run, case_lines, command, row

FORMATS = ["out.jsonl", "out.csv", "out.parquet", "out.xlsx"]


@pytest.fixture
def run(run_apart: Run) -> Run:
    """What is stopped, or filled up, is a process of its own."""
    return run_apart


def write_table(path: Path, count: int) -> None:
    frame = pl.DataFrame([row(number % 500) for number in range(count)], infer_schema_length=None)
    if path.suffix == ".csv":
        frame.write_csv(path)
        return
    frame = frame.with_columns(pl.col("act_date", "due_on", "done_on").str.to_date(), pl.col("region").cast(pl.Int64))
    frame.write_parquet(path)


def outputs(folder: Path, name: str) -> dict[str, str]:
    found = sorted(each for each in folder.glob(f"{name}*"))
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in found}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "name"), [("in.jsonl", each) for each in FORMATS] + [("in.csv", "out.jsonl"), ("in.csv", "out.parquet")]
)
def test_a_run_killed_again_and_again_ends_with_the_same_bytes(source: str, name: str, run: Run, tmp_path: Path) -> None:
    if source.endswith(".jsonl"):
        (tmp_path / source).write_bytes(case_lines(1500) * 2)
    else:
        write_table(tmp_path / source, 6_000)
    began = time.monotonic()
    assert run(source, "-o", name).returncode in (0, 1)
    undisturbed = time.monotonic() - began
    whole = outputs(tmp_path, name)
    assert name in whole and f"{name}.manifest.json" in whole
    for each in whole:
        (tmp_path / each).unlink()
    draw = random.Random(name + source)
    kills = 0
    for _ in range(60):
        process = subprocess.Popen(
            command(source, "-o", name, "--resume", "--jobs", 1 + kills % 2),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(draw.uniform(0.3, 0.9 + 0.15 * kills) * undisturbed)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            assert not (tmp_path / name).exists() or outputs(tmp_path, name)[name] == whole[name]
            continue
        if process.returncode in (0, 1) and (tmp_path / name).exists():
            if kills:
                break
            undisturbed /= 2  # the first run was slowed by something else; begin anew and kill sooner
            for each in whole:
                (tmp_path / each).unlink()
    assert kills, "nothing was killed, so nothing was shown"
    assert outputs(tmp_path, name) == whole


def stopped(folder: Path, source: str, name: str) -> None:
    """Begin a run of this source and kill it when it has written something that counts."""
    process = subprocess.Popen(command(source, "-o", name, "--jobs", 1), cwd=folder, stderr=subprocess.DEVNULL)
    journal = folder / f"{name}.checkpoint"
    while process.poll() is None:
        if journal.exists() and json.loads(journal.read_bytes())["end"]:
            process.kill()
            process.wait()
            return
        time.sleep(0.02)
    raise AssertionError("the run was done before it could be stopped")


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A folder with a run that was stopped half-way."""
    (tmp_path / "in.jsonl").write_bytes(case_lines(1500) * 5)
    stopped(tmp_path, "in.jsonl", "out.jsonl")
    return tmp_path


@pytest.mark.slow
def test_a_changed_input_is_refused(half: Path, run: Run) -> None:
    path = half / "in.jsonl"
    state = path.stat()
    path.write_bytes(path.read_bytes().replace(b"p0", b"q0", 1))
    done = run("in.jsonl", "-o", "out.jsonl", "--resume")
    changed = "in.jsonl: this input has changed since the run began; begin anew with `--restart`\n"
    assert (done.returncode, done.stderr) == (1, changed)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))  # nor does the same size and time hide it
    done = run("in.jsonl", "-o", "out.jsonl", "--resume")
    assert (done.returncode, done.stderr) == (1, changed)
    path.unlink()
    done = run("in.jsonl", "-o", "out.jsonl", "--resume")
    assert (done.returncode, done.stderr) == (1, "in.jsonl: there is no such file\n")


@pytest.mark.slow
def test_a_changed_rulebook_is_refused_and_other_options_too(half: Path, run: Run) -> None:
    more = half / "more.yaml"
    more.write_text("instrument: {id: more-2020, title: {zh: 又, en: more}, rank: law, from: 2020-07-01}\n")
    done = run("in.jsonl", "-o", "out.jsonl", "--resume", "--policies", more)
    assert (done.returncode, done.stderr) == (1, "out.jsonl: the rulebook has changed since the run began; begin anew with `--restart`\n")
    (half / "other.yaml").write_text("columns: {案号: case_id}\n")
    for more, names in (
        (("--explain",), "`--explain`"),
        (("--explain-outcome", "liable", "--mapping", "other.yaml"), "`--mapping`, `--explain`"),
        (("--on", "2021-03-04"), "`--on`"),
    ):
        done = run("in.jsonl", "-o", "out.jsonl", "--resume", *more)
        said = f"out.jsonl: not as the run began: {names}; give the same as then, or begin anew with `--restart`\n"
        assert (done.returncode, done.stderr) == (1, said)
    done = run("in.jsonl", "-o", "out.jsonl", "--resume", "--lang", "zh")
    assert done.stderr == "out.jsonl: `--lang` 与开始时不同；请照开始时的给，或用 `--restart` 重来\n"
    done = run("in.jsonl", "-o", "out.jsonl")
    assert done.stderr == "out.jsonl: an earlier run was not finished; go on with `--resume` or begin anew with `--restart`\n"


def test_what_is_there_is_not_overwritten_unless_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(5))
    assert run("in.jsonl", "-o", "out.jsonl", "--quiet").stderr == ""
    first = outputs(tmp_path, "out.jsonl")
    done = run("in.jsonl", "-o", "out.jsonl")
    assert (done.returncode, done.stderr) == (1, "out.jsonl: this exists already; choose another name, or overwrite it with `--restart`\n")
    assert run("in.jsonl", "-o", "out.jsonl", "--resume").returncode == 0
    assert run("in.jsonl", "-o", "out.jsonl", "--restart").returncode == 0
    assert outputs(tmp_path, "out.jsonl") == first


@pytest.mark.slow
def test_an_interrupt_ends_cleanly_and_says_how_to_go_on(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(1500) * 5)
    environment = {**os.environ, "DUTYBOUND_LANG": "en"}
    for jobs in (1, 2):
        name = f"out{jobs}.jsonl"
        process = subprocess.Popen(
            command("in.jsonl", "-o", name, "--jobs", jobs),
            cwd=tmp_path,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        until = time.monotonic() + 30
        while time.monotonic() < until and not (tmp_path / f"{name}.checkpoint").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (130, f"stopped; the same command with `--resume` goes on with {name}\n")
        assert not (tmp_path / name).exists()
        assert run("in.jsonl", "-o", name, "--resume").returncode == 1
    assert (tmp_path / "out1.jsonl").read_bytes() == (tmp_path / "out2.jsonl").read_bytes()


@pytest.mark.slow
def test_a_run_from_standard_input_tells_its_size_and_cannot_go_on(run: Run, tmp_path: Path) -> None:
    content = case_lines(1500)

    def started(name: str, *more: str) -> "subprocess.Popen[bytes]":
        line = command("-", "-o", name, "--jobs", 1, *more)
        pipe = subprocess.PIPE
        environment = {**os.environ, "DUTYBOUND_LANG": "en"}
        return subprocess.Popen(line, cwd=tmp_path, env=environment, stdin=pipe, stderr=pipe, start_new_session=True)

    whole = started("whole.jsonl")
    whole.communicate(content, timeout=120)
    [told] = json.loads((tmp_path / "whole.jsonl.manifest.json").read_bytes())["inputs"]
    assert told == {"path": "-", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    stopped = started("out.jsonl")
    assert stopped.stdin is not None
    stopped.stdin.write(content)  # and no end
    until = time.monotonic() + 30
    while time.monotonic() < until and not (tmp_path / "out.jsonl.checkpoint").exists():
        time.sleep(0.01)
    time.sleep(0.2)
    os.killpg(stopped.pid, signal.SIGINT)
    _, said = stopped.communicate(timeout=60)
    assert (stopped.returncode, said) == (130, b"stopped; the same command with `--restart` begins anew with out.jsonl\n")
    for more, word in (("--resume", "cannot be resumed"), ("--quiet", "an earlier run was not finished")):
        again = started("out.jsonl", more)
        _, said = again.communicate(content, timeout=120)
        assert again.returncode == 1
        assert word in said.decode() and said.decode().endswith("begin anew with `--restart`\n")

    twice = run("-", "-", "-o", "twice.jsonl")
    assert (twice.returncode, twice.stderr) == (1, "-: standard input can be read once only\n")


def test_a_full_disk_is_said_and_mended(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(800))
    assert run("in.jsonl", "-o", "whole.jsonl").returncode == 1

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = run("in.jsonl", "-o", "out.jsonl", "--jobs", 1, preexec_fn=no_room)
    assert done.returncode == 1
    assert "stopped: File too large; go on with `--resume` when that is mended" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert run("in.jsonl", "-o", "out.jsonl", "--resume").returncode == 1
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_more_rejects_than_allowed_stop_the_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(300))
    done = run("in.jsonl", "-o", "out.jsonl", "--max-rejects", 3)
    assert done.returncode == 1
    assert done.stderr == (
        "out.jsonl.rejects.jsonl.part: 6 records are refused, more than `--max-rejects` 3; "
        "repair the input and begin anew, or allow more and go on with `--resume`\n"
    )
    assert not (tmp_path / "out.jsonl").exists()
    assert len((tmp_path / "out.jsonl.rejects.jsonl.part").read_text().splitlines()) == 6
    assert run("in.jsonl", "-o", "out.jsonl", "--max-rejects", 9, "--resume").returncode == 1
    assert (tmp_path / "out.jsonl").exists()
