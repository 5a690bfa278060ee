"""For plugin authors: strategies that generate rulebooks, plugins, facts and cases, and the invariants as checks.

    from hypothesis import given
    from dutybound.testing import check_invariants, engines, facts_for

Every check is a function of an engine and facts that raises `AssertionError` with the sentence that is broken, so that a
regional office can hold its own plugin to the invariants of the house. Needs hypothesis: `pip install "dutybound[test]"`.
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    raise ImportError(
        'dutybound.testing needs hypothesis, which is not installed: pip install "dutybound[test]"'
        "（dutybound.testing 需要 hypothesis，尚未安装）"
    )

from dutybound.testing.asking import check_needs_are_exact, needed_by_brute_force
from dutybound.testing.cases import case_records, consistent_facts, facts_for, telling_facts
from dutybound.testing.harm import aggravating, check_more_harm_never_lightens
from dutybound.testing.invariants import (
    check_already_sanctioned_means_no_sanction,
    check_exempt_means_no_consequence,
    check_explanation_names_every_fact_that_matters,
    check_invariants,
    check_learning_overturns_nothing,
    check_missing_fault_or_element_means_no_consequence,
    check_mitigation_stays_on_the_ladder,
    check_same_input_same_bytes,
    check_sanction_rests_on_fault_and_upper_law,
    decide,
)
from dutybound.testing.plugins import Contributor, plugins_of
from dutybound.testing.rulebooks import engines, policies, sources
from dutybound.testing.spelling import spell

__all__ = [
    "Contributor",
    "aggravating",
    "case_records",
    "check_already_sanctioned_means_no_sanction",
    "check_exempt_means_no_consequence",
    "check_explanation_names_every_fact_that_matters",
    "check_invariants",
    "check_learning_overturns_nothing",
    "check_missing_fault_or_element_means_no_consequence",
    "check_mitigation_stays_on_the_ladder",
    "check_more_harm_never_lightens",
    "check_needs_are_exact",
    "check_same_input_same_bytes",
    "check_sanction_rests_on_fault_and_upper_law",
    "consistent_facts",
    "decide",
    "engines",
    "facts_for",
    "needed_by_brute_force",
    "plugins_of",
    "policies",
    "sources",
    "spell",
    "telling_facts",
]
