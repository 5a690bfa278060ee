"""Explained decisions line by line: the bytes of the objects' way, put together from what each rule's node was before.

Every piece is made by those who tell explanations, who ask a witness; it is kept by the answers they asked for (see `traces`). What the
quick way is not sure of, it leaves to the objects' way.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import chain, combinations
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakSet

import msgspec
from attrs import evolve, frozen

from dutybound.assembly import waivers_of
from dutybound.case import Person
from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.engines.reference import PredicateError
from dutybound.explain import Explainer, shown, stages_told
from dutybound.explanation import Node
from dutybound.grounds import statements
from dutybound.labels import STAGE
from dutybound.outputs.explanations import need_record, node_record
from dutybound.program import LIABILITY
from dutybound.reasons import outcome_reason
from dutybound.rules import Outcome
from dutybound.stream.fragments import blank_decision
from dutybound.stream.questions import TRUTHS, Answered, Questions
from dutybound.stream.traces import Answers, End, Traces
from dutybound.stream.typed import Read
from dutybound.stream.witness import MARK, Witness
from dutybound.text import Text

T = TypeVar("T")

KEPT = 2**26
"""How many bytes of pieces are kept at most; when there are more, all are forgotten."""

TOGETHER = (8, 8)
"""So many rules of a stage are looked up together, before each by itself; and so many such groups, before each group."""

_BLANK = re.compile(rb"\\u0000(\d+)\\u0000")


class Unsure(Exception):
    """The objects' way has to look at it."""


@frozen
class Row:
    """What rules have to say, one piece after the other; nodes end with commas.

    `blanks` are those pieces, by place, that are left to be filled in, each with the number of its words.
    """

    spelt: tuple[bytes, ...]
    blanks: tuple[tuple[int, int], ...] = ()


class Explaining:
    """Explains the decisions of one engine; it can be shared between threads.

    `told` counts the rules that were told, and `made` those among them that were not at hand.
    """

    def __init__(self, engine: Engine) -> None:
        self.most = KEPT
        self._explainer = Explainer.of(engine.rulebook, engine.program)
        self._rulebook = engine.rulebook
        self._questions = Questions(engine)
        self._liability = self._questions.truth[LIABILITY]
        self._blank = blank_decision(engine.rulebook)
        # INVARIANT: what is marked as a blank is no text of an author
        self._able = repr(MARK)[1:-1] not in repr(engine.rulebook.content)
        self._traces: WeakSet[Traces[Any]] = WeakSet()
        self._lock = Lock()
        self._kept = 0
        self.made = self.told = 0
        self._sections = lru_cache(maxsize=None)(self._sections_of)
        self._reasons = lru_cache(maxsize=None)(lambda outcome: self._trace(partial(self._make_reason, outcome)))
        self._open_reason = lru_cache(maxsize=4096)(self._make_open_reason)
        self._need = lru_cache(maxsize=None)(self._make_need)

    def line(self, decided: bytes, read: Read, outcome: Outcome, needed: tuple[str, ...]) -> bytes | None:
        """The line of a decision with its explanation, `None` where the objects' way has to look at it."""
        if not self._able:
            return None
        try:
            case = self._questions.answered(read)
            sections = self._sections(stages_told(outcome, TRUTHS[case.answers[self._liability]]))
            # one list and one join: the line is long, and each copy of it would cost more than finding its pieces
            line = [decided[:-2], b',"explanation":{"reason":', self._reason(case, outcome, needed), b',"stages":[']
            for section in sections:
                self.told += section.tell(case, line)
            line[-1] = line[-1].removesuffix(b",")
            line += (b'],"needs_facts":[', b",".join(map(self._need, needed)), b"]}}\n")
        except (PredicateError, Unsure):
            return None
        return b"".join(line)

    def _reason(self, case: Answered, outcome: Outcome, needed: tuple[str, ...]) -> bytes:
        return self._open_reason(needed) if outcome is Outcome.UNDETERMINED else self._reasons(outcome).of(case.answers).spelt[0]

    # --- the parts ---

    def _sections_of(self, stages: tuple[str, ...]) -> tuple["Told", ...]:
        rules = shown(self._rulebook, stages)
        return tuple(Told(stage, self._rules_of(rules, stage), self._together) for stage in stages)

    def _rules_of(self, rules: frozenset[str], stage: str) -> list[Traces[Row]]:
        return [self._trace(partial(self._make_node, rules, stage, each)) for each in self._explainer.subjects(stage)]

    def _trace(self, make: Callable[[Answers], End[T]]) -> Traces[T]:
        made = Traces(make)
        with self._lock:
            self._traces.add(made)
        return made

    def _keep(self, row: Row) -> Row:
        """The same; when there are too many bytes, all pieces are forgotten."""
        with self._lock:
            self._kept += sum(map(len, row.spelt))
            full, self._kept = (list(self._traces), 0) if self._kept > self.most else ([], self._kept)
        for each in full:
            each.forget()
        return row

    def _together(self, rules: Sequence[Traces[Row]]) -> Traces[Row]:
        return self._trace(partial(self._make_row, rules))

    def _make_row(self, rules: Sequence[Traces[Row]], answers: Answers) -> End[Row]:
        """What rules have to say together; it is kept once each of them was at hand, since what is rare is so together with all else."""
        before = self.made
        ends = [rule.end(answers) for rule in rules]
        row = _joined([end.made for end in ends])
        if self.made != before:
            return End(row, (), kept=False)
        return End(row, tuple(dict.fromkeys(chain.from_iterable([end.asked for end in ends]))))

    def _make_node(self, rules: frozenset[str], stage: str, subject: object, answers: Answers) -> End[Row]:
        witness = Witness(self._questions, self._explainer, answers)
        nodes = witness.tells(rules)[stage](subject)
        _check(nodes)
        self.made += 1
        spelt = b"".join(msgspec.json.encode(node_record(each)) + b"," for each in nodes)
        return End(self._keep(_piece(spelt)), witness.asked)

    def _make_reason(self, outcome: Outcome, answers: Answers) -> End[Row]:
        witness = Witness(self._questions, self._explainer, answers)
        waivers = waivers_of(self._rulebook, witness.truths()) if outcome is Outcome.WAIVED else ()
        reason = outcome_reason(self._rulebook, evolve(self._blank, outcome=outcome, waivers=waivers), witness.derived())
        return End(self._keep(Row((_text(reason),))), witness.asked)

    def _make_open_reason(self, needed: tuple[str, ...]) -> bytes:
        decision: Decision = evolve(self._blank, outcome=Outcome.UNDETERMINED, needs_facts=needed)
        return _text(outcome_reason(self._rulebook, decision, {}))

    def _make_need(self, fact: str) -> bytes:
        return msgspec.json.encode(need_record(self._explainer.need(fact, Person("", {}))))


class Told:
    """One section: what each of its rules has to say."""

    def __init__(self, stage: str, rules: Sequence[Traces[Row]], together: Callable[[Sequence[Traces[Row]]], Traces[Row]]) -> None:
        opening = {"id": stage, "title": {"zh": STAGE[stage].zh, "en": STAGE[stage].en}}
        self._opening = msgspec.json.encode(opening)[:-1] + b',"findings":['
        self._stage = stage
        self._rules = rules
        self._together = together
        self._groups = lru_cache(maxsize=1024)(self._groups_of)

    def _groups_of(self, few: tuple[int, ...] | None) -> tuple[Traces[Row], ...]:
        groups = self._rules if few is None else [self._rules[at] for at in few]
        for size in TOGETHER:
            if len(groups) > 1:
                groups = [self._together(groups[at : at + size]) for at in range(0, len(groups), size)]
        return tuple(groups)

    def tell(self, case: Answered, line: list[bytes]) -> int:
        """Writes the section at the end of a line, with a comma behind it; nothing if no rule has anything to say.

        Gives the number of rules that were asked.
        """
        answers, words = case.answers, case.words
        few = case.told.get(self._stage)
        begun = len(line)
        line.append(self._opening)
        for group in self._groups(few):
            row = group.of(answers)
            first = len(line)
            line += row.spelt
            for at, blank in row.blanks:
                line[first + at] = words[blank]
        if len(line) - begun > 1:
            line[-1] = line[-1][:-1]
            line.append(b"]},")
        else:
            line.pop()
        return len(self._rules if few is None else few)


def _joined(rows: Sequence[Row]) -> Row:
    spelt: list[bytes] = []
    blanks: list[tuple[int, int]] = []
    for row in rows:
        if row.blanks:
            blanks += [(len(spelt) + at, blank) for at, blank in row.blanks]
        spelt += row.spelt
    return Row(tuple(spelt), tuple(blanks))


def _text(text: Text) -> bytes:
    return msgspec.json.encode({"zh": text.zh, "en": text.en})


def _piece(spelt: bytes) -> Row:
    """One piece, or those around its blanks."""
    pieces = _BLANK.split(spelt)
    if len(pieces) == 1:
        return Row((spelt,) if spelt else ())
    return Row(tuple(pieces), tuple((at, int(pieces[at])) for at in range(1, len(pieces), 2)))


# --- a sentence says the same thing once, so blanks must not hide that two statements are one ---


def _check(nodes: tuple[Node, ...]) -> None:
    """Raises `Unsure` where two statements that differ could be the same once their blanks are filled in."""
    said = list(dict.fromkeys(statements(nodes)))
    blank = [each for each in said if MARK in each.zh]
    if not blank:
        return
    for one, other in combinations(said, 2):
        if not _differ(one.zh, other.zh):
            raise Unsure


def _differ(one: str, other: str) -> bool:
    """Whether two texts differ however their blanks are filled in; an odd piece of a text is the number of a blank."""
    left, right = one.split(MARK), other.split(MARK)
    at = next((at for at, (mine, theirs) in enumerate(zip(left, right, strict=False)) if mine != theirs), None)
    if at is None or at % 2:
        return False
    ends = at + 1 == len(left) == len(right)
    return ends or not (left[at].startswith(right[at]) or right[at].startswith(left[at]))
