"""Lawyers' case files into values: strict, every problem with its place."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from dutybound import source
from dutybound.convert import structure
from dutybound.extent import lacking
from dutybound.facts import NOWHERE, Fact, Value, admits, expected
from dutybound.folders import all_below
from dutybound.lawcases.expecting import Expectation, check_expectation
from dutybound.lawcases.matters import NOTHING, Matter, read_matter
from dutybound.presence import is_folder, is_there
from dutybound.problems import Place, Problems, Refused, did_you_mean
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.source import NOT_READ, looks_alike, read_yaml
from dutybound.written import read_literal

BACKGROUNDS = "backgrounds.yaml"

SURVIVORS = "survivors.yaml"
"""Beside the cases, but no case: the mutations that authors account for (`dutybound mutate`)."""


@frozen(kw_only=True)
class WrittenAuthority:
    """The authority as written; what is left out is the usual county market regulator."""

    kind: str = "market"
    region: str = "440100"
    level: str = "county"


@frozen(kw_only=True)
class WrittenAct:
    """The act as written."""

    kind: str = "inspection"
    day: date = field(default=date(2021, 3, 4), metadata={"key": "date"})


@frozen(kw_only=True)
class WrittenCase:
    """One list item of a lawyer's file."""

    name: str
    provision: Provision
    expect: Expectation
    why: str
    background: tuple[str, ...] = ()
    authority: WrittenAuthority = WrittenAuthority()
    act: WrittenAct = WrittenAct()
    role: str = "handler"
    alleged: tuple[str, ...] | None = None
    facts: source.Mapping | None = None
    unknown: tuple[str, ...] = ()
    matter: source.Mapping | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class LawCase:
    """A case ready to run: the record an engine takes, and what is expected of it."""

    written: WrittenCase
    record: Mapping[str, object]
    matter: Matter = NOTHING


def read_law_cases(paths: Iterable[Path], rulebook: Rulebook) -> tuple[LawCase, ...]:
    """The cases of files and folders in the order of their names; raises `Refused` with every problem, or `OSError`."""
    paths = tuple(paths)
    problems = Problems()
    files: list[Path] = []
    for path in paths:
        below = all_below(path) if is_folder(path) else ()
        for file in filter(looks_alike, below):
            problems.add(Place(str(file)), *NOT_READ)
        files += (each for each in below if each.suffix == ".yaml") if is_folder(path) else (path,)
    backgrounds: dict[Path, Mapping[str, source.Mapping]] = {}
    found: list[LawCase] = []
    for file in files:
        if file.name in (BACKGROUNDS, SURVIVORS):
            continue
        if file.parent not in backgrounds:
            backgrounds[file.parent] = _backgrounds(file.parent / BACKGROUNDS, problems)
        try:
            written = structure(read_yaml(file.read_bytes(), str(file)), tuple[WrittenCase, ...])
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        for each in written:
            check_expectation(each.expect, rulebook, problems)
            found.append(_Builder(rulebook, backgrounds[file.parent], problems).case(each))
    _check_names(found, problems)
    problems.raise_any()
    return tuple(found)


def _check_names(cases: list[LawCase], problems: Problems) -> None:
    first: dict[str, Place] = {}
    for case in cases:
        taken = first.setdefault(case.written.name, case.written.place)
        if taken is not case.written.place:
            problems.add(
                case.written.place, f"案例名称重复：{case.written.name}", f"two cases have the name {case.written.name}", also=taken
            )


def _backgrounds(path: Path, problems: Problems) -> Mapping[str, source.Mapping]:
    if not is_there(path):
        return {}
    try:
        whole = structure(read_yaml(path.read_bytes(), str(path)), source.Mapping)
        return {name: structure(node, source.Mapping) for name, node in whole.items()}
    except Refused as refused:
        problems.extend(refused.problems)
        return {}


class _Builder:
    """Makes the record of one written case, checking every name and value against the rulebook."""

    def __init__(self, rulebook: Rulebook, backgrounds: Mapping[str, source.Mapping], problems: Problems) -> None:
        self._facts = {fact.id: fact for fact in rulebook.content.facts}
        self._instruments = {each.id: each for each in rulebook.content.instruments}
        self._backgrounds = backgrounds
        self._problems = problems

    def case(self, written: WrittenCase) -> LawCase:
        self._provision(written)
        facts: dict[str, object] = {}
        for name in written.background:
            if name not in self._backgrounds:
                hint = did_you_mean(name, self._backgrounds)
                self._problems.add(written.place, f"没有背景 `{name}`{hint.zh}", f"there is no background `{name}`{hint.en}")
            facts |= self._values(self._backgrounds.get(name))
        facts |= self._values(written.facts)
        for name in written.unknown:
            if name not in self._facts:
                hint = did_you_mean(name, self._facts)
                self._problems.add(written.place, f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
            facts.pop(name, None)
        matter = read_matter(written.matter, Path(written.place.source).parent, self._problems)
        limited = {} if written.alleged is None else {"alleged": list(written.alleged)}
        authority, act, person = self._usual(written)
        return LawCase(
            written=written,
            record={
                **limited,
                "case_id": written.name,
                "authority": authority,
                "act": {**act, **matter.act},
                "persons": [{"person_id": "1", **person, "facts": facts, **matter.person}],
            },
            matter=matter,
        )

    def _provision(self, written: WrittenCase) -> None:
        """What a case is about is a place that there is: by it cases are counted and chosen."""
        cited, at = written.provision, written.place.of("provision")
        instrument = self._instruments.get(cited.instrument)
        if instrument is None:
            hint = did_you_mean(cited.instrument, self._instruments)
            self._problems.add(
                at,
                f"引用了没有的法律文件 `{cited}`{hint.zh}",
                f"`{cited}` cites an instrument that no policy file declares{hint.en}",
            )
        elif (said := lacking(instrument, cited)) is not None:
            self._problems.add(at, said.zh, said.en)

    def _usual(self, written: WrittenCase) -> tuple[dict[str, str], ...]:
        """The fields of authority, act and person, without those whose facts are unknown."""
        authority, act = written.authority, written.act
        fields = {
            "authority": {"kind": authority.kind, "region": authority.region, "level": authority.level},
            "act": {"kind": act.kind, "date": act.day.isoformat()},
            "person": {"role": written.role},
        }
        for name in written.unknown:
            block, _, key = self._facts[name].origin.partition(".") if name in self._facts else ("", "", "")
            fields.get(block, {}).pop(key, None)
        return tuple(fields.values())

    def _values(self, mapping: source.Mapping | None) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, node in (mapping or {}).items():
            fact = self._facts.get(name)
            if fact is None:
                hint = did_you_mean(name, self._facts)
                at = mapping.keys_at[name] if mapping else node.place
                self._problems.add(at, f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
                continue
            value = self._value(fact, node)
            if value is not None:
                found[name] = value.isoformat() if isinstance(value, date) else value
        return found

    def _value(self, fact: Fact, node: source.Node) -> Value | None:
        value = read_literal(node) if isinstance(node, source.Scalar) else None
        if value is not None and admits(fact, value):
            return value
        right = expected(fact)
        zh = f"不是事实 `{fact.id}` 的值，应为{right.zh}"
        en = f"this is no value of the fact `{fact.id}`, which takes {right.en}"
        self._problems.add(node.place, zh, en)
        return None
