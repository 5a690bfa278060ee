"""A constraint says one of the two things that it can say."""

from dutybound.problems import Problems
from dutybound.rulebook import Content
from dutybound.rules import Constraint


def check_constraints(content: Content, problems: Problems) -> None:
    """Each constraint has `if` and `then`, or two conditions that are never together."""
    for rule in content.constraints:
        if not _well_formed(rule):
            problems.add(
                rule.place,
                f"约束 `{rule.id}` 应写 `if` 与 `then`，或恰好两个条件的 `never_together`",
                f"the constraint `{rule.id}` should have `if` and `then`, or `never_together` with exactly two conditions",
            )


def _well_formed(rule: Constraint) -> bool:
    implies = rule.given is not None and rule.then is not None
    partial = (rule.given is None) != (rule.then is None)
    return not partial and implies != (len(rule.never_together) == 2) and not (implies and rule.never_together)
