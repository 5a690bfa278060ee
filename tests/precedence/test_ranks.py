"""Ranks settle which range governs; what ranks cannot settle is an error with both places."""

from pathlib import Path

import pytest

from dutybound.engine import Engine
from dutybound.host import gather, installed
from dutybound.linking import Sources, link
from dutybound.policy import Policy, read_policy
from dutybound.problems import Refused


class File:
    """A policy file in memory."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self._text = name, text

    def read_bytes(self) -> bytes:
        return self._text.encode()


BASE = """instrument: {id: base, title: {zh: 规定, en: rule}, rank: rule, from: 2020-01-01}
facts:
  - {id: acted, type: day, from: act.date, label: {zh: 日, en: day},
     question: {zh: 哪天？, en: when?}, provision: base/1, source: {zh: 卷, en: file}}
  - {id: late, type: flag, label: {zh: 迟, en: late},
     question: {zh: 迟？, en: late?}, provision: base/1, source: {zh: 卷, en: file}}
  - id: gravity
    type: grade
    values: [{id: minor, label: {zh: 轻, en: minor}}, {id: grave, label: {zh: 重, en: grave}}]
    label: {zh: 情节, en: gravity}
    question: {zh: 情节？, en: how grave?}
    provision: base/1
    source: {zh: 卷, en: file}
ladder:
  provision: base/2
  periods: base/2
  rungs: [{id: light, label: {zh: 轻, en: light}, months: 6}, {id: heavy, label: {zh: 重, en: heavy}, months: 12}]
  combined: {provision: base/2, most_months: 48}
  below: base/2
scope: [{id: all-in, provision: base/1, title: {zh: 都, en: all}, when: {any: [{late: true}, {late: false}]}}]
faults: [{id: lateness, provision: base/3, kind: non-performance, title: {zh: 迟, en: late}, when: {late: true}}]
"""


def _law(name: str, rank: str, tiers: str, more: str = "", begins: str = "2000-01-01") -> str:
    return (
        f"instrument: {{id: {name}, title: {{zh: 法, en: law}}, rank: {rank}, from: {begins}}}\n"
        f"sanctions:\n  - id: {name}-range\n    provision: {name}/1\n    title: {{zh: 幅度, en: range}}\n    applies_to: [lateness]\n"
        f"{more}    tiers: [{tiers}]\n"
    )


LIGHT = "{when: {late: true}, range: [light, light]}"
HEAVY = "{when: {late: true}, range: [heavy, heavy]}"


def _engine(*laws: str) -> Engine:
    files = (File("base.yaml", BASE), *(File(f"law{number}.yaml", text) for number, text in enumerate(laws, 1)))
    policies: tuple[Policy, ...] = tuple(map(read_policy, files))
    return Engine(link(Sources(policies=policies)))


def _range(engine: Engine, **facts: object) -> tuple[str, str] | None:
    [decision] = engine.decide({"case_id": "c", "act": {"date": "2021-03-04"}, "facts": facts, "persons": [{"person_id": "p"}]})
    assert decision.outcome == "liable"
    return decision.sanction.range if decision.sanction else None


def _conflicts(*laws: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        _engine(*laws)
    return [str(problem.place) + " " + problem.message.en + f" | {problem.also}" for problem in refused.value.problems]


def test_a_higher_rank_prevails_without_being_told_to() -> None:
    assert _range(_engine(_law("one", "law", LIGHT), _law("two", "regulation", HEAVY)), late=True) == ("light", "light")
    assert _range(_engine(_law("one", "regulation", LIGHT), _law("two", "law", HEAVY)), late=True) == ("heavy", "heavy")


def test_a_lower_rank_governs_where_the_higher_one_does_not_hold() -> None:
    only_late = _law("one", "law", LIGHT, "    when: {late: false}\n")
    assert _range(_engine(only_late, _law("two", "regulation", HEAVY)), late=True) == ("heavy", "heavy")


def test_a_conflict_that_ranks_cannot_settle_is_an_error_with_both_places() -> None:
    assert _conflicts(_law("one", "law", LIGHT), _law("two", "law", HEAVY)) == [
        "law1.yaml:3:5 `one-range` and `two-range` are of the same rank and set different sanctions for `lateness`: say with "
        "`prevails_over` which is the special one, or with `concurs_with` that the heavier counts | law2.yaml:3:5"
    ]


def test_the_special_range_prevails_among_equals() -> None:
    special = _law("one", "law", LIGHT, "    prevails_over: [two-range]\n")
    assert _range(_engine(special, _law("two", "law", HEAVY)), late=True) == ("light", "light")


def test_a_range_says_that_it_gives_way_where_the_special_one_does_not_know_of_it() -> None:
    general = _law("two", "law", HEAVY, "    gives_way_to: [one-range]\n")
    assert _range(_engine(_law("one", "law", LIGHT), general), late=True) == ("light", "light")
    assert _range(_engine(_law("one", "law", LIGHT, "    when: {late: false}\n"), general), late=True) == ("heavy", "heavy")


@pytest.mark.parametrize("beside", ["two-range", "all"])
def test_of_two_that_stand_side_by_side_the_heavier_counts(beside: str) -> None:
    concurring = _law("one", "law", LIGHT, f"    concurs_with: [{beside}]\n")
    assert _range(_engine(concurring, _law("two", "law", HEAVY)), late=True) == ("heavy", "heavy")


def test_ranges_that_never_hold_together_are_no_conflict() -> None:
    by_gravity = ["{when: {gravity: minor}, range: [light, light]}", "{when: {gravity: grave}, range: [heavy, heavy]}"]
    engine = _engine(_law("one", "law", by_gravity[0]), _law("two", "law", by_gravity[1]))
    assert _range(engine, late=True, gravity="grave") == ("heavy", "heavy")
    assert _conflicts(_law("one", "law", by_gravity[0]), _law("two", "law", HEAVY))


def test_ranges_that_agree_are_no_conflict() -> None:
    assert _range(_engine(_law("one", "law", LIGHT), _law("two", "law", LIGHT)), late=True) == ("light", "light")


def test_a_range_that_is_no_longer_law_conflicts_with_nothing_later() -> None:
    old = _law("one", "law", LIGHT, "    until: 2010-01-01\n")
    assert _range(_engine(old, _law("two", "law", HEAVY, begins="2010-01-01")), late=True) == ("heavy", "heavy")


def test_a_lower_rank_cannot_be_said_to_prevail() -> None:
    [told] = _conflicts(_law("one", "law", LIGHT), _law("two", "regulation", HEAVY, "    prevails_over: [one-range]\n"))
    assert "`two-range` (regulation) ranks below `one-range` (law) and cannot prevail over it" in told


def test_a_higher_rank_cannot_be_said_to_give_way() -> None:
    [told] = _conflicts(_law("one", "law", LIGHT, "    gives_way_to: [two-range]\n"), _law("two", "regulation", HEAVY))
    assert "`two-range` (regulation) ranks below `one-range` (law) and cannot prevail over it | law2.yaml:3:5" in told


def test_a_pack_whose_fault_two_ranges_reach_is_told_what_it_can_mend(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        """
instrument: {id: pack, title: {zh: 规定, en: pack}, rank: local, from: 2024-01-01, region: "440100", basis: [drug-2019/105]}
facts:
  - {id: late, type: flag, label: {zh: 迟录, en: late}, question: {zh: 问？, en: q}, provision: pack/1, source: {zh: 源, en: s}}
faults:
  - id: not-entered
    provision: pack/2
    kind: improper-performance
    title: {zh: 未录入, en: not entered}
    under: samr-2020/15.1.6
    basis: drug-2019/105
    akin_to: [information-not-published, procedure-breach]
    when: {late: true}
""",
        "utf-8",
    )
    with pytest.raises(Refused) as refused:
        link(gather(installed(), (tmp_path,)))
    [problem] = refused.value.problems
    assert "pack.yaml:12:" in str(problem.place)
    assert "name in `akin_to` those of one of the ranges only" in problem.message.en
