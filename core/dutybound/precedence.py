"""Which range of sanctions governs a fault where several reach it: by rank, by being the special one, or the heavier of both.

Law prevails over regulation, regulation over rule, rule over local document, without being told to. Among equals a range says
which others it prevails over (special before general), to which it gives way, or with which it stands side by side
(`concurs_with`: the heavier is carried out). Two equal ranges that say neither, reach the same fault, can hold together and would then
give different sanctions are a conflict that no rank settles: an error with both places.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations

from dutybound.conditions import All, Among, Expression, Not, Within
from dutybound.facts import Fact, Flag
from dutybound.problems import MOST_PROBLEMS, TOO_MANY, Problems
from dutybound.reach import Reach
from dutybound.rulebook import Content
from dutybound.rules import Fault, Instrument, Rank, SanctionRange

ALL = "all"
"""In `concurs_with`: every range of the same rank."""


def prevailing(sanction: SanctionRange, content: Content) -> tuple[SanctionRange, ...]:
    """The ranges to which this one gives way, for the faults that both reach and while they hold."""
    return _above(content)[sanction.id]


@lru_cache(maxsize=16)
def _above(content: Content) -> Mapping[str, tuple[SanctionRange, ...]]:
    ranks = _ranks(content)
    return {each.id: tuple(other for other in content.sanctions if _prevails(other, each, ranks)) for each in content.sanctions}


def _prevails(one: SanctionRange, other: SanctionRange, ranks: Mapping[str, int]) -> bool:
    return other.id in one.prevails_over or one.id in other.gives_way_to or ranks[one.id] < ranks[other.id]


def _ranks(content: Content) -> Mapping[str, int]:
    """The rank of each range's instrument, the highest first; an instrument that is not declared is told elsewhere."""
    known = {each.id: each.rank.place for each in content.instruments}
    return {each.id: known.get(each.provision.instrument, 0) for each in content.sanctions}


def check_conflicts(content: Content, expressions: Mapping[str, Expression], problems: Problems) -> None:
    """Add every conflict between two ranges that neither ranks nor the ranges themselves settle."""
    ranks = _ranks(content)
    instruments = {each.id: each for each in content.instruments}
    facts = {each.id: each for each in content.facts}
    faults = Reach.over(content.faults)
    reach = {each.id: faults.of(each.applies_to) for each in content.sanctions}
    ranges = {each.id: frozenset(tier.range for tier in each.tiers) for each in content.sanctions}
    local = {each.id: each for each in content.faults if _is_local(each, instruments)}
    before = len(problems)
    for one, other in combinations(content.sanctions, 2):
        alike = ranges[one.id] == ranges[other.id] and len(ranges[one.id]) == 1  # told first, for it is told quickly
        if alike or ranks[one.id] != ranks[other.id] or _settled(one, other):
            continue
        if len(problems) - before >= MOST_PROBLEMS:
            problems.add(one.place, TOO_MANY.zh, TOO_MANY.en)  # the pairs of thousands of ranges are millions
            break
        both = sorted(reach[one.id] & reach[other.id])
        if not both or not _same_time(one, other, instruments):
            continue
        if any(_can_hold(parts, facts) for parts in _different(one, other, expressions)):
            if set(both) <= set(local):
                for name in both:
                    _tell_pack(local[name], one, other, problems)
                continue
            problems.add(
                one.place,
                f"`{one.id}` 与 `{other.id}` 位阶相同，都及于 `{both[0]}` 而幅度不同："
                "请以 prevails_over 写明特别规定，或者以 concurs_with 写明择一重处断",
                f"`{one.id}` and `{other.id}` are of the same rank and set different sanctions for `{both[0]}`: say with `prevails_over` "
                "which is the special one, or with `concurs_with` that the heavier counts",
                also=other.place,
            )


def _is_local(fault: Fault, instruments: Mapping[str, Instrument]) -> bool:
    source = instruments.get(fault.provision.instrument)
    return source is not None and source.rank is Rank.LOCAL


def _tell_pack(fault: Fault, one: SanctionRange, other: SanctionRange, problems: Problems) -> None:
    """The ranges are at peace for every fault of national law, and a pack cannot say which of them is the special one."""
    problems.add(
        fault.place.of("akin_to"),
        f"地方过错 `{fault.id}` 与之同类的过错分属 `{one.id}` 和 `{other.id}`，位阶相同而幅度不同："
        "请在 akin_to 中只写其中一种幅度所及的过错",
        f"the local fault `{fault.id}` is akin to faults of both `{one.id}` and `{other.id}`, which are of the same rank and set "
        "different sanctions: name in `akin_to` those of one of the ranges only",
        also=one.place,
    )


def _settled(one: SanctionRange, other: SanctionRange) -> bool:
    return any(
        right.id in (*left.prevails_over, *left.gives_way_to, *left.concurs_with) or ALL in left.concurs_with
        for left, right in ((one, other), (other, one))
    )


def _same_time(one: SanctionRange, other: SanctionRange, instruments: Mapping[str, Instrument]) -> bool:
    spans = []
    for each in (one, other):
        instrument = instruments.get(each.provision.instrument)
        if instrument is None:
            return False
        spans.append((each.begins or instrument.begins, each.ends or instrument.ends or date.max))
    return max(spans[0][0], spans[1][0]) < min(spans[0][1], spans[1][1])


def _different(one: SanctionRange, other: SanctionRange, expressions: Mapping[str, Expression]) -> Iterator[tuple[Expression, ...]]:
    """The conditions under which both ranges would hold with tiers that differ."""
    for left, mine in enumerate(one.tiers, 1):
        for right, theirs in enumerate(other.tiers, 1):
            if mine.range != theirs.range:
                names = (one.id, other.id, f"{one.id}/{left}", f"{other.id}/{right}")
                yield tuple(expressions[name] for name in names)


def _can_hold(parts: tuple[Expression, ...], facts: Mapping[str, Fact]) -> bool:
    """Whether conditions can hold together, as far as single facts tell: false only where one fact would need two values."""
    words: dict[str, set[bool | str]] = {}
    spans: dict[str, tuple[object, object]] = {}
    for leaf in _required(All(parts)):
        match leaf:
            case Among(fact, values):
                words[fact] = words.get(fact, set(values)) & set(values)
            case Not(Among(fact, values)):
                rest = set(_values(facts[fact])) - set(values)
                words[fact] = words.get(fact, rest) & rest
            case Within(fact, least, most):
                low, high = spans.get(fact, (None, None))
                low = least if low is None or (least is not None and least > low) else low  # type: ignore[operator]  # one type a fact
                high = most if high is None or (most is not None and most < high) else high  # type: ignore[operator]  # as above
                spans[fact] = (low, high)
            case _:
                continue
    crossed = any(low is not None and high is not None and low > high for low, high in spans.values())  # type: ignore[operator]  # as above
    return not crossed and all(words.values())


def _required(expression: Expression) -> Iterator[Expression]:
    """The parts that must all hold for the whole to hold."""
    if isinstance(expression, All):
        for part in expression.parts:
            yield from _required(part)
    else:
        yield expression


def _values(fact: Fact) -> tuple[bool | str, ...]:
    return (True, False) if isinstance(fact.domain, Flag) else fact.value_ids
