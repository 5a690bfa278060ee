"""A case record into a `Case`, strictly: every unknown key, ill-typed value and contradiction is listed, none guessed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve

from dutybound import acts
from dutybound.acts import of_person, read_act
from dutybound.case import Case, Person
from dutybound.days import calendar_day, day_meant
from dutybound.duties.derive import Act
from dutybound.facts import Day, Fact, Value, admits, expected, value_labels
from dutybound.json_text import echo
from dutybound.problems import MOST_PROBLEMS, TOO_MANY, Place, Problems, did_you_mean, key_hint
from dutybound.proceedings import read_proceeding
from dutybound.rulebook import Rulebook
from dutybound.rules import FaultKind
from dutybound.text import Text

_CASE_KEYS = ("case_id", "authority", "act", "persons", "facts", "disputed", "alleged")
_AUTHORITY_KEYS = ("kind", "region", "level")
_ACT_KEYS = ("kind", "date", "duty", *acts.DAYS, acts.NUMBER)
_REGION = re.compile(r"[1-9][0-9]{5}")
_PERSON_KEYS = ("person_id", "role", "facts", "disputed", "alleged", "procedure", "unit", "post")


def _is_region(written: object) -> bool:
    return isinstance(written, str) and _REGION.fullmatch(written) is not None


def read_case(record: object, rulebook: Rulebook, place: Place) -> Case:
    """The case of a decoded record; raises `Refused` with everything that is wrong in it."""
    return _Reader(rulebook, place).case(record)


class _Reader:
    """Reads one record, collecting problems under the path of each value."""

    def __init__(self, rulebook: Rulebook, place: Place) -> None:
        self._facts = {fact.id: fact for fact in rulebook.content.facts}
        self._origins = {fact.origin: fact for fact in rulebook.content.facts if fact.origin}
        self._faults = frozenset((*(fault.id for fault in rulebook.content.faults), *FaultKind))
        self._rulebook = rulebook
        self._problems = Problems()
        self._place = place
        self._act = Act()

    def _wrong(self, path: str, zh: str, en: str) -> None:
        self._problems.add(self._place, f"{path}：{zh}", f"{path}: {en}")

    def case(self, record: object) -> Case:
        mapping = self._mapping(record, "case", _CASE_KEYS, ("case_id", "persons"))
        case_id = self._name(mapping, "case_id", "case_id")
        record_facts: dict[str, Value] = {}
        self._fields(mapping.get("authority"), "authority", _AUTHORITY_KEYS, record_facts)
        self._fields(mapping.get("act"), "act", _ACT_KEYS, record_facts)
        self._act = read_act(mapping, self._wrong)
        self._days_as_facts(self._act, record_facts)
        shared, disputed = self._known(mapping, "")
        alleged = self._alleged(mapping, "")
        persons: list[Person] = []
        listed = mapping.get("persons", [])
        if not isinstance(listed, list) or (not listed and "persons" in mapping):
            self._wrong("persons", "应为至少一人的列表", "this should be a list of at least one person")
            listed = []
        seen: set[str] = set()
        for number, each in enumerate(listed):
            if len(self._problems) >= MOST_PROBLEMS:
                break
            person = self._person(each, f"persons[{number}]", record_facts, shared, disputed)
            if person.alleged is None:
                person = evolve(person, alleged=alleged)
            if person.person_id in seen and isinstance(each, dict) and "person_id" in each:
                self._wrong(f"persons[{number}].person_id", f"`{person.person_id}` 重复", f"`{person.person_id}` is listed twice")
            seen.add(person.person_id)
            persons.append(person)
        if len(self._problems) >= MOST_PROBLEMS:
            self._problems.add(self._place, TOO_MANY.zh, TOO_MANY.en)
        self._problems.raise_any()
        return Case(case_id, tuple(persons))

    def _days_as_facts(self, act: Act, into: dict[str, Value]) -> None:
        for key in acts.DAYS:
            fact, day = self._origins.get(f"act.{key}"), getattr(act, key)
            if fact is not None and day is not None:
                into[fact.id] = day

    def _mapping(self, value: object, path: str, keys: tuple[str, ...], required: tuple[str, ...] = ()) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self._wrong(path, "应为对象", "this should be an object")
            return {}
        for key in [key for key in value if key not in keys][:MOST_PROBLEMS]:
            if key not in keys:
                hint = self._elsewhere(str(key), keys) or key_hint(str(key), keys)
                self._wrong(path, f"不认识键 `{key}`{hint.zh}", f"there is no key `{key}` here{hint.en}")
        for key in required:
            if key not in value:
                self._wrong(path, f"缺少 `{key}`", f"`{key}` is missing")
        return value

    def _elsewhere(self, key: str, keys: tuple[str, ...]) -> Text | None:
        """Where a fact belongs that was written beside `facts`."""
        if "facts" not in keys or key not in self._facts:
            return None
        home = self._facts[key].origin or "facts"
        return Text(f"，这是事实，请写在 `{home}` 中", f"; it is a fact, write it in `{home}`")

    def _name(self, mapping: Mapping[str, Any], key: str, path: str) -> str:
        value = mapping.get(key, "?")
        if not isinstance(value, str) or not value.strip():
            self._wrong(path, "应为非空文字", "this should be text that is not empty")
            return ""
        return value

    def _fields(self, value: object, path: str, keys: tuple[str, ...], into: dict[str, Value]) -> None:
        if value is None:
            return
        mapping = self._mapping(value, path, keys)
        for key in keys:
            written = mapping.get(key)
            if written is not None and (path != "act" or key not in acts.OWN):
                self._field(written, f"{path}.{key}", into)

    def _field(self, written: object, path: str, into: dict[str, Value]) -> None:
        if path == "authority.region" and not _is_region(written):
            self._wrong(path, '应为六位行政区划代码，如 "440100"', 'this should be a six-digit code as text, such as "440100"')
            return
        if not isinstance(written, str) or not written.strip():
            self._wrong(path, "应为非空文字", "this should be text that is not empty")
            return
        fact = self._origins.get(path)
        if fact is None:
            return  # the record's contract has the field, this rulebook asks nothing of it
        value = int(written) if path == "authority.region" else self._value(fact, written)
        self._take(fact, value, written, path, into)

    def _value(self, fact: Fact, written: object) -> object:
        if isinstance(fact.domain, Day) and isinstance(written, str):
            try:
                return calendar_day(written)
            except ValueError:
                return written
        return written

    def _take(self, fact: Fact, value: object, written: object, path: str, into: dict[str, Value]) -> None:
        if not admits(fact, value):
            right = expected(fact)
            spelt = echo(written)
            hint = (
                day_meant(str(written)) if isinstance(fact.domain, Day) else did_you_mean(str(written), fact.value_ids, value_labels(fact))
            )
            self._wrong(
                path, f"`{spelt}` 不是合格的值，应为{right.zh}{hint.zh}", f"`{spelt}` is not a value here, which takes {right.en}{hint.en}"
            )
            return
        assert isinstance(value, bool | int | str | date)
        into[fact.id] = value

    def _known(self, mapping: Mapping[str, Any], path: str) -> tuple[dict[str, Value], frozenset[str]]:
        """The facts given in a block and the ids of those that are disputed, which count as unknown."""
        found: dict[str, Value] = {}
        given = mapping.get("facts")
        if given is not None and not isinstance(given, dict):
            self._wrong(f"{path}facts", "应为对象", "this should be an object")
            given = None
        for name, written in (given or {}).items():
            if len(self._problems) >= MOST_PROBLEMS:
                break
            fact = self._facts.get(name)
            if fact is None:
                hint = did_you_mean(str(name), self._facts, {each.id: each.label for each in self._facts.values()})
                self._wrong(f"{path}facts", f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
            elif fact.origin:
                self._wrong(
                    f"{path}facts.{name}",
                    f"此事实取自 `{fact.origin}`，请写在那里",
                    f"this fact is taken from `{fact.origin}`; write it there",
                )
            elif written is not None:
                self._take(fact, self._value(fact, written), written, f"{path}facts.{name}", found)
        return found, self._disputed(mapping, path, found)

    def _disputed(self, mapping: Mapping[str, Any], path: str, found: Mapping[str, Value]) -> frozenset[str]:
        listed = mapping.get("disputed")
        if listed is None:
            return frozenset()
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            self._wrong(f"{path}disputed", "应为事实标识的列表", "this should be a list of fact ids")
            return frozenset()
        for number, name in enumerate(listed[:MOST_PROBLEMS]):
            if name in listed[:number]:
                self._wrong(f"{path}disputed", f"事实 `{name}` 列了两次", f"the fact `{name}` is listed twice")
            elif name in self._facts and self._facts[name].origin:
                field = self._facts[name].origin
                self._wrong(
                    f"{path}disputed",
                    f"事实 `{name}` 取自 `{field}`，有争议时请在那里留空",
                    f"the fact `{name}` is taken from `{field}`; leave that out where it is disputed",
                )
            elif name not in self._facts:
                hint = did_you_mean(name, self._facts)
                self._wrong(f"{path}disputed", f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
            elif name in found:
                self._wrong(
                    f"{path}disputed", f"事实 `{name}` 有值，又列为有争议", f"the fact `{name}` has a value and is listed as disputed too"
                )
        return frozenset(listed)

    def _person(
        self, value: object, path: str, record: Mapping[str, Value], shared: Mapping[str, Value], disputed: frozenset[str]
    ) -> Person:
        mapping = self._mapping(value, path, _PERSON_KEYS, ("person_id",))
        person_id = self._name(mapping, "person_id", f"{path}.person_id")
        own_fields: dict[str, Value] = {}
        role = self._origins.get("person.role")
        written_role = mapping.get("role")
        if written_role is not None and (not isinstance(written_role, str) or not written_role.strip()):
            self._wrong(f"{path}.role", "应为非空文字", "this should be text that is not empty")
        elif written_role is not None and role is not None:
            self._take(role, mapping["role"], mapping["role"], f"{path}.role", own_fields)
        own, own_disputed = self._known(mapping, f"{path}.")
        given = mapping.get("facts")
        for name, written in given.items() if isinstance(given, dict) else ():
            differs = name in own and (type(shared.get(name)), shared.get(name)) != (type(own[name]), own[name])
            if name in shared and (differs or written is None):  # `null` says that it is not established
                self._wrong(f"{path}.facts.{name}", "与共同事实的值不一致", "this differs from the value among the shared facts")
        for name in own:
            if name in disputed:
                self._wrong(f"{path}.facts.{name}", "此事实在案件中列为有争议", "this fact is listed as disputed for the case")
        merged = {**shared, **own, **record, **own_fields}
        for name in own_disputed:
            if name in shared:
                self._wrong(
                    f"{path}.disputed", f"事实 `{name}` 有值，又列为有争议", f"the fact `{name}` has a value and is listed as disputed too"
                )
        known = {name: merged[name] for name in self._facts if name in merged}
        proceeding = read_proceeding(mapping.get("procedure"), f"{path}.procedure", self._rulebook, self._wrong)
        act = of_person(self._act, mapping, path, self._wrong)
        return Person(person_id, known, disputed | own_disputed, self._alleged(mapping, f"{path}."), proceeding, act)

    def _alleged(self, mapping: Mapping[str, Any], path: str) -> tuple[str, ...] | None:
        """The faults that are examined, sorted; `None` where the record does not say."""
        listed = mapping.get("alleged")
        if listed is None:
            return None
        if not isinstance(listed, list) or not listed or not all(isinstance(name, str) for name in listed):
            self._wrong(f"{path}alleged", "应为至少一个过错标识的列表", "this should be a list of at least one fault id")
            return None
        for name in listed:
            if name not in self._faults:
                hint = did_you_mean(name, self._faults)
                self._wrong(f"{path}alleged", f"没有过错 `{name}`{hint.zh}", f"there is no fault `{name}`{hint.en}")
        return tuple(sorted(set(listed)))
