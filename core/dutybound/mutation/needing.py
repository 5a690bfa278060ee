"""Facts that a lawyer expects to be needed, and complete cases that show each of them to be: while one still does, it is needed.

That a fact is needed takes a search; that it still is after a change takes a look at the cases the search would find.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, product

from attrs import evolve, frozen

from dutybound.assembly import bounds, deciding
from dutybound.conditions import Any, Expression
from dutybound.engines.panel import Follower, Overlay, Panel, Planes, Seen, bits
from dutybound.facts import Choice, Facts, Flag, Grade
from dutybound.mutation.ground import Ground
from dutybound.openness import FREE, Open, Question
from dutybound.program import Definition, Program, Stage, outcome
from dutybound.reach import Reach, covered
from dutybound.rules import Outcome

WITNESSES = 3
"""How many complete cases are kept for one fact: a change may spoil one of them."""

TRIES = 64
"""How many ways to complete a case are tried for one fact."""


@frozen
class _Shown:
    """A complete case without the fact, and with it."""

    number: int
    fact: str
    without: Facts
    complete: Facts


class Needing:
    """What the cases of a ground expect to be needed, and what shows it, side by side."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        tried = [shown for number in bits(ground.asking_needs) for shown in self._tried(number)]
        self._look_at(tried)
        kept: Counter[tuple[int, str]] = Counter()
        few: list[_Shown] = []
        for shown in self._still(self._planes):
            if kept[shown.number, shown.fact] < WITNESSES:
                kept[shown.number, shown.fact] += 1
                few.append(shown)
        self._look_at(few)

    def _look_at(self, shown: "list[_Shown]") -> None:
        ground, program = self._ground, self._ground.engine.program
        reach = Reach.over(ground.engine.rulebook.content.faults)
        alleged = [ground.persons[each.number].alleged for each in shown for _ in range(2)]
        examined = [None if each is None else reach.of(each) for each in alleged]
        self._shown = shown
        self._panel = Panel(program, [facts for each in shown for facts in (each.without, each.complete)], examined)
        self._planes: Planes = self._panel.planes(program.definitions)
        self._follower = Follower(program)

    def _still(self, planes: Planes) -> "list[_Shown]":
        """Those cases that are decided with their fact, contradict nothing, and stay open without it."""
        decided, refused = self._decided(planes), self._refused(planes)
        return [
            shown
            for at, shown in enumerate(self._shown)
            if not decided >> 2 * at & 1 and decided >> 2 * at + 1 & 1 and not refused >> 2 * at & 3
        ]

    def doubtful(self, changed: Mapping[str, Expression], program: Program | None) -> int:
        """The cases some needed fact of which nothing shows to be needed after a change; `program`: one made anew by it."""
        if program is None:
            planes: Planes = Overlay(self._planes, self._follower.after(self._panel, self._planes, changed))
        else:
            planes = self._panel.planes(program.definitions)
        still = {(shown.number, shown.fact) for shown in self._still(planes)}
        found = 0
        for number in bits(self._ground.asking_needs):
            wanted = self._ground.cases[number].written.expect.needs or ()
            if any((number, fact) not in still for fact in wanted):
                found |= 1 << number
        return found

    def _decided(self, planes: Planes) -> int:
        found = 0
        for ending in Outcome:
            if ending is Outcome.UNDETERMINED:
                continue
            holds = planes[outcome(ending)][0]
            if ending is Outcome.LIABLE:
                for name in bounds(self._ground.engine.program.rungs):
                    one, other = planes[name]
                    holds &= one | other
            found |= holds
        return found

    def _refused(self, planes: Planes) -> int:
        found = 0
        for name in self._ground.suite.constraints:
            found |= planes[name][1]
        return found

    def _tried(self, number: int) -> Iterator[_Shown]:
        """Complete cases for each fact that is expected to be needed, over the values that tell the open conditions apart."""
        facts = self._ground.persons[number].facts
        start = Open.of(self._question(number), facts, Seen(self._ground.suite.planes, number))
        candidates = sorted(name for name in start.variables("") if not name.startswith(FREE))
        for fact in self._ground.cases[number].written.expect.needs or ():
            if fact not in candidates:
                continue
            others = [name for name in candidates if name != fact]
            for values in islice(product(*(start.values(name) for name in others)), TRIES):
                without = {**facts, **dict(zip(others, values, strict=True))}
                yield from (_Shown(number, fact, without, {**without, fact: value}) for value in start.values(fact))

    def _question(self, number: int) -> Question:
        """What the search asks of the program that examines only what the case alleges."""
        ground, program = self._ground, self._ground.engine.program
        alleged = ground.persons[number].alleged
        if alleged is not None:
            examined = covered(alleged, ground.engine.rulebook.content.faults)
            program = evolve(program, definitions=tuple(_examined(each, examined) for each in program.definitions))
        listed = {fact.id for fact in program.facts if isinstance(fact.domain, Flag | Choice | Grade)}
        finite = frozenset(name for name, each in program.predicates.items() if listed.issuperset(each.reads))
        return Question(program, deciding(program.rungs), ground.suite.constraints, ground.suite.trials, finite)


def _examined(definition: Definition, examined: frozenset[str]) -> Definition:
    if definition.stage is not Stage.FAULT or definition.name in examined:
        return definition
    return evolve(definition, expression=Any(()))
