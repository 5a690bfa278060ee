"""Decides records line by line: the bytes that go out are those of the objects' way, only sooner."""

from functools import cached_property

import msgspec

from dutybound.case import Person
from dutybound.deciding import decide_raw
from dutybound.decision import Decision, Refusal
from dutybound.engine import CASE, Engine
from dutybound.engines.reference import PredicateError
from dutybound.explanation import Explanation
from dutybound.facts import Facts
from dutybound.json_text import parse_json
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.reading import Raw
from dutybound.rules import Outcome
from dutybound.stream.explaining import Explaining
from dutybound.stream.fragments import Fragments, blank_record
from dutybound.stream.typed import Read, TypedReader
from dutybound.stream.verdicts import Verdict, Verdicts
from dutybound.text import Language

_VARYING = (
    "case_id",
    "person_id",
    "outcome",
    "alleged",
    "faults",
    "exemptions",
    "sanction",
    "waivers",
    "measures",
    "obligations",
    "referrals",
    "needs_facts",
    "attributions",
)
"""What differs between the decisions made here; the rest of a record is that of a decision that says nothing."""


class Made(msgspec.Struct, frozen=True, gc=False):
    """The decision on one person as it goes out: its line, with what was read for it."""

    read: Read
    outcome: Outcome
    line: bytes
    needed: tuple[str, ...]


class Stream:
    """One engine over many records; it keeps parts of decisions (not decisions) that it has made before.

    An instance can be shared between threads.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reader = TypedReader(engine)
        self._fragments = Fragments(engine)
        self._run = engine.compiled.function(tuple(self._fragments.sections.values()))
        self._template = _template(engine)
        self._encode = msgspec.json.Encoder().encode
        self.verdicts = Verdicts(engine)

    def lines(self, raw: Raw, language: Language = Language.EN) -> list[tuple[bytes, bool]]:
        """One line for each person of a record, or one refusal in `language`; each with whether it is a refusal."""
        quick = self.quick(raw.content)
        if quick is not None:
            return [(made.line, False) for made in quick]
        return self._by_objects(raw, language, explained=False)

    def explained(self, raw: Raw, language: Language = Language.EN) -> list[tuple[bytes, bool]]:
        """The same lines, each decision with its explanation."""
        quick = self.quick(raw.content)
        if quick is not None:
            explain = self.explaining.line
            told = [line for each in quick if (line := explain(each.line, each.read, each.outcome, each.needed)) is not None]
            if len(told) == len(quick):
                return [(line, False) for line in told]
        return self._by_objects(raw, language, explained=True)

    def explanation(self, person: Person, decision: Decision) -> msgspec.Raw | None:
        """The explanation of a decision by itself, as `explanation_record` has it; `None` where the objects' way has to look at it."""
        if person.disputed:  # only explanations tell these from facts that nobody knows
            return None
        read = self._known(decision.case_id, person)
        line = self.explaining.line(b"{}\n", read, decision.outcome, decision.needs_facts)
        return None if line is None else msgspec.Raw(line[len(b'{,"explanation":') : -len(b"}\n")])

    def _by_objects(self, raw: Raw, language: Language, *, explained: bool) -> list[tuple[bytes, bool]]:
        return [self._spelt(result, language) for result in decide_raw(self.engine, raw, explained=explained)]

    def _spelt(self, result: Decision | Explanation | Refusal, language: Language) -> tuple[bytes, bool]:
        match result:
            case Refusal():
                return encode(refusal_record(result, language)), True
            case Decision():
                return encode(decision_record(result)), False
            case Explanation():
                return encode(explained_record(result)), False

    @cached_property
    def explaining(self) -> Explaining:
        """What explains decisions, made when it is first needed."""
        return Explaining(self.engine)

    def quick(self, line: bytes, *, spelling: bool = False) -> list[Made] | None:
        """The decisions on the persons of a record, `None` where the objects' way has to look at it; `spelling`: see `TypedReader`."""
        persons = self.reader.read(line, spelling=spelling)
        if persons is None:
            return None
        found: list[Made] = []
        for read in persons:
            made = self._line(read)
            if made is None:
                return None
            found.append(made)
        return found

    def _line(self, read: Read) -> Made | None:
        """The line of one person, `None` where there is something to refuse."""
        try:
            answer = self._run(*read.known)
        except PredicateError:
            return None
        broken, end, faults, exemptions, sanction, standing, factors, waivers, measures, obligations, referrals = answer
        if broken:
            return None
        parts = self._fragments
        outcome, spelt = parts.ending(tuple(end))
        final = outcome is Outcome.LIABLE or outcome is Outcome.WAIVED
        needed = self._needed(read) if outcome is Outcome.UNDETERMINED else ()
        line = self._template % (
            self._encode(read.case_id),
            self._encode(read.person_id),
            spelt,
            parts.alleged(read.alleged),
            parts.faults(tuple(faults)),
            parts.exemptions(tuple(exemptions)) if exemptions else b"[]",
            self._sanction(sanction, standing, factors, read) if outcome is Outcome.LIABLE else b"null",
            parts.waivers(tuple(waivers)) if final else b"[]",
            parts.measures(tuple(measures)) if final and measures else b"[]",
            parts.obligations(tuple(obligations), read) if obligations else b"[]",
            parts.referrals(tuple(referrals)) if referrals else b"[]",
            parts.needs(needed) if needed else b"[]",
            parts.attributions(read),
        )
        return Made(read, outcome, line, needed)

    def _sanction(self, sanction: list[int], standing: list[int], factors: list[int], read: Read) -> bytes:
        around = self._fragments.sanction(tuple(sanction), tuple(standing), read)
        if around is None:
            return b"null"
        return around[0] + (self._fragments.factors(tuple(factors)) if factors else b"[]") + around[1]

    def facts(self, read: Read) -> Facts:
        """What is known of one person, as a mapping."""
        found = zip(self.engine.compiled.shape.facts, read.known[1:], strict=True)
        return {name: value for name, value in found if value is not None}

    def _needed(self, read: Read) -> tuple[str, ...]:
        examining = self.engine if read.alleged is None else self.engine.examining(read.alleged)
        try:
            truths = self.engine.truths(read.known)
        except PredicateError:
            truths = None  # what is not examined asked for more than the examined faults do
        return examining.needed(self.facts(read), truths)

    def reuse(self) -> tuple[int, int]:
        """How many parts of decisions were at hand when they were needed, and how many had to be made."""
        counted = [*self._fragments.counted(), *self.verdicts.counted()]
        return sum(hits for hits, _ in counted), sum(made for _, made in counted)

    # --- ids only ---

    def read(self, line: bytes) -> tuple[Read, ...]:
        """The persons of the case in a JSON text, decoded for `verdict`; raises `Refused` with everything that is wrong in it."""
        quick = self.reader.read(line)
        if quick is not None:
            return tuple(quick)
        case = self.engine.read(parse_json(line, CASE))
        return tuple(self._known(case.case_id, person) for person in case.persons)

    def _known(self, case_id: str, person: Person) -> Read:
        known = self.engine.compiled.shape.known(person.facts, self.reader.switches(person.alleged))
        return Read(case_id, person.person_id, known, person.alleged)

    def verdict(self, read: Read) -> Verdict:
        """The outcome and the ids of what holds and what is open; raises `Refused` as `Engine.decide_person` does."""
        try:
            found = self.verdicts.of(read)
        except PredicateError:
            found = None
        if found is None:
            decision = self.engine.decide_person(read.case_id, Person(read.person_id, self.facts(read), alleged=read.alleged))
            return self.verdicts.from_decision(decision)
        return found


def _template(engine: Engine) -> bytes:
    """The line of a decision with a place for everything that varies."""
    record = blank_record(engine)
    assert tuple(key for key in record if key in _VARYING) == _VARYING, "the keys of a decision's record changed their order"
    pieces: list[bytes] = []
    for key, value in record.items():
        spelt = b"%b" if key in _VARYING else msgspec.json.encode(value).replace(b"%", b"%%")
        pieces.append(msgspec.json.encode(key) + b":" + spelt)
    return b"{" + b",".join(pieces) + b"}\n"
