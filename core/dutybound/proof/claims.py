"""What can be said of one or two imagined cases: a closed set of claims over the definitions of programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from dutybound import program as names
from dutybound.assembly import bounds
from dutybound.program import Program
from dutybound.rules import Outcome
from dutybound.truth import Truth


@frozen
class Says:
    """On one side, a definition has this truth."""

    side: int
    name: str
    truth: Truth


@frozen
class Each:
    """Every part is so; nothing is claimed where there is none."""

    parts: tuple["Claim", ...]


@frozen
class Some:
    """One part is so; impossible where there is none."""

    parts: tuple["Claim", ...]


@frozen
class Denied:
    """The part is not so."""

    part: "Claim"


Claim = Says | Each | Some | Denied
"""Two-valued: a definition holds, fails or is unknown, and a claim about that is so or not."""


def is_so(claim: Claim, sides: Sequence[Mapping[str, Truth]]) -> bool:
    """Whether a claim is so, given the truth of all definitions on each side."""
    match claim:
        case Says(side, name, truth):
            return sides[side][name] is truth
        case Each(parts):
            return all(is_so(part, sides) for part in parts)
        case Some(parts):
            return any(is_so(part, sides) for part in parts)
        case Denied(part):
            return not is_so(part, sides)


def holds(name: str, side: int = 0) -> Says:
    """The definition holds."""
    return Says(side, name, Truth.HOLDS)


def fails(name: str, side: int = 0) -> Says:
    """The definition fails."""
    return Says(side, name, Truth.FAILS)


def possible(name: str, side: int = 0) -> Claim:
    """The definition does not fail."""
    return Denied(fails(name, side))


def ends(outcome: Outcome, program: Program, side: int = 0) -> Claim:
    """The decision's outcome, as `assembly.ending` finds it."""
    settled = tuple(each for each in Outcome if each is not Outcome.UNDETERMINED)
    if outcome is Outcome.UNDETERMINED:
        return Each(tuple(Denied(ends(each, program, side)) for each in settled))
    earlier = settled[: settled.index(outcome)]
    parts: list[Claim] = [holds(names.outcome(outcome), side)]
    parts += [Denied(holds(names.outcome(each), side)) for each in earlier]
    if outcome is Outcome.LIABLE:
        parts += [Denied(Says(side, bound, Truth.UNKNOWN)) for bound in bounds(program.rungs)]
    return Each(tuple(parts))


def ends_among(outcomes: Iterable[Outcome], program: Program, side: int = 0) -> Claim:
    """The decision's outcome is one of these."""
    return Some(tuple(ends(each, program, side) for each in outcomes))


def sanctioned(program: Program, side: int = 0) -> Claim:
    """The decision names a sanction."""
    return Each((ends(Outcome.LIABLE, program, side), holds(names.most(1), side)))


def named_in(claim: Claim) -> Iterator[tuple[int, str]]:
    """The sides and definitions a claim speaks of."""
    match claim:
        case Says(side, name):
            yield side, name
        case Each(parts) | Some(parts):
            for part in parts:
                yield from named_in(part)
        case Denied(part):
            yield from named_in(part)
