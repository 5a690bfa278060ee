"""Decisions and refusals as JSON objects: the same keys always, in the same order, so that the same input gives the same bytes."""

from typing import Any

import msgspec

from dutybound.decision import Decision, Refusal, Sanction
from dutybound.procedure import ProcedureReview
from dutybound.text import Language

REFUSED = "refused"


def decision_record(decision: Decision) -> dict[str, Any]:
    """The JSON object of a decision (design: one object per person)."""
    return {
        "case_id": decision.case_id,
        "person_id": decision.person_id,
        "outcome": decision.outcome.value,
        "alleged": None if decision.alleged is None else list(decision.alleged),
        "faults": [
            {"id": each.id, "provision": str(each.provision), "status": each.status.value, "outcome": each.outcome}
            for each in decision.faults
        ],
        "exemptions": [_finding(each) for each in decision.exemptions],
        "sanction": None if decision.sanction is None else sanction_record(decision.sanction),
        "waivers": [_moded(each) for each in decision.waivers],
        "measures": [_moded(each) for each in decision.measures],
        "obligations": [{**_finding(each), "due": each.due.isoformat() if each.due else None} for each in decision.obligations],
        "referrals": [_finding(each) for each in decision.referrals],
        "needs_facts": list(decision.needs_facts),
        "procedure": None if decision.procedure is None else _procedure(decision.procedure),
        "attributions": [
            {"id": each.id, "provision": str(each.provision), "bears": list(each.bears), "sample": each.sample}
            for each in decision.attributions
        ],
        "versions": [
            {
                "day": each.day.isoformat(),
                "outcome": each.outcome.value,
                "range": None if each.range is None else list(each.range),
                "applies": each.applies,
            }
            for each in decision.versions
        ],
        "binding": decision.binding,
        "rulebook": {
            "digest": decision.rulebook.digest,
            "plugins": list(decision.rulebook.plugins),
            "instruments": list(decision.rulebook.instruments),
        },
    }


def refusal_record(refusal: Refusal, language: Language = Language.EN) -> dict[str, Any]:
    """The JSON object of a record that could not be decided."""
    return {
        "case_id": refusal.case_id,
        "person_id": refusal.person_id,
        "outcome": REFUSED,
        "source": refusal.source,
        "line": refusal.line,
        "reasons": [problem.into(language) for problem in refusal.problems],
    }


def encode(record: dict[str, Any]) -> bytes:
    """One line of JSON, Chinese unescaped, with its line end."""
    return msgspec.json.encode(record) + b"\n"


def _finding(finding: Any) -> dict[str, Any]:
    return {"id": finding.id, "provision": str(finding.provision), "status": finding.status.value}


def _moded(finding: Any) -> dict[str, Any]:
    return {"id": finding.id, "provision": str(finding.provision), "mode": finding.mode.value, "status": finding.status.value}


def _procedure(review: ProcedureReview) -> dict[str, Any]:
    return {
        "track": review.track,
        "executable": review.executable,
        "steps": [
            {
                "id": each.step,
                "provision": str(each.provision),
                "standing": each.standing.value,
                "day": each.day.isoformat() if each.day else None,
                "due": each.due.isoformat() if each.due else None,
            }
            for each in review.findings
        ],
        "remedies": [
            {"id": each.remedy, "provision": str(each.provision), "last_day": each.last_day.isoformat() if each.last_day else None}
            for each in review.remedies
        ],
    }


def sanction_record(sanction: Sanction) -> dict[str, Any]:
    """The JSON object of a sanction, one value of a decision's."""
    return {
        "range": list(sanction.range),
        "recommended": list(sanction.recommended),
        "months": [None if span is None else list(span) for span in sanction.months],
        "factors": [
            {"id": each.id, "provision": str(each.provision), "effect": each.effect, "mode": each.mode.value, "status": each.status.value}
            for each in sanction.factors
        ],
        "basis": [str(provision) for provision in sanction.basis],
    }
