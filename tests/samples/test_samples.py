"""The sample cases: they are decided as their README tells, fit the schema, and the demonstration runs."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from dutybound import Engine, Language
from dutybound.outputs.prose import explanation_text
from dutybound.schemas.case import case_schema

SAMPLES = Path(__file__).parents[2] / "samples"
ENGINE = Engine.installed()
RECORDS = [json.loads(line) for line in (SAMPLES / "cases.jsonl").read_text(encoding="utf-8").splitlines()]

OUTCOMES = {
    "2021-001": ["exempt"],
    "2021-002": ["liable"],
    "2021-003": ["exempt"],
    "2021-004": ["liable"],
    "2021-005": ["undetermined"],
    "2021-006": ["liable"],
    "2021-007": ["liable"],
    "2021-008": ["waived"],
    "2021-009": ["exempt"],
    "2021-010": ["not_liable"],
    "2021-011": ["liable", "not_liable"],
    "2021-012": ["not_liable"],
    "2021-013": ["exempt"],
    "2021-014": ["liable"],
    "2021-015": ["liable"],
    "2021-016": ["out_of_scope"],
    "2021-017": ["liable"],
    "2021-018": ["exempt"],
    "2021-019": ["liable"],
    "2021-020": ["exempt"],
    "2021-021": ["undetermined"],
}
"""The endings that the README tells, written from it and not from the program."""


def test_every_sample_ends_as_its_story_tells() -> None:
    decided = {record["case_id"]: [each.outcome.value for each in ENGINE.decide(record)] for record in RECORDS}
    assert decided == OUTCOMES


def test_the_samples_that_turn_on_a_sanction_turn_on_it() -> None:
    found = {record["case_id"]: ENGINE.decide(record)[0] for record in RECORDS}
    ranges = {name: decision.sanction and decision.sanction.range for name, decision in found.items()}
    assert ranges["2021-002"] == ("warning", "major_demerit")
    assert ranges["2021-006"] == ("demotion", "removal")
    assert ranges["2021-007"] is None
    assert ranges["2021-015"] == ("dismissal", "dismissal")
    assert ranges["2021-017"] == ("major_demerit", "major_demerit")
    assert ranges["2021-019"] is None
    aggravated = found["2021-004"].sanction
    assert aggravated is not None and aggravated.recommended == ("demerit", "major_demerit")
    assert [each.id for each in found["2021-015"].referrals] == ["transfer-duty-crime"]
    assert "prudent_review_done" in found["2021-005"].needs_facts


def test_the_explanation_tells_the_procedure_and_what_is_missing_in_it() -> None:
    [explanation] = ENGINE.explain(RECORDS[1])
    told = explanation_text(explanation, ENGINE.rulebook, Language.ZH)
    assert "程序尚不完备，处分决定不得执行" in told
    assert re.search(r"^  缺失 +告知事实和拟处分依据，听取申辩", told, re.MULTILINE)
    assert re.search(r"^  已完成 +2021-06-10  报负责人批准立案", told, re.MULTILINE)


def test_the_readme_tells_every_case_and_no_other() -> None:
    told = re.findall(r"^\| (\d{4}-\d{3}) \|", (SAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [record["case_id"] for record in RECORDS]


def test_every_sample_fits_the_schema_of_cases() -> None:
    validator = Draft202012Validator(case_schema(ENGINE.rulebook))
    for record in RECORDS:
        validator.validate(record)


def test_the_demonstration_shows_a_summary_and_two_explanations(tmp_path: Path) -> None:
    program = tmp_path / "dutybound"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dutybound "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "DUTYBOUND_LANG": "zh", "PYTHONUTF8": "1"}
    done = subprocess.run(["sh", str(SAMPLES / "demo.sh"), str(program)], capture_output=True, env=environment, check=False)
    told = done.stdout.decode()
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert "共 22 条：" in told
    assert told.count("\n案件：") == 2
    assert told.count("本结论供有权机关参考，不具有约束力。") == 2
