"""Decides records line by line: the bytes that go out are those of the objects' way, only sooner."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import TypeVar

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
from dutybound.stream.fragments import Fragments
from dutybound.stream.frames import Frames
from dutybound.stream.typed import Read, TypedReader
from dutybound.stream.verdicts import Verdict, Verdicts
from dutybound.text import Language

T = TypeVar("T")

TOGETHER = 32
"""So many records at a time: enough to gain by it, and so few that the processor still has the first at hand with the last."""

_SEPARATE = ("case_id", "person_id", "outcome", "alleged", "faults", "exemptions", "sanction", "attributions")
"""The parts that are put on a line one by one, apart from those of its frame."""

_REPORTED = ("faults", "exemptions", "sanction", "standing", "factors", "obligations")
"""The sections that are reported by themselves, behind contradictions and all that a frame rests on."""

Answer = list[list[int]]
"""What is reported of the sections that a decision is written from."""


class Made(msgspec.Struct, frozen=True, gc=False):
    """The decision on one person as it goes out: its line, with what was read for it."""

    read: Read
    outcome: Outcome
    line: bytes
    needed: tuple[str, ...]


def in_blocks(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """The items some at a time, as many as are best decided together."""
    left = iter(items)
    while some := tuple(islice(left, TOGETHER)):
        yield some


class Stream:
    """One engine over many records; it keeps parts of decisions (not decisions) that it has made before.

    An instance can be shared between threads.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reader = TypedReader(engine)
        self._fragments = Fragments(engine)
        self._frames = Frames(engine, self._fragments)
        around, sections = self._frames.around, self._fragments.sections
        self._around = tuple(around[part] for part in _SEPARATE)
        self._run = engine.compiled.function((sections["broken"], self._frames.section, *(sections[part] for part in _REPORTED)))
        self._encode = msgspec.json.Encoder().encode
        self.verdicts = Verdicts(engine)

    def lines(self, raw: Raw, language: Language = Language.EN) -> list[tuple[bytes, bool]]:
        """One line for each person of a record, or one refusal in `language`; each with whether it is a refusal."""
        [found] = self.many((raw,), language)
        return found

    def explained(self, raw: Raw, language: Language = Language.EN) -> list[tuple[bytes, bool]]:
        """The same lines, each decision with its explanation."""
        [found] = self.many((raw,), language, explained=True)
        return found

    def many(self, raws: Iterable[Raw], language: Language = Language.EN, *, explained: bool = False) -> Iterator[list[tuple[bytes, bool]]]:
        """For each record what `lines`, or `explained`, gives of it; records are taken up some at a time, which is quicker."""
        for some in in_blocks(raws):
            for raw, quick in zip(some, self.block(raw.content for raw in some), strict=True):
                if quick is None:
                    yield self._by_objects(raw, language, explained=explained)
                elif explained:
                    yield self._explained(quick) or self._by_objects(raw, language, explained=True)
                else:
                    yield [(made.line, False) for made in quick]

    def _explained(self, quick: list[Made]) -> list[tuple[bytes, bool]]:
        """The lines with explanations, none where the objects' way has to look at one."""
        explain = self.explaining.line
        told = [line for each in quick if (line := explain(each.line, each.read, each.outcome, each.needed)) is not None]
        return [(line, False) for line in told] if len(told) == len(quick) else []

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

    def block(self, lines: Iterable[bytes], *, spelling: bool = False) -> list[list[Made] | None]:
        """The decisions on the persons of each of some records, `None` where the objects' way has to look at one.

        `spelling`: with `Read.spelt`.
        All are read, then all are decided, then all are written: each of the three finds at hand what it has just worked with.
        """
        read = [self.reader.read(line, spelling=spelling) for line in lines]
        answered = [[self._answered(each) for each in persons or ()] for persons in read]
        return [None if persons is None else self._written(persons, answers) for persons, answers in zip(read, answered, strict=True)]

    def _answered(self, read: Read) -> Answer | None:
        """What the program says of one person, `None` where there is something to refuse."""
        try:
            broken, *answer = self._run(*read.known)
        except PredicateError:
            return None
        return None if broken else answer

    def _written(self, persons: list[Read], answers: list[Answer | None]) -> list[Made] | None:
        found: list[Made] = []
        for read, answer in zip(persons, answers, strict=True):
            if answer is None:
                return None
            found.append(self._made(read, answer))
        return found

    def _made(self, read: Read, answer: Answer) -> Made:
        framing, faults, exemptions, sanction, standing, factors, obligations = answer
        frame, parts = self._frames.of(tuple(framing)), self._fragments
        outcome = frame.outcome
        needed = self._needed(read) if outcome is Outcome.UNDETERMINED else ()
        case, person, ended, alleged, at_fault, exempt, sanctioned, attributed = self._around
        line = b"".join(
            (
                case,
                self._encode(read.case_id),
                person,
                self._encode(read.person_id),
                ended,
                frame.spelt,
                alleged,
                parts.alleged(read.alleged),
                at_fault,
                parts.faults(tuple(faults)),
                exempt,
                parts.exemptions(tuple(exemptions)) if exemptions else b"[]",
                sanctioned,
                self._sanction(sanction, standing, factors, read) if outcome is Outcome.LIABLE else b"null",
                frame.between,
                parts.obligations(tuple(obligations), read) if obligations else b"[]",
                frame.behind,
                parts.needs(needed) if needed else b"[]",
                attributed,
                parts.attributions(read),
                self._frames.closing,
            )
        )
        return Made(read, outcome, line, needed)

    def _sanction(self, sanction: list[int], standing: list[int], factors: list[int], read: Read) -> bytes:
        around = self._fragments.sanction(tuple(sanction), tuple(standing), read)
        if around is None:
            return b"null"
        return around[0] + (self._fragments.factors(tuple(factors)) if factors else b"[]") + around[1]

    def facts(self, read: Read) -> Facts:
        """What is known of one person, as a mapping."""
        return self.engine.compiled.shape.mapping(read.known)

    def _needed(self, read: Read) -> tuple[str, ...]:
        examining = self.engine if read.alleged is None else self.engine.examining(read.alleged)
        try:
            truths = self.engine.truths(read.known)
        except PredicateError:
            truths = None  # what is not examined asked for more than the examined faults do
        return examining.needed(self.facts(read), truths)

    def reuse(self) -> tuple[int, int]:
        """How many parts of decisions were at hand when they were needed, and how many had to be made."""
        counted = [self._fragments.keeping.counted(), *self.verdicts.counted()]
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
