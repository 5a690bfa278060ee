"""The law of the day of the act, or the more lenient one of the day of the decision; both shown where they differ."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_outputs import ALONE, runner

from dutybound.case import Case, Person
from dutybound.cli import program
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.linking import Sources, link
from dutybound.outputs.explanations import explained_record
from dutybound.policy import read_policy
from dutybound.problems import Refused
from dutybound.rules import Outcome
from dutybound.testing import consistent_facts, engines
from dutybound.versions import EngineOn, decide_by_versions, severity

CHANGE = date(2022, 1, 1)

LAW = """instrument: {id: base, title: {zh: 法, en: law}, rank: law, from: 2020-01-01}
facts:
  - {id: acted, type: day, from: act.date, label: {zh: 日, en: day},
     question: {zh: 哪天？, en: when?}, provision: base/1, source: {zh: 卷, en: f}}
  - {id: late, type: flag, label: {zh: 迟, en: late},
     question: {zh: 迟？, en: late?}, provision: base/1, source: {zh: 卷, en: file}}
  - {id: sick, type: flag, label: {zh: 病, en: sick},
     question: {zh: 病？, en: sick?}, provision: base/1, source: {zh: 卷, en: file}}
ladder:
  provision: base/2
  periods: base/2
  rungs: [{id: light, label: {zh: 轻, en: light}, months: 6}, {id: heavy, label: {zh: 重, en: heavy}, months: 12}]
  combined: {provision: base/2, most_months: 48}
  below: base/2
scope: [{id: all-in, provision: base/1, title: {zh: 都, en: all}, when: {any: [{late: true}, {late: false}]}}]
faults: [{id: lateness, provision: base/3, kind: non-performance, title: {zh: 迟, en: late}, when: {late: true}BEGINS}]
EXEMPTIONS
sanctions:
  - id: old-range
    provision: base/4
    until: 2022-01-01
    title: {zh: 旧, en: old}
    applies_to: [lateness]
    tiers: [{when: {late: true}, range: [OLD, OLD]}]
  - id: new-range
    provision: base/5
    from: 2022-01-01
    title: {zh: 新, en: new}
    applies_to: [lateness]
    tiers: [{when: {late: true}, range: [NEW, NEW]}]
"""

EXEMPTION = (
    "exemptions: [{id: sickness, provision: base/6, from: 2022-01-01, title: {zh: 病, en: sickness}, "
    "applies_to: [lateness], when: {sick: true}}]"
)


class File:
    """A policy file in memory."""

    def __init__(self, text: str) -> None:
        self.name, self._text = "base.yaml", text

    def read_bytes(self) -> bytes:
        return self._text.encode()


def _written(old: str, new: str, begins: str = "", exemptions: str = "") -> str:
    return LAW.replace("OLD", old).replace("NEW", new).replace("BEGINS", begins).replace("EXEMPTIONS", exemptions)


def _engine(text: str) -> Engine:
    return Engine(link(Sources(policies=(read_policy(File(text)),))))


def _decide(text: str, acted: str, on: date, **facts: object) -> Decision:
    engine = _engine(text)
    case = engine.read({"case_id": "c", "act": {"date": acted}, "persons": [{"person_id": "p", "facts": {"late": True, **facts}}]})
    [decision] = decide_by_versions(engine, case, on)
    return decision


def _shown(decision: Decision) -> list[tuple[date, str, str | None, bool]]:
    return [(each.day, each.outcome.value, each.range[0] if each.range else None, each.applies) for each in decision.versions]


def test_a_later_law_that_is_lighter_governs() -> None:
    decision = _decide(_written("heavy", "light"), "2021-03-04", date(2023, 1, 1))
    assert decision.sanction is not None
    assert decision.sanction.range == ("light", "light")
    assert _shown(decision) == [(date(2021, 3, 4), "liable", "heavy", False), (date(2023, 1, 1), "liable", "light", True)]


def test_a_later_law_that_is_heavier_does_not() -> None:
    decision = _decide(_written("light", "heavy"), "2021-03-04", date(2023, 1, 1))
    assert decision.sanction is not None
    assert decision.sanction.range == ("light", "light")
    assert [each.applies for each in decision.versions] == [True, False]


def test_conduct_that_was_no_fault_then_stays_none() -> None:
    text = _written("light", "light", begins=", from: 2022-01-01")
    decision = _decide(text, "2021-03-04", date(2023, 1, 1))
    assert decision.outcome is Outcome.NOT_LIABLE
    assert _shown(decision) == [(date(2021, 3, 4), "not_liable", None, True), (date(2023, 1, 1), "liable", "light", False)]


def test_conduct_that_the_later_law_exempts_is_exempt() -> None:
    decision = _decide(_written("heavy", "heavy", exemptions=EXEMPTION), "2021-03-04", date(2023, 1, 1), sick=True)
    assert decision.outcome is Outcome.EXEMPT
    assert [each.applies for each in decision.versions] == [False, True]


def test_while_the_later_law_is_open_the_case_is_open() -> None:
    decision = _decide(_written("heavy", "heavy", exemptions=EXEMPTION), "2021-03-04", date(2023, 1, 1))
    assert decision.outcome is Outcome.UNDETERMINED
    assert decision.needs_facts == ("sick",)
    assert not any(each.applies for each in decision.versions)


def test_the_same_law_on_both_days_is_shown_once() -> None:
    assert _decide(_written("light", "heavy"), "2021-03-04", date(2021, 12, 31)).versions == ()
    assert _decide(_written("light", "heavy"), "2022-03-04", date(2023, 1, 1)).versions == ()


@pytest.mark.parametrize(("acted", "range_"), [("2021-12-31", "heavy"), ("2022-01-01", "light")])
def test_a_rule_outside_its_time_never_applies(acted: str, range_: str) -> None:
    engine = _engine(_written("heavy", "light"))
    [decision] = engine.decide({"case_id": "c", "act": {"date": acted}, "persons": [{"person_id": "p", "facts": {"late": True}}]})
    assert decision.sanction is not None
    assert decision.sanction.range == (range_, range_)


def test_no_decision_comes_before_the_act() -> None:
    # the law of 2021 is the more lenient one, and was law before the act only
    assert _decide(_written("light", "heavy"), "2022-03-04", date(2022, 3, 4)).versions == ()
    with pytest.raises(Refused) as refused:
        _decide(_written("light", "heavy"), "2022-03-04", date(2021, 3, 4))
    assert [each.message.en for each in refused.value.problems] == [
        "the day of the decision (2021-03-04) is before the day of the act (2022-03-04)"
    ]


def _alone(engine: Engine, person: Person) -> Decision | None:
    try:
        return engine.decide_person("c", person)
    except Refused:
        return None


def _acted_later(engine: Engine, person: Person, on: date) -> bool:
    origin = engine.rulebook.origin("act.date")
    acted = person.facts.get(origin.id) if origin else None
    return isinstance(acted, date) and acted > on


@given(st.data(), engines(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_the_outcome_is_never_harsher_than_either_law_alone(data: st.DataObject, engine: Engine, on: date) -> None:
    person = Person("p", data.draw(consistent_facts(engine)))
    then, now = _alone(engine, person), _alone(Engine(engine.rulebook, on), person)
    if then is None or now is None or _acted_later(engine, person, on):
        return
    [found] = decide_by_versions(engine, Case("c", (person,)), on)
    if found.outcome is Outcome.UNDETERMINED:
        assert Outcome.UNDETERMINED in (then.outcome, now.outcome)
        return
    settled = [each for each in (then, now) if each.outcome is not Outcome.UNDETERMINED]
    if found.versions:
        assert all(severity(found, engine.rulebook) <= severity(each, engine.rulebook) for each in settled)
    else:
        assert found == then


@given(st.data(), engines(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_the_explanation_follows_the_law_that_is_followed(data: st.DataObject, engine: Engine, on: date) -> None:
    person = Person("p", data.draw(consistent_facts(engine)))
    if _alone(engine, person) is None or _alone(Engine(engine.rulebook, on), person) is None or _acted_later(engine, person, on):
        return
    explained = EngineOn(engine, on).explain_person("c", person)
    assert explained.decision == EngineOn(engine, on).decide_person("c", person)
    assert (explained.other_law is None) == (not explained.decision.versions)
    if explained.other_law is not None and explained.decision.outcome is not Outcome.UNDETERMINED:
        [other] = [each for each in explained.decision.versions if not each.applies]
        assert explained.other_law.decision.outcome is other.outcome


def _run(folder: Path, *arguments: str, sources: tuple[str, ...] = ("-",)) -> tuple[int, str, str]:
    (folder / "base.yaml").write_text(_written("heavy", "light"), "utf-8")
    case = {"case_id": "c", "act": {"date": "2021-03-04"}, "persons": [{"person_id": "p", "facts": {"late": True}}]}
    options = [*ALONE, "--policies", str(folder / "base.yaml")]
    result = runner("en").invoke(program, [*arguments, *options, *sources], prog_name="dutybound", input=json.dumps(case))
    return result.exit_code, result.stdout, result.stderr


def test_evaluate_on_a_day_shows_both_laws(tmp_path: Path) -> None:
    code, out, _ = _run(tmp_path, "evaluate", "--on", "2023-01-01")
    assert code == 0
    assert json.loads(out)["versions"] == [
        {"day": "2021-03-04", "outcome": "liable", "range": ["heavy", "heavy"], "applies": False},
        {"day": "2023-01-01", "outcome": "liable", "range": ["light", "light"], "applies": True},
    ]
    assert _run(tmp_path, "evaluate", "--on", "2023-01-01", "--exact")[0] == 2
    assert _run(tmp_path, "evaluate", "--on", "2023-13-01")[0] == 2


def test_explain_on_a_day_derives_both(tmp_path: Path) -> None:
    code, out, _ = _run(tmp_path, "explain", "--on", "2023-01-01")
    assert code == 0
    first, second = out.split("======== The law of the other day, which is not followed ========")
    assert "Sanction range: light" in first
    assert "By the law of 2023-01-01: liable (applies)" in first
    assert "Sanction range: heavy" in second
    record = json.loads(_run(tmp_path, "explain", "--json", "--on", "2023-01-01")[1])
    assert record["sanction"]["range"] == ["light", "light"]
    assert record["other_law"]["outcome"] == "liable"


@pytest.mark.parametrize("source", ["in.jsonl", "in.csv"])
def test_a_batch_on_a_day_explains_by_the_law_that_is_followed(source: str, tmp_path: Path) -> None:
    """Seen to fail: the quick way taken, which knows the law of the act alone."""
    case = {"case_id": "c", "act": {"date": "2021-03-04"}, "persons": [{"person_id": "p", "facts": {"late": True}}]}
    table = "case_id,person_id,acted,late\nc,p,2021-03-04,true\n"
    (tmp_path / source).write_text(table if source.endswith(".csv") else json.dumps(case), "utf-8")
    out = tmp_path / "out.jsonl"
    code, _, said = _run(tmp_path, "evaluate", str(tmp_path / source), "-o", str(out), "--on", "2023-01-01", "--explain", sources=())
    assert code == 0, said
    [line] = out.read_bytes().splitlines()
    expected = explained_record(_explained(tmp_path, case))
    found = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    for part in ("explanation", "other_law"):
        assert found[part] == msgspec.Raw(msgspec.json.encode(expected[part]))


def _explained(folder: Path, case: dict[str, Any]) -> Explanation:
    engine = EngineOn(Engine.of({}, policies=[folder / "base.yaml"]), date(2023, 1, 1))
    [explanation] = engine.explain(case)
    return explanation


@pytest.mark.parametrize("days", ["2021-03-04", "2023-01-01"], ids=["laws differ", "one law"])
def test_a_table_on_a_day_has_a_column_for_the_other_law(days: str, tmp_path: Path) -> None:
    case = {"case_id": "c", "act": {"date": days}, "persons": [{"person_id": "p", "facts": {"late": True}}]}
    (tmp_path / "in.jsonl").write_text(json.dumps(case), "utf-8")
    out = tmp_path / "out.csv"
    options = ("--on", "2023-01-01", "--explain-outcome", "liable")
    code, _, said = _run(tmp_path, "evaluate", str(tmp_path / "in.jsonl"), "-o", str(out), *options, sources=())
    assert code == 0, said
    [row] = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    expected = explained_record(_explained(tmp_path, case))
    assert json.loads(row["explanation"]) == expected["explanation"]
    assert row["versions"] == ("2021-03-04(liable,heavy..heavy) 2023-01-01(liable,light..light,applies)" if days == "2021-03-04" else "")
    assert ("other_law" in expected) == (days == "2021-03-04")
    assert row["other_law"] == (msgspec.json.encode(expected["other_law"]).decode() if "other_law" in expected else "")
