"""Flags counted from two days: told by the office's calendar, open without it, refused where the record says otherwise."""

from datetime import date, timedelta
from typing import Any

import pytest
from duty_tables import CALENDAR_2021
from hypothesis import given
from hypothesis import strategies as st

from dutybound.convert import structure
from dutybound.counting import counted
from dutybound.duties.calendar import Calendar, Year
from dutybound.duties.derive import Register
from dutybound.engine import Engine
from dutybound.facts import Fact, Facts
from dutybound.problems import Refused
from dutybound.source import read_yaml

PLAIN = Engine.installed()
ENGINE = PLAIN.with_register(Register(calendar=Calendar((structure(read_yaml(CALENDAR_2021.encode(), "2021.yaml"), Year),))))

FACTS = """
- {id: begun, type: day, label: &, question: &, provision: law/1, source: &}
- {id: finished, type: day, label: &, question: &, provision: law/1, source: &}
- {id: more, type: flag, label: &, question: &, provision: law/1, source: &}
- id: kept
  type: flag
  within: {from: begun, to: finished, days: 10, extended: 5, if: more}
  label: &
  question: &
  provision: law/1
  source: &
""".replace("&", "{zh: 词, en: word}")
DECLARED = structure(read_yaml(FACTS.encode(), "facts.yaml"), tuple[Fact, ...])
START = date(2021, 3, 1)


def _told(after: int, **more: bool) -> bool | None:
    facts: Facts = {"begun": START, "finished": START + timedelta(days=after), **more}
    return counted(DECLARED, facts, Calendar()).get("kept")


def test_the_last_day_counts_and_no_day_more() -> None:
    assert _told(10) is True
    assert _told(11, more=False) is False
    assert _told(15, more=True) is True
    assert _told(16, more=True) is False


def test_what_depends_on_an_unknown_extension_is_open() -> None:
    assert _told(10) is True
    assert _told(11) is None
    assert _told(16) is False


@given(st.integers(-5, 30))
def test_learning_of_the_extension_never_overturns_what_was_told(after: int) -> None:
    before = _told(after)
    assert before is None or {_told(after, more=True), _told(after, more=False)} == {before}


def test_a_day_that_is_not_known_tells_nothing() -> None:
    assert counted(DECLARED, {"begun": START}, Calendar()) == {}
    assert counted(DECLARED, {"finished": START}, Calendar()) == {}


def _case(**facts: object) -> dict[str, Any]:
    return {"case_id": "c", "act": {"kind": "mediation", "date": "2022-03-24"}, "persons": [{"person_id": "p", "facts": facts}]}


WEEK = {"complaint_received_on": "2021-03-01", "complaint_decided_on": "2021-03-10"}


def test_days_are_counted_by_the_calendar_of_the_office() -> None:
    assert ENGINE.read(_case(**WEEK)).persons[0].facts["complaint_decided_in_time"] is True
    late = WEEK | {"complaint_decided_on": "2021-03-11"}
    assert ENGINE.read(_case(**late)).persons[0].facts["complaint_decided_in_time"] is False


def test_without_a_calendar_nothing_is_counted() -> None:
    assert "complaint_decided_in_time" not in PLAIN.read(_case(**WEEK)).persons[0].facts


def test_what_is_disputed_stays_unknown() -> None:
    case = _case(**WEEK) | {"disputed": ["complaint_decided_in_time"]}
    assert "complaint_decided_in_time" not in ENGINE.read(case).persons[0].facts


def test_a_year_without_a_calendar_is_refused() -> None:
    days = {"complaint_received_on": "2020-12-30", "complaint_decided_on": "2021-01-15"}
    with pytest.raises(Refused, match="2020"):
        ENGINE.read(_case(**days))


def test_a_value_that_the_days_deny_is_refused_with_both_named() -> None:
    with pytest.raises(Refused) as refused:
        ENGINE.read(_case(**WEEK, complaint_decided_in_time=False))
    assert [str(each.message.en) for each in refused.value.problems] == [
        "p: the fact `complaint_decided_in_time` is given as false, but the days of the record tell true"
    ]


def test_what_answers_something_does_not_come_before_it() -> None:
    same_day = WEEK | {"complaint_decided_on": WEEK["complaint_received_on"]}
    assert ENGINE.read(_case(**same_day)).persons[0].facts["complaint_decided_in_time"] is True
    with pytest.raises(Refused) as refused:
        ENGINE.read(_case(**WEEK | {"complaint_decided_on": "2021-02-26"}))
    assert [str(each.message.en) for each in refused.value.problems] == [
        "p: `complaint_decided_on` (2021-02-26) is before `complaint_received_on` (2021-03-01)"
    ]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("{from: begun, to: ended, days: 1}", "there is no fact of type day `ended`"),
        ("{from: more, to: finished, days: 1}", "there is no fact of type day `more`"),
        ("{from: begun, to: finished, days: 0}", "a time limit is at least one day"),
        ("{from: begun, to: finished, days: 1, extended: 2}", "`extended` and `if` go together"),
        ("{from: begun, to: finished, days: 1, extended: 2, if: begun}", "there is no fact of type flag `begun`"),
    ],
)
def test_a_limit_that_cannot_be_counted_is_an_error(written: str, wanted: str, tmp_path: Any) -> None:
    limit = "{from: begun, to: finished, days: 10, extended: 5, if: more}"
    facts = FACTS.replace(limit, written).replace("law/1", "extra/1")
    file = tmp_path / "extra.yaml"
    head = "instrument: {id: extra, title: {zh: 词, en: word}, rank: law, from: 2020-01-01}\nfacts:"
    file.write_text(head + facts, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        Engine.installed(policies=[file])
    assert [each for each in refused.value.problems if each.message.en.startswith(wanted)]
