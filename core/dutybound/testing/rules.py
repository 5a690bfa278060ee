"""Generated rules of every kind, valid by construction: each stage speaks of facts and of rules of earlier stages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from attrs import evolve
from hypothesis import strategies as st

from dutybound.conditions import ALWAYS, AnyOf, Condition, Negation
from dutybound.facts import Day
from dutybound.provision import Provision
from dutybound.rules import (
    Circumstance,
    Constraint,
    Due,
    Duty,
    Effect,
    Element,
    Exemption,
    Fault,
    FaultKind,
    Limit,
    Measure,
    Mode,
    Obligation,
    Outcome,
    Principle,
    Proviso,
    Referral,
    Rule,
    SanctionRange,
    ScopeRule,
    Tier,
    Waiver,
)
from dutybound.testing.conditions import FIRST_DAY, Speech, comparison_of, condition
from dutybound.testing.drawing import Lots, chance, pick, some
from dutybound.testing.vocabularies import words

R = TypeVar("R")

OPEN_FAULT = Provision("the-rule", 14, paragraph=1, item=5)
OPEN_EXEMPTION = Provision("the-rule", 21, paragraph=1, item=11)
KINDS = tuple(kind.value for kind in FaultKind)
_SETTLED = tuple(each for each in Outcome if each is not Outcome.UNDETERMINED)


class Author:
    """Writes rules one after another, so that later ones may rest on the findings of earlier ones."""

    def __init__(self, draw: st.DrawFn, speech: Speech, rungs: tuple[str, ...]) -> None:
        self.draw = draw
        self.lots = Lots(draw)
        self.speech = speech
        self.rungs = rungs
        self.rules: list[Rule] = []

    def stage(self, least: int, most: int, make: Callable[[str], Rule], name: str) -> tuple[Any, ...]:
        """Between `least` and `most` rules of one stage; later stages may use their findings."""
        found = tuple(self._written(make, f"{name}-{number}") for number in range(self.draw(st.integers(least, most))))
        self.rules.extend(found)
        self.speech = evolve(self.speech, rules=(*self.speech.rules, *(rule.id for rule in found)))
        return found

    def _written(self, make: Callable[[str], Rule], name: str) -> Rule:
        self.lots.afresh()  # a rule that shrinks changes no other
        return make(name)

    def when(self, depth: int = 1) -> Condition:
        """A condition over what may be spoken of at this stage."""
        return condition(self.lots, self.speech, depth)

    def often(self) -> Condition:
        """Always, or a condition."""
        return self.when() if chance(self.lots) else ALWAYS

    def likely(self) -> Condition:
        """A condition that holds more often than not."""
        return AnyOf((self.when(), self.when(0), self.when(0))) if chance(self.lots) else self.when(0)

    def whichever(self) -> Condition:
        """A condition that holds as soon as its fact is known; unlike `ALWAYS` it can be written in a file."""
        asked = comparison_of(self.lots, pick(self.lots, self.speech.facts))
        return AnyOf((asked, Negation(asked)))

    def shared(self, name: str, instrument: str = "the-rule") -> dict[str, Any]:
        """What every rule has: id, citation, title, and sometimes days of its own."""
        days: dict[str, date] = {}
        dated = self.lots.up_to(11)
        if dated >= 10:
            days = {"begins" if dated == 10 else "ends": FIRST_DAY + timedelta(days=100 * self.lots.up_to(9))}
        return {"id": name, "provision": Provision(instrument, 2 + len(self.rules) % 9), "title": words(name), **days}

    def constraint(self, name: str) -> Constraint:
        if chance(self.lots):
            return Constraint(**self.shared(name), never_together=(self.when(0), self.when(0)))
        return Constraint(**self.shared(name), given=self.when(0), then=self.when(0))

    def scope(self, name: str) -> ScopeRule:
        return ScopeRule(**self.shared(name), when=self.likely())

    def duty(self, name: str) -> Duty:
        return Duty(**self.shared(name), when=self.often())

    def fault(self, name: str, duties: tuple[Duty, ...], earlier: tuple[str, ...]) -> Fault:
        lots = self.lots
        entrance: dict[str, Any] = {}
        if earlier and chance(lots, 4):
            entrance = {"under": OPEN_FAULT, "basis": Provision("upper-law", 9), "akin_to": some(lots, earlier, most=1)}
        return Fault(
            **self.shared(name),
            kind=pick(lots, tuple(FaultKind)),
            when=self.likely(),
            duty=pick(lots, duties).id if duties and chance(lots) else "",
            **entrance,
        )

    def element(self, name: str) -> Element:
        return Element(**self.shared(name), when=self.likely())

    def exemption(self, name: str, faults: tuple[Fault, ...]) -> Exemption:
        lots = self.lots
        unless = tuple(Proviso(id=f"unless-{number}", title=words("proviso"), when=self.when(0)) for number in range(lots.up_to(2)))
        reach = KINDS if (denies := chance(lots, 5)) else some(lots, (*(fault.id for fault in faults), faults[0].kind.value), least=1)
        entrance: dict[str, Any] = {"under": OPEN_EXEMPTION, "basis": Provision("upper-law", 8)} if chance(lots, 5) else {}
        return Exemption(**self.shared(name), applies_to=reach, when=self.likely(), unless=unless, denies_fault=denies, **entrance)

    def range(self, name: str, faults: tuple[Fault, ...], lesser: tuple[str, ...]) -> SanctionRange:
        lots = self.lots
        reach = KINDS if not lesser else some(lots, (*(fault.id for fault in faults), *KINDS), least=1)
        over = some(lots, lesser, most=1)
        return SanctionRange(
            **self.shared(name, pick(lots, ("upper-law", "regulation")) if not lesser else "upper-law"),
            applies_to=reach,
            tiers=tuple(self._tier() for _ in range(lots.between(1, 3))),
            when=ALWAYS if not lesser else self.often(),
            prevails_over=over,
            concurs_with=tuple(each for each in lesser if each not in over),
        )

    def _tier(self) -> Tier:
        low = self.lots.up_to(len(self.rungs) - 1)
        high = self.lots.between(low, len(self.rungs) - 1)
        return Tier(when=self.likely() if chance(self.lots) else self.whichever(), range=(self.rungs[low], self.rungs[high]))

    def circumstance(self, name: str) -> Circumstance:
        return Circumstance(
            **self.shared(name, "upper-law"), effect=pick(self.lots, tuple(Effect)), mode=pick(self.lots, tuple(Mode)), when=self.when(0)
        )

    def waiver(self, name: str) -> Waiver:
        return Waiver(
            **self.shared(name, "upper-law"), mode=pick(self.lots, tuple(Mode)), when=self.when(0), alternative=chance(self.lots, 4)
        )

    def limit(self, name: str) -> Limit:
        most = pick(self.lots, ("none", "", *self.rungs))
        below = () if most == "none" else self.rungs[: self.rungs.index(most) + 1] if most else self.rungs
        least = pick(self.lots, below) if below and (not most or chance(self.lots, 4)) else ""
        return Limit(**self.shared(name, "upper-law"), when=self.when(), most=most, least=least)

    def measure(self, name: str) -> Measure:
        on = some(self.lots, (Outcome.LIABLE, Outcome.WAIVED), least=1)
        return Measure(**self.shared(name), mode=pick(self.lots, tuple(Mode)), on=on, when=self.often())

    def referral(self, name: str) -> Referral:
        return Referral(**self.shared(name), to=words("organ"), on=some(self.lots, _SETTLED), when=self.often())

    def obligation(self, name: str) -> Obligation:
        days = [fact.id for fact in self.speech.facts if isinstance(fact.domain, Day)]
        due = Due(days=30, start=pick(self.lots, days), working=chance(self.lots)) if chance(self.lots) else None
        reaches = pick(self.lots, self.rungs) if chance(self.lots, 4) else ""
        below = pick(self.lots, self.rungs) if chance(self.lots, 4) else ""
        on = some(self.lots, _SETTLED)
        return Obligation(**self.shared(name), holder=words("authority"), on=on, when=self.often(), due=due, reaches=reaches, below=below)

    def principle(self, name: str) -> Principle:
        return Principle(**self.shared(name), upheld_by=("a-test",))
