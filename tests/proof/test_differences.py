"""`diff`: each change of meaning is found with its provision and a case that shows it, and nothing else is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybound.engine import Engine
from dutybound.proof.differences import Difference, Kind, Unsettled, comparable, differences, told_otherwise, vocabulary_change
from dutybound.proof.proving import ruling
from dutybound.proof.solving import Solving
from dutybound.rulebook import Rulebook
from dutybound.testing import facts_for

_SOLVING = Solving(30)


def found(old: Rulebook, new: Rulebook) -> list[Difference]:
    every = list(differences(old, new, _SOLVING))
    assert not [each for each in every if isinstance(each, Unsettled)]
    return [each for each in every if isinstance(each, Difference)]


def test_other_words_are_no_difference(small: Any) -> None:
    reworded = small.changed(
        "title: {zh: 题, en: title}, applies_to: [non-performance", "title: {zh: 新题, en: new}, applies_to: [non-performance"
    )
    assert found(small.linked(), reworded) == []


def test_another_spelling_of_the_same_condition_is_no_difference(small: Any) -> None:
    assert (
        found(small.linked(), small.changed("when: {expert: true}", "when: {not: {any: [{expert: false}, {not: {expert: true}}]}}")) == []
    )


CHANGES = [
    (
        "when: {expert: true}",
        "when: {all: [{expert: true}, {confessed: true}]}",
        {Kind.STRICTER, Kind.UNDETERMINED_NOW},
        "relied-on-expert",
    ),
    ("when: {expert: true}", "when: {any: [{expert: true}, {confessed: true}]}", {Kind.MORE_LENIENT}, "relied-on-expert"),
    ("range: [demerit, demotion]", "range: [demerit, dismissal]", {Kind.RANGE_UP}, "dereliction"),
    ("range: [demerit, demotion]", "range: [warning, demotion]", {Kind.RANGE_DOWN}, "dereliction"),
    ("when: {missed: true}}", "when: {all: [{missed: true}, {intent: true}]}}", {Kind.MORE_LENIENT}, "missing"),
    ("applies_to: [wrong-finding]", "applies_to: [wrong-finding, missing]", {Kind.MORE_LENIENT}, "relied-on-expert"),
    ("effect: mitigated, mode: may", "effect: heavier, mode: may", {Kind.RECOMMENDED, Kind.RANGE_UP}, "confession"),
    ("on: [exempt, liable]", "on: [exempt]", {Kind.CONSEQUENCE}, "correct"),
    ("[{expert: true}, {intent: true}]", "[{expert: true}, {strict: true}]", {Kind.REFUSED_NOW, Kind.ACCEPTED_NOW}, "expert-not-intent"),
    ("when: {sanctioned: true}, most: none", "when: {sanctioned: true}, most: warning", {Kind.RANGE_UP}, "already-sanctioned"),
]


@pytest.mark.parametrize(("old", "new", "kinds", "rule"), CHANGES, ids=[each[3] + "-" + min(each[2]) for each in CHANGES])
def test_a_change_is_told_by_kind_and_provision(small: Any, old: str, new: str, kinds: set[Kind], rule: str) -> None:
    before, after = small.linked(), small.changed(old, new)
    ways = found(before, after)
    assert kinds <= {each.kind for each in ways}
    assert {each.rules for each in ways} == {(rule,)}
    for each in ways:
        one, other = ruling(before, each.facts, ""), ruling(after, each.facts, "")
        if each.kind not in (Kind.RECOMMENDED, Kind.CONSEQUENCE):
            assert (one.outcome, one.sanction) != (other.outcome, other.sanction)
        if each.kind is Kind.CONSEQUENCE:
            assert set(one.holding) != set(other.holding)


def test_a_witness_is_as_small_as_the_change_allows(small: Any) -> None:
    ways = found(small.linked(), small.changed("[{expert: true}, {intent: true}]", "[{expert: true}, {strict: true}]"))
    refused = next(each for each in ways if each.kind is Kind.REFUSED_NOW)
    assert refused.facts == {"expert": True, "strict": True}


def test_two_changes_are_told_apart(small: Any) -> None:
    text = small.nation.replace("when: {expert: true}", "when: {all: [{expert: true}, {confessed: true}]}")
    text = text.replace("range: [demerit, demotion]", "range: [warning, demotion]")
    ways = found(small.linked(), small.linked(nation=text))
    assert ("relied-on-expert",) in {each.rules for each in ways if each.kind is Kind.STRICTER}
    assert {each.rules for each in ways if each.kind is Kind.RANGE_DOWN} == {("dereliction",)}


def test_a_pack_is_a_difference_of_its_own_rules(small: Any) -> None:
    title = "title: {zh: 题, en: t}"
    pack = f"limits: [{{id: mine, provision: local-one/3, {title}, when: {{gravity: serious}}, most: demerit}}]"
    ways = found(small.linked(), small.packed(pack))
    assert {each.rules for each in ways} == {("mine",)}
    assert Kind.RANGE_DOWN in {each.kind for each in ways}


def test_what_is_asked_about_is_compared_too(small: Any) -> None:
    old = small.linked()
    graver = small.changed(
        "{id: grave, label: {zh: 特, en: grave}}]", "{id: grave, label: {zh: 特, en: grave}}, {id: worst, label: {zh: 极, en: w}}]"
    )
    assert vocabulary_change(old, graver).changed == ("gravity",)


def test_ladders_that_differ_are_not_compared(small: Any) -> None:
    other = small.changed("    - {id: dismissal, label", "    - {id: reduced, label: {zh: 降, en: reduced}}\n    - {id: dismissal, label")
    assert comparable(small.linked(), small.linked())
    assert not comparable(small.linked(), other)


@given(st.data())
def test_where_no_difference_is_found_no_case_differs(small: Any, data: st.DataObject) -> None:
    """The proof of sameness, held against cases: any that differs has to be of a kind that was told."""
    old, new, _, _ = data.draw(st.sampled_from(CHANGES))
    before, after = small.linked(), small.changed(old, new)
    facts = data.draw(facts_for(Engine(before)))
    one, other = ruling(before, facts, ""), ruling(after, facts, "")
    if one.outcome != other.outcome or one.sanction != other.sanction:
        assert found(before, after)


def test_what_rules_tell_beside_their_findings_is_compared_too(small: Any) -> None:
    old = small.linked()
    assert told_otherwise(old, small.linked()) == ()
    assert told_otherwise(old, small.changed("mode: may, on: [liable, waived]", "mode: shall, on: [liable, waived]")) == ("talk",)
    assert told_otherwise(old, small.changed("holder: {zh: 机关, en: organ}", "holder: {zh: 本人, en: person}")) == ("correct",)
    title = "title: {zh: 题, en: title}"
    paper = f"documents: [{{id: mine, provision: local-one/1, {title}, made_by: duties import}}]\n"
    assert told_otherwise(old, small.packed(paper)) == ("mine",)
