"""The procedure block of a case record into a `Proceeding`, strictly."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dutybound.days import calendar_day, day_meant
from dutybound.duties.offices import POSITIONS
from dutybound.problems import did_you_mean, key_hint
from dutybound.proceeding import Event, Proceeding, Recusal
from dutybound.rulebook import Rulebook

Wrong = Callable[[str, str, str], None]
"""Notes a problem: the path in the record, the words in Chinese and in English."""

_KEYS = ("track", "as_of", "events", "office", "position", "recusals")
_RECUSAL_KEYS = ("person", "ground", "head", "granted", "decided_by")
_NAMED = ("step", "date", "sanction", "extended", "office", "by", "states")
"""The keys of an event that are no numbers."""


def read_proceeding(written: object, path: str, rulebook: Rulebook, wrong: Wrong) -> Proceeding | None:
    """The proceeding written in a record, `None` if there is none; what is wrong goes to `wrong`."""
    if written is None:
        return None
    if not isinstance(written, dict):
        wrong(path, "应为对象", "this should be an object")
        return None
    _unknown_keys(written, _KEYS, path, wrong)
    tracks = sorted({step.track for step in rulebook.content.procedure})
    if not tracks:
        wrong(path, "规则库没有写程序，请删去此项", "the rulebook knows no procedure; leave this out")
        return None
    track = written.get("track")
    if not isinstance(track, str) or track not in tracks:
        known = ", ".join(tracks)
        wrong(f"{path}.track", f"应为下列之一：{known}", f"this should be one of {known}")
        return None
    as_of = read_day(written.get("as_of"), f"{path}.as_of", wrong)
    listed = written.get("events")
    if not isinstance(listed, list):
        wrong(f"{path}.events", "应为列表", "this should be a list")
        return None
    steps = {step.id for step in rulebook.content.procedure if step.track == track}
    rungs = [rung.id for rung in rulebook.content.ladder.rungs]
    papers = {step.id: tuple(each.id for each in step.states) for step in rulebook.content.procedure}
    counted = {step.id: tuple(dict.fromkeys(need.attribute for need in step.needs)) for step in rulebook.content.procedure}
    read = _EventReader(steps, rungs, papers, counted, wrong)
    events = tuple(event for number, each in enumerate(listed) if (event := read.event(each, f"{path}.events[{number}]", as_of)))
    office = _name(written, "office", path, wrong)
    position = written.get("position", "staff")
    if not isinstance(position, str) or position not in POSITIONS:
        known = ", ".join(POSITIONS)
        wrong(f"{path}.position", f"应为下列之一：{known}", f"this should be one of {known}")
    recusals = _recusals(written.get("recusals"), f"{path}.recusals", _grounds(rulebook, track), wrong)
    return Proceeding(track, events, as_of, office, str(position), recusals) if as_of else None


def _grounds(rulebook: Rulebook, track: str) -> tuple[str, ...]:
    steps = (step for step in rulebook.content.procedure if step.track == track and step.withdrawal is not None)
    return tuple(ground.id for step in steps if step.withdrawal for ground in step.withdrawal.grounds)


def _recusals(listed: object, path: str, grounds: tuple[str, ...], wrong: Wrong) -> tuple[Recusal, ...]:
    if listed is None:
        return ()
    if not isinstance(listed, list):
        wrong(path, "应为列表", "this should be a list")
        return ()
    found: list[Recusal] = []
    for number, each in enumerate(listed):
        at = f"{path}[{number}]"
        if not isinstance(each, dict):
            wrong(at, "应为对象", "this should be an object")
            continue
        _unknown_keys(each, _RECUSAL_KEYS, at, wrong)
        person, ground = each.get("person"), each.get("ground")
        if not isinstance(person, str) or not person.strip():
            wrong(f"{at}.person", "应为非空文字", "this should be text that is not empty")
        if ground not in grounds:
            known = ", ".join(grounds)
            wrong(f"{at}.ground", f"应为下列之一：{known}", f"this should be one of {known}")
        for key in ("head", "granted"):
            if each.get(key) is not None and not isinstance(each[key], bool):
                wrong(f"{at}.{key}", "应为 true 或 false", "this should be true or false")
        decided_by = _name(each, "decided_by", at, wrong)
        granted = each.get("granted") if isinstance(each.get("granted"), bool) else None
        found.append(Recusal(person=str(person), ground=str(ground), head=each.get("head") is True, granted=granted, decided_by=decided_by))
    return tuple(found)


def _name(written: Mapping[str, Any], key: str, path: str, wrong: Wrong) -> str:
    found = written.get(key)
    if found is None:
        return ""
    if not isinstance(found, str) or not found.strip():
        wrong(f"{path}.{key}", "应为非空文字", "this should be text that is not empty")
        return ""
    return found


def _unknown_keys(written: Mapping[str, Any], known: tuple[str, ...], path: str, wrong: Wrong) -> None:
    for key in written:
        if key not in known:
            hint = key_hint(str(key), known)
            wrong(path, f"不认识键 `{key}`{hint.zh}", f"there is no key `{key}` here{hint.en}")


def read_day(written: object, path: str, wrong: Wrong) -> date | None:
    """A day written as text; `None`, and a problem under `path`, for anything else."""
    try:
        return calendar_day(written if isinstance(written, str) else "")
    except ValueError:
        hint = day_meant(written if isinstance(written, str) else "")
        wrong(path, f"应为日期，如 2021-03-04{hint.zh}", f"this should be a day such as 2021-03-04{hint.en}")
        return None


class _EventReader:
    """Reads single events against the steps of the track."""

    def __init__(
        self,
        steps: set[str],
        rungs: list[str],
        papers: Mapping[str, tuple[str, ...]],
        counted: Mapping[str, tuple[str, ...]],
        wrong: Wrong,
    ) -> None:
        self._steps, self._rungs, self._papers, self._counted, self._wrong = steps, rungs, papers, counted, wrong

    def event(self, written: object, path: str, as_of: date | None) -> Event | None:
        if not isinstance(written, dict):
            self._wrong(path, "应为对象", "this should be an object")
            return None
        step = written.get("step")
        if not isinstance(step, str) or step not in self._steps:
            hint = did_you_mean(str(step), self._steps)
            self._wrong(f"{path}.step", f"没有步骤 `{step}`{hint.zh}", f"there is no step `{step}`{hint.en}")
        day = read_day(written.get("date"), f"{path}.date", self._wrong)
        if day is not None and as_of is not None and day > as_of:
            zh, en = f"晚于 `as_of`（{as_of}），当日尚未发生", f"this is after `as_of` ({as_of}), so it had not happened by then"
            self._wrong(f"{path}.date", zh, en)
        sanction = written.get("sanction")
        sanction = "" if sanction is None else sanction
        if sanction != "" and sanction not in self._rungs:
            hint = did_you_mean(str(sanction), self._rungs)
            self._wrong(f"{path}.sanction", f"没有处分 `{sanction}`{hint.zh}", f"there is no sanction `{sanction}`{hint.en}")
        extended = written.get("extended", False)
        if not isinstance(extended, bool):
            self._wrong(f"{path}.extended", "应为 true 或 false", "this should be true or false")
        numbers = self._numbers(written, step, path)
        if day is None or not isinstance(step, str) or not isinstance(sanction, str):
            return None
        office = _name(written, "office", path, self._wrong)
        by = written.get("by")
        by = [] if by is None else by
        if not isinstance(by, list) or not all(isinstance(name, str) and name.strip() for name in by):
            self._wrong(f"{path}.by", "应为人名的列表", "this should be a list of names")
            by = []
        return Event(step, day, numbers, sanction, extended is True, office, tuple(by), self._states(written, step, path))

    def _numbers(self, written: Mapping[str, Any], step: object, path: str) -> dict[str, int]:
        """The numbers the law asks of the step; any other key would be passed over, and a flaw with it."""
        found: dict[str, int] = {}
        known = self._counted.get(step, ()) if isinstance(step, str) else ()
        for key, value in written.items():
            if key in _NAMED:
                continue
            if key not in known:
                if isinstance(step, str) and step in self._steps:
                    hint = key_hint(str(key), (*_NAMED, *known))
                    self._wrong(path, f"步骤 `{step}` 不认识键 `{key}`{hint.zh}", f"the step `{step}` has no key `{key}`{hint.en}")
            elif isinstance(value, bool) or not isinstance(value, int):
                self._wrong(f"{path}.{key}", "应为整数", "this should be a whole number")
            else:
                found[key] = value
        return found

    def _states(self, written: Mapping[str, Any], step: str, path: str) -> tuple[str, ...] | None:
        listed = written.get("states")
        if listed is None:
            return None
        known = self._papers.get(step, ())
        wrong = listed if not isinstance(listed, list) else [each for each in listed if each not in known]
        if wrong or not isinstance(listed, list):
            names = ", ".join(known)
            zh = f"应为下列各项的列表：{names}" if names else f"步骤 `{step}` 没有须载明的事项"
            en = f"this should be a list of {names}" if names else f"the step `{step}` has no paper that must state anything"
            self._wrong(f"{path}.states", zh, en)
            return None
        return tuple(listed)
