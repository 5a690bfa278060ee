"""Limits of sanctions, and when an obligation is due."""

from dutybound.checks.names import check_names
from dutybound.facts import Day
from dutybound.problems import Problems
from dutybound.rulebook import Content
from dutybound.rules import Obligation


def check_limits_and_dues(content: Content, problems: Problems) -> None:
    """Limits name rungs of the ladder, the lighter as `least`, and obligations are due after a known day."""
    rungs = [rung.id for rung in content.ladder.rungs]
    days = [fact.id for fact in content.facts if isinstance(fact.domain, Day)]
    for limit in content.limits:
        if not (limit.most or limit.least):
            zh, en = (
                "幅度限制应写明 most（至多）、least（至少）或者两者",
                "a limit moves an end of the range: write `most`, `least` or both",
            )
            problems.add(limit.place, zh, en)
        if limit.most:
            check_names((limit.most,), [*rungs, "none"], (limit.place, "most"), ("处分", "sanction"), problems)
        if limit.least:
            check_names((limit.least,), rungs, (limit.place, "least"), ("处分", "sanction"), problems)
            known = limit.least in rungs and limit.most in (*rungs, "none")
            if known and limit.caps(rungs.index(limit.least) + 1, rungs):
                problems.add(limit.place.of("least"), "least 不应重于 most", "`least` should not be heavier than `most`")
    for obligation in content.obligations:
        _check_due(obligation, days, problems)
        for key, rung in (("reaches", obligation.reaches), ("below", obligation.below)):
            if rung:
                check_names((rung,), rungs, (obligation.place, key), ("处分", "sanction"), problems)


def _check_due(obligation: Obligation, days: list[str], problems: Problems) -> None:
    if obligation.due is None:
        return
    check_names((obligation.due.start,), days, (obligation.place, "due", "from"), ("日期类事实", "fact of type day"), problems)
    if obligation.due.days < 1:
        problems.add(obligation.place.of("due", "days"), "期限应至少一日", "a time limit is at least one day")
