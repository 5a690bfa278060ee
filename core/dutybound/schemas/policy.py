"""The schema of a policy file, made from the classes it is read into, so that the two cannot differ."""

from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin

import attrs

from dutybound.conditions import Comparison, Condition
from dutybound.convert import key_of
from dutybound.facts import Counted, Fact, Option, type_names
from dutybound.policy import Policy
from dutybound.properties import Subject
from dutybound.provision import Provision
from dutybound.rules import ENDS
from dutybound.scalars import MOST_WHOLE
from dutybound.schemas.narrowing import FACT_ID, ID, ORIGIN, PARTS, WHOLES, typed_fact
from dutybound.schemas.parts import CITATION, DAY, NAME, Schema, among, array, closed, root
from dutybound.text import Text

_CONDITION: Schema = {"$ref": "#/$defs/condition"}
_WHOLE: Schema = {"type": "integer", "minimum": -MOST_WHOLE, "maximum": MOST_WHOLE}
_LITERAL: Schema = {"type": ["boolean", "integer", "string"], "pattern": r"\S"}


def policy_schema() -> Schema:
    """What a policy file may hold; what names stand for, and which values suit a fact, is looked up only when the rulebook is linked."""
    definitions = {"condition": _condition(), "text": closed({"zh": NAME, "en": NAME}), "fact": _fact()}
    return root("dutybound policy file", _class(Policy), **{"$defs": definitions})


def _class(wanted: type[attrs.AttrsInstance]) -> Schema:
    fields = [each for each in attrs.fields(wanted) if each.name != "place" and each.init]
    properties = {key_of(each): _part(wanted, each) for each in fields}
    return {**closed(properties, [key_of(each) for each in fields if each.default is attrs.NOTHING]), **WHOLES.get(wanted, {})}


def _part(owner: type[attrs.AttrsInstance], part: "attrs.Attribute[Any]") -> Schema:
    key = key_of(part)
    if key == "id" and part.type is str:
        return {**ID, **PARTS.get((owner, key), {})}
    named = get_origin(part.type) is tuple and get_args(part.type)[0] in (str, Provision)
    limits: Schema = {"minItems": 1, **({} if ENDS in part.metadata else {"uniqueItems": True})} if named else {}
    return {**_type(part.type), **limits, **PARTS.get((owner, key), {})}


def _type(wanted: Any) -> Schema:
    if wanted == Condition:
        return _CONDITION
    if get_origin(wanted) is tuple:
        return array(_type(get_args(wanted)[0]))
    arguments = get_args(wanted)
    if NoneType in arguments:
        rest = [each for each in arguments if each is not NoneType]
        return _type(rest[0]) if len(rest) == 1 else _CONDITION
    if wanted is Subject:
        return {"anyOf": [NAME, _CONDITION]}
    if wanted is Fact:
        return {"$ref": "#/$defs/fact"}
    if wanted is Text:
        return {"$ref": "#/$defs/text"}
    if attrs.has(wanted):
        return CITATION if wanted is Provision else _class(wanted)
    return _scalar(wanted)


def _scalar(wanted: Any) -> Schema:
    if issubclass(wanted, StrEnum):
        return among(wanted)
    return {bool: {"type": "boolean"}, int: _WHOLE, date: DAY, str: NAME}[wanted]


def _condition() -> Schema:
    compared = {each.value: _LITERAL for each in Comparison if each not in (Comparison.IS, Comparison.ONE_OF)}
    several = array(_LITERAL, minItems=1, uniqueItems=True)
    comparison = {**closed({**compared, Comparison.ONE_OF.value: several}, ()), "minProperties": 1, "maxProperties": 1}
    return {
        "type": "object",
        "description": "one key: all, any, not, holds, predicate, or a fact with its value or one comparison",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            "all": array(_CONDITION, minItems=1),
            "any": array(_CONDITION, minItems=1),
            "not": _CONDITION,
            "holds": NAME,
            "predicate": NAME,
            **{each.value: False for each in Comparison if each is not Comparison.IS},
        },
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": {"anyOf": [_LITERAL, comparison]},
    }


def _fact() -> Schema:
    text = {"$ref": "#/$defs/text"}
    required = {"id": FACT_ID, "type": among(type_names), "label": text, "question": text, "provision": CITATION, "source": text}
    optional = {
        "values": array(_class(Option), minItems=2),
        "unit": text,
        "least": _WHOLE,
        "most": _WHOLE,
        "from": ORIGIN,
        "within": _class(Counted),
    }
    return {**closed({**required, **optional}, required), **typed_fact()}
