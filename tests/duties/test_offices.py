"""Offices as a tree: who may decide, who had to withdraw, and a decision that fails in either is not executable."""

from pathlib import Path
from typing import Any

import pytest
from duty_tables import written

from dutybound.duties.derive import Register
from dutybound.duties.offices import Offices, read_offices
from dutybound.engine import Engine
from dutybound.problems import Refused

PLAIN = Engine.installed()
RUNGS = [rung.id for rung in PLAIN.rulebook.content.ladder.rungs]

OFFICES = """offices:
  - id: city-government
    name: {zh: 某市人民政府, en: government of the city}
    level: city
    region: "440100"
  - id: district-government
    name: {zh: 某区人民政府, en: government of the district}
    level: county
    region: "440106"
    superior: city-government
    decides:
      - {staff_of: district-market, positions: [head], most: dismissal}
  - id: district-market
    name: {zh: 某区市场监管局, en: market office of the district}
    level: county
    region: "440106"
    superior: district-government
    decides:
      - {staff_of: district-market, positions: [staff], most: dismissal}
      - {staff_of: district-market, positions: [deputy], most: major_demerit}
  - id: township-station
    name: {zh: 某镇市场监管所, en: market station of the township}
    level: township
    region: "440106"
    superior: district-market
"""

EVENTS: tuple[dict[str, Any], ...] = (
    {"step": "preliminary-inquiry", "date": "2021-03-01"},
    {"step": "filing", "date": "2021-04-01"},
    {"step": "investigation", "date": "2021-05-01", "investigators": 2, "by": ["zhao", "qian"]},
    {"step": "notice-and-hearing", "date": "2021-06-01", "sanction": "demerit"},
    {"step": "collective-discussion", "date": "2021-07-01", "by": ["sun", "li"]},
    {"step": "sanction-decision", "date": "2021-08-01", "sanction": "demerit", "office": "district-market", "by": ["sun"]},
    {"step": "written-notice", "date": "2021-08-05"},
    {"step": "filed-in-dossier", "date": "2021-08-10"},
)


def _read(folder: Path, text: str = OFFICES) -> Offices:
    return read_offices(written(folder, "offices.yaml", text), RUNGS)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return PLAIN.with_register(Register(offices=_read(tmp_path)))


def _flaws(engine: Engine, sanction: str = "demerit", deciding: str = "district-market", **procedure: object) -> list[tuple[str, str, str]]:
    events = [dict(each) for each in EVENTS]
    for each in events:
        if each["step"] in ("notice-and-hearing", "sanction-decision"):
            each["sanction"] = sanction
        if each["step"] == "sanction-decision":
            each["office"] = deciding
    block = {"track": "appointing", "as_of": "2021-09-01", "events": events, "office": "district-market", **procedure}
    [decision] = engine.decide({"case_id": "c", "persons": [{"person_id": "p", "procedure": block}]})
    assert decision.procedure is not None
    found = [
        (each.step, each.standing.value, str(each.provision))
        for each in decision.procedure.findings
        if each.standing not in ("done", "pending")
    ]
    assert decision.procedure.executable == (not found)
    return found


def test_an_office_decides_on_its_own_staff(engine: Engine) -> None:
    assert _flaws(engine) == []


def test_a_subordinate_office_has_no_competence(engine: Engine) -> None:
    assert _flaws(engine, deciding="township-station") == [("sanction-decision", "no_competence", "discipline-2007/34")]


def test_the_head_is_decided_on_by_the_government(engine: Engine) -> None:
    assert _flaws(engine, position="head") == [("sanction-decision", "no_competence", "discipline-2007/37")]
    assert _flaws(engine, position="head", deciding="district-government") == []


def test_competence_ends_at_its_rung(engine: Engine) -> None:
    assert _flaws(engine, "major_demerit", position="deputy") == []
    assert _flaws(engine, "demotion", position="deputy") == [("sanction-decision", "no_competence", "discipline-2007/34")]


def test_without_a_tree_of_offices_competence_is_not_examined() -> None:
    assert _flaws(PLAIN, deciding="anything") == []


def test_an_office_that_is_not_in_the_tree_is_refused(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        _flaws(engine, deciding="district-markt")
    assert [problem.message.en for problem in refused.value.problems] == [
        "p.procedure: there is no office `district-markt`, did you mean `district-market`?"
    ]


@pytest.mark.parametrize(("ground", "provision"), [("relative", "42.1.1"), ("interest", "42.1.2"), ("other", "42.1.3")])
def test_whoever_had_to_withdraw_taints_the_step(ground: str, provision: str) -> None:
    recusal = {"person": "qian", "ground": ground}
    assert _flaws(PLAIN, recusals=[recusal]) == [("investigation", "not_withdrawn", f"discipline-2007/{provision}")]
    assert _flaws(PLAIN, recusals=[recusal | {"person": "wu"}]) == []  # withdrew: had no part in any step


def test_a_withdrawal_granted_and_not_kept_taints_the_step() -> None:
    assert _flaws(PLAIN, recusals=[{"person": "li", "ground": "other", "granted": True}]) == [
        ("collective-discussion", "not_withdrawn", "discipline-2007/42.1.3")
    ]


def test_a_withdrawal_refused_by_the_deciding_office_leaves_the_step_sound(engine: Engine) -> None:
    refused = {"person": "qian", "ground": "other", "granted": False, "decided_by": "district-market"}
    assert _flaws(engine, recusals=[refused]) == []
    assert _flaws(engine, recusals=[refused | {"decided_by": "township-station"}]) == [
        ("investigation", "not_withdrawn", "discipline-2007/43.1")
    ]


def test_the_heads_withdrawal_is_decided_above(engine: Engine) -> None:
    head = {"person": "sun", "ground": "interest", "head": True, "granted": False}
    steps = ["sanction-decision", "collective-discussion"]
    own = _flaws(engine, recusals=[head | {"decided_by": "district-market"}])
    assert sorted(own) == sorted((step, "not_withdrawn", "discipline-2007/43.1") for step in steps)
    assert _flaws(engine, recusals=[head | {"decided_by": "district-government"}]) == []


def test_a_witness_withdraws_on_the_supervisory_track_only() -> None:
    with pytest.raises(Refused, match=r"recusals\[0\]\.ground: this should be one of relative, interest, other"):
        _flaws(PLAIN, recusals=[{"person": "qian", "ground": "witness"}])


def _problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        _read(folder, text)
    return [problem.message.en for problem in refused.value.problems]


def test_a_tree_that_is_none_is_refused(tmp_path: Path) -> None:
    circle = OFFICES.replace('    region: "440100"\n', '    region: "440100"\n    superior: district-market\n')
    assert "`district-market` is its own superior in a circle" in _problems(tmp_path, circle)
    assert _problems(tmp_path, OFFICES.replace("superior: district-government", "superior: nobody")) == ["there is no office `nobody`"]
    below = OFFICES.replace("    superior: district-market\n", "    superior: x\n").replace(
        "superior: district-government", "superior: township-station"
    )
    assert "the superior `township-station` is of a lower level than `district-market`" in _problems(tmp_path, below)


def test_no_office_decides_on_its_own_head(tmp_path: Path) -> None:
    own = OFFICES.replace("positions: [staff], most", "positions: [staff, head], most")
    assert _problems(tmp_path, own) == ["an office does not decide the sanction of its own head (discipline-2007/37)"]


def test_every_name_in_the_tree_is_checked(tmp_path: Path) -> None:
    wrong = OFFICES.replace("most: major_demerit", "most: major_demrit").replace("positions: [deputy]", "positions: [deputi]")
    assert _problems(tmp_path, wrong) == [
        "there is no position `deputi`, did you mean `deputy`?",
        "there is no sanction `major_demrit`, did you mean `major_demerit`?",
    ]
