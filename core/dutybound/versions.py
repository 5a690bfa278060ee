"""Which law governs: that of the day of the act, unless the law of the day of the decision is more lenient (从旧兼从轻)."""

from datetime import date
from functools import lru_cache

from attrs import evolve

from dutybound.case import Case, Person
from dutybound.decision import Decision, Version
from dutybound.engine import Engine
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome

_WITHOUT_CONSEQUENCE = (Outcome.OUT_OF_SCOPE, Outcome.NOT_LIABLE, Outcome.EXEMPT)


def decide_by_versions(engine: Engine, case: Case, decision_day: date) -> tuple[Decision, ...]:
    """One decision a person, by the more lenient of the two laws where they differ, with both shown in `versions`.

    Raises `Refused` as `Engine.decide` does. A person whose day of act is unknown is decided by the law of that day alone,
    which leaves the outcome undetermined wherever the day matters.
    """
    return tuple(_decide(engine, case.case_id, person, decision_day) for person in case.persons)


def _decide(engine: Engine, case_id: str, person: Person, decision_day: date) -> Decision:
    then = engine.decide_person(case_id, person)
    origin = engine.rulebook.origin("act.date")
    act_day = person.facts.get(origin.id) if origin else None
    if not isinstance(act_day, date) or _law(engine.rulebook, act_day) == _law(engine.rulebook, decision_day):
        return then
    now = _by_law_of(engine, _law(engine.rulebook, decision_day), decision_day).decide_person(case_id, person)
    later_applies = _lighter(now, then, engine.rulebook)
    chosen = now if later_applies else then
    if then.outcome is Outcome.UNDETERMINED or (now.outcome is Outcome.UNDETERMINED and not _free(then)):
        # INVARIANT: while either law leaves the ending open, which of them is more lenient is open too
        needs = tuple(dict.fromkeys((*then.needs_facts, *now.needs_facts)))
        chosen = then if then.outcome is Outcome.UNDETERMINED else now
        return evolve(chosen, needs_facts=needs, versions=_both(then, now, act_day, decision_day, None))
    return evolve(chosen, versions=_both(then, now, act_day, decision_day, later_applies))


def _law(rulebook: Rulebook, day: date) -> frozenset[str]:
    """The rules in force on a day."""
    instruments = {each.id: each for each in rulebook.content.instruments}
    found: set[str] = set()
    for rule in rulebook.content.rules():
        instrument = instruments[rule.provision.instrument]
        begins, ends = rule.begins or instrument.begins, rule.ends or instrument.ends
        if begins <= day and (ends is None or day < ends):
            found.add(rule.id)
    return frozenset(found)


def _by_law_of(engine: Engine, law: frozenset[str], day: date) -> Engine:
    return _engine(_Versioned(engine.rulebook, law, day))


class _Versioned:
    """A rulebook by the law of a day; equal when digest and rules in force are, so that one engine serves them all."""

    def __init__(self, rulebook: Rulebook, law: frozenset[str], day: date) -> None:
        self.rulebook, self.day = rulebook, day
        self._key = (rulebook.digest, law)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Versioned) and self._key == other._key


@lru_cache(maxsize=16)
def _engine(versioned: _Versioned) -> Engine:
    return Engine(versioned.rulebook, versioned.day)


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


def _both(then: Decision, now: Decision, act_day: date, decision_day: date, later_applies: bool | None) -> tuple[Version, ...]:
    return (
        Version(act_day, then.outcome, then.sanction.range if then.sanction else None, later_applies is False),
        Version(decision_day, now.outcome, now.sanction.range if now.sanction else None, later_applies is True),
    )
