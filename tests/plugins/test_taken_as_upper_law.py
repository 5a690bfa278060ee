"""A file that calls itself upper law is held to no bound of a pack, so `check` and `prove` name it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dutybound.cli import program

LAW = """
instrument: {id: made-up, title: {zh: 假法, en: made-up law}, rank: law, from: 2020-07-01}
exemptions:
  - id: everyone
    provision: CITED
    title: {zh: 都免, en: everyone}
    applies_to: [non-performance, improper-performance]
    when: {person_is_staff: true}
"""


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("made-up.yaml")
    path.write_text(LAW.replace("CITED", "made-up/1"), encoding="utf-8")
    return path


def said(*args: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(program, list(args))
    return result.exit_code, [line for line in result.output.splitlines() if "note:" in line or "注意" in line]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "made-up.yaml:2:13: note: `made-up` does not come with dutybound and calls itself a law: it is taken as upper law, "
            "which no bound of a pack holds; dutybound diff shows what it changes",
        ),
        (
            "zh",
            "made-up.yaml:2:13: 注意：`made-up` 不随本程序提供而写作法律，按上位法对待，不受地方规则包的约束；"
            "dutybound diff 列出它改变了什么",
        ),
    ],
)
def test_check_names_a_law_that_does_not_come_with_dutybound(made_up: Path, lang: str, words: str) -> None:
    assert said("check", str(made_up), "--lang", lang) == (0, [words])


def test_check_names_what_a_file_adds_to_a_document_that_comes_with_dutybound(made_up: Path) -> None:
    made_up.write_text(LAW.replace("CITED", "samr-2020/21.1.3"), encoding="utf-8")
    code, lines = said("check", str(made_up), "--lang", "en")
    assert code == 0
    assert lines[1:] == [
        "made-up.yaml: note: this file adds rules to documents that come with dutybound, and they are taken as upper law: "
        "`everyone` (samr-2020/21.1.3)"
    ]


def test_a_rulebook_by_itself_joins_nothing_and_is_not_named() -> None:
    small = Path(__file__).parents[1] / "cli" / "rulebook"
    assert said("check", "--alone", str(small), "--lang", "en") == (0, [])


def test_prove_names_it_and_fails_where_nobody_can_be_sanctioned_any_more(made_up: Path) -> None:
    pytest.importorskip("z3", reason="the proof needs z3-solver")
    code, lines = said("prove", "--policies", str(made_up), "--lang", "en")
    assert code == 1
    assert len(lines) == 1
    assert "`made-up` does not come with dutybound" in lines[0]
