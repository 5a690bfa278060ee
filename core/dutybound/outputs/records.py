"""Decisions and refusals as JSON objects: the same keys always, in the same order, so that the same input gives the same bytes."""

from typing import Any

import msgspec

from dutybound.decision import (
    Attributed,
    Consequence,
    Decision,
    Factor,
    FaultFinding,
    Finding,
    Owed,
    Refusal,
    Sanction,
    WaiverFinding,
)
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
        "faults": [fault_record(each) for each in decision.faults],
        "exemptions": [finding_record(each) for each in decision.exemptions],
        "sanction": None if decision.sanction is None else sanction_record(decision.sanction),
        "waivers": [mode_record(each) for each in decision.waivers],
        "measures": [mode_record(each) for each in decision.measures],
        "obligations": [owed_record(each) for each in decision.obligations],
        "referrals": [finding_record(each) for each in decision.referrals],
        "needs_facts": list(decision.needs_facts),
        "procedure": None if decision.procedure is None else _procedure(decision.procedure),
        "attributions": [attribution_record(each) for each in decision.attributions],
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


def finding_record(finding: Finding | Owed) -> dict[str, Any]:
    """The JSON object of an exemption or a referral."""
    return {"id": finding.id, "provision": str(finding.provision), "status": finding.status.value}


def fault_record(finding: FaultFinding) -> dict[str, Any]:
    """The JSON object of a fault."""
    return {"id": finding.id, "provision": str(finding.provision), "status": finding.status.value, "outcome": finding.outcome}


def mode_record(finding: WaiverFinding | Consequence) -> dict[str, Any]:
    """The JSON object of a waiver or a measure, which are commanded or permitted."""
    return {"id": finding.id, "provision": str(finding.provision), "mode": finding.mode.value, "status": finding.status.value}


def owed_record(owed: Owed) -> dict[str, Any]:
    """The JSON object of an obligation."""
    return {**finding_record(owed), "due": owed.due.isoformat() if owed.due else None}


def factor_record(factor: Factor) -> dict[str, Any]:
    """The JSON object of a circumstance that moves a sanction."""
    return {
        "id": factor.id,
        "provision": str(factor.provision),
        "effect": factor.effect,
        "mode": factor.mode.value,
        "status": factor.status.value,
    }


def attribution_record(attribution: Attributed) -> dict[str, Any]:
    """The JSON object of who answers."""
    return {
        "id": attribution.id,
        "provision": str(attribution.provision),
        "bears": list(attribution.bears),
        "sample": attribution.sample,
    }


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
        "factors": [factor_record(each) for each in sanction.factors],
        "basis": [str(provision) for provision in sanction.basis],
    }
