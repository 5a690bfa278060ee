"""`dutybound mutate`: what it says of a small rulebook, whole, and that reasons for survivors are held to what survives."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import whole_outputs
from whole_outputs import ALONE, runner

from dutybound.cli import program

HERE = Path(__file__).parent
RULES = "../cli/rulebook"


def shown(*arguments: str, lang: str = "en", rules: str = RULES) -> str:
    """What `dutybound mutate` says to these arguments over the small rulebook."""
    return whole_outputs.shown("mutate", *ALONE, "--policies", rules, *arguments, lang=lang, at=HERE)


def check(name: str, told: str) -> None:
    whole_outputs.check(HERE / "expected" / f"{name}.txt", told)


CALLS = {
    "all": ["cases"],
    "one-operator": ["cases", "--operator", "swap-mode"],
    "one-provision": ["cases", "--provision", "duty-rule/3"],
    "no-such-instrument": ["cases", "--provision", "duty-rul"],
    "no-folder": [],
    "failing-case": ["../testing_command/wrong/missed.yaml"],
    "help": ["--help"],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_the_whole_output_is_as_read_and_found_right(name: str, lang: str) -> None:
    check(f"{name}.{lang}", shown(*CALLS[name], lang=lang))


def test_two_processes_say_what_one_says() -> None:
    asked = [sys.executable, "-m", "dutybound", "mutate", *ALONE, "--policies", RULES, "cases"]
    one, two = (subprocess.run([*asked, *more], capture_output=True, cwd=HERE, check=False) for more in ((), ("--jobs", "2")))
    assert one.returncode == 1
    assert (two.returncode, two.stdout, two.stderr) == (one.returncode, one.stdout, one.stderr)


def test_the_share_decides_where_one_is_asked_for() -> None:
    assert shown("cases", "--operator", "swap-rungs", "--least", "20").startswith("exit 0\n")
    assert shown("cases", "--operator", "swap-rungs", "--least", "99.5").startswith("exit 1\n")


def test_a_survivor_with_a_reason_is_nothing_to_repair() -> None:
    told = shown("cases", "--operator", "swap-mode", "--provision", "duty-rule")
    assert "    accepted: 谈话提醒可以进行也可以不进行，案例不写 mode\n" in told
    assert told.startswith("exit 0\n")


def test_a_run_without_a_case_is_a_failure(tmp_path: Path) -> None:
    assert shown(str(tmp_path)) == "exit 1\n--- stdout\n--- stderr\nthere is no case\n"


def test_reasons_for_what_is_no_survivor_are_errors(tmp_path: Path) -> None:
    for name in ("late.yaml", "backgrounds.yaml"):
        (tmp_path / name).write_bytes((HERE / "cases" / name).read_bytes())
    written = tmp_path / "survivors.yaml"
    written.write_text(
        "- {mutation: swap-mode:tlak, why: misspelt}\n"
        "- {mutation: swap-mode:talk, why: once}\n"
        "- {mutation: swap-mode:talk, why: twice}\n"
        "- {mutation: 'drop-exemption:force-majeure', why: a case notices}\n",
        encoding="utf-8",
    )
    told = shown(str(tmp_path), "--provision", "duty-rule")
    assert told.startswith("exit 1\n")
    assert told.endswith(
        f"{written}:1:14: there is no mutation `swap-mode:tlak`, did you mean `swap-mode:talk`?\n"
        f"{written}:3:14: the mutation `swap-mode:talk` is accounted for twice (see also {written}:2:14)\n"
        f"{written}:4:14: the mutation `drop-exemption:force-majeure` no longer survives (killed); take it out\n"
    )


def test_records_name_what_killed_and_what_would_tell() -> None:
    told = shown("cases", "--provision", "duty-rule/3.1.1", "--json")
    record = json.loads(told.split("--- stdout\n")[1].split("--- stderr")[0])
    by_id = {each["id"]: each for each in record["mutants"]}
    assert by_id["flip-leaf:late-check"]["verdict"] == "killed"
    assert by_id["flip-leaf:late-check"]["killed_by"] == "逾期检查致人受害"
    assert len(by_id) == sum(record[verdict] for verdict in ("killed", "refused", "equivalent", "surviving"))
    for each in by_id.values():
        if each["case"] is not None:
            assert each["old"] != each["new"]


def test_the_report_for_continuous_integration_fails_survivors_without_a_reason(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    shown("cases", "--operator", "swap-mode", "--junit", str(report))
    failing = [
        case.get("name") for suite in ElementTree.fromstring(report.read_bytes()) for case in suite if case.find("failure") is not None
    ]
    assert failing == ["swap-mode:owned-up", "swap-mode:minor-and-owned-up"]


def test_written_cases_are_read_and_wait_for_a_person(tmp_path: Path) -> None:
    told = shown("cases", "--provision", "duty-rule/4", "--write-cases", str(tmp_path))
    written = (tmp_path / "witnesses.yaml").read_text(encoding="utf-8")
    count = written.count("to-be-filled-in}")
    assert f"{count} cases to fill in\n" in told
    assert count > 3
    ran = runner("en").invoke(program, ["test", *ALONE, "--policies", str(HERE / RULES), str(tmp_path)], prog_name="dutybound")
    assert ran.stdout.count("the expected outcome is still to be filled in") == count


def test_a_written_case_with_its_outcome_filled_in_kills_its_mutant(tmp_path: Path) -> None:
    asked = ("--operator", "drop-conjunct", "--provision", "duty-rule/4")
    before = shown("cases", *asked)
    assert "drop-conjunct:harm (duty-rule/4)" in before
    shown("cases", *asked, "--write-cases", str(tmp_path))
    path = tmp_path / "witnesses.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("to-be-filled-in", "not_liable"), encoding="utf-8")
    assert "drop-conjunct:harm (duty-rule/4)" not in shown("cases", str(path), *asked)
