"""`docs/policy-files.md` tells every key that a policy file may have: no author should have to find one in the code."""

import re
from pathlib import Path

import pytest

from dutybound.schemas.policy import policy_schema

PAGE = (Path(__file__).parents[2] / "docs" / "policy-files.md").read_text("utf-8")
SCHEMA = policy_schema()
SECTIONS = SCHEMA["properties"]


def test_the_page_lists_the_keys_of_a_file() -> None:
    listed = PAGE.split("By custom they stand in this order:")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == set(SECTIONS)


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_the_page_names_the_keys_of_a_section(section: str) -> None:
    part = SECTIONS[section].get("items", SECTIONS[section])
    keys = (SCHEMA["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part)["properties"]
    assert [key for key in keys if not re.search(rf"\b{key}\b", PAGE)] == []
