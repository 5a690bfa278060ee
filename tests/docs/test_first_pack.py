"""The commands by which the README, the page on plugins and the examples tell how to write a first pack run as they stand."""

import re
import shlex
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {
    "README.md": ("## For regional offices", "## How it is built"),
    "docs/plugins.md": ("## Your first pack in five minutes", "## What a local pack may do"),
    "examples/README.md": ("# 示例", ""),
}


def commands(page: str) -> list[list[str]]:
    """The command lines of the part of a page, a comment taken off."""
    text = (ROOT / page).read_text(encoding="utf-8")
    begin, end = PAGES[page]
    part = text[text.index(begin) : text.index(end) if end else len(text)]
    lines = [line for block in re.findall(r"```sh\n(.*?)```", part, re.DOTALL) for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines]


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A new environment that sees the packages of this one, so that a page may install and take away what it likes."""
    venv.create(tmp_path / "environment", with_pip=False)
    [packages] = (tmp_path / "environment").glob("lib/python*/site-packages")
    shared = dict.fromkeys(sysconfig.get_paths()[name] for name in ("purelib", "platlib"))
    (packages / "shared.pth").write_text("\n".join(f"import site; site.addsitedir({each!r})" for each in shared), encoding="utf-8")
    return tmp_path / "environment" / "bin" / "python"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_run_as_they_stand(page: str, python: Path, tmp_path: Path) -> None:
    found = commands(page)
    assert len(found) >= 3
    proved = [command for command in found if command[:2] == ["dutybound", "prove"]]
    assert len(proved) == 1
    for command in found:
        match command:
            case ["dutybound", "prove", *rest]:
                # a proof takes a while: once, with more patience than a person has; elsewhere the command must find the pack
                patient = ["dutybound", "prove", "--seconds", "600", *rest]
                command = patient if page == "README.md" else ["dutybound", "plugins", *rest]  # noqa: PLW2901  # run as if written so
            case ["python", "-m", "pip", *rest]:
                done = subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *rest], cwd=tmp_path, check=False)
                assert done.returncode == 0, command
                continue
            case _:
                assert command[0] == "dutybound", command
        folder = ROOT if page.startswith("examples") else tmp_path
        done = subprocess.run(
            [str(python), "-X", "utf8", "-m", *command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout + done.stderr)
