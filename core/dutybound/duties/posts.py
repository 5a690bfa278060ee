"""Decomposition of the list to units and posts: nothing added, nothing dropped (samr-2020/8.2), and who holds each step."""

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from dutybound.duties.items import DutyItem
from dutybound.duties.table import read_table
from dutybound.problems import Place, Problem, Problems, did_you_mean
from dutybound.text import Text

STEPS: dict[str, Text] = {
    "handler": Text("承办", "handler"),
    "reviewer": Text("审核", "reviewer"),
    "approver": Text("批准", "approver"),
    "leader": Text("领导", "leader"),
}

NEEDED = ("handler", "reviewer", "approver")
"""The steps every item must have a post for; leadership is held by the office's leaders in any case."""

_HEADINGS = {"职权编码": "code", "执法机构": "unit", "执法岗位": "post", "环节": "step"}


@frozen
class Assignment:
    """One item, or one sub-item, given to a post of a unit at one step."""

    code: str
    unit: str
    post: str
    step: str
    place: Place


def read_assignments(path: Path) -> tuple[Assignment, ...]:
    """The assignments of a table with code, unit, post and step; raises `Refused` or `OSError`."""
    problems = Problems()
    named = {label.zh: step for step, label in STEPS.items()} | {step: step for step in STEPS}
    found: list[Assignment] = []
    rows = read_table(path)
    known = {*_HEADINGS, *_HEADINGS.values()}
    for name in rows[0].cells if rows else ():
        if name not in known:
            hint = did_you_mean(name, known)
            problems.add(Place(str(path), 1, 1), f"不认识列 `{name}`{hint.zh}", f"there is no column `{name}`{hint.en}")
    for row in rows:
        cells = {_HEADINGS.get(name, name): text for name, text in row.cells.items()}
        for key in _HEADINGS.values():
            if not cells.get(key):
                problems.add(row.place, f"{key}：是空的", f"{key}: this is empty")
        step = cells.get("step", "")
        if step and step not in named:
            hint = did_you_mean(step, named)
            problems.add(row.place, f"没有环节 `{step}`{hint.zh}", f"there is no step `{step}`{hint.en}")
        found.append(Assignment(cells.get("code", ""), cells.get("unit", ""), cells.get("post", ""), named.get(step, ""), row.place))
    problems.raise_any()
    return tuple(found)


def decomposition_problems(items: Iterable[DutyItem], assignments: Iterable[Assignment]) -> tuple[Problem, ...]:
    """What the decomposition adds, drops or doubles; empty when it keeps exactly the duties of the list."""
    problems = Problems()
    whole = {item.code: item for item in items}
    parts = {part: item for item in whole.values() for part in item.parts}
    held: dict[tuple[str, str], set[str]] = {}
    seen: dict[Assignment, Place] = {}
    for each in assignments:
        if each.code not in whole and each.code not in parts:
            hint = did_you_mean(each.code, {*whole, *parts})
            problems.add(each.place, f"擅自增加：清单没有 `{each.code}`{hint.zh}", f"added: `{each.code}` is not on the list{hint.en}")
            continue
        key = Assignment(each.code, each.unit, each.post, each.step, Place(""))
        if key in seen:
            problems.add(
                each.place, f"`{each.code}` 的同一岗位环节重复", f"`{each.code}` is given to the same post and step twice", also=seen[key]
            )
        seen.setdefault(key, each.place)
        covers = whole[each.code].parts if each.code in whole else (each.code,)
        for part in covers:
            held.setdefault((part, each.step), set()).add(f"{each.unit}/{each.post}")
    for part, item in parts.items():
        missing = [step for step in NEEDED if (part, step) not in held]
        if len(missing) == len(NEEDED):
            problems.add(
                item.place, f"擅自减少：`{part}`（{item.name}）没有分解到岗位", f"dropped: `{part}` ({item.name}) is given to no post"
            )
        else:
            for step in missing:
                problems.add(item.place, f"`{part}` 没有{STEPS[step].zh}岗位", f"`{part}` has no post as {STEPS[step].en}")
    return tuple(problems)


def holders(code: str, assignments: Iterable[Assignment]) -> tuple[tuple[str, str, str], ...]:
    """Who holds an item or one of its sub-items: (step, unit, post), in the order of the steps."""
    found = {(each.step, each.unit, each.post) for each in assignments if _touches(each.code, code)}
    return tuple(sorted(found, key=lambda held: (tuple(STEPS).index(held[0]), held[1:])))


def _touches(given: str, code: str) -> bool:
    """Whether what was given is the item, one of its sub-items, or the whole item of a sub-item."""
    return given == code or given.startswith(f"{code}/") or code.startswith(f"{given}/")
