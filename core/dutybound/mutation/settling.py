"""What a survivor does: a case on which the policy and the mutant part, or the proof that there is none.

First among the pack's cases, then near them with one fact changed, then by the symbolic engine where it is installed.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from attrs import frozen

from dutybound import program as names
from dutybound.assembly import Body, body, bounds, deciding
from dutybound.building import build
from dutybound.conditions import Ref, leaves, reads
from dutybound.decision import Consequence, Factor, WaiverFinding
from dutybound.engines.panel import Overlay, Panel, Plane, Planes, bits
from dutybound.engines.reference import PredicateError, evaluate
from dutybound.facts import Facts, Value
from dutybound.lawcases.missing import writable
from dutybound.mutation.applying import Applied
from dutybound.mutation.judging import Judge, Survivor
from dutybound.program import Stage
from dutybound.proof.claims import Claim, Denied, Each, Says, Some, ends, fails
from dutybound.proof.questions import Impossible, Open, Question, Side
from dutybound.proof.seeking import seeker
from dutybound.rulebook import Rulebook
from dutybound.rules import Circumstance, Constraint, Instrument, Measure, Outcome, Waiver
from dutybound.text import Text
from dutybound.truth import Truth

OLD, NEW = 0, 1

MOST_NEAR = 80
"""How many changed facts are tried for one survivor, the nearest first."""

MOST_PAIRS = 40
"""How many pairs of changed facts are tried before the symbolic engine is asked."""

LOOKS = 5
"""How many cases in which something moved are looked at: what moved may not be told."""


@frozen
class Said:
    """What one rulebook says of a case: how it ends, within which range, and the findings in which the two part."""

    outcome: str
    sanction: tuple[str, str] | None
    findings: tuple[tuple[str, str], ...]


@frozen
class Parting:
    """A case on which the policy and the mutant part; near the case `base` of the pack, but for `changes`, if there is one."""

    facts: Facts
    alleged: tuple[str, ...] | None
    base: int | None
    changes: tuple[tuple[str, Value], ...]
    before: Said
    after: Said


@frozen
class Equivalent:
    """There is no case on which they part; `leaned`: predicates the proof may rest on."""

    leaned: tuple[str, ...]


@frozen
class Unsettled:
    """Neither a case nor a proof was found; the reason says what would help."""

    reason: Text


Settled = Parting | Equivalent | Unsettled

BESIDE = Text(
    "这一改动不经过结论的计算（程序、救济、责任归属、期限），须由写有 matter 或 decision 的案例说明",
    "the change is told beside the outcome (procedure, remedies, attribution, time limits): a case with `matter` or `decision` would tell",
)


NOT_NEAR = Text("在现有案例附近没有找到能表明它的案件", "no case near those of the pack shows it")

_MODED = (Measure, Waiver, Circumstance)


class Settling:
    """Settles survivors of one judge."""

    def __init__(self, judge: Judge, seconds: float) -> None:
        self._ground, self._seconds = judge.ground, seconds
        self._suite = judge.ground.suite
        self._definitions = judge.workshop.definitions
        self._writable = {fact.id for fact in self._suite.program.facts if writable(fact)}
        self._plain = sum(1 << number for number, case in enumerate(self._ground.cases) if case.matter.register is None)

    def equivalent(self, survivor: Survivor) -> Equivalent | None:
        """The proof that no case tells the two apart, if there is one: then a search for such a case is in vain.

        A proof is the same whatever the engine was asked before, which a case that it finds is not.
        """
        settled = self.proved(survivor)
        return settled if isinstance(settled, Equivalent) else None

    def searched(self, survivor: Survivor) -> Parting | None:
        """A case of the pack or near one on which they part."""
        applied = survivor.applied
        found = self._parting(applied, self._suite.panel, self._suite.planes, ())
        return found or self._near(applied) or self._pair(applied)

    def proved(self, survivor: Survivor) -> Settled:
        """What the symbolic engine says: a case, or the proof that there is none, or what would help."""
        applied = survivor.applied
        if applied.changed or applied.reshaped:
            return self._proof(applied)
        if isinstance(applied.mutant.mutated, Instrument) and not self._rests_on(applied.mutant.mutated):
            return Equivalent(())
        return Unsettled(NOT_NEAR if isinstance(applied.mutant.mutated, (*_MODED, Instrument)) else BESIDE)

    def _rests_on(self, instrument: Instrument) -> bool:
        """Whether a rule is of this instrument: its dates are read for its own rules alone."""
        return any(rule.provision.instrument == instrument.id for rule in self._suite.rulebook.content.rules())

    # --- among the cases and near them ---

    def _near(self, applied: Applied) -> Parting | None:
        reach = ((fact, value) for fact in self._reach(applied) if fact in self._writable for value in self._suite.trials[fact])
        for fact, value in islice((each for each in reach if self._spelt(*each)), MOST_NEAR):
            panel, planes = self._suite.with_fact(fact, value)
            found = self._parting(applied, panel, planes, ((fact, value),))
            if found is not None:
                return found
        return None

    def _pair(self, applied: Applied) -> Parting | None:
        """As `_near` with two facts changed, the nearest first, as far as patience goes."""
        reach = [fact for fact in self._reach(applied) if fact in self._writable]
        tried = 0
        for (one, first), (other, second) in combinations([(fact, value) for fact in reach for value in self._suite.trials[fact]], 2):
            if one == other or not (self._spelt(one, first) and self._spelt(other, second)):
                continue
            tried += 1
            if tried > MOST_PAIRS:
                return None
            panel, planes = self._suite.with_fact(one, first)
            changed = panel.but(other, second)
            moved = self._suite.follower.with_fact(changed, planes, other)
            found = self._parting(applied, changed, moved, ((one, first), (other, second)))
            if found is not None:
                return found
        return None

    def _spelt(self, fact: str, value: Value) -> bool:
        region = self._suite.rulebook.origin("authority.region")
        return region is None or region.id != fact or (isinstance(value, int) and 100_000 <= value <= 999_999)

    def _parting(self, applied: Applied, panel: Panel, planes: Planes, changes: tuple[tuple[str, Value], ...]) -> Parting | None:
        """The first case in which the decision differs, else the first in which a finding does."""
        moved = self._moved(applied, panel, planes)
        after = Overlay(planes, moved)
        rule = applied.mutant.mutated
        if isinstance(rule, _MODED) and applied.mutant.written is None:
            shown = self._shows(rule.id, panel, planes)
        else:
            shown = _differing(moved, planes, set(deciding(applied.program.rungs)), panel)
            shown = shown or _differing(moved, planes, {name for name in moved if name in self._named}, panel)
        refused = _refused(self._suite.constraints, planes) & _refused(self._suite.constraints, after)
        if not isinstance(rule, Constraint):
            refused |= _refused(self._suite.constraints, planes)
        for number in islice(bits(shown & self._plain & ~refused & ~panel.failing), LOOKS):
            found = self._told(applied, number, changes)
            if found.before != found.after:
                return found
        return None

    @property
    def _named(self) -> frozenset[str]:
        """The findings a case can name."""
        return frozenset(name for name, each in self._definitions.items() if each.rule and ":" not in name)

    def _shows(self, name: str, panel: Panel, planes: Planes) -> int:
        """The cases whose decision shows a measure, waiver or circumstance."""
        final = planes[names.outcome(Outcome.LIABLE)][0] | planes[names.outcome(Outcome.WAIVED)][0]
        return final & (panel.everyone & ~planes[name][1])

    def _moved(self, applied: Applied, panel: Panel, planes: Planes) -> Mapping[str, Plane]:
        if not applied.reshaped:
            return self._suite.follower.after(panel, planes, applied.changed) if applied.changed else {}
        found = panel.planes(applied.program.definitions)
        return {name: plane for name, plane in found.items() if name in planes and planes[name] != plane}

    def _reach(self, applied: Applied) -> tuple[str, ...]:
        """The facts that the change rests on, the nearest first."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        todo = list(applied.changed)
        rule = applied.mutant.mutated
        if not todo and isinstance(rule, _MODED):
            todo = [rule.id]
        before = {each.name: each.expression for each in applied.program.definitions}
        while todo:
            name = todo.pop(0)
            if name in seen or name not in before:
                continue
            seen.add(name)
            for each in (*leaves(before[name]), *(leaves(self._definitions[name].expression) if name in self._definitions else ())):
                if isinstance(each, Ref):
                    todo.append(each.name)
                else:
                    found.update(dict.fromkeys(reads(each)))
        return tuple(found)

    # --- by proof ---

    def _proof(self, applied: Applied) -> Settled:
        leaned: tuple[str, ...] = ()
        asked = seeker(self._seconds)  # a new one each time: what one remembers would lead it to another case
        for question in self._questions(applied):
            answer = asked.seek(question)
            if isinstance(answer, Open):
                return Unsettled(answer.reason)
            if not isinstance(answer, Impossible):
                facts = answer.copies[0]
                return Parting(facts, None, None, (), *self._both(applied, facts, None))
            leaned = tuple(sorted({*leaned, *answer.leaned}))
        return Equivalent(leaned)

    def _questions(self, applied: Applied) -> Iterator[Question]:
        programs = self._suite.program, applied.program
        if isinstance(applied.mutant.mutated, Constraint):
            name = applied.mutant.mutated.id
            yield Question((Side(programs[0]), Side(programs[1], valid=False)), fails(name, NEW))
            yield Question((Side(programs[0], valid=False), Side(programs[1])), fails(name, OLD))
            return
        there = {each.name for each in programs[1].definitions}
        named = [name for name in applied.changed if name in there and name in self._named]
        parts = [_parted(name) for name in named]
        if applied.mutant.written is None:
            liable = (ends(Outcome.LIABLE, programs[OLD], OLD), ends(Outcome.LIABLE, programs[NEW], NEW))
            told = (*bounds(programs[OLD].rungs), names.LIGHTER, names.HEAVIER)
            parts += [Each((ends(each, programs[OLD], OLD), Denied(ends(each, programs[NEW], NEW)))) for each in Outcome]
            parts += [Each((*liable, _parted(name))) for name in told]
        yield Question((Side(programs[0]), Side(programs[1])), Some(tuple(parts)))

    # --- what both say ---

    def _told(self, applied: Applied, number: int, changes: tuple[tuple[str, Value], ...]) -> Parting:
        person = self._ground.persons[number]
        facts = {**person.facts, **dict(changes)}
        return Parting(facts, person.alleged, number, changes, *self._both(applied, facts, person.alleged))

    def _both(self, applied: Applied, facts: Facts, alleged: tuple[str, ...] | None) -> tuple[Said, Said]:
        sides = [_ruled(each, facts, alleged) for each in (self._suite.rulebook, applied.rulebook)]
        parted = [name for name in sides[0][0] if name in self._named and sides[0][0][name] is not sides[1][0].get(name)]
        one, other = (_said(values, found, parted, applied.mutant.subject) for values, found in sides)
        return one, other


def _parted(name: str) -> Claim:
    """That a definition comes to one truth on one side and to another on the other."""
    return Some(tuple(Each((Says(OLD, name, truth), Denied(Says(NEW, name, truth)))) for truth in Truth))


def _ruled(rulebook: Rulebook, facts: Facts, alleged: tuple[str, ...] | None) -> tuple[Mapping[str, Truth], Body | None]:
    """The values and the body of the decision, which there is none of where the case is refused."""
    program = build(rulebook, None, alleged)
    try:
        values = evaluate(program, facts)
    except PredicateError:
        return {}, None
    if any(values[each.name] is Truth.FAILS for each in program.stage(Stage.CONSTRAINT)):
        return values, None
    return values, body(rulebook, values)


def _said(values: Mapping[str, Truth], found: Body | None, named: list[str], subject: str) -> Said:
    parted = tuple((name, values[name].value) for name in named if name in values)
    if found is None:
        return Said("refused", None, parted)
    factors = found.sanction.factors if found.sanction else ()
    moding: tuple[Consequence | WaiverFinding | Factor, ...] = (*found.measures, *found.waivers, *factors)
    modes = {each.id: each.mode.value for each in moding}
    moded = ((f"{subject}.mode", modes[subject]),) if subject in modes else ()
    return Said(found.outcome.value, found.sanction.range if found.sanction else None, (*parted, *moded))


def _differing(moved: Mapping[str, Plane], planes: Planes, looked_at: set[str], panel: Panel) -> int:
    found = 0
    for name in looked_at & moved.keys():
        found |= (moved[name][0] ^ planes[name][0]) | (moved[name][1] ^ planes[name][1])
    return found & panel.everyone


def _refused(constraints: tuple[str, ...], planes: Planes) -> int:
    found = 0
    for name in constraints:
        found |= planes[name][1]
    return found
