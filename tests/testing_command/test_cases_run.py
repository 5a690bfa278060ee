"""`dutybound test`: what passes, what fails and how it is told; nothing that expects nothing may pass."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import whole_outputs
from whole_outputs import ALONE

HERE = Path(__file__).parent
RULES = "../cli/rulebook"


def shown(*arguments: str, lang: str = "zh") -> str:
    """What `dutybound test` says to these arguments over the small rulebook."""
    return whole_outputs.shown("test", *ALONE, "--policies", RULES, *arguments, lang=lang, at=HERE)


def check(name: str, told: str) -> None:
    whole_outputs.check(HERE / "expected" / f"{name}.txt", told)


CALLS = {
    "passing": ["cases"],
    "missed": ["wrong/missed.yaml"],
    "names": ["wrong/names.yaml"],
    "places": ["wrong/places.yaml"],
    "coverage": ["cases", "--coverage"],
    "coverage-of-one-instrument": ["cases", "--coverage", "--instrument", "duty-law"],
    "no-such-instrument": ["cases", "--coverage", "--instrument", "duty-lwa"],
    "json": ["wrong/missed.yaml", "--json"],
    "no-folder": [],
    "help": ["--help"],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_the_whole_output_is_as_read_and_found_right(name: str, lang: str) -> None:
    check(f"{name}.{lang}", shown(*CALLS[name], lang=lang))


def test_a_run_without_a_case_is_a_failure(tmp_path: Path) -> None:
    assert shown(str(tmp_path), lang="en") == "exit 1\n--- stdout\n--- stderr\nthere is no case\n"


def test_the_report_for_continuous_integration_counts_and_names_the_failures(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    shown("cases", "wrong/missed.yaml", "--junit", str(report), lang="en")
    suites = ElementTree.fromstring(report.read_bytes())
    counted = [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites]
    assert counted == [("cases/late.yaml", "5", "0"), ("wrong/missed.yaml", "3", "3")]
    failures = [(case.get("name"), case.find("failure").get("message")) for case in suites[1]]  # type: ignore[union-attr]  # each has one
    assert failures == [
        ("a wrong outcome and a wrong finding", "expected the outcome exempt, got undetermined"),
        ("left to be filled in", "the expected outcome is still to be filled in"),
        ("expects nothing at all", "no outcome is expected"),
    ]


def test_written_cases_are_readable_and_fail_until_they_are_filled_in(tmp_path: Path) -> None:
    written = tmp_path / "to-write.yaml"
    shown("cases", "--missing", str(written))
    told = shown(str(written), lang="en")
    count = written.read_text(encoding="utf-8").count("to-be-filled-in}")
    assert count > 5
    assert told.startswith("exit 1\n")
    assert told.endswith(f"--- stderr\n{count} cases, {count} failed\n")
    assert told.count("    the expected outcome is still to be filled in\n") == count


def test_filled_in_cases_show_what_was_missing(tmp_path: Path) -> None:
    """The point of the written cases: with the outcome filled in, each shows a condition to decide in the way that was missing."""
    from dutybound.engine import Engine  # noqa: PLC0415  # the command above must not need it
    from dutybound.lawcases.coverage import cover  # noqa: PLC0415
    from dutybound.lawcases.missing import missing  # noqa: PLC0415
    from dutybound.lawcases.reading import read_law_cases  # noqa: PLC0415
    from dutybound.lawcases.running import run_case  # noqa: PLC0415
    from dutybound.lawcases.suite import Suite  # noqa: PLC0415

    engine = Engine.of({}, policies=[HERE / RULES])
    cases = read_law_cases([HERE / "cases"], engine.rulebook)
    suite = Suite.of(engine, [run_case(engine, each) for each in cases])
    promised = {(each.deciding.id, each.truth) for each in missing(suite, cover(suite)) if each.near is not None}
    written = tmp_path / "to-write.yaml"
    shown("cases", "--missing", str(written))
    more = read_law_cases([HERE / "cases", written], engine.rulebook)
    fuller = Suite.of(engine, [run_case(engine, each) for each in more])
    still = {(each.id, truth) for each in cover(fuller).deciding for truth in each.missing}
    assert promised
    assert not promised & still


def test_a_file_that_only_looks_like_one_of_cases_is_told_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "late.yml").write_text("- name: unread", encoding="utf-8")
    told = shown("cases", str(tmp_path), lang="en")
    assert "late.yml: only files whose name ends in `.yaml` are read; rename it" in told
    assert told.startswith("exit 1\n")
