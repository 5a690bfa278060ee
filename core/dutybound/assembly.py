"""The values of a program's definitions into a decision; the same for every engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from attrs import frozen

from dutybound import program as names
from dutybound.decision import Consequence, Factor, FaultFinding, Finding, Origin, Owed, Sanction, WaiverFinding
from dutybound.duties.calendar import Calendar
from dutybound.facts import Facts
from dutybound.precedence import prevailing
from dutybound.provision import Provision
from dutybound.reach import Reach
from dutybound.rulebook import Content, Rulebook
from dutybound.rules import Mode, Obligation, Outcome
from dutybound.truth import Truth

Values = Mapping[str, Truth]

Span = tuple[int, int]
"""A lower and an upper rung, counted from 1."""

BELOW = "mitigated-below-the-lowest"


@frozen(kw_only=True)
class Body:
    """A decision without the names of case and person and without what rests on single facts (due days, needed facts)."""

    outcome: Outcome
    faults: tuple[FaultFinding, ...]
    exemptions: tuple[Finding, ...]
    sanction: Sanction | None
    waivers: tuple[WaiverFinding, ...]
    measures: tuple[Consequence, ...]
    obligations: tuple[tuple[Obligation, Truth], ...]
    referrals: tuple[Finding, ...]


def origin(rulebook: Rulebook) -> Origin:
    """Digest, plugins and instruments of a rulebook."""
    return Origin(rulebook.digest, rulebook.plugins, tuple(each.id for each in rulebook.content.instruments))


def ending(values: Values, rungs: int) -> Outcome:
    """The outcome: the one ending that holds, or `undetermined`.

    `liable` is said only when the range is settled too. INVARIANT: nothing unknown is ever turned into a sanction.
    """
    for outcome in Outcome:
        if outcome is Outcome.UNDETERMINED or values[names.outcome(outcome)] is not Truth.HOLDS:
            continue
        if outcome is Outcome.LIABLE and not _settled(values, rungs):
            return Outcome.UNDETERMINED
        return outcome
    return Outcome.UNDETERMINED


def deciding(rungs: int) -> tuple[str, ...]:
    """The definitions that the outcome and the range depend on."""
    endings = tuple(names.outcome(each) for each in Outcome if each is not Outcome.UNDETERMINED)
    return endings + bounds(rungs)


def bounds(rungs: int) -> tuple[str, ...]:
    """The definitions that say where a range begins and ends."""
    # A lower end below the first rung shows as the first rung, so `least:1` settles nothing that `most:1` does not.
    return tuple(map(names.most, range(1, rungs + 1))) + tuple(map(names.least, range(2, rungs + 1)))


def _settled(values: Values, rungs: int) -> bool:
    return all(values[name] is not Truth.UNKNOWN for name in bounds(rungs))


def body(rulebook: Rulebook, values: Values) -> Body:
    """The decision's body from the values of all definitions."""
    content = rulebook.content
    outcome = ending(values, len(content.ladder.rungs))
    final = outcome in (Outcome.LIABLE, Outcome.WAIVED)
    return Body(
        outcome=outcome,
        faults=tuple(
            FaultFinding(fault.id, fault.provision, values[fault.id], fault_outcome(values, fault.id))
            for fault in content.faults
            if values[fault.id] is not Truth.FAILS
        ),
        exemptions=_findings(content.exemptions, values),
        sanction=sanction_of(rulebook, values) if outcome is Outcome.LIABLE else None,
        waivers=waivers_of(rulebook, values) if final else (),
        measures=tuple(
            Consequence(each.id, each.provision, each.mode, values[each.id])
            for each in content.measures
            if final and values[each.id] is not Truth.FAILS
        ),
        obligations=tuple((each, values[each.id]) for each in content.obligations if values[each.id] is not Truth.FAILS),
        referrals=_findings(content.referrals, values),
    )


def _findings(rules: tuple[object, ...], values: Values) -> tuple[Finding, ...]:
    return tuple(
        Finding(each.id, each.provision, values[each.id])  # type: ignore[attr-defined]  # every rule has both
        for each in rules
        if values[each.id] is not Truth.FAILS  # type: ignore[attr-defined]  # as above
    )


def fault_outcome(values: Values, fault: str) -> str:
    """What becomes of a fault that does not fail."""
    if values[names.stands(fault)] is Truth.HOLDS:
        return "excused" if values[names.GATE] is Truth.HOLDS else "stands"
    if values[names.complete(fault)] is Truth.FAILS:
        return "incomplete"
    if values[names.complete(fault)] is Truth.HOLDS and values[names.stands(fault)] is Truth.FAILS:
        return "excused"
    return "open"


def waivers_of(rulebook: Rulebook, values: Values) -> tuple[WaiverFinding, ...]:
    """The grounds for a waiver, that of a mitigated lowest rung included."""
    ladder = rulebook.content.ladder
    found = [
        WaiverFinding(each.id, each.provision, each.mode, values[each.id])
        for each in rulebook.content.waivers
        if values[each.id] is not Truth.FAILS
    ]
    below = below_lowest(values.__getitem__)
    if below is not None:
        found.append(WaiverFinding(BELOW, ladder.below, *below))
    return tuple(found)


def below_lowest(truth: Callable[[str], Truth]) -> tuple[Mode, Truth] | None:
    """Whether mitigation leads below the lowest rung, by command or by permission; `None` where it does not."""
    if truth(names.WAIVED_BELOW) is Truth.HOLDS:
        return Mode.SHALL, Truth.HOLDS
    if truth(names.least(1)) is not Truth.HOLDS and truth(names.most(1)) is Truth.HOLDS:
        return Mode.MAY, truth(names.MAY_MITIGATE)
    return None


def _height(values: Values, bound: Callable[[int], str], rungs: int) -> int:
    return sum(values[bound(rung)] is Truth.HOLDS for rung in range(1, rungs + 1))


def sanction_of(rulebook: Rulebook, values: Values) -> Sanction | None:
    """The range that a liable person may be sanctioned within; `None` where no rung is available."""
    tiers, stands = tiers_of(rulebook.content), _standing(rulebook.content)
    applying = [name for name in values.keys() & tiers.keys() if values[name] is not Truth.FAILS]
    standing = [stands[name] for name in values.keys() & stands.keys() if values[name] is not Truth.FAILS]
    own = own_ranges([tiers[name] for name in applying], standing, lambda above: values[above] is Truth.HOLDS)
    basis = basis_of(tiers[name] for name in applying if values[name] is Truth.HOLDS)
    return sanction_within(rulebook, values, own, basis)


def sanction_within(rulebook: Rulebook, values: Values, own: Sequence[Span], basis: tuple[Provision, ...]) -> Sanction | None:
    """The same from the spans that standing faults have of their own, and the provisions of all tiers that hold."""
    ladder = rulebook.content.ladder
    highest = _height(values, names.most, len(ladder.rungs))
    if not highest:
        return None
    lowest = max(1, _height(values, names.least, len(ladder.rungs)))
    rungs = ladder.rungs[lowest - 1 : highest]
    return Sanction(
        range=(rungs[0].id, rungs[-1].id),
        recommended=_recommended(tuple(rung.id for rung in rungs), values[names.LIGHTER], values[names.HEAVIER]),
        months=_months(rulebook, values, own, (lowest, highest)),
        factors=_factors(rulebook, values),
        basis=basis,
    )


def _recommended(rungs: tuple[str, ...], lighter: Truth, heavier: Truth) -> tuple[str, ...]:
    """The lower or upper half of the range (rounded up) if only one direction is known to hold, else all of it."""
    half = -(-len(rungs) // 2)
    if lighter is Truth.HOLDS and heavier is Truth.FAILS:
        return rungs[:half]
    if heavier is Truth.HOLDS and lighter is Truth.FAILS:
        return rungs[-half:]
    return rungs


@frozen
class TierReach:
    """A tier: its provision, its lower and upper rung (from 1), the faults it reaches, and those that each range above it takes away."""

    provision: Provision
    low: int
    high: int
    faults: frozenset[str]
    above: tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=16)
def tiers_of(content: Content) -> Mapping[str, TierReach]:
    """Every tier by the name of its definition."""
    position = {rung.id: number for number, rung in enumerate(content.ladder.rungs, 1)}
    faults = Reach.over(content.faults)
    reach = {each.id: faults.of(each.applies_to) for each in content.sanctions}
    found: dict[str, TierReach] = {}
    for sanction in content.sanctions:
        above = tuple((each.id, reach[each.id]) for each in prevailing(sanction, content))
        for number, tier in enumerate(sanction.tiers, 1):
            low, high = (position[each] for each in tier.range)
            found[f"{sanction.id}/{number}"] = TierReach(sanction.provision, low, high, reach[sanction.id], above)
    return found


@lru_cache(maxsize=16)
def _standing(content: Content) -> Mapping[str, str]:
    return {names.stands(each.id): each.id for each in content.faults}


def own_ranges(tiers: Iterable[TierReach], standing: Iterable[str], prevails: Callable[[str], bool]) -> tuple[Span, ...]:
    """For each fault that stands or may stand the span of the tiers that do or may apply to it, the lowest first.

    `prevails` says whether a range that stands above one of these is in force.
    """
    found: dict[str, Span] = {}
    for tier in tiers:
        for fault in tier.faults.intersection(standing):
            if not any(fault in reach and prevails(other) for other, reach in tier.above):
                low, high = found.get(fault, (0, 0))
                found[fault] = (max(low, tier.low), max(high, tier.high))
    return tuple(sorted(found.values()))


def _months(rulebook: Rulebook, values: Values, own: Sequence[Span], whole: Span) -> tuple[tuple[int, int] | None, ...]:
    ladder = rulebook.content.ladder
    must, may = values[names.MUST_MITIGATE], values[names.MAY_MITIGATE]
    lowest, highest = whole
    counts = dict.fromkeys(range(lowest, highest + 1), 0)
    for low, high in own:
        lower = low if must is Truth.FAILS and may is Truth.FAILS else low - 1
        upper = low - 1 if must is Truth.HOLDS else high
        for rung in counts:
            # a limit brings a heavier sanction down to the highest rung available
            counts[rung] += lower <= rung <= upper or (rung == highest and lower > highest)
    found: list[tuple[int, int] | None] = []
    for rung, count in counts.items():
        period = ladder.rungs[rung - 1].months
        if period is None:
            found.append(None)
        else:
            found.append((period, max(period, min(period * count, ladder.combined.most_months))))
    return tuple(found)


def _factors(rulebook: Rulebook, values: Values) -> tuple[Factor, ...]:
    return tuple(
        Factor(each.id, each.provision, each.effect.value, each.mode, values[each.id])
        for each in rulebook.content.circumstances
        if values[each.id] is not Truth.FAILS
    )


def basis_of(tiers: Iterable[TierReach]) -> tuple[Provision, ...]:
    """The provisions of tiers."""
    return tuple(sorted({tier.provision for tier in tiers}))


def owed(obligation: Obligation, status: Truth, facts: Facts, calendar: Calendar) -> Owed:
    """An obligation with its due day, if the day it counts from is known; working days need the calendar of their years."""
    due = obligation.due
    start = facts.get(due.start) if due else None
    day = calendar.told_after(start, due.days, working=due.working) if due and type(start) is date else None
    return Owed(obligation.id, obligation.provision, status, day)
