"""The stages of the pipeline: the kinds of rules, in the order in which they are evaluated."""

from collections.abc import Iterator, Mapping
from typing import get_args

import attrs

from dutybound.rules import (
    Attribution,
    Circumstance,
    Constraint,
    Document,
    Duty,
    Element,
    Exemption,
    Fault,
    Limit,
    Measure,
    Obligation,
    Principle,
    Referral,
    Remedy,
    Rule,
    SanctionRange,
    ScopeRule,
    Step,
    Waiver,
)


@attrs.frozen(kw_only=True, eq=False)
class Staged:
    """Rules by stage: those of one policy in the order of the law, those of a rulebook sorted by id."""

    constraints: tuple[Constraint, ...] = ()
    scope: tuple[ScopeRule, ...] = ()
    duties: tuple[Duty, ...] = ()
    faults: tuple[Fault, ...] = ()
    elements: tuple[Element, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    sanctions: tuple[SanctionRange, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    limits: tuple[Limit, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    measures: tuple[Measure, ...] = ()
    referrals: tuple[Referral, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    principles: tuple[Principle, ...] = ()
    procedure: tuple[Step, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    documents: tuple[Document, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    def rules(self) -> Iterator[Rule]:
        """All rules with an id, stage by stage."""
        for stage in STAGES:
            yield from getattr(self, stage)


STAGES = tuple(each.name for each in attrs.fields(Staged))
"""The stages by name, first to last."""

STAGE_OF: Mapping[type, str] = {get_args(each.type)[0]: each.name for each in attrs.fields(Staged)}
"""The stage to which rules of a class belong."""
