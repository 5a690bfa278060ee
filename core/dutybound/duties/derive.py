"""What a duty item tells of a case that names it: within authority, within time, inspected in time, a post held."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from dutybound.duties.calendar import Calendar
from dutybound.duties.items import DutyItem, TimeLimit
from dutybound.duties.offices import Offices
from dutybound.duties.posts import Assignment, holders

DERIVED = ("duty.within_authority", "duty.within_time", "duty.within_promised_time", "duty.inspected_in_time", "duty.post_held")
"""What a fact may be taken from with `from:` beside the fields of the record."""


@frozen(kw_only=True)
class Act:
    """What a case record says of its act and person, as far as the item's facts need it; `None` is unknown.

    `excluded_days` are days that by law do not count, deducted or added by extension, in the unit of the item's time limit.
    """

    code: str = ""
    day: date | None = None
    level: str | None = None
    role: str | None = None
    unit: str | None = None
    post: str | None = None
    received: date | None = None
    done: date | None = None
    last_inspected: date | None = None
    excluded_days: int | None = None


@frozen
class Register:
    """The office's items, posts, calendar and tree of offices."""

    items: tuple[DutyItem, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    calendar: Calendar = field(factory=Calendar)
    offices: Offices = field(factory=Offices)

    def item(self, code: str) -> DutyItem | None:
        """The item with this code, or whose sub-item it is."""
        return next((item for item in self.items if code == item.code or code in item.parts), None)

    def codes(self) -> tuple[str, ...]:
        """Every code a case may name: items and their sub-items."""
        return tuple(dict.fromkeys(code for item in self.items for code in (item.code, *item.parts)))

    def derived(self, act: Act) -> Mapping[str, bool]:
        """What the item tells, by origin; what cannot be told is absent. Raises `Refused` where a calendar year is missing."""
        item = self.item(act.code)
        if item is None:
            return {}
        told = {
            "duty.within_authority": _within_authority(item, act),
            "duty.within_time": _within_time(item.statutory, act, self.calendar),
            "duty.within_promised_time": _within_time(item.promised, act, self.calendar),
            "duty.inspected_in_time": _inspected(item, act),
            "duty.post_held": _post_held(act, self.assignments),
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


def _within_time(limit: TimeLimit | None, act: Act, calendar: Calendar) -> bool | None:
    """Done by the last day of a limit. Later than that is overdue only once it is said how many days do not count."""
    if act.received is None or act.done is None or limit is None:
        return None
    due = last_day(limit, act.received, calendar)
    if act.done <= due:
        return True
    if act.excluded_days is None:
        return None
    return act.done <= calendar.after(due, act.excluded_days, working=limit.working)


def _inspected(item: DutyItem, act: Act) -> bool | None:
    """The last inspection lies no longer before the act than the item's interval."""
    if item.interval_months is None or act.day is None or act.last_inspected is None:
        return None
    return act.day <= add_months(act.last_inspected, item.interval_months)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year >= date.max.year:
        return date.max
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    longest = (following - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, longest))


def _post_held(act: Act, assignments: Iterable[Assignment]) -> bool | None:
    """Whether the item is given to the person's post at the step the person held; unknown while the post is not named.

    Where the item is given to no post at that step, it is not given to this one either.
    """
    listed = tuple(assignments)
    if act.role is None or not listed:
        return None
    held = [(unit, post) for step, unit, post in holders(act.code, listed) if step == act.role]
    if not held:
        return False
    if act.post is None:
        return None
    return any(post == act.post and act.unit in (None, unit) for unit, post in held)
