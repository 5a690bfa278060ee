"""The parts of a decision's line as bytes, each made once by way of objects and kept for the values that determine it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from dutybound import program as names
from dutybound.assembly import deciding, ending, fault_outcome, origin, owed, waivers_of
from dutybound.attributing import attributions
from dutybound.conditions import facts_of
from dutybound.decision import Consequence, Decision, Factor, FaultFinding, Finding, Owed
from dutybound.engine import Engine
from dutybound.engines.wanted import Section
from dutybound.outputs.records import (
    attribution_record,
    decision_record,
    factor_record,
    fault_record,
    finding_record,
    mode_record,
    owed_record,
)
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.stream.keeping import Keeping
from dutybound.stream.ranges import Ranges
from dutybound.stream.reports import Reported, Reports, position_of, truth_of, truths
from dutybound.stream.typed import Read
from dutybound.truth import Truth

_spelt = msgspec.json.Encoder().encode


class Fragments:
    """Makes the parts for one rulebook; `sections` are the definitions that each rests on."""

    def __init__(self, engine: Engine) -> None:
        self._rulebook, self._calendar = engine.rulebook, engine.register.calendar
        content, rungs = engine.rulebook.content, engine.program.rungs
        faults = [fault.id for fault in content.faults]
        self.keeping = Keeping()
        keep = self.keeping.keep
        ranges = Ranges(engine, self.keeping)
        self.sanction = ranges.around
        self.sections: Mapping[str, Section] = {
            "broken": Section(_ids(content.constraints), fails=True),
            "ending": Section(deciding(rungs)),
            "faults": Section((*faults, *map(names.complete, faults), *ranges.standing.definitions, names.GATE)),
            "exemptions": Section(_ids(content.exemptions)),
            "sanction": ranges.sanction,
            "standing": ranges.standing,
            "factors": Section(_ids(content.circumstances)),
            "waivers": Section((*_ids(content.waivers), names.WAIVED_BELOW, names.least(1), names.most(1), names.MAY_MITIGATE)),
            "measures": Section(_ids(content.measures)),
            "obligations": Section(_ids(content.obligations)),
            "referrals": Section(_ids(content.referrals)),
        }
        self._exemption = keep(self._make_exemption)
        self._referral = keep(self._make_referral)
        self._measure = keep(self._make_measure)
        self._factor = keep(self._make_factor)
        self.ending: Callable[[Reported], tuple[Outcome, bytes]] = keep(self._ending)
        self.faults: Callable[[Reported], bytes] = keep(self._faults)
        self.exemptions: Callable[[Reported], bytes] = keep(lambda reported: _row(reported, self._exemption))
        self.referrals: Callable[[Reported], bytes] = keep(lambda reported: _row(reported, self._referral))
        self.measures: Callable[[Reported], bytes] = keep(lambda reported: _row(reported, self._measure))
        self.waivers: Callable[[Reported], bytes] = keep(self._waivers)
        self.factors: Callable[[Reported], bytes] = keep(lambda reported: _row(reported, self._factor))
        self.alleged: Callable[[tuple[str, ...] | None], bytes] = keep(_spelt)
        self._fault = keep(self._make_fault)
        self._obligation = keep(self._make_obligation)
        self._due = keep(self._make_due)
        self._attributed = keep(self._make_attributed)
        self._telling = _telling(engine.rulebook)
        self._told = engine.compiled.shape.reader(self._telling)
        self._changes = _changes(engine.rulebook)
        self._undated = keep(self._make_undated)
        starts = [each.due.start if each.due else "" for each in content.obligations]
        self._days = engine.compiled.shape.reader(places := list(dict.fromkeys(starts)))
        self._start_of = [places.index(each) for each in starts]

    # --- the parts ---

    def _ending(self, reported: Reported) -> tuple[Outcome, bytes]:
        outcome = ending(self._values("ending", reported), len(self._rulebook.content.ladder.rungs))
        return outcome, _spelt(outcome.value)

    def _faults(self, reported: Reported) -> bytes:
        told, count = frozenset(reported), len(self._rulebook.content.faults)
        gate = told.intersection((3 * count, ~(3 * count)))
        entries: list[bytes] = []
        for at in sorted(at for at in map(position_of, reported) if at < count):  # the faults themselves come first
            places = (at, count + at, 2 * count + at)
            entries.append(self._fault(at, gate.union(told.intersection(places), told.intersection(~place for place in places))))
        return b"[%b]" % b",".join(entries)

    def _make_fault(self, at: int, reported: frozenset[int]) -> bytes:
        """A fault from what is reported of it alone."""
        fault = self._rulebook.content.faults[at]
        values = truths(self.sections["faults"], reported)
        return _spelt(fault_record(FaultFinding(fault.id, fault.provision, values[fault.id], fault_outcome(values, fault.id))))

    def _waivers(self, reported: Reported) -> bytes:
        return _spelt([mode_record(each) for each in waivers_of(self._rulebook, self._values("waivers", reported))])

    def obligations(self, reported: Reported, read: Read) -> bytes:
        """Obligations with the days they fall due."""
        undated, starts = self._undated(reported)
        if not starts:
            return undated
        days = self._days(read.known)
        if not any([days[at] for at in starts]):  # noqa: C419  # quicker with a list
            return undated
        entries = (self._obligation(at) % self._due(at, days[self._start_of[position_of(at)]]) for at in sorted(reported, key=position_of))
        return b"[%b]" % b",".join(entries)

    def _make_undated(self, reported: Reported) -> tuple[bytes, tuple[int, ...]]:
        """Obligations without their days, and where among `_days` those stand from which they would be counted."""
        rules = [(position_of(at), self._rulebook.content.obligations[position_of(at)]) for at in reported]
        entries = b",".join(self._obligation(at) % b"null" for at in sorted(reported, key=position_of))
        return b"[%b]" % entries, tuple({self._start_of[at] for at, rule in rules if rule.due})

    def attributions(self, read: Read) -> bytes:
        """Who answers."""
        told = self._told(read.known)
        if told and self._changes and isinstance(told[0], date):
            # the law of attribution is the same on all days between two on which a rule of it begins or ends
            told = (self._changes[bisect_right(self._changes, told[0]) - 1], *told[1:])
        return self._attributed(told)

    def _make_attributed(self, told: tuple[Any, ...]) -> bytes:
        facts = {name: value for name, value in zip(self._telling, told, strict=True) if value is not None}
        return _spelt([attribution_record(each) for each in attributions(self._rulebook, facts)])

    def needs(self, facts: tuple[str, ...]) -> bytes:
        """The facts that are still needed."""
        return _spelt(facts)

    # --- single entries ---

    def _make_exemption(self, at: int) -> bytes:
        rule = self._rulebook.content.exemptions[position_of(at)]
        return _spelt(finding_record(Finding(rule.id, rule.provision, truth_of(at))))

    def _make_referral(self, at: int) -> bytes:
        rule = self._rulebook.content.referrals[position_of(at)]
        return _spelt(finding_record(Finding(rule.id, rule.provision, truth_of(at))))

    def _make_measure(self, at: int) -> bytes:
        rule = self._rulebook.content.measures[position_of(at)]
        return _spelt(mode_record(Consequence(rule.id, rule.provision, rule.mode, truth_of(at))))

    def _make_factor(self, at: int) -> bytes:
        rule = self._rulebook.content.circumstances[position_of(at)]
        return _spelt(factor_record(Factor(rule.id, rule.provision, rule.effect.value, rule.mode, truth_of(at))))

    def _make_obligation(self, at: int) -> bytes:
        """An obligation with a place for its due day."""
        rule = self._rulebook.content.obligations[position_of(at)]
        entry = owed_record(Owed(rule.id, rule.provision, truth_of(at), None))
        spelt = ((key, b"%b" if key == "due" else _spelt(value).replace(b"%", b"%%")) for key, value in entry.items())
        return b"{" + b",".join(_spelt(key) + b":" + value for key, value in spelt) + b"}"

    def _make_due(self, at: int, start: date | None) -> bytes:
        rule = self._rulebook.content.obligations[position_of(at)]
        if start is None or rule.due is None:
            return b"null"
        return _spelt(owed_record(owed(rule, Truth.HOLDS, {rule.due.start: start}, self._calendar))["due"])

    def _values(self, section: str, reported: Reported) -> Reports:
        return truths(self.sections[section], reported)


def blank_decision(rulebook: Rulebook) -> Decision:
    """A decision that says nothing."""
    return Decision(
        case_id="",
        person_id="",
        outcome=Outcome.UNDETERMINED,
        faults=(),
        exemptions=(),
        sanction=None,
        waivers=(),
        measures=(),
        obligations=(),
        referrals=(),
        needs_facts=(),
        rulebook=origin(rulebook),
    )


def blank_record(engine: Engine) -> Mapping[str, Any]:
    """The record of a decision that says nothing, with the keys of every decision in their order."""
    return decision_record(blank_decision(engine.rulebook))


def _telling(rulebook: Rulebook) -> tuple[str, ...]:
    """The facts that attributions read, the day of the act first; none where there are no rules of attribution."""
    read = [fact for rule in rulebook.content.attributions for fact in facts_of(rulebook.expressions[rule.id])]
    law = [rulebook.instrument(rule.provision.instrument) for rule in rulebook.content.attributions]
    speaking = [*(each.authorities for each in law), *(each.authorities for each in rulebook.content.attributions)]
    origins = ["act.date", *(["authority.kind"] if any(speaking) else [])]
    origins += ["authority.region"] if any(each.region for each in law) else []
    asked = [rulebook.origin(each) for each in origins]
    return tuple(dict.fromkeys((*(fact.id for fact in asked if fact), *read))) if read else ()


def _changes(rulebook: Rulebook) -> list[date]:
    """The days on which a rule of attribution begins or ends to be in force, after the first day there is.

    None where a rule asks for the day itself.
    """
    day = rulebook.origin("act.date")
    found = {date.min}
    for rule in rulebook.content.attributions:
        if day is not None and day.id in facts_of(rulebook.expressions[rule.id]):
            return []
        instrument = rulebook.instrument(rule.provision.instrument)
        found |= {day for day in (rule.begins or instrument.begins, rule.ends or instrument.ends) if day}
    return sorted(found)


def _ids(rules: Iterable[Any]) -> tuple[str, ...]:
    return tuple(each.id for each in rules)


def _row(reported: Reported, entry: Callable[[int], bytes]) -> bytes:
    """Entries in the order of the rules, as a JSON list."""
    return b"[%b]" % b",".join(map(entry, sorted(reported, key=position_of)))
