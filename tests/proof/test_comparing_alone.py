"""A single file with a ladder of its own is compared as a rulebook by itself."""

from pathlib import Path

from dutybound.proof.comparing import rulebooks

SMALL = Path(__file__).parents[1] / "batch" / "small.yaml"


def test_a_file_with_a_ladder_stands_for_itself(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    changed = tmp_path / "small.yaml"
    changed.write_text(text.replace("range: [warning, demerit]", "range: [demerit, demerit]"), encoding="utf-8")
    old, new = rulebooks((SMALL, changed), ())
    assert [[each.id for each in rulebook.content.instruments] for rulebook in (old, new)] == [["small-2020"], ["small-2020"]]
    assert old.digest != new.digest


def test_a_version_of_an_installed_file_replaces_it(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "policies" / "dutybound_policies" / "samr-2020.yaml"
    version = tmp_path / "samr-2020.yaml"
    version.write_bytes(source.read_bytes())
    old, new = rulebooks((source, version), ())
    assert old.digest == new.digest
    assert len(old.content.instruments) > 10
