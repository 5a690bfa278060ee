"""Invariant 6, stated for the facts it is claimed for: more harm, more gravity and more fault never lighten.

The law has facts that aggravate and facts that excuse, and facts that do either by what else is known, so the sentence cannot be
claimed of every fact. It is claimed of a fact that is *aggravating*, which the program itself tells: followed from its leaves to
the outcome, the fact can only push towards liability and towards heavier rungs. For the tiers of a range, of which one takes over
from another as gravity rises, that means: the rung at either end never falls while the fact rises.
"""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from dutybound import program as names
from dutybound.assembly import ending
from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, leaves, reads
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.engines.reference import PredicateError, evaluate
from dutybound.facts import Facts, Flag, Grade, Value
from dutybound.program import Definition, Program, Stage
from dutybound.rules import Outcome, SanctionRange
from dutybound.testing.invariants import decide
from dutybound.truth import Truth


class Push(Enum):
    """What a rising fact does to a definition: nothing, towards holding, towards failing, or now this and now that."""

    NOT = 0
    UP = 1
    DOWN = 2
    BOTH = 3

    def __or__(self, other: "Push") -> "Push":
        if self is other or other is Push.NOT:
            return self
        return other if self is Push.NOT else Push.BOTH

    def __invert__(self) -> "Push":
        return {Push.UP: Push.DOWN, Push.DOWN: Push.UP}.get(self, self)


def rising_values(engine: Engine, fact: str) -> tuple[Value, ...]:
    """The values of a flag or grade from least to most, none for other types."""
    declared = engine.rulebook.fact(fact)
    match declared.domain:
        case Flag():
            return (False, True)
        case Grade():
            return declared.value_ids
        case _:
            return ()


@lru_cache(maxsize=32)  # asked of a fact by whoever looks for one, and again by the check of it
def aggravating(engine: Engine, fact: str) -> bool:
    """Whether the program lets this flag or grade push only towards liability and heavier rungs."""
    values = rising_values(engine, fact)
    if not values:
        return False
    rising = {sanction.id for sanction in engine.rulebook.content.sanctions if _rises(engine, sanction, fact, values)}
    pushes: dict[str, Push] = {}
    for definition in engine.program.definitions:
        pushes[definition.name] = _push_of(definition, fact, values, pushes, rising)
    # being in scope counts as towards liability, and so does everything that is not an ending in the person's favour
    towards = [names.SCOPE, names.LIABILITY, *_bounds(engine.program)]
    against = [names.WAIVED]
    return all(pushes[each] in (Push.NOT, Push.UP) for each in towards) and all(pushes[each] in (Push.NOT, Push.DOWN) for each in against)


def _bounds(program: Program) -> list[str]:
    return [bound(rung) for rung in range(1, program.rungs + 1) for bound in (names.least, names.most)]


def _push_of(definition: Definition, fact: str, values: tuple[Value, ...], pushes: Mapping[str, Push], rising: set[str]) -> Push:
    if definition.stage is Stage.TIER and definition.rule in rising:
        # which tier applies moves with the fact; that the ends only rise was checked for the range as a whole
        return pushes[names.active(definition.rule)] | Push.UP
    if definition.name == names.WAIVED_BELOW and pushes["own-least:1"] in (Push.NOT, Push.UP):
        # the lowest rung, mitigated, is waived: where the range rises to it from nothing, nothing was lost; where it rises past it,
        # the waiver ends
        return pushes[names.MUST_MITIGATE] | ~pushes["own-least:1"] | ~pushes[names.BARRED]
    return _push(definition.expression, fact, values, pushes)


def _push(expression: Expression, fact: str, values: tuple[Value, ...], pushes: Mapping[str, Push]) -> Push:
    match expression:
        case Ref(name):
            return pushes[name]
        case All(parts) | Any(parts):
            found = Push.NOT
            for part in parts:
                found |= _push(part, fact, values, pushes)
            return found
        case Not(part):
            return ~_push(part, fact, values, pushes)
        case Among(read, wanted):
            if read != fact:
                return Push.NOT
            inside = [value in wanted for value in values]
            if inside == sorted(inside):
                return Push.UP
            return Push.DOWN if inside == sorted(inside, reverse=True) else Push.BOTH
        case Within() | AtMost() | Opaque() as leaf:
            return Push.BOTH if fact in reads(leaf) else Push.NOT


def _rises(engine: Engine, sanction: SanctionRange, fact: str, values: tuple[Value, ...]) -> bool:
    """Whether the tiers of a range read nothing but this fact and their ends never fall while it rises."""
    tiers = [engine.rulebook.expressions[f"{sanction.id}/{number}"] for number, _ in enumerate(sanction.tiers, 1)]
    asked = [leaf for tier in tiers for leaf in leaves(tier)]
    if not all(isinstance(leaf, Among) and leaf.fact == fact for leaf in asked):
        return False
    rungs = [rung.id for rung in engine.rulebook.content.ladder.rungs]
    definitions = tuple(Definition(str(number), Stage.TIER, tier) for number, tier in enumerate(tiers))
    alone = Program((), definitions, {}, len(rungs))
    ends: list[tuple[int, int]] = []
    for value in values:
        truths = evaluate(alone, {fact: value}).values()
        holding = [tier.range for tier, truth in zip(sanction.tiers, truths, strict=True) if truth is Truth.HOLDS]
        lower, upper = (max((rungs.index(ends_of[end]) for ends_of in holding), default=-1) for end in (0, 1))
        ends.append((lower, upper))
    return all(before[end] <= after[end] for before, after in pairwise(ends) for end in (0, 1))


def severity(engine: Engine, decision: Decision) -> tuple[int, int, int]:
    """Ending, lightest and heaviest rung; greater is heavier.

    Neither liable nor waived is nothing; waived, and liable where no sanction is available, leave a measure and are alike.
    """
    rungs = [rung.id for rung in engine.rulebook.content.ladder.rungs]
    if decision.sanction is None:
        return (int(decision.outcome in (Outcome.LIABLE, Outcome.WAIVED)), 0, 0)
    low, high = decision.sanction.range
    return (2, rungs.index(low) + 1, rungs.index(high) + 1)


def _settled(engine: Engine, facts: Facts) -> bool:
    """Whether a case is determined; asked first, because it takes long to find out what an open one still needs."""
    try:
        return ending(engine.values(facts), engine.program.rungs) is not Outcome.UNDETERMINED
    except PredicateError:
        return False


def check_more_harm_never_lightens(engine: Engine, facts: Facts, fact: str) -> None:
    """Invariant 6: while an aggravating fact rises and all else stays, neither ending nor either end of the range becomes lighter.

    Undetermined cases and cases that contradict themselves are not compared.
    """
    assert aggravating(engine, fact), f"`{fact}` is not aggravating in this rulebook, so nothing is claimed of it"
    before: tuple[Value, Decision] | None = None
    for value in rising_values(engine, fact):
        changed = {**facts, fact: value}
        decision = decide(engine, changed) if _settled(engine, changed) else None
        if decision is None:
            continue
        if before is not None:
            lighter, heavier = severity(engine, before[1]), severity(engine, decision)
            assert all(less <= more for less, more in zip(lighter, heavier, strict=True)), (
                f"`{fact}` rose from {before[0]} to {value} and the decision became lighter: {lighter}, then {heavier}"
            )
        before = (value, decision)
