"""The pieces that several schemas share."""

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

DAY: Schema = {
    "type": "string",
    "format": "date",
    "pattern": "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
}
NAME: Schema = {"type": "string", "pattern": r"\S"}
REGION: Schema = {"type": "string", "pattern": "^[1-9][0-9]{5}$"}
CITATION: Schema = {
    "type": "string",
    "pattern": r"^[a-z][a-z0-9]*(-[a-z0-9]+)*/[1-9]\d{0,3}(-[1-9]\d?)?(\.[1-9]\d{0,2}){0,3}$",
    "examples": ["samr-2020/21.1.4"],
}


def closed(properties: Mapping[str, Schema], required: Iterable[str] | None = None) -> Schema:
    """An object with these properties and no others; all of them required unless `required` says which."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": sorted(properties if required is None else required),
        "additionalProperties": False,
    }


def array(items: Schema, **limits: int) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items, **limits}


def among(values: Iterable[str]) -> Schema:
    """One of some words."""
    return {"type": "string", "enum": list(values)}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def root(title: str, schema: Schema, **more: Any) -> Schema:
    """A whole schema document."""
    return {"$schema": DIALECT, "title": title, **schema, **more}
