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
        _check_needs(step, problems)
        if step.within is not None:
            _check_span(step.within, step, tracks[step.track], problems)
    _check_order(content.procedure, problems)
    for remedy in content.remedies:
        check_names((remedy.track,), tracks, (remedy.place, "track"), ("程序", "procedure"), problems)
        if remedy.within is not None:
            _check_span(remedy.within, remedy, tracks.get(remedy.track, ()), problems)


def _check_span(span: Span, rule: Step | Remedy, known: Iterable[str], problems: Problems) -> None:
    check_names((span.start,), known, (rule.place,), ("步骤", "step"), problems)
    length = span.months if span.days is None else span.days
    if length is None or (span.months is not None and span.days is not None):
        problems.add(rule.place, "期限应写 months 或 days 之一", "a time limit has either `months` or `days`")
    elif length < 1:
        unit = "months" if span.days is None else "days"
        problems.add(rule.place.of("within", unit), f"`{unit}` 不应小于 1", f"`{unit}` should be 1 or more")
    elif span.extended is not None and span.extended <= length:
        problems.add(
            rule.place.of("within", "extended"),
            f"`extended` 应长于原来的期限（{length}）",
            f"`extended` should be more than the time limit itself ({length})",
        )


def _check_needs(step: Step, problems: Problems) -> None:
    """What an event must record can be recorded: not less than nothing, and no more required than allowed."""
    for need in step.needs:
        if need.at_least < 0 or (need.at_most is not None and need.at_most < need.at_least):
            problems.add(
                step.place.of("needs"),
                f"`{need.attribute}` 的 at_least 不应小于 0 或大于 at_most",
                f"`at_least` of `{need.attribute}` should be neither less than 0 nor more than its `at_most`",
            )
        elif not need.at_least and need.at_most is None:
            problems.add(
                step.place.of("needs"),
                f"`{need.attribute}` 应写 at_least 或 at_most",
                f"`{need.attribute}` should have `at_least` or `at_most`",
            )


def _check_order(steps: Iterable[Step], problems: Problems) -> None:
    """No step comes after itself, by way of others or not."""
    after = {step.id: step.after for step in steps}
    for step in steps:
        seen: set[str] = set()
        todo = list(step.after)
        while todo and step.id not in seen:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(after.get(name, ()))
        if step.id in seen:
            problems.add(step.place.of("after"), f"步骤 `{step.id}` 的先后成环", f"the step `{step.id}` comes after itself in a circle")
