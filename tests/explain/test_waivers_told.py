"""What the explanation says of waivers: commanded, left to the organ, or impossible because no sanction is left to waive."""

from pathlib import Path

from dutybound.assembly import BELOW
from dutybound.engine import Engine
from dutybound.explanation import Explanation, Kind, Node
from dutybound.facts import Value
from dutybound.rules import Outcome
from dutybound.truth import Truth

ENGINE = Engine.of({}, policies=[Path(__file__).parent / "../cli/rulebook"])
LATE = {
    "in_office": True,
    "check_due_on": "2021-06-30",
    "checked_on": "2021-07-01",
    "report_was_wrong": False,
    "victims": 1,
    "relied_on_report": False,
    "force_majeure": False,
    "duty_strictly_performed": False,
    "mental_state": "negligence",
    "gravity": "minor",
    "owned_up": True,
    "hid_evidence": False,
    "already_sanctioned": False,
}


def _explained(unknown: str = "", **facts: Value) -> Explanation:
    persons = [{"person_id": "p", "facts": {name: value for name, value in {**LATE, **facts}.items() if name != unknown}}]
    [explanation] = ENGINE.explain({"case_id": "1", "act": {"kind": "inspection", "date": "2021-07-01"}, "persons": persons})
    return explanation


def _waivers(explanation: Explanation) -> dict[str, Node]:
    return {node.id: node for section in explanation.sections if section.id == "waivers" for node in section.nodes}


def test_a_waiver_that_the_law_permits_is_said_to_be_left_to_the_organ() -> None:
    told = _explained()
    assert told.decision.outcome is Outcome.WAIVED
    assert told.reason.en.endswith("; the sanction may be waived, which is left to the deciding organ: “minor and owned up”")
    assert told.reason.zh.endswith("；可以免予处分，由决定机关裁量，事由：“情节轻微并主动交代”")


def test_beside_a_permitted_waiver_stands_what_commands_a_heavier_sanction() -> None:
    told = _explained(hid_evidence=True)
    assert told.decision.outcome is Outcome.WAIVED
    assert told.reason.en.endswith("“minor and owned up”; if it is not, it shall be heavier: “hid evidence”")
    assert told.reason.zh.endswith("“情节轻微并主动交代”；不予免除的，因“隐匿证据”应当从重")


def test_a_waiver_that_is_one_of_several_courses_is_told() -> None:
    told = _explained(gravity="serious")
    assert told.decision.outcome is Outcome.LIABLE
    listed = [each.id for each in told.decision.waivers]
    assert listed == [node.id for node in _waivers(told).values() if node.truth is Truth.HOLDS]
    for name in listed:
        assert _waivers(told)[name].effect.en == "the sanction may be waived (one of several courses, which decides nothing)"


def test_where_no_sanction_is_left_nothing_is_waived() -> None:
    told = _explained(already_sanctioned=True)
    assert told.decision.outcome is Outcome.LIABLE
    assert told.decision.sanction is None
    assert told.decision.waivers == ()
    assert {node.truth for node in _waivers(told).values()} == {Truth.FAILS}


def test_mitigation_below_the_lowest_sanction_rests_on_what_mitigates() -> None:
    for unknown, truth in (("", Truth.HOLDS), ("owned_up", Truth.UNKNOWN)):
        told = _waivers(_explained(unknown))[BELOW]
        assert (told.truth, [(part.kind, part.id, part.truth) for part in told.parts]) == (truth, [(Kind.REFERENCE, "owned-up", truth)])
