"""A rulebook into its program: the regulation's own skeleton, filled with the rules; nothing can rewire it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from dutybound import program as names
from dutybound.conditions import All, Among, Any, Expression, Not, Ref, Within
from dutybound.precedence import prevailing
from dutybound.program import Definition, Program, Stage
from dutybound.reach import Reach
from dutybound.rulebook import Rulebook
from dutybound.rules import Constraint, Effect, Exemption, Instrument, Mode, Obligation, Outcome, Rank, Rule, SanctionRange


def build(rulebook: Rulebook, law_day: date | None = None, alleged: Iterable[str] | None = None) -> Program:
    """The program of a checked rulebook: by the law in force on the day of each act, or all by the law of `law_day`.

    With `alleged` (ids or kinds of faults) only those faults and what is akin to them are examined; the others fail.
    """
    return _Builder(rulebook, law_day, alleged).program()


_ref = lru_cache(maxsize=65536)(Ref)
"""The same reference again where a name is referred to again: a program is full of them."""


def _refs(names_: Iterable[str]) -> tuple[Expression, ...]:
    return tuple(map(_ref, names_))


class _Builder:
    """Adds the definitions stage by stage."""

    def __init__(self, rulebook: Rulebook, law_day: date | None, alleged: Iterable[str] | None) -> None:
        self._rulebook = rulebook
        self._law_day = law_day
        faults = self._rulebook.content.faults
        reach = Reach.over(faults)
        self._examined = reach.of((fault.id for fault in faults) if alleged is None else alleged)
        self._content = rulebook.content
        self._instruments = {each.id: each for each in self._content.instruments}
        self._definitions: list[Definition] = []
        self._forces: dict[tuple[object, ...], Ref] = {}
        # asked of every pair of a fault and a rule, so found once
        reaching: tuple[Exemption | SanctionRange, ...] = (*self._content.exemptions, *self._content.sanctions)
        self._reach = {each.id: reach.of(each.applies_to) for each in reaching}

    def program(self) -> Program:
        self._constraints()
        self._scope()
        self._faults()
        self._exemptions()
        self._liability()
        self._ranges()
        self._circumstances()
        self._outcomes()
        self._bounds()
        self._consequences()
        facts, predicates = self._content.facts, self._content.predicates
        by_id = {predicate.id: predicate for predicate in predicates}
        return Program(facts, tuple(self._definitions), by_id, len(self._content.ladder.rungs))

    def _define(self, name: str, stage: Stage, expression: Expression, rule: str = "") -> None:
        self._definitions.append(Definition(name, stage, expression, rule))

    # --- what a rule needs before its own condition is asked ---

    def _written(self, name: str) -> Expression:
        return self._rulebook.expressions[name]

    def _in_force(self, rule: Rule) -> tuple[Expression, ...]:
        instrument = self._instruments[rule.provision.instrument]
        begins = rule.begins or instrument.begins
        ends = rule.ends or instrument.ends
        authorities = rule.authorities or instrument.authorities
        key = (begins, ends, authorities, instrument.region)
        if key not in self._forces:
            name = f"force:{begins}..{ends or ''}"
            name += f"@{'+'.join(authorities)}" if authorities else ""
            name += f"#{instrument.region}" if instrument.region else ""
            self._define(name, Stage.FORCE, All((self._dated(begins, ends), *self._place(instrument, authorities))))
            self._forces[key] = Ref(name)
        return (self._forces[key],)

    def _dated(self, begins: date, ends: date | None) -> Expression:
        if self._law_day is not None:
            in_force = begins <= self._law_day and (ends is None or self._law_day < ends)
            return All(()) if in_force else Any(())
        day = self._rulebook.origin("act.date")
        assert day is not None  # the checks require it
        return Within(day.id, begins, ends - timedelta(days=1) if ends else None)

    def _place(self, instrument: Instrument, authorities: tuple[str, ...]) -> Iterable[Expression]:
        kind, region = self._rulebook.origin("authority.kind"), self._rulebook.origin("authority.region")
        if authorities and kind is not None:
            yield Among(kind.id, authorities)
        if instrument.region and region is not None:
            first = int(instrument.region)
            width = 9999 if first % 10000 == 0 else 99 if first % 100 == 0 else 0
            yield Within(region.id, first, first + width)

    def _rule(self, rule: Rule, stage: Stage, *more: Expression) -> None:
        self._define(rule.id, stage, All((*self._in_force(rule), *more, self._written(rule.id))), rule.id)

    # --- the stages ---

    def _constraints(self) -> None:
        for rule in self._content.constraints:
            expression = self._constraint(rule)
            if self._instruments[rule.provision.instrument].rank is Rank.LOCAL:
                # INVARIANT: outside its region and dates a pack refuses no case; a national contradiction is one at all times
                expression = Any((*map(Not, self._in_force(rule)), expression))
            self._define(rule.id, Stage.CONSTRAINT, expression, rule.id)

    def _constraint(self, rule: Constraint) -> Expression:
        if rule.never_together:
            return Not(All((self._written(f"{rule.id}/1"), self._written(f"{rule.id}/2"))))
        return Any((Not(self._written(f"{rule.id}/if")), self._written(f"{rule.id}/then")))

    def _scope(self) -> None:
        for rule in self._content.scope:
            self._rule(rule, Stage.SCOPE)
        self._define(names.SCOPE, Stage.SCOPE, All(_refs(rule.id for rule in self._content.scope)))

    def _faults(self) -> None:
        for duty in self._content.duties:
            self._rule(duty, Stage.DUTY)
        for fault in self._content.faults:
            if fault.id in self._examined:
                self._rule(fault, Stage.FAULT, *((Ref(fault.duty),) if fault.duty else ()))
            else:
                self._define(fault.id, Stage.FAULT, Any(()), fault.id)
        for element in self._content.elements:
            self._rule(element, Stage.ELEMENT)
        for fault in self._content.faults:
            needed = [element.id for element in self._content.elements if element.id not in fault.contains]
            self._define(names.complete(fault.id), Stage.COMPLETE, All(_refs((fault.id, *needed))), fault.id)

    def _exemptions(self) -> None:
        for exemption in self._content.exemptions:
            provisos = [f"{exemption.id}/{proviso.id}" for proviso in exemption.unless]
            for proviso in provisos:
                self._define(proviso, Stage.PROVISO, self._written(proviso), exemption.id)
            self._rule(exemption, Stage.EXEMPTION, *(Not(Ref(proviso)) for proviso in provisos))
        faults = self._content.faults
        for fault in faults:
            reaching = [each.id for each in self._content.exemptions if not each.denies_fault and fault.id in self._reach[each.id]]
            self._define(names.excused(fault.id), Stage.EXCUSED, Any(_refs(reaching)), fault.id)
            standing = All((Ref(names.complete(fault.id)), Not(Ref(names.excused(fault.id)))))
            self._define(names.stands(fault.id), Stage.STANDS, standing, fault.id)

    def _liability(self) -> None:
        faults = [fault.id for fault in self._content.faults]
        denying = [each.id for each in self._content.exemptions if each.denies_fault]
        self._define(names.GATE, Stage.LIABILITY, Any(_refs(denying)))
        self._define(names.COMPLETE, Stage.LIABILITY, Any(_refs(map(names.complete, faults))))
        someone = Any(_refs(map(names.stands, faults)))
        scope, gate = Ref(names.SCOPE), Ref(names.GATE)
        self._define(names.LIABILITY, Stage.LIABILITY, All((scope, Not(gate), someone)))

    def _ranges(self) -> None:
        for sanction in self._content.sanctions:
            self._rule(sanction, Stage.RANGE)
        for sanction in self._content.sanctions:
            self._define(names.active(sanction.id), Stage.ACTIVE, self._active(sanction), sanction.id)
            for number, _ in enumerate(sanction.tiers, 1):
                tier = f"{sanction.id}/{number}"
                self._define(tier, Stage.TIER, All((Ref(names.active(sanction.id)), self._written(tier))), sanction.id)

    def _active(self, sanction: SanctionRange) -> Expression:
        above = [(Not(_ref(other.id)), self._reach[other.id]) for other in prevailing(sanction, self._content)]
        someone = [
            All((_ref(names.stands(fault)), *(yielding for yielding, reach in above if fault in reach)))
            for fault in sorted(self._reach[sanction.id])
        ]
        return All((Ref(sanction.id), Any(tuple(someone))))

    def _circumstances(self) -> None:
        for circumstance in self._content.circumstances:
            self._rule(circumstance, Stage.CIRCUMSTANCE)
        moving = {
            names.MUST_MITIGATE: ((Effect.MITIGATED,), (Mode.SHALL,)),
            names.MAY_MITIGATE: ((Effect.MITIGATED, Effect.LIGHTER_OR_MITIGATED), (Mode.MAY,)),
            names.LIGHTER: ((Effect.LIGHTER, Effect.LIGHTER_OR_MITIGATED), tuple(Mode)),
            names.HEAVIER: ((Effect.HEAVIER,), tuple(Mode)),
        }
        for name, (effects, modes) in moving.items():
            found = [each.id for each in self._content.circumstances if each.effect in effects and each.mode in modes]
            self._define(name, Stage.CIRCUMSTANCE, Any(_refs(found)))

    def _own(self, rung: int, end: int) -> Expression:
        """Some active tier whose lower (`end` 0) or upper (`end` 1) rung is at least `rung`."""
        position = {each.id: number for number, each in enumerate(self._content.ladder.rungs, 1)}
        return Any(
            _refs(
                f"{sanction.id}/{number}"
                for sanction in self._content.sanctions
                for number, tier in enumerate(sanction.tiers, 1)
                if position[tier.range[end]] >= rung
            )
        )

    def _outcomes(self) -> None:
        rungs = len(self._content.ladder.rungs)
        for rung in range(1, rungs + 1):
            self._define(f"own-least:{rung}", Stage.BOUND, self._own(rung, 0))
            self._define(f"own-most:{rung}", Stage.BOUND, self._own(rung, 1))
        above_lowest = (Not(Ref("own-least:2")),) if rungs > 1 else ()
        for limit in self._content.limits:
            self._rule(limit, Stage.LIMIT)
        barring = [limit.id for limit in self._content.limits if limit.most == "none"]
        self._define(names.BARRED, Stage.LIMIT, Any(_refs(barring)))
        # what the law no longer lets anybody give, it lets nobody waive
        left = Not(Ref(names.BARRED))
        for waiver in self._content.waivers:
            self._rule(waiver, Stage.WAIVER, left)
        below = All((left, Ref(names.MUST_MITIGATE), Ref("own-least:1"), *above_lowest))
        self._define(names.WAIVED_BELOW, Stage.WAIVER, below)
        waivers = [names.WAIVED_BELOW, *(waiver.id for waiver in self._content.waivers if not waiver.alternative)]
        self._define(names.WAIVED, Stage.WAIVER, Any(_refs(waivers)))
        scope, gate, some, liability, waived = map(Ref, (names.SCOPE, names.GATE, names.COMPLETE, names.LIABILITY, names.WAIVED))
        endings: dict[Outcome, Expression] = {
            Outcome.OUT_OF_SCOPE: Not(scope),
            Outcome.NOT_LIABLE: All((scope, Not(gate), Not(some))),
            Outcome.EXEMPT: All((scope, Any((gate, All((some, Not(liability))))))),
            Outcome.WAIVED: All((liability, waived)),
            Outcome.LIABLE: All((liability, Not(waived))),
        }
        for ending, expression in endings.items():
            self._define(names.outcome(ending), Stage.OUTCOME, expression)

    def _bounds(self) -> None:
        rungs = [rung.id for rung in self._content.ladder.rungs]
        must, may = Ref(names.MUST_MITIGATE), Ref(names.MAY_MITIGATE)
        for rung in range(1, len(rungs) + 1):
            caps = [limit.id for limit in self._content.limits if limit.caps(rung, rungs)]
            self._define(f"beyond:{rung}", Stage.LIMIT, Any(_refs(caps)))
            next_least: tuple[Expression, ...] = (Ref(f"own-least:{rung + 1}"),) if rung < len(rungs) else ()
            unmoved = All((Not(must), Not(may)))
            lower: Expression = All((Ref(f"own-least:{rung}"), Any((unmoved, *next_least)), Not(Ref(f"beyond:{rung}"))))
            upper = All((Any((*next_least, All((Not(must), Ref(f"own-most:{rung}"))))), Not(Ref(f"beyond:{rung}"))))
            self._define(names.most(rung), Stage.BOUND, upper)
            raised = [limit.id for limit in self._content.limits if limit.least and rungs.index(limit.least) + 1 >= rung]
            if raised:
                lower = Any((lower, All((unmoved, Ref(names.most(rung)), Any(_refs(raised))))))
            self._define(names.least(rung), Stage.BOUND, lower)
        asked = {each.reaches for each in self._content.obligations if each.reaches}
        for number in sorted(rungs.index(each) + 1 for each in asked):
            self._define(names.reaching(number), Stage.BOUND, self._reaching(number, rungs))
        left = {each.below for each in self._content.obligations if each.below}
        for number in sorted(rungs.index(each) + 1 for each in left):
            self._define(names.under(number), Stage.BOUND, Not(Ref(names.least(number))))

    def _reaching(self, rung: int, rungs: list[str]) -> Expression:
        """The upper end of the range as the caps for kinds of persons leave it, whatever bars the sanction as a whole."""
        caps = [each.id for each in self._content.limits if each.most != "none" and each.caps(rung, rungs)]
        next_least: tuple[Expression, ...] = (Ref(f"own-least:{rung + 1}"),) if rung < len(rungs) else ()
        due = Any((*next_least, All((Not(Ref(names.MUST_MITIGATE)), Ref(f"own-most:{rung}")))))
        return All((due, Not(Any(_refs(caps)))))

    def _consequences(self) -> None:
        for measure in self._content.measures:
            self._rule(measure, Stage.MEASURE, self._on(measure.on))
        for referral in self._content.referrals:
            self._rule(referral, Stage.REFERRAL, self._on(referral.on))
        for obligation in self._content.obligations:
            self._rule(obligation, Stage.OBLIGATION, self._on(obligation.on), *self._due(obligation))

    def _due(self, obligation: Obligation) -> Iterable[Expression]:
        """What an obligation asks of the sanction that is due."""
        rungs = [rung.id for rung in self._content.ladder.rungs]
        if obligation.reaches:
            yield Ref(names.reaching(rungs.index(obligation.reaches) + 1))
        if obligation.below:
            yield Ref(names.under(rungs.index(obligation.below) + 1))

    def _on(self, outcomes: tuple[Outcome, ...]) -> Expression:
        if not outcomes:
            return Ref(names.SCOPE)
        return Any(_refs(names.outcome(each) for each in outcomes))
