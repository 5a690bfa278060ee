"""What a set of lawyers' cases shows: every condition shown to decide both ways, every provision, every outcome."""

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from dutybound.branches import Position, put_within, replaced, singles, spelt, within
from dutybound.conditions import All, Any, Expression
from dutybound.engines.panel import Panel, Planes, bits
from dutybound.lawcases.suite import Suite
from dutybound.linking import written_conditions
from dutybound.problems import Place
from dutybound.program import Definition, Stage
from dutybound.rules import Constraint, Outcome

ALWAYS, NEVER = All(()), Any(())


@frozen
class Deciding:
    """One single condition of a rule, and how often it was shown to decide the finding by being true, and by being false.

    It decides in a case where its own truth is known and the finding would be another if it were the other way.
    """

    rule: str
    part: str
    at: Position
    definition: str
    spelt: str
    place: Place
    true: int
    false: int

    @property
    def id(self) -> str:
        """A name that stays the same while the rule does."""
        numbers = ".".join(str(number + 1) for number in self.at)
        return f"{self.part}#{numbers}" if numbers else self.part

    @property
    def missing(self) -> tuple[bool, ...]:
        """The truths by which it was not shown to decide."""
        return tuple(truth for truth, count in ((True, self.true), (False, self.false)) if not count)


@frozen
class Cited:
    """A provision: how many cases were written for it, and whether its rules were seen to hold and to fail."""

    provision: str
    cases: int
    holds: bool
    fails: bool


@frozen
class Coverage:
    """What the cases show of the rules looked at."""

    deciding: tuple[Deciding, ...]
    provisions: tuple[Cited, ...]
    outcomes: tuple[tuple[str, int], ...]

    @property
    def shown(self) -> tuple[int, int]:
        """How many of the ways in which conditions can decide were shown, and how many there are."""
        return sum(2 - len(each.missing) for each in self.deciding), 2 * len(self.deciding)


def cover(suite: Suite) -> Coverage:
    """The coverage of a suite."""
    return Coverage(tuple(_deciding(suite)), tuple(_provisions(suite)), tuple(_outcomes(suite)))


@frozen
class Leaf:
    """A single condition in place: its definition, with it, with it true and with it false."""

    definition: Definition
    itself: Expression
    if_true: Definition
    if_false: Definition
    constraint: bool

    def deciding(self, panel: Panel, planes: Planes, refused: int) -> tuple[int, int]:
        """The cases in which it decides by being true, and by being false."""
        holds, fails = panel.plane(self.itself, planes)
        one, other = panel.of(self.if_true, planes), panel.of(self.if_false, planes)
        matters = (one[0] & other[1]) | (one[1] & other[0])
        if not self.constraint:
            matters &= ~refused  # a refused case is not decided, so nothing decides in it
        matters &= ~panel.failing
        return holds & matters, fails & matters


def leaf(suite: Suite, part: str, at: Position, definition: Definition) -> Leaf:
    """The single condition at a position of a part of a rule."""
    written = suite.rulebook.expressions[part]
    forced = (replaced(definition.expression, written, put_within(written, at, value)) for value in (ALWAYS, NEVER))
    if_true, if_false = (Definition(definition.name, definition.stage, each, definition.rule) for each in forced)
    return Leaf(definition, within(written, at), if_true, if_false, definition.stage is Stage.CONSTRAINT)


def _deciding(suite: Suite) -> Iterator[Deciding]:
    definitions = {each.name: each for each in suite.program.definitions}
    for rule in suite.rules():
        for part, condition in written_conditions(rule):
            definition = definitions.get(rule.id if isinstance(rule, Constraint) else part)
            if definition is None:
                continue  # told beside the program, so it decides nothing
            for at, single in singles(condition):
                found = leaf(suite, part, at, definition).deciding(suite.panel, suite.planes, suite.refused)
                true, false = (each.bit_count() for each in found)
                yield Deciding(rule.id, part, at, definition.name, spelt(single), single.place, true, false)


def _provisions(suite: Suite) -> Iterator[Cited]:
    written = Counter(str(each.case.written.provision) for each in suite.results)
    seen: dict[str, tuple[bool, bool]] = {}
    named = {each.name: each for each in suite.program.definitions}
    for rule in suite.rules():
        if rule.id in named:
            holds, fails = (bool(each) for each in suite.planes[rule.id])
            before = seen.get(str(rule.provision), (True, True))
            seen[str(rule.provision)] = (before[0] and holds, before[1] and fails)
    for provision, (holds, fails) in sorted(seen.items()):
        yield Cited(provision, written[provision], holds, fails)


def _outcomes(suite: Suite) -> Iterator[tuple[str, int]]:
    ended = Counter(each.decision.outcome.value if each.decision else "refused" for each in suite.results)
    for outcome in (*(each.value for each in Outcome), "refused"):
        yield outcome, ended[outcome]


def first(mask: int) -> int | None:
    """The number of the first case in a mask."""
    return next(bits(mask), None)
