"""What stands at a path is asked of one module, which takes nothing for absent that it could not look at."""

import ast
import os
from pathlib import Path

import pytest

import dutybound
from dutybound.presence import is_file, is_folder, is_link, is_there

ROOT = Path(dutybound.__file__).parent
ASKED = {"exists", "is_file", "is_dir", "is_symlink"}
OWN = {"blueprints/rendering.py"}
"""What asks resources of a package, which are no paths."""


def test_what_stands_at_a_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "lost").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    answers = {
        name: "".join(
            letter for letter, asked in zip("tfdl", (is_there, is_file, is_folder, is_link), strict=True) if asked(tmp_path / name)
        )
        for name in (".", "file", "link", "lost", "loop", "pipe", "nothing", "file/below", "a\0b")
    }
    assert answers == {
        ".": "td", "file": "tf", "link": "tfl", "lost": "l", "loop": "l", "pipe": "t", "nothing": "", "file/below": "", "a\0b": "",
    }  # fmt: skip
    for asked in (is_there, is_file, is_folder, is_link):
        with pytest.raises(OSError, match="too long"):
            asked(tmp_path / ("x" * 300))


def test_no_module_asks_the_path_itself() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted(ROOT.rglob("*.py"))
        if file.relative_to(ROOT).as_posix() not in OWN
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr in ASKED
    ]
    assert found == [], "ask dutybound.presence: pathlib of Python 3.14 calls absent what it cannot look at"
