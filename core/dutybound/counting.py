"""Flags that the law tells by counting from one day to another: done within so many days, or working days, or not."""

from collections.abc import Iterable, Iterator
from datetime import date

from dutybound.duties.calendar import Calendar
from dutybound.facts import Counted, Fact, Facts


def counted(declared: Iterable[Fact], facts: Facts, calendar: Calendar) -> dict[str, bool]:
    """What the days of a record tell of the flags that are counted; what they leave open is absent.

    Raises `Refused` where the calendar of a year is missing.
    """
    told = ((fact.id, _in_time(fact.counted, facts, calendar)) for fact in declared if fact.counted is not None)
    return {name: value for name, value in told if value is not None}


def backwards(declared: Iterable[Fact], facts: Facts) -> Iterator[Counted]:
    """The rules whose second day lies before the first: what answers something does not come before it."""
    for rule in (fact.counted for fact in declared if fact.counted is not None):
        start, end = facts.get(rule.start), facts.get(rule.end)
        if type(start) is date and type(end) is date and end < start:
            yield rule


def _in_time(rule: Counted, facts: Facts, calendar: Calendar) -> bool | None:
    """Within the time, or past it even if the law allowed more; between the two it depends on the ground for more."""
    start, end = facts.get(rule.start), facts.get(rule.end)
    if type(start) is not date or type(end) is not date:
        return None
    if end <= calendar.after(start, rule.days, working=rule.working):
        return True
    if not rule.extension or end > calendar.after(start, rule.days + rule.extended, working=rule.working):
        return False
    more = facts.get(rule.extension)
    return more if isinstance(more, bool) else None
