"""`dutybound new-plugin`: what it says in both languages, what it asks, and that it writes everything or nothing."""

import os
import pty
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import whole_outputs
from whole_outputs import runner

from dutybound.blueprints.writing import write_new
from dutybound.cli import program
from dutybound.problems import Refused

HERE = Path(__file__).parent
FOLDER = ["gz-2024", "--region", "440100", "--authority", "market", "--authority", "drug", "--kind", "folder", "--from", "2024-01-01"]
PLUGIN = ["gz-2024", "--region", "440100", "--authority", "market", "--kind", "distribution", "--from", "2024-01-01"]


def shown(*arguments: str, lang: str = "zh") -> str:
    """What the command says where there is no terminal."""
    return whole_outputs.shown("new-plugin", *arguments, lang=lang)


def check(name: str, told: str) -> None:
    whole_outputs.check(HERE / "expected" / f"{name}.txt", told)


CALLS = {
    "help": ["--help"],
    "nothing-given": [],
    "something-missing": ["gz-2024", "--kind", "folder"],
    "all-wrong": ["GZ_2024", "--region", "44010", "--authority", "market", "--kind", "folder", "--from", "2020-07-01"],
    "name-of-a-plugin": ["market", *FOLDER[1:]],
    "name-of-an-instrument": ["food", *FOLDER[1:]],
    "no-such-kind": [*FOLDER[:7], "--kind", "foldr"],
    "no-such-authority": [*FOLDER[:3], "--authority", "marcket", "--kind", "folder"],
    "in-new-folders": [*FOLDER, "--to", "local/packs/gz"],
    "folder": FOLDER,
    "distribution": PLUGIN,
    "elsewhere": [*FOLDER, "--to", "my pack"],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_the_whole_output_is_as_read_and_found_right(name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = shown(*CALLS[name], lang=lang)
    check(f"{name}.{lang}", told)
    listed = (
        told.split("--- stdout\n")[1].split("--- stderr\n")[0].splitlines()
        if name in ("folder", "distribution", "elsewhere", "in-new-folders")
        else []
    )
    assert sorted(listed) == sorted(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file())


@pytest.mark.parametrize("there", ["file", "folder", "dangling"])
def test_what_is_there_is_not_overwritten(there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "gz-2024"
    if there == "file":
        target.write_text("mine", encoding="utf-8")
    elif there == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "gone")
    assert shown(*FOLDER, lang="en") == "exit 1\n--- stdout\n--- stderr\ngz-2024: this exists already and is not overwritten\n"
    assert list(tmp_path.iterdir()) == [target]
    assert there != "file" or target.read_text(encoding="utf-8") == "mine"


def test_a_pack_that_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path) -> None:
    impossible = {PurePosixPath("a"): b"a file", PurePosixPath("a/b"): b"cannot be inside a file"}
    for target in (tmp_path / "pack", tmp_path / "local" / "packs" / "pack"):
        with pytest.raises(OSError):
            write_new(target, impossible)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("lang", "told"), [("zh", "这不是文件夹，无法在其中新建"), ("en", "this is no folder to make another in")])
def test_a_file_in_the_way_of_the_new_folder_is_told(lang: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "local").write_text("mine", encoding="utf-8")
    assert shown(*FOLDER, "--to", "local/packs/gz", lang=lang) == f"exit 1\n--- stdout\n--- stderr\nlocal: {told}\n"
    assert [each.name for each in tmp_path.iterdir()] == ["local"]


@pytest.mark.parametrize("kind", ["folder", "distribution"])
def test_a_pack_tells_in_words_whom_it_applies_to(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown(*FOLDER[:7], "--kind", kind, "--from", "2024-01-01", "--to", "gz")
    page = (tmp_path / "gz" / "README.md").read_text(encoding="utf-8")
    assert "适用机关：市场监督管理部门、药品监督管理部门；" in page
    assert "Applies to: market regulation department, drug administration." in page


def test_a_new_folder_is_as_open_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    write_new(tmp_path / "pack", {PurePosixPath("a"): b""})
    assert (tmp_path / "pack").stat().st_mode == (tmp_path / "other").stat().st_mode
    with pytest.raises(Refused, match="exists already"):
        write_new(tmp_path / "pack", {PurePosixPath("a"): b""})


def asked(folder: Path, typed: str, *arguments: str, lang: str) -> tuple[int, str]:
    """What is seen at a terminal where this is typed: the exit code and everything shown."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "DUTYBOUND_LANG": lang, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "dutybound", "new-plugin", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        assert process.stdout is not None
        seen = process.stdout.read().decode()
    os.close(ours)
    return process.returncode, seen


TYPED = "Guangzhou\nmarket\ngz-2024\n44010\n440100\nmarcket\n1, drug 1\n1 2\n1\n\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_not_given_is_asked_until_it_is_answered(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, seen = asked(tmp_path, TYPED, "--from", "2024-01-01", lang=lang)
    assert code == 0, seen
    check(f"conversation.{lang}", seen)
    beside = tmp_path / "beside"
    beside.mkdir()
    monkeypatch.chdir(beside)
    shown(*FOLDER)
    assert [(each.name, each.read_bytes()) for each in files_in(tmp_path / "gz-2024")] == [
        (each.name, each.read_bytes()) for each in files_in(beside / "gz-2024")
    ]


def files_in(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def test_only_what_is_missing_is_asked_and_the_end_of_the_input_writes_nothing(tmp_path: Path) -> None:
    code, seen = asked(tmp_path, "\x04", *FOLDER[:7], "--from", "2024-01-01", lang="en")
    assert (code, seen) == (
        130,
        "  1  folder  a folder of policy files, no code\n"
        "  2  distribution  a plugin to install: policy files and one predicate in Python\n"
        "kind> interrupted\n",
    )
    assert list(tmp_path.iterdir()) == []


NOT_A_PACK = {
    "zh": "gz-2024/gz-2024.yaml:12:3: 注意：`gz-2024` 限于地区 440100，却写作规章，按上位法对待；地方文件应写 rank: local",
    "en": "gz-2024/gz-2024.yaml:12:3: note: `gz-2024` is limited to region 440100 but calls itself a rule, so it is taken as upper law; "
    "a local document has `rank: local`",
}


@pytest.mark.parametrize("lang", NOT_A_PACK)
def test_a_pack_that_calls_itself_more_than_local_is_told_so(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown(*FOLDER)
    policy = Path("gz-2024/gz-2024.yaml")
    checked = runner(lang)
    assert len(checked.invoke(program, ["check", "gz-2024"]).stderr.splitlines()) == 1
    policy.write_text(policy.read_text(encoding="utf-8").replace("rank: local ", "rank: rule "), encoding="utf-8")
    result = checked.invoke(program, ["check", "gz-2024"])
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == [NOT_A_PACK[lang]]
