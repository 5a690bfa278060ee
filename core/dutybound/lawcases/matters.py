"""Lawyers' cases about time, procedure and attribution: what stands in the record beside facts, and what a whole decision says.

A case may have a `matter` with keys of the case record (`duty`, `received`, `done`, `last_inspected`, `excluded_days` of the act;
`unit`, `post`, `procedure` of the person), with `register`, the folder of an office's files relative to the case file, and `on`, the
day of the decision. Its expectation may have a `decision`, compared with what the engine decides in the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import frozen

from dutybound import acts
from dutybound.case import Person
from dutybound.codes import SCHEMES
from dutybound.days import calendar_day
from dutybound.decision import Decision, Sanction
from dutybound.duties.derive import Register
from dutybound.duties.filing import read_register
from dutybound.engine import Engine
from dutybound.problems import Problems, key_hint
from dutybound.source import Mapping as NodeMapping
from dutybound.source import Node, Scalar, Sequence
from dutybound.text import Text
from dutybound.versions import EngineOn
from dutybound.written import read_literal

_ACT = ("duty", *acts.OWN)
_PERSON = ("unit", "post", "procedure")
_OWN = ("register", "on")
_ORDERED = ("sanction", "months")
_EXPECTED = ("outcome", "sanction", "months", "executable", "flaws", "remedies", "attributions", "due", "derived", "applies")


@frozen
class Matter:
    """What a case has beside facts."""

    act: Mapping[str, Any]
    person: Mapping[str, Any]
    register: Path | None
    day: date | None


NOTHING = Matter({}, {}, None, None)


def read_matter(written: NodeMapping | None, folder: Path, problems: Problems) -> Matter:
    """The matter of a case in a file of `folder`; unknown keys are added to `problems`."""
    if written is None:
        return NOTHING
    _check_keys(written, (*_ACT, *_PERSON, *_OWN), problems)
    found = {key: plain(node) for key, node in written.items()}
    register = found.get("register")
    day = found.get("on")
    if day is not None and not _is_day(day):
        problems.add(written["on"].place, "应为日期，如 2021-03-04", "this should be a day such as 2021-03-04")
        day = None
    return Matter(
        {key: found[key] for key in _ACT if key in found},
        {key: found[key] for key in _PERSON if key in found},
        None if register is None else folder / str(register),
        None if day is None else date.fromisoformat(day),
    )


def check_expected(written: NodeMapping | None, problems: Problems) -> None:
    """Add every key that no expectation of a decision has."""
    if written is not None:
        _check_keys(written, _EXPECTED, problems)


def _check_keys(written: NodeMapping, known: Iterable[str], problems: Problems) -> None:
    for key in written:
        if key not in tuple(known):
            hint = key_hint(key, known)
            problems.add(written.keys_at[key], f"不认识键 `{key}`{hint.zh}", f"there is no key `{key}` here{hint.en}")


def plain(node: Node) -> Any:
    """A node as JSON values: words, whole numbers and `true`, `false`; days stay text."""
    if isinstance(node, NodeMapping):
        return {key: plain(each) for key, each in node.items()}
    if isinstance(node, Sequence):
        return [plain(each) for each in node.items]
    assert isinstance(node, Scalar)
    value = read_literal(node)
    return node.text if value is None or isinstance(value, date) else value


def _is_day(written: object) -> bool:
    try:
        return isinstance(written, str) and bool(calendar_day(written))
    except ValueError:
        return False


def engine_for(engine: Engine, matter: Matter) -> Engine:
    """The engine with the register the case names; raises `Refused` and `OSError`."""
    return engine if matter.register is None else _with_register(engine, matter.register)


@lru_cache(maxsize=16)
def _with_register(engine: Engine, folder: Path) -> Engine:
    return engine.with_register(_register(folder, tuple(rung.id for rung in engine.rulebook.content.ladder.rungs)))


def _register(folder: Path, rungs: tuple[str, ...]) -> Register:
    """The files of an office: `list.csv`, `posts.csv`, `offices.yaml` and a calendar for each year."""
    return read_register(
        folder / "list.csv",
        SCHEMES["any"],
        posts=folder / "posts.csv",
        calendar=sorted(folder.glob("calendar-*.yaml")),
        offices=(folder / "offices.yaml", list(rungs)),
    )


def matter_misses(written: NodeMapping | None, engine: Engine, person: Person, day: date | None) -> Iterator[Text]:
    """What was expected of the whole decision and did not come; raises `Refused`."""
    if written is None:
        return
    yield from decision_misses(written, decided(engine, person, day), person)


def decided(engine: Engine, person: Person, day: date | None) -> Decision:
    """The whole decision on a person, taken on a `day` if one is given; raises `Refused`."""
    deciding = engine if day is None else EngineOn(engine, day)
    return deciding.decide_person("case", person)


def decision_misses(written: NodeMapping, decision: Decision, person: Person) -> Iterator[Text]:
    """What was expected of a whole decision and is not in it."""
    told = _told(decision, person)
    for key, node in written.items():
        yield from _compared(key, plain(node), told[key])


def month_misses(written: NodeMapping | None, sanction: Sanction | None) -> Iterator[Text]:
    """What was expected of the months of a sanction alone, which needs no whole decision."""
    if written is not None and "months" in written:
        yield from _compared("months", plain(written["months"]), _months(sanction))


def _told(decision: Decision, person: Person) -> dict[str, Any]:
    review = decision.procedure
    return {
        "outcome": decision.outcome.value,
        "sanction": list(decision.sanction.range) if decision.sanction else "none",
        "months": _months(decision.sanction),
        "executable": review.executable if review else "none",
        "flaws": [
            f"{each.step} {each.standing.value} {each.provision}"
            for each in (review.findings if review else ())
            if each.standing.value not in ("done", "pending")
        ],
        "remedies": {each.remedy: each.last_day.isoformat() if each.last_day else "none" for each in (review.remedies if review else ())},
        "attributions": {each.id: list(each.bears) for each in decision.attributions},
        "due": {each.id: each.due.isoformat() if each.due else "none" for each in decision.obligations},
        "derived": {name: value.isoformat() if isinstance(value, date) else value for name, value in person.facts.items()},
        "applies": _applies(decision),
    }


def _months(sanction: Sanction | None) -> list[str]:
    """The period of each rung of the range, lightest first: its months, from the least to the greatest, or `none`."""
    return ["none" if span is None else f"{span[0]}..{span[1]}" for span in (sanction.months if sanction else ())]


def _applies(decision: Decision) -> str:
    if not decision.versions:
        return "same"
    old, new = decision.versions
    return "old" if old.applies else "new" if new.applies else "open"


def _compared(key: str, wanted: Any, got: Any) -> Iterator[Text]:
    """Lists and single values are compared whole, mappings by the keys that are expected; `none` says that there is none.

    The rungs of a range and their months stand in an order; other lists do not.
    """
    if isinstance(wanted, dict) and isinstance(got, dict):
        for name, value in wanted.items():
            yield from _compared(f"{key}.{name}", value, got.get(name, "none"))
    elif isinstance(wanted, list) and isinstance(got, list):
        ordered = list if key in _ORDERED else sorted
        if ordered(map(str, wanted)) != ordered(map(str, got)):
            yield Text(f"{key} 应为 {wanted}，实为 {got}", f"expected {key} to be {wanted}, it is {got}")
    elif wanted != got:
        yield Text(f"{key} 应为 {wanted}，实为 {got}", f"expected {key} to be {wanted}, it is {got}")
