"""A case that names a duty item gets its facts; a value given by hand that contradicts them is refused with both named."""

from pathlib import Path
from typing import Any

import pytest
from duty_tables import CALENDAR_2021, LIST, POSTS, written

from dutybound.codes import SCHEMES
from dutybound.duties.derive import Register
from dutybound.duties.filing import read_register
from dutybound.engine import Engine
from dutybound.facts import Facts
from dutybound.problems import Refused
from dutybound.truth import Truth

PLAIN = Engine.installed()


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    return read_register(
        written(folder, "list.csv", LIST),
        SCHEMES["any"],
        posts=written(folder, "posts.csv", POSTS),
        calendar=[written(folder, "2021.yaml", CALENDAR_2021)],
    )


@pytest.fixture(scope="module")
def engine(register: Register) -> Engine:
    return PLAIN.with_register(register)


def _case(act: dict[str, Any], person: dict[str, Any] | None = None, **facts: object) -> dict[str, Any]:
    return {
        "case_id": "c",
        "authority": {"kind": "market", "region": "440106", "level": "county"},
        "act": {"kind": "penalty", "date": "2021-03-04", **act},
        "persons": [{"person_id": "p", "role": "handler", **(person or {}), "facts": facts}],
    }


def _facts(engine: Engine, case: dict[str, Any]) -> Facts:
    return engine.read(case).persons[0].facts


def test_without_a_register_nothing_is_derived() -> None:
    assert "within_listed_authority" not in _facts(PLAIN, _case({"duty": "C-01"}))


def test_level_and_time_on_the_list_make_the_authority(engine: Engine) -> None:
    assert _facts(engine, _case({"duty": "C-01"}))["within_listed_authority"] is True
    city = _case({"duty": "C-01"}) | {"authority": {"kind": "market", "level": "city"}}
    assert _facts(engine, city)["within_listed_authority"] is False
    assert _facts(engine, _case({"duty": "C-01", "date": "2019-12-31"}))["within_listed_authority"] is False


def test_an_act_outside_the_list_owes_a_look_at_the_list_and_is_no_fault(engine: Engine) -> None:
    case = _case({"duty": "C-01"}, official_function=True, person_is_staff=True)
    [decision] = engine.decide(case | {"authority": {"kind": "market", "level": "city"}})
    assert [each.status for each in decision.obligations if each.id == "reconcile-list"] == [Truth.HOLDS]
    assert "authority-exceeded" not in [each.id for each in decision.faults if each.status is Truth.HOLDS]


def test_ninety_days_and_no_day_more(engine: Engine) -> None:
    def done(day: str) -> Facts:
        return _facts(engine, _case({"duty": "C-01", "received": "2021-01-04", "done": day, "excluded_days": 0}))

    assert done("2021-04-04")["done_within_listed_time"] is True
    assert done("2021-04-04")["done_after_time_limit"] is False
    assert done("2021-04-05")["done_within_listed_time"] is False
    assert done("2021-04-05")["done_after_time_limit"] is True


def test_lateness_is_open_until_it_is_said_how_many_days_do_not_count(engine: Engine) -> None:
    late = {"duty": "C-01", "received": "2021-01-04", "done": "2021-04-10"}
    assert "done_within_listed_time" not in _facts(engine, _case(late))
    assert "done_after_time_limit" not in _facts(engine, _case(late))
    assert _facts(engine, _case(late | {"excluded_days": 6}))["done_within_listed_time"] is True


def test_twenty_working_days_by_the_calendar(engine: Engine) -> None:
    def decided(day: str) -> Facts:
        act = {"kind": "licence", "duty": "A-01/1", "received": "2021-02-08", "done": day, "excluded_days": 0}
        return _facts(engine, _case(act))

    assert decided("2021-03-12")["application_not_decided"] is False
    assert decided("2021-03-15")["application_not_decided"] is True


def test_a_year_without_calendar_refuses_the_case(engine: Engine) -> None:
    act = {"kind": "licence", "duty": "A-01", "received": "2022-02-08", "done": "2022-02-09", "excluded_days": 0}
    with pytest.raises(Refused, match="no holiday calendar for 2022"):
        engine.read(_case(act))


def test_a_missed_interval_makes_a_required_check_that_was_not_done(engine: Engine) -> None:
    def inspected(last: str) -> Facts:
        return _facts(engine, _case({"kind": "inspection", "duty": "B-01", "last_inspected": last}))

    assert inspected("2019-03-04")["check_time_limit_passed"] is False
    assert "check_not_done" not in inspected("2019-03-04")
    missed = inspected("2019-03-03")
    assert [missed[name] for name in ("check_required", "check_not_done", "check_time_limit_passed")] == [True, True, True]


def test_a_listed_post_has_the_duty_and_another_may_still_have_it(engine: Engine) -> None:
    held = _facts(engine, _case({"duty": "C-01"}, {"post": "办案岗", "unit": "执法队"}))
    assert (held["listed_for_post"], held["duty_within_post"]) == (True, True)
    other = _facts(engine, _case({"duty": "C-01"}, {"post": "检查岗"}))
    assert other["listed_for_post"] is False
    assert "duty_within_post" not in other
    assert "listed_for_post" not in _facts(engine, _case({"duty": "C-01"}))


def test_a_value_given_by_hand_may_agree_and_may_not_contradict(engine: Engine) -> None:
    act = {"duty": "C-01", "received": "2021-01-04", "done": "2021-01-05"}
    assert _facts(engine, _case(act, done_within_listed_time=True))["done_within_listed_time"] is True
    with pytest.raises(Refused) as refused:
        engine.read(_case(act, done_within_listed_time=False))
    assert [problem.message.en for problem in refused.value.problems] == [
        "p: the fact `done_within_listed_time` is given as false, but the duty item `C-01` tells true"
    ]


def test_what_follows_from_the_list_contradicts_by_its_constraint(engine: Engine) -> None:
    act = {"duty": "C-01", "received": "2021-01-04", "done": "2021-01-05"}
    with pytest.raises(Refused) as refused:
        engine.decide(_case(act, done_after_time_limit=True))
    [problem] = refused.value.problems
    assert "`done_within_listed_time`" in problem.message.en
    assert "`done_after_time_limit`" in problem.message.en
    assert "(in-listed-time-is-not-overdue:" in problem.message.en


def test_a_disputed_fact_stays_unknown_whatever_the_list_says(engine: Engine) -> None:
    act = {"duty": "C-01", "received": "2021-01-04", "done": "2021-01-05"}
    assert "done_within_listed_time" not in _facts(engine, _case(act, {"disputed": ["done_within_listed_time"]}))
    followed = _facts(engine, _case(act, {"disputed": ["done_after_time_limit"]}))
    assert "done_after_time_limit" not in followed


def test_an_item_that_is_not_listed_is_refused_with_a_hint(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        engine.read(_case({"duty": "C-02"}))
    assert [problem.message.en for problem in refused.value.problems] == ["act.duty: `C-02` is not on the list, did you mean `C-01`?"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"received": "2021-1-4"}, "act.received: this should be a day such as 2021-03-04, did you mean `2021-01-04`?"),
        ({"excluded_days": -1}, "act.excluded_days: this should be a whole number from 0 to 10000"),
        ({"excluded_days": True}, "act.excluded_days: this should be a whole number from 0 to 10000"),
        ({"received": "2021-02-02", "done": "2021-02-01"}, "act.done: this is before `received`, the day the matter was received"),
        ({"recieved": "2021-02-02"}, "act: there is no key `recieved` here, did you mean `received`?"),
    ],
)
def test_the_new_fields_of_the_record_are_strict(act: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        PLAIN.read(_case(act))
    assert [problem.message.en for problem in refused.value.problems] == [said]


def test_a_decomposition_that_drops_a_duty_makes_no_register(tmp_path: Path) -> None:
    posts = written(tmp_path, "posts.csv", "\n".join(line for line in POSTS.splitlines() if not line.startswith("B-01")))
    with pytest.raises(Refused, match="dropped: `B-01`"):
        read_register(written(tmp_path, "list.csv", LIST), SCHEMES["any"], posts=posts)
