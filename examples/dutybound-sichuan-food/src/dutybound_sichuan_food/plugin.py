"""What the pack contributes: its policy file, and one condition that no policy file can express."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from dutybound import Text
from dutybound.hookspecs import Facts, PolicyFile, Predicate, hookimpl

INTERVALS = {"a": 24, "b": 12, "c": 6, "d": 3}
"""The longest time between two checks in months, by risk grade (sichuan-food/5)."""


def interval_kept(facts: Facts) -> bool:
    """Whether the last check lies no longer before the act than the risk grade allows, counted in calendar months, and not after it."""
    grade, last, day = facts["sichuan_food_risk_grade"], facts["sichuan_food_last_checked"], facts["act_date"]
    assert isinstance(grade, str) and isinstance(last, date) and isinstance(day, date)
    return last <= day and months_between(last, day) <= INTERVALS[grade]


def months_between(first: date, last: date) -> int:
    """The months from one day to a later one, a month begun counting as a whole; a month's last day stands for those it lacks."""
    months = (last.year - first.year) * 12 + last.month - first.month
    anniversary = min(first.day, monthrange(last.year, last.month)[1])
    return months + (last.day > anniversary)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy file of the pack."""
    return [files("dutybound_sichuan_food") / "policies" / "sichuan-food.yaml"]


@hookimpl
def grant_exemptions() -> Iterable[Predicate]:
    """The predicate that the pack's exemption names."""
    return [
        Predicate(
            id="sichuan-food-interval-kept",
            title=Text("没有超过风险等级的检查间隔", "the interval of the risk grade was kept"),
            reads=("sichuan_food_risk_grade", "sichuan_food_last_checked", "act_date"),
            function=interval_kept,
        )
    ]
