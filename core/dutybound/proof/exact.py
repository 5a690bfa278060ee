"""Exact answers for one case in which facts are unknown: every outcome it can come to, what settles it, what would change it."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.assembly import bounds, ending
from dutybound.engines.reference import evaluate
from dutybound.facts import Facts
from dutybound.program import Program
from dutybound.proof.claims import Claim, Denied, Each, Says, Some, ends, holds
from dutybound.proof.confirming import confirmed
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Agrees, Impossible, Near, Open, Question, Seeker, Side, Witness, vocabulary
from dutybound.rules import Outcome
from dutybound.text import Text
from dutybound.truth import Truth

_ENDINGS = tuple(each for each in Outcome if each is not Outcome.UNDETERMINED)

MOST_SETS = 5
MOST_SIZE = 6
"""Sets of facts and changes are looked for up to this many and this size."""


@frozen(order=True)
class End:
    """An outcome and, where it is `liable`, the lightest and heaviest rung (from 1); 0 and 0 where there is no sanction."""

    outcome: Outcome
    low: int = 0
    high: int = 0


@frozen
class Ends:
    """Every end some completion of a case comes to, neither more nor less; `complete` is false where the search gave up."""

    found: tuple[End, ...]
    complete: bool
    reason: Text | None = None


@frozen
class Departure:
    """New values of some facts (changed, or learned) after which the goal is reached."""

    facts: Facts


def _roots(program: Program) -> tuple[str, ...]:
    return (*map(names.outcome, _ENDINGS), *bounds(program.rungs))


def end_of(program: Program, facts: Facts) -> End:
    """The end of a case by the reference interpreter."""
    values = evaluate(program, facts)
    outcome = ending(values, program.rungs)
    if outcome is not Outcome.LIABLE:
        return End(outcome)
    high = sum(values[names.most(rung)] is Truth.HOLDS for rung in range(1, program.rungs + 1))
    low = max(1, sum(values[names.least(rung)] is Truth.HOLDS for rung in range(1, program.rungs + 1)))
    return End(outcome, low, high) if high else End(outcome)


def _comes_to(program: Program, end: End, side: int = 0) -> Claim:
    parts: list[Claim] = [ends(end.outcome, program, side)]
    if end.outcome is Outcome.LIABLE:
        for rung in range(1, program.rungs + 1):
            parts.append(Says(side, names.most(rung), Truth.of(rung <= end.high)))
            if rung > 1:
                reached = rung <= end.low and end.high > 0
                parts.append(Says(side, names.least(rung), Truth.of(reached)) if end.high else Each(()))
    return Each(tuple(parts))


def possible_ends(program: Program, facts: Facts, seeker: Seeker) -> Ends:
    """Every end of a completion of `facts` that breaks no constraint."""
    found: dict[End, None] = {}
    while True:
        new = Each(tuple(Denied(_comes_to(program, each)) for each in found))
        # the outcomes are named in any case, so that all they rest on is completed
        claim = Each((new, Some(tuple(ends(each, program) for each in _ENDINGS))))
        answer = seeker.seek(Question((Side(program),), claim, complete=True, given=facts, shrunk=False))
        if isinstance(answer, Impossible):
            return Ends(tuple(sorted(found, key=_severity)), complete=True)
        if isinstance(answer, Open):
            return Ends(tuple(sorted(found, key=_severity)), complete=False, reason=answer.reason)
        end = end_of(program, answer.copies[0])
        assert end not in found, f"{end} was found before"
        found[end] = None


def _severity(end: End) -> tuple[int, int, int]:
    return (_ENDINGS.index(end.outcome), end.low, end.high)


def settling_sets(program: Program, facts: Facts, seeker: Seeker) -> tuple[tuple[str, ...], ...] | Open:
    """The smallest sets of unknown facts that settle the case whatever their values turn out to be, at most five of them.

    A set settles if no two completions that agree on it come to different ends. Every set of this size is found before a
    larger one is tried. One empty set: the case is settled as it is. None: even all facts known settle nothing (never so).
    """
    apart: list[frozenset[str]] = []
    found: list[tuple[str, ...]] = []
    unknown = sorted(Graph.of(program).cone(_roots(program)).facts - set(facts))
    for size in range(len(unknown) + 1):
        for chosen in _hitting(unknown, size, apart):
            answer = _told_apart(program, facts, frozenset(chosen), seeker)
            if isinstance(answer, Open):
                return answer
            if isinstance(answer, Impossible):
                found.append(chosen)
                if len(found) == MOST_SETS:
                    return tuple(found)
                continue
            apart.append(answer)
        if found:
            return tuple(found)
    return ()


def _hitting(unknown: Sequence[str], size: int, apart: list[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Sets of this size with a fact in common with every difference known so far; `apart` may grow meanwhile."""

    def extend(chosen: tuple[str, ...], start: int) -> Iterator[tuple[str, ...]]:
        missed = next((each for each in apart if each.isdisjoint(chosen)), None)
        if len(chosen) == size:
            if missed is None:
                yield chosen
            return
        for position in range(start, len(unknown)):
            left = set(unknown[position:])
            if all(not each.isdisjoint(chosen) or not each.isdisjoint(left) for each in apart):
                yield from extend((*chosen, unknown[position]), position + 1)

    for chosen in extend((), 0):
        if all(not each.isdisjoint(chosen) for each in apart):
            yield chosen


def _told_apart(program: Program, facts: Facts, agreed: frozenset[str], seeker: Seeker) -> frozenset[str] | Impossible | Open:
    """The facts in which two completions differ that agree on `agreed` and end differently: as few as there can be."""
    differ = _differ(program)
    question = Question(
        (Side(program, 0), Side(program, 1)), differ, Agrees(agreed | frozenset(facts)), complete=True, given=facts, shrunk=False
    )
    answer = seeker.seek(question)
    if isinstance(answer, Impossible | Open):
        return answer
    one_, other = ({**case} for case in answer.copies)
    declared = vocabulary((program,))
    for name in sorted(one_):
        if one_[name] != other.get(name) and confirmed(question, (one_, {**other, name: one_[name]}), declared):
            other[name] = one_[name]
    return frozenset(name for name in one_ if one_[name] != other.get(name))


def _differ(program: Program) -> Claim:
    outcomes = [Each((ends(each, program, 0), Denied(ends(each, program, 1)))) for each in _ENDINGS]
    liable = (ends(Outcome.LIABLE, program, 0), ends(Outcome.LIABLE, program, 1))
    ranges = [Each((*liable, Says(0, bound, Truth.HOLDS), Says(1, bound, Truth.FAILS))) for bound in bounds(program.rungs)]
    ranges += [Each((*liable, Says(0, bound, Truth.FAILS), Says(1, bound, Truth.HOLDS))) for bound in bounds(program.rungs)]
    return Some((*outcomes, *ranges))


def smallest_changes(
    program: Program, facts: Facts, goal: Claim, seeker: Seeker, *, kept: frozenset[str] = frozenset(), most: int = MOST_SIZE
) -> tuple[Departure, ...] | Open:
    """The fewest facts to change or to learn so that `goal` is so, at most five ways that touch different facts.

    `kept` facts are left as they are, known or not. None within `most` changes: an empty tuple. No changes at all: one
    empty departure.
    """
    found: list[Departure] = []
    for size in range(most + 1):
        excluded: list[frozenset[str]] = []
        while len(found) < MOST_SETS:
            answer = _near(program, facts, goal, seeker, Near(facts, size, kept), excluded)
            if isinstance(answer, Open):
                return answer
            if isinstance(answer, Impossible):
                break
            found.append(answer)
            excluded.append(frozenset(answer.facts))
            if not answer.facts:
                return tuple(found)
        if found:
            return tuple(found)
    return ()


def _near(
    program: Program, facts: Facts, goal: Claim, seeker: Seeker, near: Near, excluded: Sequence[frozenset[str]]
) -> Departure | Impossible | Open:
    """A departure that touches none of the `excluded` sets as a whole."""
    answer: Departure | Impossible | Open = Impossible()
    for left_out in _choices(excluded):
        relation = evolve(near, kept=near.kept | left_out)
        asked = seeker.seek(Question((Side(program),), goal, relation, shrunk=False))
        if isinstance(asked, Open):
            answer = asked
        elif isinstance(asked, Witness):
            case = asked.copies[0]
            return Departure({name: value for name, value in case.items() if name not in facts or facts[name] != value})
    return answer


def _choices(excluded: Sequence[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Every way to leave out one fact of each set."""
    if not excluded:
        yield frozenset()
        return
    seen: set[frozenset[str]] = set()
    for rest in _choices(excluded[1:]):
        for name in sorted(excluded[0]):
            chosen = rest | {name}
            if chosen not in seen:
                seen.add(chosen)
                yield chosen


def reaching(outcome: Outcome, program: Program) -> Claim:
    """The goal that a case ends so."""
    return ends(outcome, program)


def finding(name: str) -> Claim:
    """The goal that a rule holds, as in "why not exempt under item 4"."""
    return holds(name)
