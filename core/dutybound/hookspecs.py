"""The whole extension surface on one page: five hooks, asked once while an engine is built, never while a case is decided.

Each hook returns any number of contributions. Rules, facts and predicates are the frozen classes named here, and so is
whatever they are made of; a plugin may instead ship policy files and no code. Contributions are merged as a set keyed by id: there is no
order, no priority, and a clash is an error that shows both places.
"""

from collections.abc import Iterable

import pluggy

from dutybound.conditions import AllOf, AnyOf, Asks, Comparison, Condition, Holds, Negation, Predicate, Test
from dutybound.facts import Choice, Counted, Day, Fact, Facts, Flag, Grade, Number, Option
from dutybound.policy import PolicyFile
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
    Proviso,
    Referral,
    SanctionRange,
    ScopeRule,
    Tier,
    Waiver,
)
from dutybound.text import Text

__all__ = [
    "AllOf",
    "AnyOf",
    "Asks",
    "Choice",
    "Circumstance",
    "Comparison",
    "Condition",
    "Constraint",
    "Counted",
    "Day",
    "Due",
    "Duty",
    "Effect",
    "Element",
    "Exemption",
    "Fact",
    "Facts",
    "Fault",
    "FaultKind",
    "Flag",
    "Grade",
    "Holds",
    "Limit",
    "Measure",
    "Mode",
    "Negation",
    "Number",
    "Obligation",
    "Option",
    "Outcome",
    "PolicyFile",
    "Predicate",
    "Provision",
    "Proviso",
    "Referral",
    "SanctionRange",
    "ScopeRule",
    "Test",
    "Text",
    "Tier",
    "Waiver",
    "classify_faults",
    "define_duties",
    "grant_exemptions",
    "hookimpl",
    "policy_files",
    "select_sanctions",
]

PROJECT = "dutybound"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def policy_files() -> Iterable[PolicyFile]:
    """Policy files (YAML), one instrument each: paths, or resources of the plugin's package."""
    return ()


@hookspec
def define_duties() -> Iterable[Duty | ScopeRule | Constraint | Fact | Predicate]:
    """Stage one, duty definition: who is bound to do what, and the facts this is told by."""
    return ()


@hookspec
def classify_faults() -> Iterable[Fault | Element | Constraint | Fact | Predicate]:
    """Stage two, fault classification: deviations from duty and the elements responsibility needs."""
    return ()


@hookspec
def grant_exemptions() -> Iterable[Exemption | Constraint | Fact | Predicate]:
    """Stage three, exemption: grounds on which no responsibility is pursued."""
    return ()


@hookspec
def select_sanctions() -> Iterable[
    SanctionRange | Circumstance | Waiver | Limit | Measure | Referral | Obligation | Constraint | Fact | Predicate
]:
    """Stage four, sanction selection: ranges of the upper law, what moves or waives them, and what else follows."""
    return ()
