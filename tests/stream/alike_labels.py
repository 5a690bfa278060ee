"""A rulebook whose explanations the quick way may not be sure of: two numbers that one fault reads, alike in their labels."""

from datetime import date

from dutybound import Engine
from dutybound.conditions import AllOf, Comparison, Test
from dutybound.facts import Fact, Number
from dutybound.linking import Sources
from dutybound.policy import Policy
from dutybound.provision import Provision
from dutybound.rules import Combined, Fault, FaultKind, Instrument, Ladder, Rank, Rung, SanctionRange, Tier
from dutybound.testing.vocabularies import record_facts, words
from dutybound.text import Text


def alike(label: str, other: str) -> Engine:
    """A rulebook in which a fault reads two numbers with these labels."""
    cited = Provision("law", 1)
    unit = Number(Text("次", "times"), 0, 9)
    numbers = [Fact(name, unit, Text(said, said), words(name), cited, words(name)) for name, said in (("one", label), ("two", other))]
    own = [Fact(each.id, each.domain, each.label, each.question, cited, each.source, each.origin) for each in record_facts()]
    policy = Policy(
        instrument=Instrument(id="law", title=words("law"), rank=Rank.LAW, begins=date(2020, 1, 1)),
        ladder=Ladder(
            provision=cited,
            periods=cited,
            rungs=(Rung(id="warning", label=words("warning"), months=6),),
            combined=Combined(provision=cited, most_months=48),
            below=cited,
        ),
        facts=(*own, *numbers),
        faults=(
            Fault(
                id="fault",
                provision=cited,
                title=words("fault"),
                kind=FaultKind.NON_PERFORMANCE,
                when=AllOf(tuple(Test(name, Comparison.AT_LEAST, value=1) for name in ("one", "two"))),
            ),
        ),
        sanctions=(
            SanctionRange(
                id="range",
                provision=cited,
                title=words("range"),
                applies_to=("fault",),
                tiers=(Tier(when=AllOf(()), range=("warning", "warning")),),
            ),
        ),
    )
    return Engine.from_sources(Sources(policies=(policy,)))
