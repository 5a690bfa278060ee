"""Rulebooks of one law with one fault and one range, in which one can see by eye what follows from a case."""

from collections.abc import Iterable
from datetime import date

from attrs import evolve

from dutybound.conditions import AllOf, Condition
from dutybound.engine import Engine
from dutybound.facts import Fact
from dutybound.linking import Sources
from dutybound.policy import Policy
from dutybound.provision import Provision
from dutybound.rules import (
    Combined,
    Constraint,
    Fault,
    FaultKind,
    Instrument,
    Ladder,
    Rank,
    Rung,
    SanctionRange,
    ScopeRule,
    Tier,
)
from dutybound.testing.vocabularies import record_facts, words

CITED = Provision("law", 1)


def one_fault(when: Condition, facts: Iterable[Fact], constraints: tuple[Constraint, ...] = (), scope: Condition | None = None) -> Engine:
    """An engine over these facts and those of the record, with a fault that holds `when` and a warning for it."""
    policy = Policy(
        instrument=Instrument(id="law", title=words("law"), rank=Rank.LAW, begins=date(2020, 1, 1)),
        ladder=Ladder(
            provision=CITED,
            periods=CITED,
            rungs=(Rung(id="warning", label=words("warning"), months=6),),
            combined=Combined(provision=CITED, most_months=48),
            below=CITED,
        ),
        facts=tuple(evolve(each, provision=CITED) for each in (*record_facts(), *facts)),
        constraints=constraints,
        scope=() if scope is None else (ScopeRule(id="scope", provision=CITED, title=words("scope"), when=scope),),
        faults=(Fault(id="fault", provision=CITED, title=words("fault"), kind=FaultKind.NON_PERFORMANCE, when=when),),
        sanctions=(
            SanctionRange(
                id="range",
                provision=CITED,
                title=words("range"),
                applies_to=("fault",),
                tiers=(Tier(when=AllOf(()), range=("warning", "warning")),),
            ),
        ),
    )
    return Engine.from_sources(Sources(policies=(policy,)))
