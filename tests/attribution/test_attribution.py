"""Rules of attribution tell who answers and decide nothing; a sample is marked wherever it is shown."""

import json
from datetime import date

import pytest
from attrs import evolve

from dutybound.attributing import attributions
from dutybound.conditions import Holds
from dutybound.decision import Attributed
from dutybound.engine import Engine
from dutybound.host import gather, installed
from dutybound.linking import Sources, link
from dutybound.outputs.prose import explanation_text
from dutybound.outputs.records import decision_record, encode
from dutybound.problems import Place, Refused
from dutybound.reading import Raw
from dutybound.stream.stream import Stream
from dutybound.text import Language

ENGINE = Engine.installed()
FACTS = {"steps_went_wrong": "reviewer_rejected", "decided_collectively": True, "act_unlawful": True, "mental_state": "negligence"}


def _case(**facts: object) -> dict[str, object]:
    return {
        "case_id": "c",
        "authority": {"kind": "market", "region": "440106", "level": "county"},
        "act": {"kind": "inspection", "date": "2021-03-04"},
        "alleged": ["missed-supervision"],
        "persons": [{"person_id": "p", "role": "handler", "facts": facts}],
    }


def _told(engine: Engine, **facts: object) -> tuple[Attributed, ...]:
    [decision] = engine.decide(_case(**facts))
    return decision.attributions


def test_law_and_sample_are_told_apart() -> None:
    assert [(each.id, each.bears, each.sample) for each in _told(ENGINE, **FACTS)] == [
        ("collective-decision-answered-for", ("leader", "approver", "reviewer", "handler"), False),
        ("rejecting-reviewer-answers", ("reviewer", "approver"), True),
    ]
    [explanation] = ENGINE.explain(_case(**FACTS))
    line = next(each for each in explanation_text(explanation, ENGINE.rulebook, Language.EN).splitlines() if "reviewer rejected" in each)
    assert "(sample)" in line


def test_what_is_not_known_to_hold_is_not_told() -> None:
    assert _told(ENGINE) == ()
    assert _told(ENGINE, decided_collectively=True) == ()


def test_an_attribution_decides_nothing() -> None:
    without = Engine.of({name: plugin for name, plugin in installed().items() if name != "attribution"})
    [with_sample] = ENGINE.decide(_case(**FACTS))
    [plain] = without.decide(_case(**{key: value for key, value in FACTS.items() if key != "steps_went_wrong"}))
    same = evolve(plain, rulebook=with_sample.rulebook, attributions=with_sample.attributions)
    assert same == with_sample


def test_the_quick_way_tells_the_same() -> None:
    stream = Stream(ENGINE)
    for facts in ({}, FACTS):
        [decision] = ENGINE.decide(_case(**facts))
        raw = Raw(json.dumps(_case(**facts)).encode(), Place("cases", 1))
        assert list(stream.lines(raw)) == [(encode(decision_record(decision)), False)]


def test_it_is_told_in_its_time_only() -> None:
    facts = ENGINE.read(_case(**FACTS)).persons[0].facts
    day = ENGINE.rulebook.origin("act.date")
    assert day is not None
    assert [each.id for each in attributions(ENGINE.rulebook, facts)] == ["collective-decision-answered-for", "rejecting-reviewer-answers"]
    assert attributions(ENGINE.rulebook, {**facts, day.id: date(2020, 6, 30)}) == ()
    assert attributions(ENGINE.rulebook, {name: value for name, value in facts.items() if name != day.id}) == ()


def _problems(**changes: object) -> list[str]:
    known = gather(installed())
    policy = next(each for each in known.policies if each.instrument.id == "attribution-sample")
    changed = evolve(policy, attributions=tuple(evolve(each, **changes) for each in policy.attributions[:1]))
    policies = tuple(changed if each is policy else each for each in known.policies)
    with pytest.raises(Refused) as refused:
        link(Sources(policies=policies, contributions=known.contributions, plugins=known.plugins))
    return [problem.message.en for problem in refused.value.problems]


def test_an_attribution_names_roles_that_there_are() -> None:
    assert _problems(bears=("handlre",)) == ["there is no role `handlre`, did you mean `handler`?"]
    assert _problems(bears=()) == ["this names nobody who answers"]


def test_an_attribution_reads_facts_and_no_findings() -> None:
    assert "not of an earlier stage" in _problems(when=Holds("missed-supervision"))[0]
