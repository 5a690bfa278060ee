"""Steps of a procedure and remedies: what they follow, who they are for, and their time limits."""

from collections.abc import Iterable

from dutybound.checks.names import check_names
from dutybound.duties.offices import POSITIONS
from dutybound.problems import Problems
from dutybound.rulebook import Content
from dutybound.rules import Remedy, Span, Step


def check_procedure(content: Content, problems: Problems) -> None:
    """Steps and remedies name steps of their own procedure, and a time limit has one unit."""
    tracks: dict[str, list[str]] = {}
    for step in content.procedure:
        tracks.setdefault(step.track, []).append(step.id)
    rungs = [rung.id for rung in content.ladder.rungs]
    for step in content.procedure:
        if step.sanction_at_least:
            check_names((step.sanction_at_least,), rungs, (step.place, "sanction_at_least"), ("处分", "sanction"), problems)
        check_names(step.after, tracks[step.track], (step.place, "after"), ("同一程序的步骤", "step of the same procedure"), problems)
        bars = (step.barred.start, step.barred.until) if step.barred else ()
        check_names(bars, tracks[step.track], (step.place, "barred"), ("同一程序的步骤", "step of the same procedure"), problems)
        check_names(step.positions, POSITIONS, (step.place, "positions"), ("职务类别", "position"), problems)
        if step.within is not None:
            _check_span(step.within, step, tracks[step.track], problems)
    for remedy in content.remedies:
        check_names((remedy.track,), tracks, (remedy.place, "track"), ("程序", "procedure"), problems)
        if remedy.within is not None:
            _check_span(remedy.within, remedy, tracks.get(remedy.track, ()), problems)


def _check_span(span: Span, rule: Step | Remedy, known: Iterable[str], problems: Problems) -> None:
    check_names((span.start,), known, (rule.place,), ("步骤", "step"), problems)
    if (span.months is None) == (span.days is None):
        problems.add(rule.place, "期限应写 months 或 days 之一", "a time limit has either `months` or `days`")
