"""The ladder and the ranges of sanctions: upper law, tiers, and which range prevails over which."""

from collections.abc import Mapping

from dutybound.checks.names import check_names
from dutybound.problems import MOST_PROBLEMS, TOO_MANY, Place, Problems
from dutybound.rulebook import Content
from dutybound.rules import FaultKind, Ladder, Rank, SanctionRange

_UPPER = (Rank.LAW, Rank.REGULATION)


def check_sanctions(content: Content, problems: Problems) -> None:
    """The ladder has each rung once; ranges rest on upper law, have tiers, and prevail over no higher law and in no circle."""
    rungs = [rung.id for rung in content.ladder.rungs]
    known = [*(fault.id for fault in content.faults), *FaultKind]
    labels = {fault.id: fault.title for fault in content.faults}
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
        check_names(sanction.applies_to, known, (sanction.place, "applies_to"), ("过错", "fault"), problems, labels=labels)
        check_names(sanction.prevails_over, ranges, (sanction.place, "prevails_over"), ("处分幅度", "sanction range"), problems)
        check_names(sanction.gives_way_to, ranges, (sanction.place, "gives_way_to"), ("处分幅度", "sanction range"), problems)
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
            if other in ranges:
                _check_precedence(
                    (sanction, ranges[other]), (sanction.place.of("prevails_over", other), ranges[other].place), ranks, problems
                )
        for other in sanction.gives_way_to:
            if other in ranges:
                _check_precedence(
                    (ranges[other], sanction), (sanction.place.of("gives_way_to", other), ranges[other].place), ranks, problems
                )
    _check_cycles(ranges, problems)


def _check_months(ladder: Ladder, problems: Problems) -> None:
    """Every period lasts a month at least."""
    for rung in ladder.rungs:
        if rung.months is not None and rung.months < 1:
            problems.add(ladder.place.of("rungs"), f"`{rung.id}` 的期间应至少一个月", f"the period of `{rung.id}` is at least one month")
    if ladder.combined.most_months < 1:
        problems.add(ladder.place.of("combined", "most_months"), "`most_months` 不应小于 1", "`most_months` should be 1 or more")


def _check_precedence(
    pair: tuple[SanctionRange, SanctionRange], written: tuple[Place, Place], ranks: Mapping[str, Rank], problems: Problems
) -> None:
    """The first of a pair, which prevails over the second, does not rank below it; `written`: where one says so, and the other's place."""
    (over, other), (place, also) = pair, written
    mine, theirs = ranks.get(over.provision.instrument), ranks.get(other.provision.instrument)
    if mine is not None and theirs is not None and mine.place > theirs.place:
        problems.add(
            place,
            f"`{over.id}`（{mine}）位阶低于 `{other.id}`（{theirs}），不能优先",
            f"`{over.id}` ({mine}) ranks below `{other.id}` ({theirs}) and cannot prevail over it",
            also=also,
        )


def _check_cycles(ranges: dict[str, SanctionRange], problems: Problems) -> None:
    over = {each.id: list(each.prevails_over) for each in ranges.values()}
    for each in ranges.values():
        for other in each.gives_way_to:
            if other in over:
                over[other].append(each.id)
    before = len(problems)
    for start in sorted(ranges):
        if len(problems) - before >= MOST_PROBLEMS:
            problems.add(ranges[start].place, TOO_MANY.zh, TOO_MANY.en)
            break
        seen: set[str] = set()
        todo = list(over[start])
        while todo:
            name = todo.pop()
            if name == start:
                place = ranges[start].place
                written = "prevails_over" if ranges[start].prevails_over else "gives_way_to"
                problems.add(place.of(written), f"`{start}` 的优先关系成环", f"`{start}` prevails over itself in a circle")
                break
            if name in over and name not in seen:
                seen.add(name)
                todo.extend(over[name])
