# ruff: noqa: E501 -- policy text is easier to compare on one line
"""Packs over a national law that sets two faults different ranges: to excuse one leaves the range of the other, and nothing less."""

from typing import Any

import pytest

from dutybound.building import build
from dutybound.engine import Engine
from dutybound.proof.proving import result_record
from dutybound.proof.questions import Seeker
from dutybound.proof.statements import Proved, Refuted, judge
from dutybound.proof.weakening import weakenings
from dutybound.rulebook import Rulebook

T = "title: {zh: 地方, en: local}"
OWN = """facts:
  - {id: local_help, type: flag, label: {zh: 地, en: l}, question: {zh: 问？, en: q}, provision: local-one/1, source: {zh: 源, en: s}}
"""
EXEMPTION = f"exemptions: [{{id: mine, provision: local-one/3, {T}, applies_to: [missing], when: {{local_help: true}}, under: nation/21.1.11, basis: upper/3}}]\n"
SECOND = """
  - id: light
    provision: upper/38
    title: {zh: 轻, en: light}
    applies_to: [wrong-finding]
    prevails_over: [dereliction]
    tiers:
      - {when: {gravity: serious}, range: [warning, warning]}
      - {when: {gravity: grave}, range: [demotion, demotion]}
circumstances:
  - {id: must, provision: upper/12, title: {zh: 应, en: must}, effect: mitigated, mode: shall, when: {confessed: true}}
"""


def packed(small: Any, *sections: str) -> Rulebook:
    """The small law with a second, lighter range that stops below `serious`, a circumstance that commands mitigation, and a pack."""
    head, rest = small.nation.split("circumstances:\n", 1)
    nation = head.rstrip("\n") + SECOND + rest
    found: Rulebook = small.linked(small.pack + "".join(sections), nation=nation)
    return found


def verdicts(rulebook: Rulebook, seeker: Seeker) -> dict[str, Any]:
    return {each.id: judge(each, seeker) for each in weakenings(rulebook, build(rulebook), seeker)}


BOTH = {
    "missed": True,
    "wrong": True,
    "intent": False,
    "expert": False,
    "omitted": False,
    "strict": False,
    "sanctioned": False,
    "local_help": True,
}


def decided(rulebook: Rulebook, **facts: Any) -> tuple[str, tuple[str, ...] | None]:
    known = {name: value for name, value in {**BOTH, **facts}.items() if any(each.id == name for each in rulebook.content.facts)}
    case = {
        "case_id": "c",
        "act": {"date": "2021-06-01"},
        "authority": {"region": "440100"},
        "persons": [{"person_id": "p"}],
        "facts": known,
    }
    [decision] = Engine(rulebook).decide(case)
    return decision.outcome.value, decision.sanction and decision.sanction.range


def test_to_excuse_one_of_two_faults_is_no_weakening(small: Any, solving: Seeker) -> None:
    rulebook = packed(small, OWN, EXEMPTION)
    # without the exemption the heavier range counts; with it only the lighter is left, or none at all
    assert decided(rulebook, local_help=False, gravity="serious", confessed=False) == ("liable", ("demerit", "demotion"))
    assert decided(rulebook, gravity="serious", confessed=False) == ("liable", ("warning", "warning"))
    assert decided(rulebook, local_help=False, gravity="minor", confessed=True) == ("waived", None)
    assert decided(rulebook, gravity="minor", confessed=True) == ("liable", None)
    found = verdicts(rulebook, solving)
    assert {name: type(each.verdict) for name, each in found.items()} == {f"invariant-7.{number}": Proved for number in range(1, 7)}


@pytest.mark.parametrize(
    ("condition", "most"),
    [("{all: [{holds: mine}, {gravity: grave}]}", "warning"), ("{all: [{local_help: true}, {gravity: grave}]}", "demerit")],
    ids=["behind-its-exemption", "beside-its-exemption"],
)
def test_a_limit_that_leaves_what_is_left_is_refuted(small: Any, solving: Seeker, condition: str, most: str) -> None:
    rulebook = packed(small, OWN, EXEMPTION, f"limits: [{{id: low, provision: local-one/4, {T}, when: {condition}, most: {most}}}]")
    result = verdicts(rulebook, solving)["invariant-7.3"]
    assert isinstance(result.verdict, Refuted)
    record = result_record(result, rulebook)
    before, after = record["rulings"]
    assert (before["under"], after["under"]) == ("without-limits", "with-packs")
    assert (before["sanction"], after["sanction"]) == (["demotion", "demotion"], [most, most])
    assert any(place.startswith("low more-1.yaml:") for place in record["places"]["local"])
    assert any("nation.yaml:" in place for place in record["places"]["national"])


def test_a_limit_within_what_is_left_is_proved(small: Any, solving: Seeker) -> None:
    limit = f"limits: [{{id: low, provision: local-one/4, {T}, when: {{local_help: true}}, most: dismissal, least: demerit}}]"
    found = verdicts(packed(small, OWN, EXEMPTION, limit), solving)
    assert {type(each.verdict) for each in found.values()} == {Proved}
