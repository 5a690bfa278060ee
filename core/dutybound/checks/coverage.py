"""Every fault has a range of sanctions."""

from dutybound.problems import Problems
from dutybound.reach import Reach
from dutybound.rulebook import Content


def check_coverage(content: Content, problems: Problems) -> None:
    """No fault is left without a range of sanctions."""
    reached = Reach.over(content.faults).of(name for sanction in content.sanctions for name in sanction.applies_to)
    for fault in content.faults:
        if fault.id not in reached:
            problems.add(fault.place, f"没有处分幅度覆盖过错 `{fault.id}`", f"no sanction range covers the fault `{fault.id}`")
