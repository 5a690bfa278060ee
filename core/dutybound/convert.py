"""Nodes into frozen values (cattrs, strict): every missing, unknown or ill-typed thing is a problem with its place."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError

from dutybound.codes import Written
from dutybound.conditions import Condition, Holds, Test
from dutybound.facts import NOWHERE, TYPES_ELSEWHERE, Choice, Counted, Day, Domain, Fact, Flag, Grade, Number, Option, type_names
from dutybound.identifiers import is_identifier, not_an_identifier, not_citable
from dutybound.problems import MOST_PROBLEMS, TOO_MANY, Place, Problem, Refused, did_you_mean, key_hint
from dutybound.properties import Subject
from dutybound.provision import Provision
from dutybound.rules import ENDS, Effect, FaultKind, Instrument, Mode, Outcome, Rank
from dutybound.scalars import (
    Misfit,
    misfit,
    read_day,
    read_flag,
    read_id,
    read_provision,
    read_scalar,
    read_text,
    read_whole,
    read_word,
)
from dutybound.source import Mapping, Node, Scalar, Sequence
from dutybound.text import Text
from dutybound.written import bracket_hint, colon_hint, read_condition, repeated

T = TypeVar("T")


def structure(node: Node, wanted: type[T]) -> T:
    """`node` as a `wanted` value; raises `Refused` with every problem found."""
    try:
        return _CONVERTER.structure(node, wanted)
    except BaseValidationError as group:
        raise Refused(_problems(group)) from group
    except Misfit as wrong:
        raise Refused((wrong.problem,)) from wrong


def _problems(error: BaseException) -> list[Problem]:
    if isinstance(error, BaseExceptionGroup):
        return [problem for inner in error.exceptions for problem in _problems(inner)]
    if isinstance(error, Misfit):
        return [error.problem]
    if isinstance(error, Refused):
        return list(error.problems)
    raise error


def _tuple(node: Node, wanted: Any) -> tuple[Any, ...]:
    if not isinstance(node, Sequence):
        hint = bracket_hint(node)
        raise misfit(node, f"这里应当是列表{hint.zh}", f"this should be a list{hint.en}")
    inner = get_args(wanted)[0]
    found: list[Any] = []
    problems: list[Problem] = []
    for item in node.items:
        if len(problems) >= MOST_PROBLEMS:
            problems.append(Problem(item.place, TOO_MANY))
            break
        try:
            found.append(structure(item, inner))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return tuple(found)


def _misnamed(node: Node, *, twice: bool) -> list[Problem]:
    """What is wrong with a list of names as a whole: that it names nothing, or, unless that is right, something `twice`."""
    if not isinstance(node, Sequence):
        return []
    if not node.items:  # would be read as if nothing were written, which often means all
        words = Text("列表是空的：请写出内容，或者删去这个键", "the list is empty: name something, or leave the key out")
        return [Problem(node.place, words)]
    return [] if twice else repeated(node)


def key_of(attribute: "attrs.Attribute[Any]") -> str:
    """The key a field is written with in a policy file."""
    key: str = attribute.metadata.get("key", attribute.name)
    return key


def _key_hint(key: str, allowed: set[str]) -> Text:
    hint = colon_hint(Scalar(key, NOWHERE))
    return hint if hint.en else key_hint(key, allowed)


def check_keys(node: Node, required: set[str], allowed: set[str]) -> Mapping:
    """The node as a mapping with all required and only allowed keys; raises `Refused`."""
    if not isinstance(node, Mapping):
        keys = ", ".join(f"`{key}`" for key in sorted(required or allowed))
        hint = colon_hint(node)
        raise misfit(node, f"这里应当是带有 {keys} 的映射{hint.zh}", f"this should be a mapping with {keys}{hint.en}")
    problems = [
        Problem(node.keys_at[key], Text(f"不认识键 `{key}`{hint.zh}", f"there is no key `{key}` here{hint.en}"))
        for key in [key for key in node if key not in allowed][:MOST_PROBLEMS]
        for hint in (_key_hint(key, allowed),)
    ]
    problems += [Problem(node.place, Text(f"缺少 `{key}`", f"`{key}` is missing")) for key in sorted(required - set(node))]
    if problems:
        raise Refused(problems)
    return node


def _attrs_hook(wanted: type[T]) -> Callable[[Node, type], T]:
    fields = [each for each in attrs.fields(wanted) if each.name != "place" and each.init]  # type: ignore[arg-type]  # only attrs classes reach this factory
    keys = {key_of(each): each for each in fields}
    required = {key for key, each in keys.items() if each.default is attrs.NOTHING}

    def build(node: Node, _: type) -> T:
        problems: list[Problem] = []
        try:
            mapping = check_keys(node, required, set(keys))
        except Refused as refused:
            if not isinstance(node, Mapping):
                raise
            problems.extend(refused.problems)
            mapping = node
        found: dict[str, Any] = {}
        for key, each in keys.items():
            if key not in mapping:
                continue
            if _is_names(each.type):
                problems.extend(_misnamed(mapping[key], twice=ENDS in each.metadata))
            try:
                found[each.name] = structure(mapping[key], each.type)
            except Refused as refused:
                problems.extend(refused.problems)
        if problems:
            raise Refused(problems)
        if "place" in attrs.fields_dict(wanted):  # type: ignore[arg-type]  # as above
            found["place"] = mapping.place
        return wanted(**found)

    return build


def _instrument_hook() -> Callable[[Node, type], Instrument]:
    build = _attrs_hook(Instrument)

    def read(node: Node, wanted: type) -> Instrument:
        problems: list[Problem] = []
        name = node.get("id") if isinstance(node, Mapping) else None
        if isinstance(name, Scalar) and (wrong := not_citable(name.text)).en:  # told here, beside the citations that cannot be read
            problems.append(Problem(name.place, wrong))
        try:
            found = build(node, wanted)
        except Refused as refused:
            raise Refused((*problems, *refused.problems)) from refused
        if problems:
            raise Refused(problems)
        return found

    return read


_FACT_KEYS = {"id", "type", "label", "question", "provision", "source"}


def _fact(node: Node, _: type) -> Fact:
    mapping = check_keys(node, _FACT_KEYS, _FACT_KEYS | {"values", "unit", "least", "most", "from", "within"})
    problems: list[Problem] = []

    def take(key: str, wanted: type[T]) -> T | None:
        try:
            return structure(mapping[key], wanted)
        except Refused as refused:
            problems.extend(refused.problems)
            return None

    texts = {key: take(key, Text) for key in ("label", "question", "source")}
    provision = take("provision", Provision)
    origin = take("from", str) if "from" in mapping else ""
    counted = take("within", Counted) if "within" in mapping else None
    identifier = domain = None
    try:
        identifier = read_id(mapping["id"])
    except Misfit as wrong:
        problems.append(wrong.problem)
    try:
        domain = _domain(mapping)
    except Misfit as wrong:
        problems.append(wrong.problem)
    except Refused as refused:
        problems.extend(refused.problems)
    label, question, source = texts["label"], texts["question"], texts["source"]
    if problems or not (identifier and domain and label and question and source and provision) or origin is None:
        raise Refused(problems)
    derived = origin if origin.startswith("duty.") else ""
    return Fact(identifier, domain, label, question, provision, source, "" if derived else origin, derived, counted, mapping.place)


def _domain(mapping: Mapping) -> Domain:
    written = read_scalar(mapping["type"], "类型", "a type")
    if written not in type_names:
        meant = TYPES_ELSEWHERE.get(written.lower(), written)
        hint = did_you_mean(meant, type_names)
        names = ", ".join(type_names)
        raise misfit(
            mapping["type"], f"没有类型 `{written}`（可用：{names}）{hint.zh}", f"there is no type `{written}` among {names}{hint.en}"
        )
    takes = {"choice": {"values"}, "grade": {"values"}, "number": {"unit", "least", "most"}}.get(written, set())
    for key in ("values", "unit", "least", "most"):
        if key in mapping and key not in takes:
            raise misfit(mapping[key], f"类型 {written} 不带 `{key}`", f"a fact of type {written} takes no `{key}`")
    needs = {"choice": "values", "grade": "values", "number": "unit"}.get(written)
    if needs and needs not in mapping:
        raise misfit(mapping, f"类型 {written} 需要 `{needs}`", f"a fact of type {written} needs `{needs}`")
    match written:
        case "flag":
            return Flag()
        case "day":
            return Day()
        case "number":
            least = structure(mapping["least"], int) if "least" in mapping else None
            most = structure(mapping["most"], int) if "most" in mapping else None
            if least is not None and most is not None and least > most:
                raise misfit(mapping["most"], f"most 小于 least（{least}）", f"`most` is less than `least` ({least})")
            return Number(structure(mapping["unit"], Text), least, most)
        case _:
            values = structure(mapping["values"], tuple[Option, ...])
            if len(values) < 2:
                raise misfit(mapping["values"], "至少要有两个值", "there should be at least two values")
            _check_options(mapping["values"], values)
            return Choice(values) if written == "choice" else Grade(values)


def _check_options(node: Node, values: tuple[Option, ...]) -> None:
    assert isinstance(node, Sequence)  # it was read as the values
    first: dict[str, Place] = {}
    problems: list[Problem] = []
    for item, value in zip(node.items, values, strict=True):
        place = item.place if not isinstance(item, Mapping) else item["id"].place
        if not is_identifier(value.id):
            problems.append(Problem(place, not_an_identifier(value.id)))
        elif value.id in first:
            message = Text(f"值的标识 `{value.id}` 重复", f"the value id `{value.id}` is taken")
            problems.append(Problem(place, message, first[value.id]))
        first.setdefault(value.id, place)
    if problems:
        raise Refused(problems)


def _condition(node: Node, _: Any) -> Condition:
    return read_condition(node)


def _subject(node: Node, _: type) -> Subject:
    return Subject(Holds(node.text, node.place) if isinstance(node, Scalar) else read_condition(node))


def _as_written(node: Node, _: type) -> Mapping:
    if not isinstance(node, Mapping):
        raise misfit(node, "这里应当是映射", "this should be a mapping")
    return node


def _any_node(node: Node, _: Any) -> Node:
    return node


def _make_converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_func(lambda wanted: wanted == Condition, _condition)
    converter.register_structure_hook_func(lambda wanted: wanted == Node, _any_node)
    converter.register_structure_hook_func(_is_tuple, _tuple)
    converter.register_structure_hook_func(_is_optional, _optional)
    converter.register_structure_hook_factory(attrs.has, _attrs_hook)
    for wanted, hook in (
        (str, read_text),
        (bool, read_flag),
        (int, read_whole),
        (date, read_day),
        (Provision, read_provision),
        (Fact, _fact),
        (Instrument, _instrument_hook()),
    ):
        converter.register_structure_hook(wanted, hook)
    converter.register_structure_hook(Subject, _subject)
    converter.register_structure_hook(Mapping, _as_written)
    for each in (Rank, FaultKind, Mode, Effect, Outcome, Written):
        converter.register_structure_hook(each, read_word)  # each by class: the hook of `str` would take them otherwise
    return converter


def _is_tuple(wanted: Any) -> bool:
    return get_origin(wanted) is tuple


def _is_names(wanted: Any) -> bool:
    """Whether it is a list of names that is not optional: what may be left open says something where it is empty."""
    inner = get_args(wanted)[0] if _is_tuple(wanted) else None
    return isinstance(inner, type) and issubclass(inner, str | Provision)


def _is_optional(wanted: Any) -> bool:
    arguments = get_args(wanted)
    return wanted != Condition and type(None) in arguments


def _optional(node: Node, wanted: Any) -> Any:
    arguments = [each for each in get_args(wanted) if each is not type(None)]
    inner: Any = arguments[0] if len(arguments) == 1 else Condition if Test in arguments else Node
    return structure(node, inner)


_CONVERTER = _make_converter()
