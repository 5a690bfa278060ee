"""A folder of cases that does not open is told, since the cases in it would be missed.

Seen to fail: the cases of such a folder passed over without a word.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dutybound import Refused
from dutybound.engine import Engine
from dutybound.folders import all_below
from dutybound.lawcases.reading import read_law_cases
from dutybound.mutation.accepting import read_accepted


@pytest.fixture
def shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one in it that does not open, whoever asks."""
    inside = tmp_path / "shut"
    inside.mkdir()
    (inside / "cases.yaml").write_text("- name: x\n", encoding="utf-8")
    opening: Callable[..., Any] = os.scandir

    def scandir(path: Any = ".") -> Any:
        if Path(path) == inside:
            raise PermissionError(13, "Permission denied", str(inside))
        return opening(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return tmp_path


@pytest.mark.parametrize(
    "reading", [all_below, lambda folder: read_law_cases([folder], Engine.installed().rulebook), lambda folder: read_accepted([folder])]
)
def test_a_folder_that_does_not_open_is_told(shut: Path, reading: Callable[[Path], object]) -> None:
    with pytest.raises(Refused) as refused:
        reading(shut)
    assert [str(each.place) for each in refused.value.problems] == [str(shut / "shut")]
    assert "this folder cannot be opened" in str(refused.value.problems[0])
