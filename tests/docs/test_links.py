"""What a document points to is there: the files and headings of its links, and the readings by number."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")]


def _anchors(page: Path) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for path, _, anchor in (link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), anchor


def test_every_reading_that_is_named_is_there_once() -> None:
    text = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("readings.md", "readings-sanctions.md"))
    titles = [number for title in re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE) for number in re.findall(r"^R29, R33|^[RS]\d+", title)]
    known = [number for title in titles for number in title.split(", ")]
    assert len(known) == len(set(known))
    assert set(re.findall(r"\b[RS]\d+\b", text)) == set(known)
