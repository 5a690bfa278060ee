# ruff: noqa: E501 -- policy text is easier to compare on one line
"""Local packs over the shipped law: each thing a pack may not do is refused with the national and the local place; outside its region it is not there."""

from pathlib import Path
from typing import Any

import pytest
from whole_outputs import check

from dutybound import host
from dutybound.engine import Engine
from dutybound.linking import link
from dutybound.problems import Problem, Refused
from dutybound.text import Language

PACKS = Path(__file__).parent / "packs"
T = "title: {zh: 地方, en: local}"
ASKED = "label: {zh: 地, en: l}, question: {zh: 问？, en: q}, provision: local-one/1, source: {zh: 源, en: s}"


def told(problem: Problem, language: Language) -> str:
    """A problem as it is shown, but for the folders and for where in the national file it stands."""
    also = "" if problem.also is None else f" [{Path(problem.also.source).name}]"
    place = problem.place
    return f"{Path(place.source).name}:{place.line}:{place.column}: {problem.message.into(language)}{also}"


@pytest.mark.parametrize("language", list(Language))
def test_each_thing_a_pack_may_not_do_is_refused_with_both_places(language: Language) -> None:
    with pytest.raises(Refused) as refused:
        link(host.gather(host.installed(), [PACKS / "everything-refused.yaml"]))
    lines = "".join(f"{told(each, language)}\n" for each in refused.value.problems)
    check(PACKS / f"everything-refused.{language.value}.txt", lines)


KNOWN = {"missed": True, "wrong": False, "strict": False, "gravity": "minor", "confessed": False, "sanctioned": False}


def case(region: str | None, day: str | None, **facts: bool) -> dict[str, Any]:
    return {
        "case_id": "c",
        "act": {"date": day},
        "authority": {"region": region},
        "persons": [{"person_id": "p"}],
        "facts": {**KNOWN, **facts},
    }


def test_a_contradiction_of_a_pack_refuses_no_case_outside_its_region_and_dates(small: Any) -> None:
    pack = small.pack.replace("from: 2021-01-01", "from: 2021-01-01, until: 2022-01-01") + (
        f"facts:\n  - {{id: help, type: flag, {ASKED}}}\n  - {{id: slip, type: flag, {ASKED}}}\n"
        f"constraints: [{{id: mine, provision: local-one/3, {T}, never_together: [{{help: true}}, {{slip: true}}]}}]\n"
    )
    engine = Engine(small.linked(pack))
    with pytest.raises(Refused, match=r"the facts `help`, `slip` contradict each other \(mine: local\)"):
        engine.decide(case("440100", "2021-06-01", help=True, slip=True))
    for region, day in (("110000", "2021-06-01"), ("440100", "2020-12-31"), ("440100", "2022-01-01"), (None, "2021-06-01")):
        [decision] = engine.decide(case(region, day, help=True, slip=True))
        assert decision.outcome == "liable", (region, day)


def test_two_packs_that_clash_are_an_error_with_both_places(small: Any) -> None:
    rule = f"measures: [{{id: mine, provision: local-{{}}/3, {T}, mode: may, on: [liable]}}]\n"
    one, two = (small.pack.replace("local-one", f"local-{name}") + rule.replace("{}", name) for name in ("one", "two"))
    for first, second in ((one, two), (two, one)):
        with pytest.raises(Refused) as refused:
            small.linked(first, second)
        assert str(refused.value) == "more-2.yaml:3:17: the rule id `mine` is taken (see also more-1.yaml:3:17)"


def test_a_pack_keeps_to_the_days_of_a_field_of_the_record(small: Any) -> None:
    """A day may be read from the record, for every day is one; a list of values of its own would refuse other regions' records."""
    read = f"facts: [{{id: received_on, type: day, from: act.received, {ASKED}}}]\n"
    limited = f"facts: [{{id: code, type: choice, from: act.duty, values: [{{id: a, label: {{zh: 甲, en: a}}}}, {{id: b, label: {{zh: 乙, en: b}}}}], {ASKED}}}]\n"
    small.linked(small.pack + read)
    with pytest.raises(Refused, match=r"the local fact `code` cannot limit `act.duty` of the case record"):
        small.linked(small.pack + limited)


def test_a_pack_brings_no_procedure_of_its_own(tmp_path: Path) -> None:
    written = (PACKS / "everything-refused.yaml").read_text(encoding="utf-8").replace("track: appointing", "track: own")
    (tmp_path / "pack.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        link(host.gather(host.installed(), [tmp_path / "pack.yaml"]))
    said = [problem.message.en for problem in refused.value.problems if "procedure of its own" in problem.message.en]
    assert said == [
        f"the local rule `{name}` cannot bring a procedure of its own: the law's alone leads to a sanction"
        for name in ("over-step", "over-remedy")
    ]
