"""Whether a mutant is noticed: the cases whose values move, judged by what a lawyer expects of them, until one is missed.

Every case is evaluated side by side with all others, and of the program only what rests on the change. What no value of the program
tells (needed facts, the procedure, who answers, due days, the law of a later day) is asked of the cases that expect something of it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from attrs import evolve, field, frozen

from dutybound.assembly import owed
from dutybound.attributing import attributions
from dutybound.building import build
from dutybound.decision import Decision
from dutybound.engines.panel import Follower, Panel, Plane, Planes, bits
from dutybound.facts import Fact
from dutybound.lawcases.matters import decision_misses, engine_for
from dutybound.mutation.applying import Applied, Workshop
from dutybound.mutation.ground import Ground
from dutybound.mutation.mutants import Mutant, Subject
from dutybound.mutation.needing import Needing
from dutybound.problems import Problem, Refused
from dutybound.procedure import review
from dutybound.program import Program, Stage
from dutybound.reach import covered
from dutybound.rulebook import Rulebook
from dutybound.rules import Attribution, Instrument, Ladder, Obligation, Remedy, Step
from dutybound.text import Text
from dutybound.versions import law_of


@frozen
class Killed:
    """A case of the pack is not met any more: its number, and what is missed."""

    mutant: Mutant
    by: int
    miss: Text


@frozen
class Rejected:
    """The checks refuse the mutant, so it can do no harm unnoticed."""

    mutant: Mutant
    problems: tuple[Problem, ...]


@frozen(eq=False)
class Survivor:
    """Every case of the pack is met as before; `moved`: what nevertheless changed over these cases."""

    mutant: Mutant
    applied: Applied
    moved: Mapping[str, Plane] = field(repr=False)


Judgement = Killed | Rejected | Survivor


_SHOWN = (
    *(Stage.CIRCUMSTANCE, Stage.WAIVER, Stage.OUTCOME, Stage.BOUND),
    *(Stage.TIER, Stage.STANDS, Stage.MEASURE, Stage.REFERRAL, Stage.OBLIGATION),
)
"""The stages a decision shows, other findings a case has to name. Tiers and standing faults are shown by the months."""


class Judge:
    """Judges mutants of one rulebook by one set of cases."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.workshop = Workshop.of(ground.engine.rulebook, ground.engine.program)
        self._later = _Later.all_of(ground)
        self._constraints = frozenset(ground.suite.constraints)

    def judge(self, mutant: Mutant) -> Judgement:
        """What becomes of a mutant; raises `Refused` for a case that was not met before."""
        try:
            applied = self.workshop.make(mutant)
        except Refused as refused:
            return Rejected(mutant, refused.problems)
        moved = self._moved(applied)
        for number, miss in self._missed(applied, moved):
            if miss is not None:
                return Killed(mutant, number, miss)
        return Survivor(mutant, applied, moved)

    def _moved(self, applied: Applied) -> dict[str, Plane]:
        suite = self.ground.suite
        if not applied.changed and not applied.reshaped:
            return {}
        if not applied.reshaped:
            return suite.follower.after(suite.panel, suite.planes, applied.changed)
        found = suite.panel.planes(applied.program.definitions)
        return {name: plane for name, plane in found.items() if suite.planes.get(name) != plane}

    def _missed(self, applied: Applied, moved: Mapping[str, Plane]) -> Iterator[tuple[int, Text | None]]:
        """Case after case that the change may reach, with what is missed of it: the quickest looks first."""
        ground, mutant = self.ground, applied.mutant
        differing = self.differing(moved)
        looked_at = differing
        other_rungs = isinstance(mutant.mutated, Ladder) and bool(applied.changed or applied.reshaped)
        if other_rungs:
            looked_at = ground.suite.panel.everyone
        elif mutant.written is None:
            looked_at |= ground.asking_modes | ground.asking("months") & ~ground.later
        for number in bits(looked_at):
            yield number, ground.miss(number, moved, applied.rulebook)
        yield from self._told(applied)
        slow = self._open(applied, moved) & ground.asking_needs
        if slow:
            slow &= self._needing.doubtful(applied.changed, applied.program if applied.reshaped else None)
        slow |= ground.asking("due") & differing & ~ground.later
        slow |= ground.asking("outcome", "sanction") & self.differing(self._deciding(moved)) & ~ground.later
        slow |= self._decided_later(applied)
        if mutant.written is None:
            slow |= ground.asking("months") & ground.later
        if isinstance(mutant.mutated, Fact):
            slow |= ground.counting(mutant.mutated)
        if other_rungs:
            slow |= ground.asking("outcome", "sanction", "executable", "flaws")
        engine = ground.reading(applied.rulebook) if slow else None
        for number in bits(slow):
            assert engine is not None  # it was made for these cases
            yield number, ground.fully_missed(number, engine)

    def differing(self, moved: Mapping[str, Plane]) -> int:
        """The cases in which something that a case can expect comes to another value."""
        found = 0
        for name, (holds, fails) in moved.items():
            before = self.ground.suite.planes.get(name)
            if before is not None:
                found |= ((holds ^ before[0]) | (fails ^ before[1])) & self._watching.get(name, 0)
                if name in self._constraints:
                    found |= fails ^ before[1]  # a constraint that is open instead of met says nothing
        return found

    def _deciding(self, moved: Mapping[str, Plane]) -> Mapping[str, Plane]:
        """What moves of the outcome, the range and the months, and of what refuses a case."""
        stages = {each.name: each.stage for each in self.ground.engine.program.definitions}
        return {name: plane for name, plane in moved.items() if stages.get(name) in (*_DECIDING, Stage.CONSTRAINT)}

    @cached_property
    def _watching(self) -> Mapping[str, int]:
        """For each definition the cases that look at it: all at what the decision is made of, some at the findings they name."""
        ground = self.ground
        everyone = ground.suite.panel.everyone
        found = {each.name: everyone for each in ground.engine.program.definitions if each.stage in _SHOWN}
        for number, case in enumerate(ground.cases):
            for named in (case.written.expect.faults, case.written.expect.findings):
                for name in named or ():
                    found[name] = found.get(name, 0) | 1 << number
        return found

    # --- what the program does not tell ---

    @cached_property
    def _needing(self) -> Needing:
        return Needing(self.ground)

    def _told(self, applied: Applied) -> Iterator[tuple[int, Text | None]]:
        """The procedure, who answers, months and due days: put into the decision as it was, for the program says the same."""
        keys = _told_by(applied.mutant.mutated)
        for number in bits(self.ground.asking(*keys)) if keys else ():
            case, person = self.ground.cases[number], self.ground.persons[number]
            if case.matter.day is not None:
                continue  # decided twice; the engine itself is asked
            expected = case.written.expect.decision
            assert expected is not None  # it asks for one of the keys
            yield number, next(iter(decision_misses(expected, self._retold(applied, number), person)), None)

    def _retold(self, applied: Applied, number: int) -> Decision:
        decision, person = self.ground.decision(number), self.ground.persons[number]
        register = engine_for(self.ground.engine, self.ground.cases[number].matter).register
        rulebook = applied.rulebook
        rules = {each.id: each for each in rulebook.content.obligations}
        return evolve(
            decision,
            procedure=None if person.proceeding is None else review(person.proceeding, rulebook, register.offices),
            attributions=attributions(rulebook, person.facts),
            obligations=tuple(owed(rules[each.id], each.status, person.facts, register.calendar) for each in decision.obligations),
        )

    def _open(self, applied: Applied, moved: Mapping[str, Plane]) -> int:
        """The cases in which a changed definition is open before or after: only there can another fact be needed.

        What is known to hold or fail does so whatever is learnt.
        """
        planes, everyone = self.ground.suite.planes, self.ground.suite.panel.everyone
        found = everyone if applied.reshaped else 0
        for name in applied.changed if not applied.reshaped else ():
            before, after = planes[name], moved.get(name, planes[name])
            found |= everyone & ~((before[0] & after[0]) | (before[1] & after[1]))
        return found

    def _decided_later(self, applied: Applied) -> int:
        """The cases decided by the law of a later day too, as far as the change may reach them there."""
        return sum(1 << each.number for each in self._later if each.reached(applied))


_TOLD: Mapping[type, tuple[str, ...]] = {
    Step: ("executable", "flaws", "remedies"),
    Remedy: ("executable", "flaws", "remedies"),
    Attribution: ("attributions",),
    Obligation: ("due",),
    Instrument: ("attributions",),
}


def _told_by(changed: Subject) -> tuple[str, ...]:
    """What of a whole decision a change can reach without the program."""
    return _TOLD.get(type(changed), ())


@frozen(eq=False)
class _Later:
    """A case that is decided on a given day, by the law of that day."""

    number: int
    rulebook: Rulebook
    panel: Panel
    program: Program
    planes: Planes
    follower: Follower
    days: tuple[date, ...]

    @classmethod
    def all_of(cls, ground: Ground) -> "tuple[_Later, ...]":
        """Every such case that expects something of the whole decision."""
        rulebook = ground.engine.rulebook
        act_day = rulebook.origin("act.date")
        found = []
        for number in bits(ground.later):
            person, day = ground.persons[number], ground.cases[number].matter.day
            assert day is not None  # that is what later cases have
            program = build(rulebook, day)
            examined = None if person.alleged is None else covered(person.alleged, rulebook.content.faults)
            panel = Panel(program, (person.facts,), (examined,))
            acted = person.facts.get(act_day.id) if act_day else None
            days = tuple(each for each in (acted, day) if isinstance(each, date))
            found.append(cls(number, rulebook, panel, program, panel.planes(program.definitions), Follower(program), days))
        return tuple(found)

    def reached(self, applied: Applied) -> bool:
        """Whether another law is in force on one of the days, or the decision by the later law is another."""
        if applied.mutant.written is not None:
            moved = self.follower.after(self.panel, self.planes, applied.changed)
        else:
            if any(law_of(self.rulebook, day) != law_of(applied.rulebook, day) for day in self.days):
                return True
            moved = self.panel.planes(build(applied.rulebook, self.days[-1]).definitions)
        shown = {each.name for each in self.program.definitions if each.stage in _DECIDING}
        shown |= {each.name for each in self.program.stage(Stage.CONSTRAINT) if moved.get(each.name, (0, 0))[1]}
        return any(moved[name] != self.planes[name] for name in shown & moved.keys())


_DECIDING = (Stage.OUTCOME, Stage.BOUND, Stage.TIER, Stage.STANDS)
