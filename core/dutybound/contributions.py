"""What a plugin contributed in Python, checked as strictly as what a file says: every field of the right type, all the way down."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from dutybound.problems import Place


def misfits(thing: Any) -> Iterator[tuple[str, str, str]]:
    """What is ill-typed in a contribution: the path of the field, the type it should have, and what it is."""
    yield from _misfits(thing, type(thing), "")


def _misfits(value: Any, wanted: Any, path: str) -> Iterator[tuple[str, str, str]]:
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        options = get_args(wanted)
        exact = [each for each in options if each is type(value) or get_origin(each) is type(value)]
        if exact:
            yield from _misfits(value, exact[0], path)
        else:
            yield path, _named(wanted), type(value).__name__
    elif origin is tuple:
        if type(value) is not tuple:
            yield path, "tuple", type(value).__name__
        else:
            for number, each in enumerate(value):
                yield from _misfits(each, get_args(wanted)[0], f"{path}[{number}]")
    elif wanted is Callable or origin is Callable or origin is _CALLABLE:
        if not callable(value):
            yield path, "a function", type(value).__name__
    elif wanted is None or wanted is type(None):
        if value is not None:
            yield path, "None", type(value).__name__
    elif wanted is str and isinstance(value, StrEnum):
        return  # a kind of fault, where its id would do
    elif type(value) is not wanted:
        yield path, _named(wanted), type(value).__name__
    elif attrs.has(wanted):
        hints = get_type_hints(wanted)
        for attribute in attrs.fields(wanted):
            if hints[attribute.name] is not Place:
                inner = f"{path}.{attribute.name}" if path else attribute.name
                yield from _misfits(getattr(value, attribute.name), hints[attribute.name], inner)


_CALLABLE = get_origin(Callable[[], None])


def _named(wanted: Any) -> str:
    options = get_args(wanted) if get_origin(wanted) in (Union, UnionType) else (wanted,)
    return " | ".join("None" if each is type(None) else getattr(each, "__name__", str(each)) for each in options)
