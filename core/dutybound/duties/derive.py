"""What a duty item tells of a case that names it: within authority, within time, inspected in time, a post held."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from dutybound.duties.calendar import Calendar
from dutybound.duties.items import DutyItem, TimeLimit
from dutybound.duties.posts import Assignment, holders

ORIGINS = ("duty.within_authority", "duty.within_time", "duty.inspected_in_time", "duty.post_held")


@frozen(kw_only=True)
class Act:
    """What a case record says of its act and person, as far as the item's facts need it; `None` is unknown."""

    day: date | None
    level: str | None = None
    role: str | None = None
    received: date | None = None
    done: date | None = None
    last_inspected: date | None = None


@frozen
class Register:
    """The office's items, posts and calendar."""

    items: tuple[DutyItem, ...]
    assignments: tuple[Assignment, ...] = ()
    calendar: Calendar = Calendar(())

    def item(self, code: str) -> DutyItem | None:
        """The item with this code, or whose sub-item it is."""
        return next((item for item in self.items if code == item.code or code in item.parts), None)

    def derived(self, code: str, act: Act) -> Mapping[str, bool]:
        """The derived facts by origin; what cannot be told is absent. Raises `Refused` where a calendar year is missing."""
        item = self.item(code)
        if item is None:
            return {}
        told = {
            "duty.within_authority": _within_authority(item, act),
            "duty.within_time": _within_time(item, act, self.calendar),
            "duty.inspected_in_time": _inspected(item, act),
            "duty.post_held": _post_held(code, act, self.assignments),
        }
        return {origin: value for origin, value in told.items() if value is not None}


def _within_authority(item: DutyItem, act: Act) -> bool | None:
    """The item was on the list on the day of the act and belongs to the authority's level."""
    if act.day is None or act.level is None:
        return None
    return item.in_force(act.day) and act.level in item.levels


def due_day(item: DutyItem, received: date, calendar: Calendar) -> date | None:
    """The last day of the statutory time limit counted from `received`; `None` where the item has none; raises `Refused`."""
    limit = item.statutory
    return None if limit is None else last_day(limit, received, calendar)


def last_day(limit: TimeLimit, start: date, calendar: Calendar) -> date:
    """The last day of a time limit that begins the day after `start`; raises `Refused`."""
    return calendar.after(start, limit.days, working=limit.working)


def _within_time(item: DutyItem, act: Act, calendar: Calendar) -> bool | None:
    if act.received is None or act.done is None:
        return None
    due = due_day(item, act.received, calendar)
    return None if due is None else act.done <= due


def _inspected(item: DutyItem, act: Act) -> bool | None:
    """The last inspection lies no longer before the act than the item's interval."""
    if item.interval_months is None or act.day is None or act.last_inspected is None:
        return None
    return act.day <= add_months(act.last_inspected, item.interval_months)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    longest = (following - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, longest))


def _post_held(code: str, act: Act, assignments: Iterable[Assignment]) -> bool | None:
    """Whether the list gives the item to some post at the step the person held."""
    listed = tuple(assignments)
    if act.role is None or not listed:
        return None
    return any(step == act.role for step, _, _ in holders(code, listed))
