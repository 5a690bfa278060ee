"""The files of an office that `docs/duties.md` prints are read as they stand."""

import re
from pathlib import Path
from textwrap import dedent

from dutybound import Engine
from dutybound.duties.calendar import read_calendar
from dutybound.duties.offices import read_offices

PAGE = (Path(__file__).parents[2] / "docs" / "duties.md").read_text("utf-8")


def _printed(first: str, folder: Path) -> Path:
    [block] = re.findall(rf"^    {first}:.*\n(?:    .*\n)+", PAGE, re.MULTILINE)
    path = folder / "printed.yaml"
    path.write_text(dedent(block), encoding="utf-8")
    return path


def test_the_calendar_is_read(tmp_path: Path) -> None:
    assert read_calendar([_printed("year", tmp_path)]).years[0].workdays


def test_the_offices_are_read(tmp_path: Path) -> None:
    rungs = [rung.id for rung in Engine.installed().rulebook.content.ladder.rungs]
    assert len(read_offices(_printed("offices", tmp_path), rungs).offices) == 2
