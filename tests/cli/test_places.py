"""`--provision` selects from a text that has the place: a place that there is not is told, and does not list nothing."""

import pytest
from click.testing import CliRunner

from dutybound.cli import program


@pytest.mark.parametrize("command", [["facts"], ["rules"], ["rules", "--by-article"]], ids=" ".join)
def test_a_place_that_the_text_does_not_have_is_told(command: list[str]) -> None:
    told = {lang: CliRunner().invoke(program, [*command, "--lang", lang, "--provision", "samr-2020/99"]) for lang in ("zh", "en")}
    assert {each.exit_code for each in told.values()} == {1}
    assert told["zh"].output == "--provision: 《市场监督管理行政执法责任制规定（2020年征求意见稿）》没有 `samr-2020/99`，全文共 28 条\n"
    assert told["en"].output == (
        "--provision: there is no `samr-2020/99` in Provisions on the responsibility system for market-regulation law enforcement "
        "(draft of 2020), which has 28 articles\n"
    )


def test_a_place_that_a_text_without_contents_does_not_have_is_told() -> None:
    told = CliRunner().invoke(program, ["rules", "--lang", "en", "--provision", "sanctions-2020/69"])
    assert (told.exit_code, told.output) == (
        1,
        "--provision: there is no `sanctions-2020/69` in Law on Administrative Sanctions for Public Officials, which has 68 articles\n",
    )


@pytest.mark.parametrize("place", ["samr-2020/21", "samr-2020/21.1", "samr-2020/21.1.4", "samr-2020/1", "sanctions-2020/39.1.2"])
def test_a_place_that_the_text_has_is_listed(place: str) -> None:
    assert CliRunner().invoke(program, ["rules", "--provision", place]).exit_code == 0
