"""The procedure on a person's case (Art. 16): dated events against the steps of a track; what is missing, late or out of order."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from attrs import frozen

from dutybound.duties.derive import add_months
from dutybound.duties.offices import Offices
from dutybound.proceeding import Event, Proceeding
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.rules import Barred, Remedy, Span, Step
from dutybound.taking import Taking

NO_OFFICES = Offices()


class Standing(StrEnum):
    """How a step stands."""

    DONE = "done"
    MISSING = "missing"
    PENDING = "pending"
    OUT_OF_ORDER = "out_of_order"
    LATE = "late"
    DEFECTIVE = "defective"
    AGGRAVATED = "aggravated"
    NO_COMPETENCE = "no_competence"
    NOT_WITHDRAWN = "not_withdrawn"
    BARRED = "barred"


FLAWS = tuple(each for each in Standing if each not in (Standing.DONE, Standing.PENDING))


@frozen
class StepFinding:
    """How one step stands, with its day, the day it was or is due, and what the standing rests on."""

    step: str
    provision: Provision
    standing: Standing
    day: date | None = None
    due: date | None = None


@frozen
class RemedyFinding:
    """A remedy that is open, with its last day where the step it counts from has been taken."""

    remedy: str
    provision: Provision
    last_day: date | None


@frozen
class ProcedureReview:
    """Everything found; a sanction is executable only when the decision was taken and no required step has a flaw."""

    track: str
    executable: bool
    findings: tuple[StepFinding, ...]
    remedies: tuple[RemedyFinding, ...]


def review(proceeding: Proceeding, rulebook: Rulebook, offices: Offices = NO_OFFICES) -> ProcedureReview:
    """The review of a proceeding; steps in the order of their provisions. Competence is examined where the offices are known."""
    first: dict[str, Event] = {}
    for event in sorted(proceeding.events, key=lambda each: each.day):
        first.setdefault(event.step, event)
    on_track = [step for step in rulebook.content.procedure if step.track == proceeding.track]
    imposed = next((first[step.id].sanction for step in on_track if step.decides and step.id in first), "")
    rungs = [rung.id for rung in rulebook.content.ladder.rungs]
    # what answers an application that nobody made is not awaited
    untaken = {step.id for step in on_track if not step.required}.difference(first)
    called_for = (
        step
        for step in on_track
        if _is_called_for(step, imposed, rungs)
        and _concerns(step, proceeding)
        and not (step.id in untaken and untaken.intersection(step.after))
    )
    steps = sorted(called_for, key=lambda step: (step.provision, step.id))
    decided = next((first[step.id].day for step in steps if step.decides and step.id in first), None)
    context = _Taken(steps, first, proceeding.as_of, decided, rulebook)
    taking = Taking(proceeding, on_track, offices, rungs)
    findings = tuple(finding for step in steps for finding in _findings(step, context, taking))
    required = {step.id for step in steps if step.required}
    afterwards = {step.id for step in steps if _follows_decision(step, steps)}
    flawed = any(_voids(each, each.step in required, each.step in afterwards) for each in findings)
    remedies = tuple(
        RemedyFinding(each.id, each.provision, _remedy_day(each, first))
        for each in rulebook.content.remedies
        if each.track == proceeding.track
    )
    return ProcedureReview(proceeding.track, decided is not None and not flawed, findings, remedies)


def _voids(found: StepFinding, required: bool, afterwards: bool) -> bool:
    """Whether a finding keeps the sanction from being executed: it takes effect the day it is decided (discipline-2007/46), so what is
    late or missing after that is a flaw of its own and no flaw of the sanction. Nor does what was done to the person meanwhile."""
    if (
        found.standing is Standing.BARRED
        or found.standing not in FLAWS
        or (afterwards and found.standing in (Standing.LATE, Standing.MISSING))
    ):
        return False
    return required or found.standing is not Standing.MISSING


def _is_called_for(step: Step, imposed: str, rungs: list[str]) -> bool:
    """Whether the step is due at all: always, or only above a rung; while no sanction is decided it may still be."""
    if not step.sanction_at_least or not imposed:
        return True
    return rungs.index(imposed) >= rungs.index(step.sanction_at_least)


def _concerns(step: Step, proceeding: Proceeding) -> bool:
    """Whether the step concerns this person: not one for other positions, nor anything barred that nobody did."""
    if step.barred is not None and not any(event.step == step.id for event in proceeding.events):
        return False
    return not step.positions or proceeding.position in step.positions


@frozen
class _Taken:
    """The steps of the track and what was taken of them by when."""

    steps: list[Step]
    first: Mapping[str, Event]
    as_of: date
    decided: date | None
    rulebook: Rulebook


def _findings(step: Step, taken: _Taken, taking: Taking) -> list[StepFinding]:
    first = taken.first
    event = first.get(step.id)
    due = _due(step.within, first, extended=event.extended if event else False) if step.within else None
    if event is None:
        return [_absent(step, taken, due)]
    if step.barred is not None:
        days = [each.day for each in taking.proceeding.events if each.step == step.id and _is_barred(step.barred, each, first)]
        standing, day = (Standing.BARRED, min(days)) if days else (Standing.DONE, event.day)
        return [StepFinding(step.id, step.provision, standing, day)]
    found: list[StepFinding] = []
    if any(name in first and first[name].day > event.day for name in step.after):
        found.append(StepFinding(step.id, step.provision, Standing.OUT_OF_ORDER, event.day, due))
    if due is not None and event.day > due:
        found.append(StepFinding(step.id, step.provision, Standing.LATE, event.day, due))
    found += [StepFinding(step.id, provision, Standing.DEFECTIVE, event.day, due) for provision in taking.lacking(step, event)]
    if step.decides and _aggravated(event, taken):
        hearing = _hearing(taken.steps)
        found.append(StepFinding(step.id, hearing.no_heavier or hearing.provision, Standing.AGGRAVATED, event.day, due))
    lacking = taking.without_competence(step, event)
    found += [StepFinding(step.id, provision, Standing.NO_COMPETENCE, event.day, due) for provision in lacking]
    # whoever had to withdraw taints every event of the step, not only its first
    events = [each for each in taking.proceeding.events if each.step == step.id]
    biased = dict.fromkeys(provision for each in events for provision in taking.not_withdrawn(each))
    found += [StepFinding(step.id, provision, Standing.NOT_WITHDRAWN, event.day, due) for provision in biased]
    return found or [StepFinding(step.id, step.provision, Standing.DONE, event.day, due)]


def _is_barred(barred: Barred, event: Event, first: Mapping[str, Event]) -> bool:
    """Whether an event falls into the time in which it must not be: not before that began, nor once it is over."""
    start, until = first.get(barred.start), first.get(barred.until)
    return start is not None and start.day <= event.day and (until is None or event.day < until.day)


def _absent(step: Step, taken: _Taken, due: date | None) -> StepFinding:
    """A step not taken is missing once something that must follow it was taken, or its time is over; else it is pending."""
    if due is not None and taken.as_of > due:
        return StepFinding(step.id, step.provision, Standing.LATE, None, due)
    followed = any(step.id in later.after and later.id in taken.first for later in taken.steps)
    before_decision = taken.decided is not None and not _follows_decision(step, taken.steps)
    if step.required and (followed or before_decision):
        return StepFinding(step.id, step.provision, Standing.MISSING, None, due)
    return StepFinding(step.id, step.provision, Standing.PENDING, None, due)


def _follows_decision(step: Step, steps: list[Step]) -> bool:
    by_id = {each.id: each for each in steps}
    todo, seen = list(step.after), set[str]()
    while todo:
        name = todo.pop()
        if name not in by_id:
            continue  # a step that is not called for here
        if by_id[name].decides:
            return True
        if name not in seen:
            seen.add(name)
            todo.extend(by_id[name].after)
    return False


def _hearing(steps: list[Step]) -> Step:
    return next(step for step in steps if step.hears)


def _aggravated(decision: Event, taken: _Taken) -> bool:
    """Whether the sanction decided is heavier than the one proposed before the person was heard."""
    rungs = [rung.id for rung in taken.rulebook.content.ladder.rungs]
    proposals = [taken.first[step.id].sanction for step in taken.steps if step.proposes and step.id in taken.first]
    heard = any(step.hears and step.id in taken.first for step in taken.steps)
    if not heard or not proposals or decision.sanction not in rungs or proposals[0] not in rungs:
        return False
    return rungs.index(decision.sanction) > rungs.index(proposals[0])


def _due(span: Span, first: Mapping[str, Event], *, extended: bool) -> date | None:
    start = first.get(span.start)
    if start is None:
        return None
    more = span.extended if extended else None
    if span.months is not None:
        return add_months(start.day, more or span.months)
    return start.day + timedelta(days=more or span.days or 0)


def _remedy_day(remedy: Remedy, first: Mapping[str, Event]) -> date | None:
    return None if remedy.within is None else _due(remedy.within, first, extended=False)
