"""The ground on which mutants are judged: the pack's cases over the policy as it is, every one of which must be met."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from dutybound.assembly import body
from dutybound.case import Person
from dutybound.decision import Decision
from dutybound.duties.derive import Register
from dutybound.engine import Engine
from dutybound.engines.panel import Panel, Planes, Seen
from dutybound.facts import Fact, Facts
from dutybound.lawcases.matters import decided, decision_misses, engine_for, month_misses
from dutybound.lawcases.reading import LawCase
from dutybound.lawcases.running import CaseResult, Ruling, finding_misses, misses, run_case
from dutybound.lawcases.suite import Suite
from dutybound.problems import Place, Problem, Refused
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.text import Text
from dutybound.truth import Truth


class Ground:
    """The cases of a pack by an engine, read once, side by side."""

    def __init__(self, engine: Engine, cases: Iterable[LawCase], instruments: Iterable[str] = ()) -> None:
        self.engine = engine
        self.cases = tuple(cases)
        self.persons = tuple(_read(engine, case) for case in self.cases)
        results = (CaseResult(case, (), person.facts, person.alleged) for case, person in zip(self.cases, self.persons, strict=True))
        self.suite = Suite.of(engine, results, instruments)
        self._values: dict[int, Mapping[str, Truth]] = {}
        self._whole: dict[int, Decision] = {}
        self._needed: set[int] = set()
        self._refuse_failing()

    def _refuse_failing(self) -> None:
        """A case that is not met by the policy as it is would seem to notice every change."""
        rulebook, planes = self.engine.rulebook, self.suite.planes
        failing = [number for number in range(len(self.cases)) if self._miss(number, Seen(planes, number), rulebook)]
        failing += [number for number in _bits(self.suite.panel.failing) if number not in failing]
        if failing:
            raise Refused(failed(self.cases[number]) for number in failing)

    # --- what a case comes to ---

    def values(self, number: int) -> Mapping[str, Truth]:
        """The truth of every definition in a case."""
        if number not in self._values:
            self._values[number] = dict(Seen(self.suite.planes, number))
        return self._values[number]

    def miss(self, number: int, moved: Planes, rulebook: Rulebook) -> Text | None:
        """The first expectation that a case does not meet once these planes moved, but for needed facts and the whole decision.

        Of this it looks at the months of a sanction.
        """
        return self._miss(number, {**self.values(number), **Seen(moved, number)}, rulebook)

    def _miss(self, number: int, values: Mapping[str, Truth], rulebook: Rulebook) -> Text | None:
        expect = self.cases[number].written.expect
        broken = tuple(name for name in self.suite.constraints if values[name] is Truth.FAILS)
        named = None if broken else next(iter(finding_misses(expect, values)), None)
        if named is not None:
            return named  # seen at once; the rest of a decision takes long to put together
        ruling = Ruling(values, broken) if broken else Ruling(values, (), body(rulebook, values))
        found = next(iter(misses(expect, ruling, looking_at_needs=False)), None)
        if found is None and ruling.decision is not None and self.cases[number].matter.day is None:
            return next(month_misses(expect.decision, ruling.decision.sanction), None)
        return found

    def reading(self, rulebook: Rulebook) -> Engine:
        """An engine over a rulebook for a few cases: generating a function would take longer than reading the program."""
        return _Reading(rulebook, compiled=self.engine.compiled)

    def fully_missed(self, number: int, engine: Engine) -> Text | None:
        """The first expectation of a case that an engine misses, everything looked at; raises `Refused` if it was missed before."""
        if number not in self._needed:
            if run_case(self.engine, self.cases[number]).misses:
                raise Refused((failed(self.cases[number]),))
            self._needed.add(number)
        return next(iter(run_case(engine, self.cases[number]).misses), None)

    def decision(self, number: int) -> Decision:
        """The whole decision of a case by the policy as it is; raises `Refused` if it is not the one expected."""
        if number not in self._whole:
            case, person = self.cases[number], self.persons[number]
            found = decided(engine_for(self.engine, case.matter), person, case.matter.day)
            written = case.written.expect.decision
            if written is None or any(decision_misses(written, found, person)):
                raise Refused((failed(case),))
            self._whole[number] = found
        return self._whole[number]

    # --- which cases look at what ---

    @cached_property
    def asking_needs(self) -> int:
        """The cases that expect facts to be needed, where the outcome is open."""
        open_ = (number for number, case in enumerate(self.cases) if case.written.expect.needs is not None)
        return _mask(number for number in open_ if self._outcome(number) is Outcome.UNDETERMINED)

    def _outcome(self, number: int) -> Outcome | None:
        values = self.values(number)
        if any(values[name] is Truth.FAILS for name in self.suite.constraints):
            return None
        return body(self.engine.rulebook, values).outcome

    @cached_property
    def asking_modes(self) -> int:
        """The cases that expect a rule to say may or shall."""
        return _mask(number for number, case in enumerate(self.cases) if case.written.expect.modes is not None)

    def asking(self, *keys: str) -> int:
        """The cases that expect one of these keys of the whole decision."""
        return _mask(number for number, case in enumerate(self.cases) if set(case.written.expect.decision or {}) & set(keys))

    def counting(self, fact: Fact) -> int:
        """The cases that know both days by which a fact is told."""
        counted = fact.counted
        assert counted is not None  # only what is counted has a mutant
        days = {counted.start, counted.end}
        return _mask(number for number, person in enumerate(self.persons) if days <= person.facts.keys())

    @cached_property
    def later(self) -> int:
        """The cases that are decided on a given day."""
        return _mask(number for number, case in enumerate(self.cases) if case.matter.day is not None and case.written.expect.decision)


class _Reading(Engine):
    """An engine that reads its program anew for every case."""

    def _values(self, facts: Facts) -> Mapping[str, Truth]:
        """What the reference finds, computed as in a panel of one case; raises `PredicateError`."""
        panel = Panel(self.program, (facts,))
        planes = panel.planes(self.program.definitions)
        return self.reference_values(facts) if panel.failing else dict(Seen(planes, 0))

    def examining(self, alleged: tuple[str, ...]) -> Engine:
        """The same, examining only the faults alleged."""
        return _Reading(self.rulebook, alleged=alleged, compiled=self.compiled, register=self.register)

    def with_register(self, register: Register) -> Engine:
        """The same, told by an office's register."""
        return _Reading(self.rulebook, compiled=self.compiled, register=register)


def failed(case: LawCase) -> Problem:
    """That a case is not met before anything is changed."""
    words = Text(
        f"案例“{case.written.name}”在未作改动时就不符，请先运行 dutybound test",
        f"the case `{case.written.name}` fails before anything is changed; run `dutybound test` first",
    )
    return Problem(case.written.place, words)


def _read(engine: Engine, case: LawCase) -> Person:
    try:
        return engine_for(engine, case.matter).read(case.record, Place(case.written.name)).persons[0]
    except Refused as refused:
        raise Refused((failed(case), *refused.problems)) from refused


def _bits(mask: int) -> Iterable[int]:
    return [number for number in range(mask.bit_length()) if mask >> number & 1]


def _mask(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found
