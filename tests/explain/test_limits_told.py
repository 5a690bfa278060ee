"""A limit may move one end of the range alone, for every engine, and the explanation says which."""

from pathlib import Path

import pytest

from dutybound.engine import Engine

RULEBOOK = Path(__file__).parent / "../cli/rulebook"
LIMIT = """
instrument: {id: more-law, title: {zh: 另一法, en: another law}, rank: law, from: 2020-07-01}
limits:
  - {id: again, provision: more-law/1, title: {zh: 再犯, en: again}, when: {owned_up: false}, ENDS}
"""
RECORD = {
    "case_id": "1",
    "act": {"kind": "inspection", "date": "2021-07-01"},
    "persons": [
        {
            "person_id": "p",
            "facts": {
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
                "owned_up": False,
                "hid_evidence": False,
                "already_sanctioned": False,
            },
        }
    ],
}


@pytest.mark.parametrize(
    ("ends", "low", "high", "zh", "en"),
    [
        ("least: demerit", "demerit", "demerit", "最轻为记过", "demerit at least"),
        ("most: dismissal, least: demerit", "demerit", "demerit", "最重为开除，最轻为记过", "dismissal at most, demerit at least"),
        ("most: warning", "warning", "warning", "最重为警告", "warning at most"),
        ("least: warning", "warning", "demerit", "最轻为警告", "warning at least"),
    ],
)
def test_an_end_that_a_limit_does_not_name_stays(ends: str, low: str, high: str, zh: str, en: str, tmp_path: Path) -> None:
    (tmp_path / "more-law.yaml").write_text(LIMIT.replace("ENDS", ends), encoding="utf-8")
    engine = Engine.of({}, policies=[RULEBOOK, tmp_path])
    [explanation] = engine.explain(RECORD)
    [told] = [node for section in explanation.sections for node in section.nodes if node.id == "again"]
    assert (told.effect.zh, told.effect.en) == (zh, en)
    sanction = explanation.decision.sanction
    assert sanction is not None
    assert sanction.range == (low, high)
    [case] = engine.read(RECORD).persons
    assert engine.values(case.facts) == engine.reference_values(case.facts)
