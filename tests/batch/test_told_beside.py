"""What a table tells beside the findings: whether the procedure lets a sanction be executed, and who answers."""

import csv
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dutybound.cli import program
from dutybound.engine import Engine
from dutybound.procedure import FLAWS

CASES = Path(__file__).parents[2] / "samples" / "cases.jsonl"


def table(folder: Path, case: dict[str, Any], *options: str) -> dict[str, str]:
    (folder / "in.jsonl").write_text(json.dumps(case), "utf-8")
    done = CliRunner().invoke(program, ["evaluate", str(folder / "in.jsonl"), "-o", str(folder / "out.csv"), "--quiet", *options])
    assert done.exit_code == 0, done.output
    [row] = csv.DictReader((folder / "out.csv").read_text("utf-8").splitlines())
    return row


def sample(case_id: str) -> dict[str, Any]:
    cases = map(json.loads, CASES.read_text("utf-8").splitlines())
    return next(each for each in cases if each["case_id"] == case_id)


def test_a_sanction_that_may_not_be_executed_is_told_with_its_flaws(tmp_path: Path) -> None:
    case = sample("2021-002")
    [decision] = Engine.installed().decide(case)
    assert decision.procedure is not None
    row = table(tmp_path, case)
    assert (row["executable"], row["flaws"]) == ("false", "notice-and-hearing(missing)")
    assert row["flaws"] == " ".join(f"{each.step}({each.standing})" for each in decision.procedure.findings if each.standing in FLAWS)


def test_nothing_is_told_of_a_procedure_that_no_record_tells(tmp_path: Path) -> None:
    row = table(tmp_path, sample("2021-004"))
    assert (row["executable"], row["flaws"], row["attributions"], row["versions"]) == ("", "", "", "")


def test_who_answers_is_told(tmp_path: Path) -> None:
    case = sample("2021-004")
    case["persons"][0]["facts"] |= {"decided_collectively": True, "act_unlawful": True}
    assert table(tmp_path, case)["attributions"] == "collective-decision-answered-for"
