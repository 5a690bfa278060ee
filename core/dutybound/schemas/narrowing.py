"""What a policy file's schema can say beyond the types of the classes it is read into: bounds, forms, and keys that go together.

All of it is checked when the rulebook is linked; here it is said to editors. A name that must stand for something, or a value
that must suit its fact, is beyond a schema.
"""

from collections.abc import Mapping

import attrs

from dutybound.checks.entrances import OPENS
from dutybound.checks.facts import ORIGINS
from dutybound.duties.derive import DERIVED
from dutybound.facts import Counted
from dutybound.rules import (
    Combined,
    Constraint,
    Due,
    Exemption,
    ExtensionPoint,
    Fault,
    Instrument,
    Limit,
    Measure,
    Outcome,
    Rung,
    SanctionRange,
    Tier,
)
from dutybound.schemas.parts import REGION, Schema, among

ID: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"}
FACT_ID: Schema = {"type": "string", "pattern": "^(?!(all|any|not|holds|predicate)$)[a-z][a-z0-9]*(_[a-z0-9]+)*$"}
ORIGIN: Schema = among((*ORIGINS, *DERIVED))

_SOME: Schema = {"minItems": 1}
_AT_LEAST_ONE: Schema = {"minimum": 1}
_CATCH_ALL: Schema = {"dependentRequired": {"under": ["basis"], "basis": ["under"]}}

PARTS: Mapping[tuple[type[attrs.AttrsInstance], str], Schema] = {
    (Instrument, "id"): {"pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
    (Instrument, "region"): REGION,
    (Instrument, "articles"): _AT_LEAST_ONE,
    (Instrument, "inserted"): {"items": {"type": "string", "pattern": r"^[1-9]\d{0,3}-[1-9]\d?$"}},
    (ExtensionPoint, "for"): among(OPENS),
    (SanctionRange, "tiers"): _SOME,
    (Tier, "range"): {"minItems": 2, "maxItems": 2},
    (Measure, "on"): {"minItems": 1, "items": among((Outcome.LIABLE, Outcome.WAIVED))},
    (Due, "days"): _AT_LEAST_ONE,
    (Counted, "days"): _AT_LEAST_ONE,
    (Rung, "months"): _AT_LEAST_ONE,
    (Combined, "most_months"): _AT_LEAST_ONE,
}
"""By class and key, what is added to the schema of the key's type."""

WHOLES: Mapping[type[attrs.AttrsInstance], Schema] = {
    Instrument: {"dependentRequired": {"inserted": ["articles"]}},
    Fault: {"dependentRequired": {"under": ["basis"], "basis": ["under"], "akin_to": ["under"]}},
    Exemption: _CATCH_ALL,
    Limit: {"anyOf": [{"required": ["most"]}, {"required": ["least"]}]},
    Constraint: {
        "oneOf": [
            {"required": ["if", "then"], "properties": {"never_together": False}},
            {"required": ["never_together"], "properties": {"if": False, "then": False, "never_together": {"minItems": 2, "maxItems": 2}}},
        ]
    },
}
"""By class, what is added to the schema of the whole."""

_TAKES: Mapping[str, tuple[str, ...]] = {
    "flag": ("within",),
    "choice": ("values",),
    "grade": ("values",),
    "number": ("unit", "least", "most"),
    "day": (),
}
_NEEDS = {"choice": ["values"], "grade": ["values"], "number": ["unit"]}


def typed_fact() -> Schema:
    """What a fact of each type takes and needs."""
    keys = sorted({key for each in _TAKES.values() for key in each})
    return {
        "oneOf": [
            {
                "properties": {"type": {"const": name}, **{key: False for key in keys if key not in takes}},
                "required": _NEEDS.get(name, []),
            }
            for name, takes in _TAKES.items()
        ]
    }
