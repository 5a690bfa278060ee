"""A policy back into the text of its file: what is written, read again, is the same policy."""

import json
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from dutybound.conditions import AllOf, AnyOf, Asks, Comparison, Condition, Holds, Negation, Test
from dutybound.convert import key_of
from dutybound.facts import Choice, Day, Domain, Fact, Flag, Grade, Number
from dutybound.policy import Policy
from dutybound.provision import Provision
from dutybound.text import Text

_TYPES: dict[type, str] = {Flag: "flag", Choice: "choice", Grade: "grade", Number: "number", Day: "day"}


class _Bare(str):
    """A word that stands without quotes, as an author writes a value in a condition."""


def spell(policy: Policy) -> str:
    """The text of a policy file, one top-level entry or rule a line. A condition without parts cannot be written: `ValueError`."""
    lines: list[str] = []
    for key, value in _fields(policy).items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case bool():
            return "true" if value else "false"
        case _Bare() | int():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _fields(thing: Any) -> dict[str, Any]:
    """What differs from the defaults, by the key a file writes it with."""
    found: dict[str, Any] = {}
    for attribute in attrs.fields(type(thing)):
        value = getattr(thing, attribute.name)
        if attribute.name != "place" and value != attribute.default:
            found[key_of(attribute)] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    match value:
        case Test() | Holds() | Asks() | AllOf() | AnyOf() | Negation():
            return _condition(value)
        case Fact():
            return _fact(value)
        case Text():
            return {"zh": value.zh, "en": value.en}
        case Provision() | StrEnum():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case bool() | int() | str():
            return value
        case _:
            return _fields(value)


def _fact(fact: Fact) -> dict[str, Any]:
    found = {
        "id": fact.id,
        "type": _TYPES[type(fact.domain)],
        "label": _plain(fact.label),
        "question": _plain(fact.question),
        "provision": str(fact.provision),
        "source": _plain(fact.source),
        **_domain(fact.domain),
    }
    told = fact.origin or fact.derived
    counted = {} if fact.counted is None else {"within": _fields(fact.counted)}
    return {**found, **({"from": told} if told else {}), **counted}


def _domain(domain: Domain) -> dict[str, Any]:
    match domain:
        case Flag() | Day():
            return {}
        case Choice(values) | Grade(values):
            return {"values": [_plain(each) for each in values]}
        case Number(unit, least, most):
            bounds = {"least": least, "most": most}
            return {"unit": _plain(unit), **{key: bound for key, bound in bounds.items() if bound is not None}}


def _condition(condition: Condition) -> dict[str, Any]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            if not parts:
                raise ValueError("a condition without parts cannot be written in a file")
            return {"all" if isinstance(condition, AllOf) else "any": [_condition(part) for part in parts]}
        case Negation(part):
            return {"not": _condition(part)}
        case Holds(rule):
            return {"holds": rule}
        case Asks(predicate):
            return {"predicate": predicate}
        case Test(fact, Comparison.IS, value):
            return {fact: _literal(value)}
        case Test(fact, comparison, value):
            return {fact: {comparison.value: _literal(value)}}


def _literal(value: Any) -> Any:
    match value:
        case tuple():
            return [_Bare(each) for each in value]
        case bool() | int():
            return value
        case date():
            return _Bare(value.isoformat())
        case _:
            return _Bare(value)
