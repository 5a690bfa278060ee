"""Which law governs: that of the day of the act, unless the law of the day of the decision is more lenient (从旧兼从轻)."""

from datetime import date
from functools import lru_cache

from attrs import evolve, frozen

from dutybound.case import Case, Person
from dutybound.decision import Decision, Version
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.problems import Place, Problem, Refused
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.text import Text

_WITHOUT_CONSEQUENCE = (Outcome.OUT_OF_SCOPE, Outcome.NOT_LIABLE, Outcome.EXEMPT)


def decide_by_versions(engine: Engine, case: Case, decision_day: date) -> tuple[Decision, ...]:
    """One decision a person, by the more lenient of the two laws where they differ, with both shown in `versions`.

    Raises `Refused` as `Engine.decide` does, and where the decision would come before the act. A person whose day of act is
    unknown is decided by the law of that day alone, which leaves the outcome undetermined wherever the day matters.
    """
    return EngineOn(engine, decision_day).decide(case)


@frozen
class _Compared:
    """One person by both laws: what is decided, and what the law that is not followed says; `None` where they are the same."""

    decision: Decision
    by_old_law: bool
    other: Decision | None = None


class EngineOn(Engine):
    """An engine that decides on a given day: by the law of the act, or by that day's where it is more lenient."""

    def __init__(self, engine: Engine, decision_day: date) -> None:
        super().__init__(engine.rulebook, compiled=engine.compiled, register=engine.register)
        self._day = decision_day
        self._old = engine
        self._new = Engine(engine.rulebook, decision_day, register=engine.register)
        self._law = lru_cache(maxsize=4096)(lambda day: law_of(engine.rulebook, day))

    def decide_person(self, case_id: str, person: Person) -> Decision:
        """The decision on one person by the law that governs; raises `Refused` as the engine does."""
        return self._compared(case_id, person).decision

    def explain_person(self, case_id: str, person: Person) -> Explanation:
        """The decision with its reasons, those of the other law beside it where the two differ."""
        found = self._compared(case_id, person)
        following, beside = (self._old, self._new) if found.by_old_law else (self._new, self._old)
        explanation = evolve(following.explain_person(case_id, person), decision=found.decision)
        if found.other is None:
            return explanation
        return evolve(explanation, other_law=beside.explain_person(case_id, person))

    def _compared(self, case_id: str, person: Person) -> _Compared:
        then = self._old.decide_person(case_id, person)
        origin = self.rulebook.origin("act.date")
        act_day = person.facts.get(origin.id) if origin else None
        if isinstance(act_day, date) and act_day > self._day:
            # the law of an earlier day is no later law, and must not be followed as the more lenient one
            zh = f"作出决定之日（{self._day}）早于行为之日（{act_day}）"
            en = f"the day of the decision ({self._day}) is before the day of the act ({act_day})"
            raise Refused((Problem(Place(f"{case_id}/{person.person_id}"), Text(zh, en)),))
        if not isinstance(act_day, date) or self._law(act_day) == self._law(self._day):
            return _Compared(then, by_old_law=True)
        now = self._new.decide_person(case_id, person)
        if then.outcome is Outcome.UNDETERMINED or (now.outcome is Outcome.UNDETERMINED and not _free(then)):
            # INVARIANT: while either law leaves the ending open, which of them is more lenient is open too
            needs = tuple(dict.fromkeys((*then.needs_facts, *now.needs_facts)))
            by_old_law = then.outcome is Outcome.UNDETERMINED
            open_ = evolve(then if by_old_law else now, needs_facts=needs, versions=_both(then, now, (act_day, self._day), None))
            return _Compared(open_, by_old_law, now if by_old_law else then)
        later = _lighter(now, then, self.rulebook)
        versions = _both(then, now, (act_day, self._day), later)
        return _Compared(evolve(now if later else then, versions=versions), not later, then if later else now)


def law_of(rulebook: Rulebook, day: date) -> frozenset[str]:
    """The rules in force on a day."""
    instruments = {each.id: each for each in rulebook.content.instruments}
    found: set[str] = set()
    for rule in rulebook.content.rules():
        instrument = instruments[rule.provision.instrument]
        begins, ends = rule.begins or instrument.begins, rule.ends or instrument.ends
        if begins <= day and (ends is None or day < ends):
            found.add(rule.id)
    return frozenset(found)


def _free(decision: Decision) -> bool:
    return decision.outcome in _WITHOUT_CONSEQUENCE


def severity(decision: Decision, rulebook: Rulebook) -> tuple[int, int, int]:
    """How harsh a settled decision is, for comparison: consequence at all, then the heaviest and the lightest rung of the range."""
    if _free(decision):
        return (0, 0, 0)
    if decision.sanction is None:
        return (1, 0, 0)
    position = {rung.id: number for number, rung in enumerate(rulebook.content.ladder.rungs, 1)}
    low, high = decision.sanction.range
    return (1, position[high], position[low])


def _lighter(now: Decision, then: Decision, rulebook: Rulebook) -> bool:
    return severity(now, rulebook) < severity(then, rulebook)


def _both(then: Decision, now: Decision, days: tuple[date, date], later: bool | None) -> tuple[Version, ...]:
    """Both laws' endings; `later` says which is followed, `None` while that is open."""
    return (
        Version(days[0], then.outcome, then.sanction.range if then.sanction else None, later is False),
        Version(days[1], now.outcome, now.sanction.range if now.sanction else None, later is True),
    )
