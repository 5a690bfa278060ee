"""A decision as one row of a table for people: lists as ids with spaces between, `?` behind what is still open."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from dutybound.batch.judging import Entry
from dutybound.batch.verdicts import REFUSED
from dutybound.decision import Decision, Refusal, Version
from dutybound.naming import ALLEGED, CASE_ID, DISPUTED, PERSON_ID
from dutybound.procedure import FLAWS, ProcedureReview
from dutybound.rulebook import Rulebook
from dutybound.text import Language
from dutybound.truth import Truth

RESULTS = (
    "outcome",
    "faults",
    "exemptions",
    "sanction_lightest",
    "sanction_heaviest",
    "recommended",
    "waivers",
    "measures",
    "obligations",
    "referrals",
    "needs_facts",
    "executable",
    "flaws",
    "attributions",
    "versions",
    "reasons",
)
"""What a row says of a decision: behind the findings whether its procedure lets it be executed, who answers, and both laws' endings."""
RULEBOOK = "rulebook"
ORIGIN = ("source", "line", RULEBOOK)
EXPLANATION = "explanation"
OTHER_LAW = "other_law"

Explain = Callable[[Entry], Mapping[str, msgspec.Raw]]
"""The explanation of an entry that is to have one, and what the other law says where `--on` compares two."""


def flat_titles(rulebook: Rulebook, explanations: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The headings of a table of decisions."""
    facts = (fact.id for fact in rulebook.content.facts)
    return (CASE_ID, PERSON_ID, *RESULTS, *facts, DISPUTED, ALLEGED, *ORIGIN, *explanations)


def flat_row(entry: Entry, rulebook: Rulebook, language: Language, told: Iterable[str] = ()) -> tuple[Any, ...]:
    """One entry as a row under `flat_titles`; `told` are its explanations, one under each of their titles."""
    result, person = entry.result, entry.person
    facts = person.facts if person else {}
    known = tuple(_cell(facts.get(fact.id)) for fact in rulebook.content.facts)
    disputed = " ".join(sorted(person.disputed)) if person else ""
    alleged = " ".join(person.alleged or ()) if person else ""
    where = (result.source, result.line) if isinstance(result, Refusal) else ("", "")
    return (result.case_id, result.person_id, *_results(result, language), *known, disputed, alleged, *where, rulebook.digest, *told)


def results_row(decision: Decision) -> Mapping[str, str]:
    """What a row says of a decision, by its headings."""
    return dict(zip(RESULTS, _decided(decision), strict=True))


def _results(result: Decision | Refusal, language: Language) -> tuple[str, ...]:
    if isinstance(result, Refusal):
        return (REFUSED, *("" for _ in RESULTS[2:]), "\n".join(each.into(language) for each in result.problems))
    return _decided(result)


def _decided(result: Decision) -> tuple[str, ...]:
    sanction = result.sanction
    return (
        result.outcome.value,
        " ".join(f"{each.id}({each.outcome})" for each in result.faults),
        _ids(result.exemptions),
        sanction.range[0] if sanction else "",
        sanction.range[1] if sanction else "",
        " ".join(sanction.recommended) if sanction else "",
        _ids(result.waivers),
        _ids(result.measures),
        _ids(result.obligations),
        _ids(result.referrals),
        " ".join(result.needs_facts),
        *_procedure(result.procedure),
        " ".join(each.id for each in result.attributions),
        " ".join(map(_version, result.versions)),
        "",
    )


def _procedure(review: ProcedureReview | None) -> tuple[str, str]:
    """Whether the sanction may be executed, and the steps that are missing, late or out of order; nothing where no step is told."""
    if review is None:
        return ("", "")
    flaws = (f"{each.step}({each.standing.value})" for each in review.findings if each.standing in FLAWS)
    return ("true" if review.executable else "false", " ".join(flaws))


def _version(version: Version) -> str:
    span = "" if version.range is None else f",{version.range[0]}..{version.range[1]}"
    return f"{version.day.isoformat()}({version.outcome.value}{span}{',applies' if version.applies else ''})"


def _ids(found: Iterable[Any]) -> str:
    return " ".join(each.id if each.status is Truth.HOLDS else f"{each.id}?" for each in found)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
