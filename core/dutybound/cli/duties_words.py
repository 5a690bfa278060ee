"""How `dutybound duties` prints what it found: lines for people, JSON for programs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dutybound.cli.words import language
from dutybound.duties.items import ITEM_TYPES, LEVELS, DutyItem
from dutybound.duties.offices import POSITIONS, Office, Offices
from dutybound.duties.posts import STEPS, Assignment, holders
from dutybound.duties.writing import item_record, limit_words
from dutybound.problems import Problem
from dutybound.provision import Provision
from dutybound.text import Language, Text


def problem_record(problem: Problem) -> dict[str, Any]:
    """A problem with its place, or both places."""
    return {
        "at": str(problem.place),
        "message": problem.message.into(language()),
        "also": None if problem.also is None else str(problem.also),
    }


def held_record(item: DutyItem, assignments: Iterable[Assignment]) -> dict[str, Any]:
    """An item with who holds each part of it at which step."""
    listed = tuple(assignments)
    held = {part: [{"step": step, "unit": unit, "post": post} for step, unit, post in holders(part, listed)] for part in item.parts}
    return {"code": item.code, "name": item.name, "held": held}


def held_lines(item: DutyItem, assignments: Iterable[Assignment]) -> Iterator[str]:
    """The same as lines: item, then each part with its posts step by step."""
    listed = tuple(assignments)
    yield f"{item.code} {item.name}"
    for number, part in enumerate(item.parts):
        if item.sub_items:
            yield f"  {part} {item.sub_items[number]}"
        found: dict[str, list[str]] = {}
        for step, unit, post in holders(part, listed):
            found.setdefault(step, []).append(f"{unit}·{post}")
        for step, posts in found.items():
            colon = "：" if language() is Language.ZH else ": "
            yield f"    {STEPS[step].into(language())}{colon}{'、'.join(posts) if language() is Language.ZH else ', '.join(posts)}"


def item_lines(item: DutyItem) -> Iterator[str]:
    """Everything the list says of an item; fields left blank are left out."""
    rows: tuple[tuple[Text, str], ...] = (
        (Text("职权名称", "name"), item.name),
        (Text("职权类型", "type"), ITEM_TYPES[item.type].into(language())),
        (Text("子项", "sub-items"), _joined(f"{part} {name}" for part, name in zip(item.parts, item.sub_items, strict=False))),
        (Text("实施依据", "basis"), _joined(str(each) for each in item.basis)),
        (Text("实施主体", "power holder"), item.holder),
        (Text("承办机构", "handling unit"), item.unit),
        (Text("行使层级", "levels"), _joined(LEVELS[each].into(language()) for each in item.levels)),
        (Text("服务对象", "persons concerned"), item.target),
        (Text("责任事项", "responsibilities"), _joined(item.responsibilities)),
        (Text("追责情形", "cases of accountability"), _joined(item.accountability)),
        (Text("监督方式", "supervision"), item.channel),
        (Text("救济途径", "remedies"), item.redress),
        (Text("法定期限", "statutory time limit"), limit_words(item.statutory)),
        (Text("承诺期限", "promised time limit"), limit_words(item.promised)),
        (Text("检查间隔月数", "months between inspections"), "" if item.interval_months is None else str(item.interval_months)),
        (Text("生效日期", "from"), item.begins.isoformat() if item.begins else ""),
        (Text("失效日期", "until"), item.ends.isoformat() if item.ends else ""),
        (Text("版本", "version"), item.version),
    )
    yield item.code
    colon = "：" if language() is Language.ZH else ": "
    for name, value in rows:
        if value:
            yield f"  {name.into(language())}{colon}{value}"


def resting_line(item: DutyItem, provision: Provision) -> str:
    """An item whose basis has changed."""
    words = Text(
        f"依据 {provision} 已变动，清单应相应调整（samr-2020/7）", f"its basis {provision} has changed; adjust the list (samr-2020/7)"
    )
    return f"{item.place}: {item.code} {item.name}{'：' if language() is Language.ZH else ': '}{words.into(language())}"


def resting_record(item: DutyItem, provision: Provision) -> dict[str, Any]:
    """The same as a JSON object."""
    return {"at": str(item.place), "code": item.code, "name": item.name, "basis": str(provision)}


def office_record(office: Office) -> dict[str, Any]:
    """An office as a JSON object."""
    return {
        "id": office.id,
        "name": {"zh": office.name.zh, "en": office.name.en},
        "level": office.level,
        "region": office.region,
        "superior": office.superior or None,
        "decides": [{"staff_of": each.staff_of, "positions": list(each.positions), "most": each.most} for each in office.decides],
    }


def office_lines(offices: Offices, rungs: Mapping[str, Text], above: str = "", depth: int = 0) -> Iterator[str]:
    """The offices under one, each with what it decides, as an indented tree."""
    names = {each.id: each.name for each in offices.offices}
    for office in offices.offices:
        if office.superior != above:
            continue
        pad = "  " * depth
        yield f"{pad}{office.name.into(language())} ({office.id}, {LEVELS[office.level].into(language())})"
        for each in office.decides:
            positions = _joined(POSITIONS[position].into(language()) for position in each.positions)
            of, most = names[each.staff_of].into(language()), rungs[each.most].into(language())
            yield pad + Text(f"  · 决定{of}{positions}的处分，至{most}", f"  - decides on {positions} of {of}, up to {most}").into(
                language()
            )
        yield from office_lines(offices, rungs, office.id, depth + 1)


def full_record(item: DutyItem, assignments: Iterable[Assignment]) -> dict[str, Any]:
    """An item with all fields and its posts."""
    return {**item_record(item), "held": held_record(item, assignments)["held"]}


def _joined(words: Iterable[str]) -> str:
    return ("；" if language() is Language.ZH else "; ").join(words)
