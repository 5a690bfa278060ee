"""Rulebooks of any size, of the make of the shipped one: the same kinds of rules in like shares, each rule as wide as there."""

from datetime import date
from random import Random

from dutybound import Engine, Text
from dutybound.conditions import AllOf, AnyOf, Comparison, Condition, Negation, Test
from dutybound.facts import Choice, Day, Domain, Fact, Flag, Grade, Number, Option
from dutybound.linking import Sources
from dutybound.policy import Policy
from dutybound.provision import Provision
from dutybound.rules import (
    Circumstance,
    Combined,
    Constraint,
    Due,
    Duty,
    Effect,
    Element,
    Exemption,
    Fault,
    FaultKind,
    Instrument,
    Ladder,
    Measure,
    Mode,
    Obligation,
    Outcome,
    Proviso,
    Rank,
    Rung,
    SanctionRange,
    ScopeRule,
    Tier,
    Waiver,
)

_LADDER = (("warning", 6), ("demerit", 12), ("major_demerit", 18), ("demotion", 24), ("removal", 24), ("dismissal", None))
_GRADES = ("minor", "ordinary", "serious", "grave")
_AUTHORITIES = ("market", "drug", "ip", "authorised")
FACTS_PER_RULE = 1.2


def _words(name: str) -> Text:
    return Text(f"{name}（中）", name)


def _at(article: int) -> Provision:
    return Provision("the-law", 1 + article % 9000)


class _Author:
    """Writes one rulebook."""

    def __init__(self, rules: int) -> None:
        self._random = Random(rules)
        self._count = rules
        self.flags = [f"flag_{number}" for number in range(max(12, int(rules * FACTS_PER_RULE)))]
        self.grades = [f"grade_{number}" for number in range(max(3, rules // 25))]
        self.numbers = [f"number_{number}" for number in range(max(2, rules // 50))]
        self.days = [f"day_{number}" for number in range(max(2, rules // 50))]

    def facts(self) -> tuple[Fact, ...]:
        made = [self._fact(name, Flag()) for name in self.flags]
        made += (self._fact(name, Grade(tuple(Option(word, _words(word)) for word in _GRADES))) for name in self.grades)
        made += (self._fact(name, Number(_words("days"), least=0, most=1000)) for name in self.numbers)
        made += (self._fact(name, Day()) for name in self.days)
        kinds = Choice(tuple(Option(word, _words(word)) for word in _AUTHORITIES))
        made += (self._fact("authority_kind", kinds, "authority.kind"), self._fact("act_date", Day(), "act.date"))
        return tuple(made)

    def _fact(self, name: str, domain: Domain, origin: str = "") -> Fact:
        return Fact(name, domain, _words(name), _words(name), _at(1), _words(name), origin=origin)

    def _leaf(self) -> Condition:
        kind = self._random.random()
        if kind < 0.8:
            return Test(self._random.choice(self.flags), Comparison.IS, self._random.random() < 0.8)
        if kind < 0.92:
            comparison = self._random.choice((Comparison.AT_LEAST, Comparison.AT_MOST))
            return Test(self._random.choice(self.grades), comparison, self._random.choice(_GRADES[1:3]))
        if kind < 0.97:
            return Test(self._random.choice(self.numbers), Comparison.AT_MOST, self._random.randrange(5, 60))
        return Test(self._random.choice(self.days), Comparison.AFTER, date(2021, 1, 1))

    def _when(self) -> Condition:
        parts: list[Condition] = [self._leaf() for _ in range(self._random.randint(1, 3))]
        if self._random.random() < 0.4:
            parts.append(AnyOf(tuple(self._leaf() for _ in range(2))))
        if self._random.random() < 0.2:
            parts.append(Negation(self._leaf()))
        return AllOf(tuple(parts))

    def policy(self) -> Policy:
        share = self._count / 100
        faults = self._faults(int(34 * share))
        fault_ids = [fault.id for fault in faults]
        return Policy(
            instrument=Instrument(id="the-law", title=_words("law"), rank=Rank.LAW, begins=date(2018, 1, 1)),
            facts=self.facts(),
            ladder=Ladder(
                provision=_at(1),
                periods=_at(1),
                rungs=tuple(Rung(id=name, label=_words(name), months=months) for name, months in _LADDER),
                combined=Combined(provision=_at(1), most_months=48),
                below=_at(1),
            ),
            constraints=tuple(self._constraint(number) for number in range(int(12 * share))),
            scope=(ScopeRule(id="scope", provision=_at(1), title=_words("scope"), when=Test(self.flags[0], Comparison.IS, True)),),
            duties=tuple(self._duty(number) for number in range(max(1, int(4 * share)))),
            faults=faults,
            elements=tuple(
                Element(id=f"element-{number}", provision=_at(1), title=_words("element"), when=Test(name, Comparison.IS, True))
                for number, name in enumerate(self.flags[1:4])
            ),
            exemptions=tuple(self._exemption(number, fault_ids) for number in range(int(10 * share))),
            sanctions=self._sanctions(fault_ids),
            circumstances=tuple(self._circumstance(number) for number in range(int(9 * share))),
            waivers=tuple(
                Waiver(id=f"waiver-{number}", provision=_at(2), title=_words("waiver"), mode=Mode.MAY, when=self._when())
                for number in range(int(2 * share))
            ),
            measures=tuple(self._measure(number) for number in range(int(6 * share))),
            obligations=tuple(self._obligation(number) for number in range(int(5 * share))),
        )

    def _constraint(self, number: int) -> Constraint:
        pair = (Test(self._random.choice(self.flags), Comparison.IS, True), Test(self._random.choice(self.flags), Comparison.IS, False))
        return Constraint(id=f"constraint-{number}", provision=_at(1), title=_words("constraint"), never_together=pair)

    def _duty(self, number: int) -> Duty:
        return Duty(id=f"duty-{number}", provision=_at(1), title=_words("duty"), when=self._leaf())

    def _faults(self, count: int) -> tuple[Fault, ...]:
        kinds = tuple(FaultKind)
        return tuple(
            Fault(
                id=f"fault-{number}",
                provision=_at(number),
                title=_words("fault"),
                kind=kinds[number % 2],
                when=self._when(),
                contains=("element-1",) if number % 3 == 0 else (),
            )
            for number in range(count)
        )

    def _some(self, ids: list[str], most: int) -> tuple[str, ...]:
        return tuple(self._random.sample(ids, min(most, len(ids))))

    def _exemption(self, number: int, faults: list[str]) -> Exemption:
        return Exemption(
            id=f"exemption-{number}",
            provision=_at(number),
            title=_words("exemption"),
            applies_to=self._some(faults, 6),
            when=self._when(),
            unless=(Proviso(id="proviso", title=_words("proviso"), when=self._leaf()),),
        )

    def _sanctions(self, faults: list[str]) -> tuple[SanctionRange, ...]:
        """One range for every two faults, so that each fault has one."""
        found: list[SanctionRange] = []
        for number, first in enumerate(range(0, len(faults), 2)):
            grade = self._random.choice(self.grades)
            tiers = (
                Tier(when=Test(grade, Comparison.AT_MOST, "ordinary"), range=("warning", "major_demerit")),
                Tier(when=Test(grade, Comparison.IS, "serious"), range=("demotion", "removal")),
                Tier(when=Test(grade, Comparison.AT_LEAST, "grave"), range=("dismissal", "dismissal")),
            )
            found.append(
                SanctionRange(
                    id=f"range-{number}",
                    provision=_at(number),
                    title=_words("range"),
                    applies_to=tuple(faults[first : first + 2]),
                    tiers=tiers,
                )
            )
        return tuple(found)

    def _circumstance(self, number: int) -> Circumstance:
        effect, mode = self._random.choice(tuple(Effect)), self._random.choice(tuple(Mode))
        return Circumstance(
            id=f"circumstance-{number}", provision=_at(number), title=_words("circumstance"), effect=effect, mode=mode, when=self._when()
        )

    def _measure(self, number: int) -> Measure:
        on = (Outcome.LIABLE, Outcome.WAIVED)
        return Measure(id=f"measure-{number}", provision=_at(number), title=_words("measure"), mode=Mode.MAY, on=on, when=self._leaf())

    def _obligation(self, number: int) -> Obligation:
        due = Due(days=30, start=self._random.choice(self.days)) if number % 2 else None
        return Obligation(
            id=f"obligation-{number}",
            provision=_at(number),
            title=_words("obligation"),
            holder=_words("office"),
            when=self._leaf(),
            due=due,
        )


def sized(rules: int) -> Engine:
    """An engine over a rulebook of about that many rules; the same one each time."""
    return Engine.from_sources(Sources(policies=(_Author(rules).policy(),)))
