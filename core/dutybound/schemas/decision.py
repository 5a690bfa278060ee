"""The schema of an output record: a decision, or the refusal of a record."""

from dutybound.explanation import Kind
from dutybound.outputs.records import REFUSED
from dutybound.procedure import Standing
from dutybound.rules import Effect, Mode, Outcome
from dutybound.schemas.parts import CITATION, DAY, NAME, Schema, among, array, closed, maybe, root
from dutybound.truth import Truth

_STATUS = among(truth.value for truth in Truth)
_OPEN = among((Truth.HOLDS.value, Truth.UNKNOWN.value))
_MODE = among(Mode)
_TEXT = closed({"zh": {"type": "string"}, "en": {"type": "string"}})
_FINDING = closed({"id": NAME, "provision": CITATION, "status": _OPEN})
_MODED = closed({"id": NAME, "provision": CITATION, "mode": _MODE, "status": _STATUS})


def decision_schema() -> Schema:
    """What `dutybound evaluate` writes: one object for each person of each record, the same keys always."""
    return root("dutybound decision", {"oneOf": [_decision(), _refusal()]}, **{"$defs": {"node": _node()}})


def _decision() -> Schema:
    properties: dict[str, Schema] = {
        "case_id": NAME,
        "person_id": NAME,
        "outcome": among(Outcome),
        "alleged": maybe(array(NAME, minItems=1)),
        "faults": array(
            closed(
                {
                    "id": NAME,
                    "provision": CITATION,
                    "status": _OPEN,
                    "outcome": among(("stands", "excused", "incomplete", "open")),
                }
            )
        ),
        "exemptions": array(_FINDING),
        "sanction": maybe(_sanction()),
        "waivers": array(_MODED),
        "measures": array(_MODED),
        "obligations": array(closed({"id": NAME, "provision": CITATION, "status": _OPEN, "due": maybe(DAY)})),
        "referrals": array(_FINDING),
        "needs_facts": array(NAME),
        "procedure": maybe(_procedure()),
        "attributions": array(closed({"id": NAME, "provision": CITATION, "bears": array(NAME, minItems=1), "sample": {"type": "boolean"}})),
        "versions": array(
            closed(
                {
                    "day": DAY,
                    "outcome": among(Outcome),
                    "range": maybe(array(NAME, minItems=2, maxItems=2)),
                    "applies": {"type": "boolean"},
                }
            )
        ),
        "binding": {"const": False},
        "rulebook": closed({"digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "plugins": array(NAME), "instruments": array(NAME)}),
    }
    end = closed({"outcome": among(Outcome), "sanction": maybe(array(NAME, minItems=2, maxItems=2))})
    possible = closed({"complete": {"type": "boolean"}, "ends": array(end), "reason": maybe(_TEXT)})
    other = closed({"outcome": among(Outcome), "explanation": _explanation()})
    return closed({**properties, "explanation": _explanation(), "other_law": other, "possible": possible}, properties)


def _sanction() -> Schema:
    factor = closed({"id": NAME, "provision": CITATION, "effect": among(Effect), "mode": _MODE, "status": _OPEN})
    return closed(
        {
            "range": array(NAME, minItems=2, maxItems=2),
            "recommended": array(NAME, minItems=1),
            "months": array(maybe(array({"type": "integer"}, minItems=2, maxItems=2)), minItems=1),
            "factors": array(factor),
            "basis": array(CITATION, minItems=1),
        }
    )


def _procedure() -> Schema:
    step = closed(
        {
            "id": NAME,
            "provision": CITATION,
            "standing": among(Standing),
            "day": maybe(DAY),
            "due": maybe(DAY),
        }
    )
    remedy = closed({"id": NAME, "provision": CITATION, "last_day": maybe(DAY)})
    return closed({"track": NAME, "executable": {"type": "boolean"}, "steps": array(step), "remedies": array(remedy)})


def _explanation() -> Schema:
    section = closed({"id": NAME, "title": _TEXT, "findings": array({"$ref": "#/$defs/node"})})
    need = closed(
        {
            "id": NAME,
            "label": _TEXT,
            "question": _TEXT,
            "answers": _TEXT,
            "provision": CITATION,
            "citation": _TEXT,
            "source": _TEXT,
            "disputed": {"type": "boolean"},
        }
    )
    return closed({"reason": _TEXT, "stages": array(section), "needs_facts": array(need)})


def _node() -> Schema:
    return closed(
        {
            "kind": among(Kind),
            "id": {"type": "string"},
            "status": _STATUS,
            "title": _TEXT,
            "provision": {"anyOf": [CITATION, {"const": ""}]},
            "citation": _TEXT,
            "effect": _TEXT,
            "reason": _TEXT,
            "bears": {"type": "boolean"},
            "facts": array(NAME),
            "parts": array({"$ref": "#/$defs/node"}),
        }
    )


def _refusal() -> Schema:
    return closed(
        {
            "case_id": {"type": "string"},
            "person_id": {"type": "string"},
            "outcome": {"const": REFUSED},
            "source": NAME,
            "line": {"type": "integer", "minimum": 0},
            "reasons": array(NAME, minItems=1),
        }
    )
