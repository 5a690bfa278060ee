"""The schemas against what the program really reads and writes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import whole_outputs
from jsonschema import Draft202012Validator
from small_rulebook import HERE, SMALL

from dutybound import Engine, Refused
from dutybound.deciding import decide_record
from dutybound.decision import Decision
from dutybound.explanation import Explanation
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import decision_record, refusal_record
from dutybound.policy import read_policy
from dutybound.problems import Place
from dutybound.schemas.case import case_schema
from dutybound.schemas.decision import decision_schema
from dutybound.schemas.policy import policy_schema
from dutybound.source import Mapping, Node, Scalar, Sequence, read_yaml

ENGINE = Engine.of({}, policies=[HERE / "rulebook"])
CASE = Draft202012Validator(case_schema(ENGINE.rulebook))
DECISION = Draft202012Validator(decision_schema())
POLICY = Draft202012Validator(policy_schema())
RECORDS = [json.loads(line) for line in (HERE / "cases" / "good.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
POLICIES = sorted((HERE.parents[1] / "policies" / "dutybound_policies").glob("*.yaml"))


def plain(node: Node) -> Any:
    """A YAML node as the JSON value an editor would check; a day stays the word that was written."""
    match node:
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            if node.quoted or not re.fullmatch(r"true|false|-?[0-9]+", node.text):
                return node.text
            return int(node.text) if node.text[-1].isdigit() else node.text == "true"


def test_the_schemas_are_schemas() -> None:
    for validator in (CASE, DECISION, POLICY):
        Draft202012Validator.check_schema(validator.schema)


@pytest.mark.parametrize("record", RECORDS, ids=[each["case_id"] for each in RECORDS])
def test_a_case_that_is_decided_fits_its_schema_and_so_do_its_decisions(record: dict[str, Any]) -> None:
    CASE.validate(record)
    for explained in (False, True):
        for result in decide_record(ENGINE, record, Place("case"), explained=explained):
            match result:
                case Decision():
                    DECISION.validate(decision_record(result))
                case Explanation():
                    DECISION.validate(explained_record(result))
                case _:
                    raise AssertionError(result)


WRONG: dict[str, Any] = {
    "no persons": {"case_id": "1", "persons": []},
    "no case id": {"persons": [{"person_id": "a"}]},
    "an unknown key": {"case_id": "1", "persons": [{"person_id": "a"}], "fact": {}},
    "an unknown fact": {"case_id": "1", "persons": [{"person_id": "a", "facts": {"mental_sate": "intent"}}]},
    "a value outside the vocabulary": {"case_id": "1", "persons": [{"person_id": "a", "facts": {"mental_state": "wilful"}}]},
    "a word for a flag": {"case_id": "1", "persons": [{"person_id": "a", "facts": {"owned_up": "yes"}}]},
    "a number out of bounds": {"case_id": "1", "persons": [{"person_id": "a", "facts": {"victims": -1}}]},
    "a number with a fraction": {"case_id": "1", "persons": [{"person_id": "a", "facts": {"victims": 1.5}}]},
    "a fact that has its own field": {"case_id": "1", "persons": [{"person_id": "a", "facts": {"act_date": "2021-03-04"}}]},
    "a day that is none": {"case_id": "1", "act": {"date": "March"}, "persons": [{"person_id": "a"}]},
    "a region that is none": {"case_id": "1", "authority": {"region": "000000"}, "persons": [{"person_id": "a"}]},
    "an unknown fault alleged": {"case_id": "1", "alleged": ["late-chek"], "persons": [{"person_id": "a"}]},
    "nothing alleged": {"case_id": "1", "alleged": [], "persons": [{"person_id": "a"}]},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_engine_refuses_the_schema_refuses_too(name: str) -> None:
    assert not CASE.is_valid(WRONG[name])
    with pytest.raises(Refused):
        ENGINE.read(WRONG[name])


def test_a_refusal_fits_the_schema_of_decisions() -> None:
    [refusal] = decide_record(ENGINE, {"case_id": "1"}, Place("cases.jsonl", 3, 1))
    assert not isinstance(refusal, Decision | Explanation)
    DECISION.validate(refusal_record(refusal))


@pytest.mark.parametrize("path", [*POLICIES, *sorted((HERE / "rulebook").glob("*.yaml"))], ids=lambda path: path.stem)
def test_every_policy_file_fits_its_schema(path: Path) -> None:
    POLICY.validate(plain(read_yaml(path.read_bytes(), path.name)))


@pytest.mark.parametrize("name", ["broken.yaml"])
def test_a_policy_file_that_cannot_be_read_does_not_fit(name: str) -> None:
    path = HERE / "broken" / name
    with pytest.raises(Refused):
        read_policy(path)
    assert not POLICY.is_valid(plain(read_yaml(path.read_bytes(), path.name)))


def test_a_decision_with_every_outcome_still_possible_fits_its_schema() -> None:
    told = whole_outputs.shown("evaluate", *SMALL, "--exact", "cases/good.jsonl", lang="en", at=HERE)
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert any(len(each["possible"]["ends"]) > 1 for each in lines)
    for each in lines:
        DECISION.validate(each)
