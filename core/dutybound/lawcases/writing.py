"""Lawyers' cases as YAML, in the form in which they are read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from dutybound.facts import Value
from dutybound.lawcases.expecting import UNFILLED
from dutybound.lawcases.missing import Missing
from dutybound.lawcases.reading import BACKGROUNDS, LawCase, WrittenCase
from dutybound.lawcases.suite import Suite
from dutybound.presence import is_there
from dutybound.rulebook import Rulebook
from dutybound.source import Scalar
from dutybound.text import Language, Text
from dutybound.written import read_literal


def case_text(case: LawCase, changes: Mapping[str, Value], rulebook: Rulebook, words: Mapping[str, str], *, backgrounds: bool) -> str:
    """A case like `case` but for `changes`, as one item of a case file; `words`: its name, provision and reason.

    With `backgrounds`, what its backgrounds say is left to them.
    """
    facts = {fact.id: fact for fact in rulebook.content.facts}
    written, record = case.written, case.record
    fields: dict[str, dict[str, object]] = {
        "authority": {"kind": written.authority.kind, "region": written.authority.region, "level": written.authority.level},
        "act": {"kind": written.act.kind, "date": written.act.day},
        "person": {"role": written.role},
    }
    known = dict(_own(written) if backgrounds else _given(record))
    for name, value in changes.items():
        block, _, key = facts[name].origin.partition(".")
        if block:
            fields[block][key] = f"{value:06d}" if facts[name].origin == "authority.region" else value
        else:
            known[name] = value
    # a fact left out is unknown, but for those of the record, which a case has unless it says otherwise
    unknown = [name for name in written.unknown if name not in changes and (backgrounds or facts[name].origin)]
    for name in unknown:
        block, _, key = facts[name].origin.partition(".")
        fields.get(block, {}).pop(key, None)
    lines = [f"- name: {_quoted(words['name'])}", f"  provision: {words['provision']}"]
    lines += [f"  {block}: {_flow(fields[block])}" for block in ("authority", "act") if fields[block]]
    lines += [f"  {key}: {_scalar(value)}" for key, value in fields["person"].items()]
    if written.alleged is not None:
        lines.append(f"  alleged: [{', '.join(written.alleged)}]")
    if backgrounds and written.background:
        lines.append(f"  background: [{', '.join(written.background)}]")
    if unknown:
        lines.append(f"  unknown: [{', '.join(unknown)}]")
    if known:  # all of a case may come from its backgrounds
        lines += ["  facts:", *(f"    {name}: {_scalar(value)}" for name, value in sorted(known.items()))]
    lines += [f"  expect: {{outcome: {UNFILLED}}}", f"  why: {_quoted(words['why'])}", ""]
    return "\n".join(lines)


def write_cases(path: Path, texts: Iterable[str], heading: str) -> None:
    """Write a case file; raises `OSError`."""
    path.write_text(f"# {heading}\n\n" + "\n".join(texts), encoding="utf-8")


def write_missing(path: Path, suite: Suite, found: Iterable[Missing], language: Language) -> int:
    """Write a case for each way to decide that has one near, and say how many; raises `OSError`."""
    home = _home(path, suite)
    texts = list(_texts(suite, found, language, home))
    heading = Text(
        f"待填写的案例：把 {UNFILLED} 换成法律要求的结论；填好之前运行不会通过",
        f"Cases to fill in: replace {UNFILLED} by what the law calls for; until then they fail",
    )
    write_cases(path, texts, heading.into(language))
    return len(texts)


def _home(path: Path, suite: Suite) -> Path:
    """The folder whose backgrounds the new file can use: its own, or the first one's, whose backgrounds then come along."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.parent / BACKGROUNDS
    first = Path(suite.results[0].case.written.place.source).parent if suite.results else path.parent
    if is_there(beside) or not is_there(first / BACKGROUNDS):
        return path.parent.resolve()
    beside.write_bytes((first / BACKGROUNDS).read_bytes())
    return first.resolve()


def _texts(suite: Suite, found: Iterable[Missing], language: Language, home: Path) -> Iterator[str]:
    for each in found:
        if each.near is None:
            continue
        base = suite.results[each.near].case
        deciding = each.deciding
        way = Text("成立" if each.truth else "不成立", "true" if each.truth else "false")
        changed = ", ".join(f"{name} = {value}" for name, value in each.changes)
        name = Text(f"待填：{deciding.id} 因{way.zh}而决定", f"to fill in: {deciding.id} decides by being {way.en}")
        why = Text(
            f"{deciding.spelt}；与案例“{base.written.name}”只差 {changed}",
            f"{deciding.spelt}; differs from the case `{base.written.name}` in {changed} only",
        )
        provision = str(suite.rulebook.rule(deciding.rule).provision)
        words = {"name": name.into(language), "provision": provision, "why": why.into(language)}
        at_home = Path(base.written.place.source).parent.resolve() == home
        yield case_text(base, dict(each.changes), suite.rulebook, words, backgrounds=at_home)


def _own(written: WrittenCase) -> Mapping[str, object]:
    """The facts a case says itself."""
    return {name: read_literal(node) for name, node in (written.facts or {}).items() if isinstance(node, Scalar)}


def _given(record: Mapping[str, object]) -> Mapping[str, object]:
    persons = record["persons"]
    assert isinstance(persons, list)  # as `read_law_cases` makes it
    given: Mapping[str, object] = persons[0]["facts"]
    return given


def _flow(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in values.items()) + "}"


def _scalar(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case str() if value.replace("-", "").isdigit():  # a region is text, and a day is written without quotes
            return value if len(value) == len("2021-03-04") else _quoted(value)
        case _:
            return str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
