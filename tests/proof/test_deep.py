"""`check --deep`: what a rulebook says that its authors may not have meant, each with a case that shows it."""

from typing import Any

import pytest

from dutybound.building import build
from dutybound.proof.deep import Kind, Observation, deep_findings
from dutybound.proof.exact import end_of
from dutybound.proof.questions import Seeker
from dutybound.proof.solving import Solving
from dutybound.rulebook import Rulebook


def observed(rulebook: Rulebook, seeker: Seeker, kind: Kind) -> list[Observation]:
    return [each for each in deep_findings(rulebook, build(rulebook), seeker) if each.kind is kind]


def test_a_sound_rulebook_has_a_cliff_at_most(small: Any, solving: Seeker) -> None:
    rulebook = small.linked()
    found = list(deep_findings(rulebook, build(rulebook), solving))
    assert [(each.kind, each.subject) for each in found] == [(Kind.CLIFF, "gravity")]
    program = build(rulebook)
    light, heavy = (end_of(program, facts) for facts in found[0].cases)
    assert heavy.low - light.low >= 2 or heavy.high - light.high >= 2
    assert not found[0].must_be_repaired


@pytest.mark.parametrize(
    ("old", "new", "kind", "subject", "message"),
    [
        (
            "when: {wrong: true}}",
            "when: {all: [{expert: true}, {intent: true}]}}",
            Kind.NEVER_HOLDS,
            "wrong-finding",
            "`wrong-finding` can never hold",
        ),
        ("when: {gravity: serious}, range", "when: {gravity: {at_least: serious}}, range", Kind.OVERLAP, "dereliction", None),
        ("when: {gravity: grave}, range", "when: {all: [{gravity: grave}, {wrong: true}]}, range", Kind.GAP, "dereliction", None),
        ("{expert: true}, {intent: true}]", "{expert: true}, {wrong: false}]", Kind.IDLE_FACT, "intent", None),
        (
            "circumstances:",
            "  - {id: more-strictly, provision: upper/40, title: {zh: 题, en: t}, applies_to: [missing], concurs_with: [all], "
            "tiers: [{when: {expert: true}, range: [warning, warning]}, {when: {omitted: true}, range: [warning, warning]}]}\n"
            "circumstances:",
            Kind.OVERLAP,
            "more-strictly",
            "tiers 1 and 2 of the range `more-strictly` can hold together",
        ),
        (
            "sanctions:\n",
            "  - {id: narrower, provision: nation/22, title: {zh: 题, en: t}, applies_to: [wrong-finding], "
            "when: {all: [{expert: true}, {omitted: false}, {confessed: true}]}}\nsanctions:\n",
            Kind.COVERED,
            "narrower",
            "the exemption `narrower` is wholly covered by `relied-on-expert`",
        ),
    ],
)
def test_each_kind_is_found(small: Any, solving: Seeker, old: str, new: str, kind: Kind, subject: str, message: str | None) -> None:
    found = [each for each in observed(small.changed(old, new), solving, kind) if each.subject == subject]
    assert found
    if message is not None:
        assert found[0].message.en == message
    assert found[0].place.line > 0


RANGE = """sanctions:
  - {id: other, provision: upper/30, title: {zh: 题, en: t}, applies_to: [missing], WHEN,
     tiers: [{when: {gravity: {at_least: minor}}, range: [dismissal, dismissal]}]}
"""


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("when: {omitted: true}", "the range `other` never governs: wherever it holds it gives way to `dereliction` (nation.yaml:"),
        ("when: {missed: false}", "the range `other` never governs: no fault that it reaches can stand while its condition holds"),
        ("when: {all: [{expert: true}, {intent: true}]}", "`other` can never hold"),
    ],
)
def test_a_range_that_never_governs_is_told_once_with_the_reason(small: Any, solving: Seeker, when: str, why: str) -> None:
    nation = small.nation.replace("sanctions:\n", RANGE.replace("WHEN", when), 1)
    nation = nation.replace("provision: upper/39\n", "provision: upper/39\n    prevails_over: [other]\n", 1)
    [found] = observed(small.linked(nation=nation), solving, Kind.NEVER_HOLDS)
    assert found.subject == "other"
    assert found.message.en.startswith(why)


ROLES = "[{id: handler, label: {zh: 承办, en: handler}}, {id: other, label: {zh: 其他, en: other}}]"
ROLE = f"{{id: role, type: choice, from: person.role, values: {ROLES}"
ATTRIBUTION = "{id: handler-alone, provision: nation/12, title: {zh: 题, en: t}, bears: [handler], when: {intent: true}}"


def test_a_fact_that_only_attributes_is_not_idle(small: Any, solving: Seeker) -> None:
    nation = small.nation.replace("{expert: true}, {intent: true}]", "{expert: true}, {wrong: false}]")
    assert [each.subject for each in observed(small.linked(nation=nation), solving, Kind.IDLE_FACT)] == ["intent"]
    nation = nation.replace("constraints:", f"  - {ROLE}, {small.asked}}}\nconstraints:", 1)
    told = nation.replace("obligations:", f"attributions:\n  - {ATTRIBUTION}\nobligations:", 1)
    assert not observed(small.linked(nation=told), solving, Kind.IDLE_FACT)


def test_cliffs_while_the_same_faults_stand_come_first(small: Any, solving: Seeker) -> None:
    special = RANGE.replace("WHEN", "prevails_over: [dereliction]")
    found = observed(small.changed("sanctions:\n", special), solving, Kind.CLIFF)
    assert len(found) > 1
    told = ["while the same faults stand" in each.message.en for each in found]
    assert told == sorted(told, reverse=True)
    assert told[0]
    assert not told[-1]


def test_a_question_left_open_is_told_and_must_be_repaired(small: Any) -> None:
    found = observed(small.linked(), Solving(0.0), Kind.UNDECIDED)
    assert found
    assert all(each.must_be_repaired for each in found)
