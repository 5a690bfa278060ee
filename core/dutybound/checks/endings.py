"""Which outcomes a measure, referral or obligation may follow."""

from dutybound.problems import Problems
from dutybound.rulebook import Content
from dutybound.rules import Measure, Obligation, Outcome, Referral


def check_endings(content: Content, problems: Problems) -> None:
    """A measure follows liability or waiver only, and nothing follows `undetermined`."""
    following: tuple[Measure | Referral | Obligation, ...] = (*content.measures, *content.referrals, *content.obligations)
    for measure in content.measures:
        for ending in measure.on or ("",):
            if ending not in (Outcome.LIABLE, Outcome.WAIVED, Outcome.UNDETERMINED):
                problems.add(
                    measure.place.of("on", ending),
                    f"处理 `{measure.id}` 只能用于 liable 或 waived",
                    f"the measure `{measure.id}` may follow `liable` and `waived` only",
                )
    for rule in following:
        if Outcome.UNDETERMINED in rule.on:
            problems.add(
                rule.place.of("on", Outcome.UNDETERMINED),
                f"`{rule.id}` 不能以 undetermined 为条件：未定不是结论",
                f"`{rule.id}` cannot follow `undetermined`, which is no ending",
            )
