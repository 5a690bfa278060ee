"""The program as a process of its own: pipes without a terminal, readers that leave early, streams that cannot speak Chinese."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_rulebook import HERE, SMALL

PROGRAM = [sys.executable, "-m", "dutybound"]


def _run(*arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    known = {**os.environ, "DUTYBOUND_LANG": "zh", "PYTHONUTF8": "1", **environment}
    return subprocess.run([*PROGRAM, *arguments], input=given, capture_output=True, cwd=HERE, env=known, check=False)


def test_lines_go_in_and_come_out_of_pipes_with_chinese_unescaped() -> None:
    given = (HERE / "cases" / "cases.jsonl").read_bytes()
    done = _run("evaluate", *SMALL, "-", given=given)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["case_id"], each["person_id"], each["outcome"]) for each in records] == [
        ("检查-001", "张某", "exempt"),
        ("检查-002", "李某", "liable"),
        ("检查-002", "王某", "not_liable"),
        ("检查-003", "赵某", "undetermined"),
        ("检查-004", "", "refused"),
        ("检查-005", "周某", "out_of_scope"),
        ("检查-006", "吴某", "refused"),
        ("", "", "refused"),
        ("检查-007", "郑某", "waived"),
    ]
    assert [each["line"] for each in records if each["outcome"] == "refused"] == [5, 7, 8]
    assert "检查-001".encode() in done.stdout
    assert done.stderr.decode() == "3 条记录被退回\n"
    assert done.returncode == 1


def test_a_case_that_is_decided_exits_with_zero_and_silence() -> None:
    done = _run("evaluate", *SMALL, "cases/good.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("options", [[], ["--format", "summary"], ["--explain"], ["--on", "2021-03-04"]])
def test_a_file_without_a_case_is_done_with_a_word(options: list[str]) -> None:
    done = _run("evaluate", *SMALL, *options, "-")
    assert (done.returncode, done.stderr.decode()) == (0, "没有案件\n")


def test_an_interview_that_is_broken_off_keeps_the_answers_and_says_so() -> None:
    with subprocess.Popen(
        [*PROGRAM, "ask", *SMALL, "-i", "cases/open.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=HERE,
        env={**os.environ, "PYTHONUTF8": "1", "DUTYBOUND_LANG": "en"},
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(b"n\n")
        process.stdin.flush()
        while not process.stderr.readline().startswith(b"y/n (Enter: not known) > 2."):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.stderr.read().decode().endswith("interrupted; the case written holds the answers given so far\n")
        assert json.loads(process.stdout.read())["persons"][0]["facts"]
    assert process.returncode == 130


@pytest.mark.parametrize(
    "command", [["rules"], ["facts"], ["schema", "case"], ["explain", "cases/good.jsonl"], ["evaluate", "cases/good.jsonl"]]
)
def test_a_reader_that_leaves_early_causes_no_complaint(command: list[str]) -> None:
    name, *rest = command
    with subprocess.Popen(
        [*PROGRAM, name, *SMALL, *rest], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE, env={**os.environ, "PYTHONUTF8": "1"}
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_bytes_that_are_no_text_are_refused_and_not_guessed() -> None:
    done = _run("evaluate", *SMALL, "-", given=b'\xff\xfe{"case_id"\n')
    [record] = [json.loads(line) for line in done.stdout.splitlines()]
    assert record["reasons"] == ["-:1:1: 不是 UTF-8 编码"]
    assert done.returncode == 1


def test_a_stream_that_knows_no_chinese_ends_in_no_traceback() -> None:
    done = _run("rules", *SMALL, "relied-on-report", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert b"\\u4f9d\\u636e" in done.stdout
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("lang", "said"), [("en", "No space left on device\n"), ("zh", "磁盘已满\n")])
def test_a_full_disk_is_reported(lang: str, said: str) -> None:
    with Path("/dev/full").open("wb") as full:
        called = [*PROGRAM, "--lang", lang, "schema", "decision"]
        done = subprocess.run(called, stdout=full, stderr=subprocess.PIPE, cwd=HERE, check=False)
    assert done.returncode == 1
    assert done.stderr.decode() == said


@pytest.mark.parametrize("option", ["--duties", "--calendar", "--offices"])
def test_a_file_that_is_not_there_is_told_in_the_language_asked_for(option: str) -> None:
    done = _run("--lang", "zh", "evaluate", *SMALL, option, "none.yaml", "cases/good.jsonl")
    assert done.stderr.decode().endswith("none.yaml: 没有这个文件或者文件夹\n")


def test_the_version_is_that_of_the_distribution() -> None:
    done = _run("--version")
    assert done.stdout.startswith(b"dutybound ")
    assert done.returncode == 0


def test_nothing_is_coloured_whatever_the_terminal_says() -> None:
    done = _run("evaluate", *SMALL, "--format", "summary", "cases/good.jsonl", NO_COLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1")
    assert b"\x1b" not in done.stdout + done.stderr


def _completed(*words: str) -> list[str]:
    line = " ".join(("dutybound", *words))
    done = _run(_DUTYBOUND_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words)))
    return [each.partition(",")[2] for each in done.stdout.decode().splitlines()]


def test_commands_options_and_names_complete() -> None:
    assert _completed("expl") == ["explain"]
    assert _completed("evaluate", "--form") == ["--format"]
    assert "relied_on_expert_opinion" in _completed("facts", "relied_on")
    assert "relied-on-expert-report" in _completed("rules", "relied-on")
    assert _completed("plugins", "--without", "nati") == ["national"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_goes_to_stdout_and_how_to_install_it_to_stderr(shell: str) -> None:
    done = _run("completion", shell)
    assert b"_DUTYBOUND_COMPLETE" in done.stdout
    assert done.stderr.decode().endswith(f"dutybound completion {shell}" + (" | source\n" if shell == "fish" else ')"\n'))


def _closed(descriptor: int, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    line = shlex.join([*PROGRAM, *arguments]) + f" {descriptor}>&-"
    return subprocess.run(["sh", "-c", line], capture_output=True, cwd=HERE, env={**os.environ, "PYTHONUTF8": "1"}, check=False)


@pytest.mark.parametrize("command", [["facts", *SMALL], ["evaluate", *SMALL, "cases/good.jsonl"], ["--help"]])
def test_a_closed_output_is_reported_and_one_not_written_to_is_no_matter(command: list[str]) -> None:
    done = _closed(1, *command)
    assert (done.returncode, done.stderr) == (1, b"Bad file descriptor\n")
    assert _closed(1, "check", "--alone", "rulebook").returncode == 0
    assert _closed(2, *command).returncode == 0
