"""Working days by the year's own calendar; deadlines are monotone; nothing is guessed where a year is missing."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from duty_tables import CALENDAR_2021, written
from hypothesis import given
from hypothesis import strategies as st

from dutybound.duties.calendar import Calendar, Year, read_calendar
from dutybound.duties.derive import add_months
from dutybound.problems import Refused


def _years(draw: st.DrawFn) -> Calendar:
    years = []
    for year in (2021, 2022, 2023):
        days = st.dates(date(year, 1, 1), date(year, 12, 31))
        holidays = draw(st.lists(days, max_size=12, unique=True))
        workdays = [each for each in draw(st.lists(days, max_size=6, unique=True)) if each not in holidays]
        years.append(Year(year=year, holidays=tuple(holidays), workdays=tuple(workdays)))
    return Calendar(tuple(years))


CALENDARS = st.composite(_years)()
STARTS = st.dates(date(2021, 1, 1), date(2022, 6, 30))


@given(CALENDARS, STARTS, STARTS, st.integers(0, 90), st.booleans())
def test_a_later_start_never_ends_earlier(calendar: Calendar, one: date, other: date, days: int, working: bool) -> None:
    first, second = sorted((one, other))
    assert calendar.after(first, days, working=working) <= calendar.after(second, days, working=working)


@given(CALENDARS, STARTS, st.integers(0, 90), st.integers(0, 90), st.booleans())
def test_a_longer_time_never_ends_earlier(calendar: Calendar, start: date, one: int, other: int, working: bool) -> None:
    less, more = sorted((one, other))
    assert calendar.after(start, less, working=working) <= calendar.after(start, more, working=working)


@given(CALENDARS, STARTS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(calendar: Calendar, start: date, days: int) -> None:
    end = calendar.after(start, days, working=True)
    passed = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_working, passed)) == days
    assert calendar.is_working(end)
    assert calendar.told_after(start, days, working=True) == end


@given(STARTS, STARTS, st.integers(0, 60))
def test_months_are_monotone(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)
    assert add_months(first, months) <= add_months(first, months + 1)


def test_the_spring_festival_and_its_make_up_day(tmp_path: Path) -> None:
    calendar = read_calendar([written(tmp_path, "2021.yaml", CALENDAR_2021)])
    assert calendar.after(date(2021, 2, 10), 1, working=True) == date(2021, 2, 18)
    assert calendar.is_working(date(2021, 2, 20))  # a Saturday that is worked


def test_a_year_without_data_is_refused_and_not_guessed() -> None:
    with pytest.raises(Refused) as refused:
        Calendar(()).after(date(2021, 2, 10), 1, working=True)
    assert "no holiday calendar for 2021" in str(refused.value)
    assert Calendar(()).told_after(date(2021, 2, 10), 1, working=True) is None
    assert Calendar(()).told_after(date(2021, 2, 10), 1, working=False) == date(2021, 2, 11)


def test_a_calendar_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    bad = "year: 2021\nholidays: [2021-01-01, 2022-01-03]\nworkdays: [2021-01-01]\n"
    with pytest.raises(Refused) as refused:
        read_calendar([written(tmp_path, "a.yaml", bad), written(tmp_path, "b.yaml", CALENDAR_2021)])
    said = [problem.message.en for problem in refused.value.problems]
    assert said == ["2022-01-03 is not in 2021", "2021-01-01 is both a holiday and a workday", "the year 2021 is given twice"]
