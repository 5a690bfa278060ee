# ruff: noqa: E501 -- policy text is easier to compare on one line
"""A small national rulebook and packs to hold against it, as text, so that a test can show what it changes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dutybound.convert import structure
from dutybound.linking import Sources, link
from dutybound.policy import Policy
from dutybound.proof.enumerating import Enumerating
from dutybound.proof.questions import Seeker
from dutybound.proof.solving import Solving
from dutybound.rulebook import Rulebook
from dutybound.source import read_yaml

sys.path.insert(0, str(Path(__file__).parent))

T = "title: {zh: 题, en: title}"
F = "label: {zh: 题, en: label}, question: {zh: 问？, en: asked?}, provision: nation/1, source: {zh: 源, en: source}"

LAW = f"""
instrument: {{id: upper, {T}, rank: law, from: 2018-01-01}}
"""

NATION = f"""
instrument: {{id: nation, {T}, rank: rule, from: 2020-01-01}}
extension_points:
  - {{provision: nation/14.1.5, for: faults, {T}}}
  - {{provision: nation/21.1.11, for: exemptions, {T}}}
facts:
  - {{id: day, type: day, from: act.date, {F}}}
  - {{id: region, type: number, unit: {{zh: 码, en: code}}, from: authority.region, {F}}}
  - {{id: missed, type: flag, {F}}}
  - {{id: wrong, type: flag, {F}}}
  - {{id: intent, type: flag, {F}}}
  - {{id: expert, type: flag, {F}}}
  - {{id: omitted, type: flag, {F}}}
  - {{id: strict, type: flag, {F}}}
  - {{id: confessed, type: flag, {F}}}
  - {{id: sanctioned, type: flag, {F}}}
  - id: gravity
    type: grade
    values: [{{id: minor, label: {{zh: 轻, en: minor}}}}, {{id: serious, label: {{zh: 重, en: serious}}}}, {{id: grave, label: {{zh: 特, en: grave}}}}]
    label: {{zh: 情节, en: gravity}}
    question: {{zh: 情节如何？, en: how grave?}}
    provision: nation/1
    source: {{zh: 源, en: source}}
constraints:
  - {{id: expert-not-intent, provision: nation/1, {T}, never_together: [{{expert: true}}, {{intent: true}}]}}
ladder:
  provision: upper/7
  periods: upper/8
  rungs:
    - {{id: warning, label: {{zh: 警告, en: warning}}, months: 6}}
    - {{id: demerit, label: {{zh: 记过, en: demerit}}, months: 12}}
    - {{id: demotion, label: {{zh: 降级, en: demotion}}, months: 24}}
    - {{id: dismissal, label: {{zh: 开除, en: dismissal}}}}
  combined: {{provision: upper/15, most_months: 48}}
  below: upper/16
faults:
  - {{id: missing, provision: nation/14.1.1, kind: non-performance, {T}, when: {{missed: true}}}}
  - {{id: wrong-finding, provision: nation/15.1.1, kind: improper-performance, {T}, when: {{wrong: true}}}}
exemptions:
  - {{id: strictly-performed, provision: nation/20, {T}, applies_to: [non-performance, improper-performance], when: {{strict: true}}, denies_fault: true}}
  - id: relied-on-expert
    provision: nation/21.1.4
    {T}
    applies_to: [wrong-finding]
    when: {{expert: true}}
    unless: [{{id: grossly-omitted, {T}, when: {{omitted: true}}}}]
sanctions:
  - id: dereliction
    provision: upper/39
    {T}
    applies_to: [non-performance, improper-performance]
    tiers:
      - {{when: {{gravity: minor}}, range: [warning, demotion]}}
      - {{when: {{gravity: serious}}, range: [demerit, demotion]}}
      - {{when: {{gravity: grave}}, range: [dismissal, dismissal]}}
circumstances:
  - {{id: confession, provision: upper/11, {T}, effect: mitigated, mode: may, when: {{confessed: true}}}}
limits:
  - {{id: already-sanctioned, provision: nation/19, {T}, when: {{sanctioned: true}}, most: none}}
measures:
  - {{id: talk, provision: nation/17, {T}, mode: may, on: [liable, waived]}}
obligations:
  - {{id: correct, provision: nation/23, {T}, holder: {{zh: 机关, en: organ}}, on: [exempt, liable]}}
"""

PACK = f"""
instrument: {{id: local-one, {T}, rank: local, from: 2021-01-01, region: "440000", basis: [upper/2]}}
"""


def policy(text: str, name: str) -> Policy:
    """A policy from its text."""
    return structure(read_yaml(text, name), Policy)


class Small:
    """Makes rulebooks of the national text, changed where a test says so, and of packs."""

    title = T
    asked = F
    nation = NATION
    law = LAW
    pack = PACK

    def linked(self, *more: str, nation: str = NATION) -> Rulebook:
        """The rulebook of the upper law, the national text and more files."""
        texts = {"upper.yaml": LAW, "nation.yaml": nation} | {f"more-{n}.yaml": text for n, text in enumerate(more, 1)}
        return link(Sources(policies=tuple(policy(text, name) for name, text in texts.items())))

    def policies(self, nation: str) -> tuple[Policy, ...]:
        """The upper law and a national text."""
        return (policy(LAW, "upper.yaml"), policy(nation, "nation.yaml"))

    def changed(self, old: str, new: str) -> Rulebook:
        """The national rulebook with one passage of its text replaced."""
        assert old in NATION, f"the text has no {old}"
        return self.linked(nation=NATION.replace(old, new, 1))

    def packed(self, *sections: str) -> Rulebook:
        """The national rulebook with one pack that has these sections."""
        return self.linked(PACK + "\n".join(sections))


@pytest.fixture(scope="session")
def small() -> Small:
    """The small national law."""
    return Small()


@pytest.fixture(scope="session")
def solving() -> Seeker:
    """The seeker with z3."""
    return Solving(30)


@pytest.fixture(scope="session", params=[Solving, Enumerating], ids=["z3", "without-z3"])
def any_seeker(request: pytest.FixtureRequest) -> Seeker:
    """Each of the two seekers."""
    made: Callable[[], Seeker] = request.param
    return made()
