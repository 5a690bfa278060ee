"""The ladder and the ranges of sanctions: upper law, tiers, and which range prevails over which."""

from dutybound.checks.names import check_names
from dutybound.problems import MOST_PROBLEMS, TOO_MANY, Problems
from dutybound.rulebook import Content
from dutybound.rules import FaultKind, Ladder, Rank, SanctionRange

_UPPER = (Rank.LAW, Rank.REGULATION)


def check_sanctions(content: Content, problems: Problems) -> None:
    """The ladder has each rung once; ranges rest on upper law, have tiers, and prevail over no higher law and in no circle."""
    rungs = [rung.id for rung in content.ladder.rungs]
    known = [*(fault.id for fault in content.faults), *FaultKind]
    ranges = {sanction.id: sanction for sanction in content.sanctions}
    ranks = {instrument.id: instrument.rank for instrument in content.instruments}
    if len(set(rungs)) < len(rungs) or not rungs:
        problems.add(content.ladder.place.of("rungs"), "处分阶梯为空或有重复", "the ladder is empty or names a rung twice")
    _check_months(content.ladder, problems)
    if "none" in rungs:
        zh, en = "`none` 是保留字，不能作处分标识", "`none` is a reserved word and cannot name a sanction"
        problems.add(content.ladder.place.of("rungs"), zh, en)
    for sanction in content.sanctions:
        if sanction.id == "all":
            problems.add(
                sanction.place.of("id"), "`all` 是保留字，不能作处分幅度标识", "`all` is a reserved word and cannot name a sanction range"
            )
        check_names(sanction.applies_to, known, (sanction.place, "applies_to"), ("过错", "fault"), problems)
        check_names(sanction.prevails_over, ranges, (sanction.place, "prevails_over"), ("处分幅度", "sanction range"), problems)
        check_names(sanction.concurs_with, (*ranges, "all"), (sanction.place, "concurs_with"), ("处分幅度", "sanction range"), problems)
        rank = ranks.get(sanction.provision.instrument)
        if rank is not None and rank not in _UPPER:
            problems.add(
                sanction.place.of("provision"),
                f"处分幅度 `{sanction.id}` 须引用法律或行政法规，`{sanction.provision}` 不是",
                f"the sanction range `{sanction.id}` must cite a law or regulation, and `{sanction.provision}` is neither",
            )
        if not sanction.tiers:
            problems.add(
                sanction.place.of("tiers"), f"处分幅度 `{sanction.id}` 没有档次", f"the sanction range `{sanction.id}` has no tier"
            )
        for tier in sanction.tiers:
            check_names(tier.range, rungs, (tier.place, "range"), ("处分", "sanction"), problems)
            positions = [rungs.index(each) for each in tier.range if each in rungs]
            if len(tier.range) != 2 or positions != sorted(positions):
                problems.add(tier.place.of("range"), "幅度应写作 [较轻, 较重]", "a range is written [lighter, heavier]")
        for other in sanction.prevails_over:
            _check_precedence(sanction, ranges.get(other), ranks, problems)
    _check_cycles(ranges, problems)


def _check_months(ladder: Ladder, problems: Problems) -> None:
    """Every period lasts a month at least."""
    for rung in ladder.rungs:
        if rung.months is not None and rung.months < 1:
            problems.add(ladder.place.of("rungs"), f"`{rung.id}` 的期间应至少一个月", f"the period of `{rung.id}` is at least one month")
    if ladder.combined.most_months < 1:
        problems.add(ladder.place.of("combined", "most_months"), "`most_months` 不应小于 1", "`most_months` should be 1 or more")


def _check_precedence(sanction: SanctionRange, other: SanctionRange | None, ranks: dict[str, Rank], problems: Problems) -> None:
    if other is None:
        return
    mine, theirs = ranks.get(sanction.provision.instrument), ranks.get(other.provision.instrument)
    if mine is not None and theirs is not None and mine.place > theirs.place:
        problems.add(
            sanction.place.of("prevails_over", other.id),
            f"`{sanction.id}`（{mine}）位阶低于 `{other.id}`（{theirs}），不能优先",
            f"`{sanction.id}` ({mine}) ranks below `{other.id}` ({theirs}) and cannot prevail over it",
            also=other.place,
        )


def _check_cycles(ranges: dict[str, SanctionRange], problems: Problems) -> None:
    before = len(problems)
    for start in sorted(ranges):
        if len(problems) - before >= MOST_PROBLEMS:
            problems.add(ranges[start].place, TOO_MANY.zh, TOO_MANY.en)
            break
        seen: set[str] = set()
        todo = list(ranges[start].prevails_over)
        while todo:
            name = todo.pop()
            if name == start:
                problems.add(
                    ranges[start].place.of("prevails_over"), f"`{start}` 的优先关系成环", f"`{start}` prevails over itself in a circle"
                )
                break
            if name in ranges and name not in seen:
                seen.add(name)
                todo.extend(ranges[name].prevails_over)
