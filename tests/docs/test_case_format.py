"""The case that docs/testing.md shows is read, and comes out as it says."""

import re
from pathlib import Path

import attrs

from dutybound import Engine
from dutybound.lawcases.reading import WrittenCase, read_law_cases
from dutybound.lawcases.running import run_case

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")


def test_the_case_of_the_page_passes_as_it_stands(tmp_path: Path) -> None:
    engine = Engine.installed()
    [written] = re.findall(r"```yaml\n(- name: .*?)```", PAGE, re.DOTALL)
    (tmp_path / "case.yaml").write_text(written, encoding="utf-8")
    (tmp_path / "backgrounds.yaml").write_bytes((ROOT / "tests" / "law" / "backgrounds.yaml").read_bytes())
    [case] = read_law_cases([tmp_path], engine.rulebook)
    result = run_case(engine, case)
    assert result.passed, result.misses
    assert "gravity" not in (result.facts or {})


def test_the_page_names_every_key_of_a_case() -> None:
    section = PAGE[PAGE.index("## A case") : PAGE.index("## Words")]
    for each in attrs.fields(WrittenCase):
        if each.name != "place":
            assert re.search(rf"\b{each.name}\b", section), each.name
