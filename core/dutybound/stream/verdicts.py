"""The shortest answer: the outcome, the range, and the ids of what holds and of what is open."""

from functools import cached_property, lru_cache

import msgspec

from dutybound.assembly import deciding, ending
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.engines.compiled import Run
from dutybound.engines.wanted import Section
from dutybound.program import least, most
from dutybound.rules import Outcome
from dutybound.stream.typed import Read
from dutybound.truth import Truth

Range = tuple[str, str] | None


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """A decision without its words: `range` is the lightest and heaviest rung, `None` where no sanction follows.

    `holding` and `open` are the ids of the faults, exemptions, waivers, measures, obligations and referrals that a decision lists
    as holding and as unknown, sorted.
    """

    outcome: Outcome
    range: Range
    holding: tuple[str, ...]
    open: tuple[str, ...]


class Verdicts:
    """Comes to verdicts by one engine."""

    def __init__(self, engine: Engine) -> None:
        content = engine.rulebook.content
        self._rungs = tuple(rung.id for rung in content.ladder.rungs)
        self._deciding = (*deciding(len(self._rungs)), least(1))
        always = (*content.faults, *content.exemptions, *content.obligations, *content.referrals)
        final = (*content.waivers, *content.measures)
        self._listed = tuple(each.id for each in always)
        self._final = tuple(each.id for each in final)
        self.sections = (
            Section(tuple(each.id for each in content.constraints), fails=True),
            Section(self._deciding),
            Section(self._listed),
            Section(self._final),
        )
        self._compiled = engine.compiled
        self._ending = lru_cache(maxsize=4096)(self._make_ending)
        self._ids = lru_cache(maxsize=16384)(self._make_ids)

    @cached_property
    def _run(self) -> Run:
        return self._compiled.function(self.sections)

    def counted(self) -> list[tuple[int, int]]:
        """For each kind of part that is kept: how often it was at hand, and how often it had to be made."""
        return [(kept.hits, kept.misses) for kept in (self._ending.cache_info(), self._ids.cache_info())]

    def of(self, read: Read) -> Verdict | None:
        """The verdict on one person; `None` where the facts contradict each other. Raises `PredicateError`."""
        broken, end, listed, final = self._run(*read.known)
        if broken:
            return None
        outcome, span = self._ending(tuple(end))
        follows = outcome is Outcome.LIABLE or outcome is Outcome.WAIVED
        holding, open_ = self._ids(tuple(listed), tuple(final) if follows else ())
        return Verdict(outcome, span, holding, open_)

    def _make_ending(self, reported: tuple[int, ...]) -> tuple[Outcome, Range]:
        values = dict.fromkeys(self._deciding, Truth.FAILS)
        for at in reported:
            values[self._deciding[max(at, ~at)]] = Truth.HOLDS if at >= 0 else Truth.UNKNOWN
        outcome = ending(values, len(self._rungs))
        highest = sum(values[most(rung)] is Truth.HOLDS for rung in range(1, len(self._rungs) + 1))
        lowest = sum(values[least(rung)] is Truth.HOLDS for rung in range(1, len(self._rungs) + 1))
        if outcome is not Outcome.LIABLE or not highest:
            return outcome, None
        return outcome, (self._rungs[max(lowest, 1) - 1], self._rungs[highest - 1])

    def _make_ids(self, listed: tuple[int, ...], final: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        holding = [self._listed[at] for at in listed if at >= 0] + [self._final[at] for at in final if at >= 0]
        unknown = [self._listed[~at] for at in listed if at < 0] + [self._final[~at] for at in final if at < 0]
        return tuple(sorted(holding)), tuple(sorted(unknown))

    def from_decision(self, decision: Decision) -> Verdict:
        """The verdict that a decision comes to."""
        ids = {*self._listed, *self._final}
        parts = (decision.faults, decision.exemptions, decision.obligations, decision.referrals, decision.waivers, decision.measures)
        found = [(each.id, each.status) for part in parts for each in part if each.id in ids]
        return Verdict(
            decision.outcome,
            decision.sanction.range if decision.sanction else None,
            tuple(sorted(name for name, status in found if status is Truth.HOLDS)),
            tuple(sorted(name for name, status in found if status is Truth.UNKNOWN)),
        )
