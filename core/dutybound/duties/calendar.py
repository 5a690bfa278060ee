"""Days and working days: a year's holidays and make-up workdays are data, never guessed."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from attrs import field, frozen

from dutybound.convert import structure
from dutybound.facts import NOWHERE
from dutybound.problems import Place, Problem, Refused
from dutybound.source import read_yaml
from dutybound.text import Text


@frozen(kw_only=True)
class Year:
    """One year's official arrangement: weekdays that are holidays, and weekend days that are worked."""

    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Calendar:
    """The years whose arrangement is known."""

    years: tuple[Year, ...] = ()

    def told_after(self, start: date, days: int, *, working: bool) -> date | None:
        """As `after`, but `None` where the calendar of a year that matters is not there."""
        day = start
        left = days if working else 0
        while left and self._year(day + timedelta(days=1)) is not None:
            day += timedelta(days=1)
            left -= self.is_working(day)
        if left:
            return None
        return day if working else self.after(start, days, working=False)

    def _year(self, day: date) -> "Year | None":
        return next((each for each in self.years if each.year == day.year), None)

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day; raises `Refused` for a year without data."""
        year = self._year(day)
        if year is None:
            zh, en = (
                f"没有 {day.year} 年的节假日安排，不能计算工作日",
                f"there is no holiday calendar for {day.year}, so working days cannot be counted",
            )
            raise Refused((Problem(Place("calendar"), Text(zh, en)),))
        if day in year.workdays:
            return True
        return day.weekday() < 5 and day not in year.holidays

    def after(self, start: date, days: int, *, working: bool) -> date:
        """The last day of a time limit of `days` (at least 0) that begins the day after `start`; raises `Refused`."""
        if not working:
            return start + timedelta(days=min(days, (date.max - start).days))
        day = start
        left = days
        while left:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day


def read_calendar(paths: Iterable[Path]) -> Calendar:
    """The calendar in YAML files of one year each; raises `Refused` or `OSError`."""
    years: list[Year] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            year = structure(read_yaml(path.read_bytes(), str(path)), Year)
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        problems.extend(_wrong(year, years))
        years.append(year)
    if problems:
        raise Refused(problems)
    return Calendar(tuple(sorted(years, key=lambda each: each.year)))


def _wrong(year: Year, before: Iterable[Year]) -> Iterable[Problem]:
    for other in before:
        if other.year == year.year:
            yield Problem(year.place, Text(f"{year.year} 年重复", f"the year {year.year} is given twice"), other.place)
    for day in (*year.holidays, *year.workdays):
        if day.year != year.year:
            yield Problem(year.place, Text(f"{day} 不在 {year.year} 年", f"{day} is not in {year.year}"))
    for day in set(year.holidays) & set(year.workdays):
        yield Problem(year.place, Text(f"{day} 既是假日又是工作日", f"{day} is both a holiday and a workday"))
