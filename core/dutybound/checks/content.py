"""What must be true of a rulebook before it may decide anything: every reference, citation, range and rank."""

from dutybound.checks.attributions import check_attributions
from dutybound.checks.citations import check_citations
from dutybound.checks.constraints import check_constraints
from dutybound.checks.coverage import check_coverage
from dutybound.checks.endings import check_endings
from dutybound.checks.exemptions import check_exemptions
from dutybound.checks.facts import check_facts
from dutybound.checks.faults import check_faults
from dutybound.checks.limits import check_limits_and_dues
from dutybound.checks.periods import check_periods
from dutybound.checks.procedure import check_procedure
from dutybound.checks.sanctions import check_sanctions
from dutybound.extent import check_extent
from dutybound.identifiers import check_identifiers
from dutybound.problems import Problems
from dutybound.rulebook import Content


def check_content(content: Content, problems: Problems) -> None:
    """Add every problem of the content as a whole; conditions are checked when they are lowered."""
    check_identifiers(content, problems)
    check_citations(content, problems)
    check_periods(content, problems)
    check_facts(content, problems)
    check_constraints(content, problems)
    check_faults(content, problems)
    check_exemptions(content, problems)
    check_sanctions(content, problems)
    check_coverage(content, problems)
    check_limits_and_dues(content, problems)
    check_procedure(content, problems)
    check_attributions(content, problems)
    check_extent(content, problems)
    check_endings(content, problems)
