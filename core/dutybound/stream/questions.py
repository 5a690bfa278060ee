"""The questions that an explanation asks of a case, each with a place, and the answers of one case in one row.

Days and numbers are asked only for what conditions say of them, and for being known; their values come in where the text is
written out, so that another day with the same consequences is the same text.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from attrs import frozen

from dutybound import program as names
from dutybound.assembly import owed
from dutybound.conditions import Any as AnyOf
from dutybound.conditions import AtMost, Expression, Opaque, Ref, Within, leaves
from dutybound.engine import Engine
from dutybound.engines.wanted import Section
from dutybound.explain import LAW
from dutybound.facts import Day, Number, Value
from dutybound.findings import governed_by, governing
from dutybound.grounds import UNKNOWN_FACT, Names
from dutybound.program import Definition, Stage
from dutybound.reach import covered
from dutybound.stream.typed import Read
from dutybound.text import Text
from dutybound.truth import Truth
from dutybound.wording import value_words

TRUTHS = (Truth.FAILS, Truth.HOLDS, Truth.UNKNOWN)
"""What the numbers of a row stand for."""


@frozen
class Answered:
    """One case: the row of answers, the words for every blank, and by stage which of its rules, in which order, are told.

    Words are those of each fact in two languages, then the days on which obligations fall due (nothing while nobody knows the day).
    A stage that is not in `told` tells all its rules.
    """

    answers: list[Any]
    words: list[bytes]
    told: Mapping[str, tuple[int, ...]]


class Questions:
    """The places of all questions on one rulebook, and a function that answers them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        content, program = engine.rulebook.content, engine.program
        self.spoken = tuple(fact for fact in content.facts if isinstance(fact.domain, Day | Number))
        listed = tuple(fact for fact in content.facts if not isinstance(fact.domain, Day | Number))
        self._dated = tuple(each for each in content.obligations if each.due is not None)
        dear = dict.fromkeys(leaf for each in program.definitions for leaf in leaves(each.expression) if _is_dear(leaf))
        self._names = Names.of(engine.rulebook, program)
        bearing = {each.id: _bearing(names.complete, self._names.reach[each.id]) for each in content.exemptions}
        bearing |= {each.id: _bearing(names.stands, self._names.reach[each.id]) for each in content.sanctions}
        asked = (*dear, *bearing.values())
        more = [Definition(f"asked:{number}", Stage.CONSTRAINT, each) for number, each in enumerate(asked)]
        named = [each.name for each in (*program.definitions, *more)]
        self._run = engine.compiled.function((Section(tuple(named), row=True),), more)
        places = iter(range(10**9))
        self.truth: Mapping[str, int] = {name: next(places) for name in named[: len(program.definitions)]}
        self.leaf: Mapping[Expression, int] = {leaf: next(places) for leaf in dear}
        self.bears: Mapping[str, int] = {rule: next(places) for rule in bearing}
        self.value: Mapping[str, int] = {fact.id: next(places) for fact in listed}
        self.known: Mapping[str, int] = {fact.id: next(places) for fact in self.spoken}
        self._first_known = next(iter(self.known.values()), 0)
        self.due: Mapping[str, int] = {each.id: next(places) for each in self._dated}
        self.examined: Mapping[str, int] = {each.id: next(places) for each in content.faults}
        self.referred: Mapping[str, int] = {each.id: next(places) for each in content.duties}
        self.governed: Mapping[str, int] = {each.name: next(places) for each in program.stage(Stage.FORCE)}
        read = engine.compiled.shape.reader
        self._values = read(fact.id for fact in listed)
        self._spoken = read(fact.id for fact in self.spoken)
        self._starts = read(each.due.start for each in self._dated if each.due)
        self._governing = tuple(governing(self._names))
        self._asking = tuple(_asking(self._names, self.referred))
        self._law = lru_cache(maxsize=1024)(self._law_of)
        self._unknown = [_escaped(each) for _ in self.spoken for each in (UNKNOWN_FACT.zh, UNKNOWN_FACT.en)]
        self._spell = lru_cache(maxsize=8192)(self._spelt)
        self._day = lru_cache(maxsize=8192)(self._due_day)

    def blank(self, fact: str, language: int) -> int:
        """The blank for the words of a fact, Chinese (0) or English (1)."""
        return 2 * (self.known[fact] - self._first_known) + language

    def blank_day(self, obligation: str) -> int:
        """The blank for the day on which an obligation falls due."""
        return 2 * len(self.spoken) + next(at for at, each in enumerate(self._dated) if each.id == obligation)

    def answered(self, read: Read) -> Answered:
        """The answers of one person's case; raises `PredicateError`."""
        answers: list[Any] = self._run(*read.known)[0]
        spoken = self._spoken(read.known)
        starts = self._starts(read.known)
        days = [b"" if start is None else self._day(at, start) for at, start in enumerate(starts)]
        words = self._unknown.copy()
        for at, value in enumerate(spoken):
            if value is not None:
                words[2 * at : 2 * at + 2] = self._spell(at, value)
        words += days
        law, told = self._law(read.alleged)
        answers += self._values(read.known)
        answers += [value is not None for value in spoken]
        answers += map(bool, days)
        answers += law
        return Answered(answers, words, told)

    def _law_of(self, alleged: tuple[str, ...] | None) -> tuple[tuple[bool | bytes | None, ...], Mapping[str, tuple[int, ...]]]:
        """What depends on the allegation alone: the faults examined, the duties asked for, what each span of law governs; their order.

        Texts are spelt, since bytes are hashed once and compared at once.
        """
        faults = self._engine.rulebook.content.faults
        examined = frozenset(self.examined) if alleged is None else covered(alleged, faults)
        left = self.examined.keys() - examined
        governed = {force: spelt(text) for force, text in governed_by(each for each in self._governing if each.rule not in left).items()}
        referred = {duty for rule, duty in self._asking if rule not in left}
        answers = (*(each in examined for each in self.examined), *(each in referred for each in self.referred))
        order = {force: at for at, force in enumerate(self.governed)}
        told = {LAW: tuple(order[force] for force in governed)}
        told["faults"] = tuple(at for at, fault in enumerate(self.examined) if fault in examined)
        return (*answers, *map(governed.get, self.governed)), told

    def _spelt(self, at: int, value: Value) -> tuple[bytes, bytes]:
        words = value_words(self.spoken[at], value)
        return _escaped(words.zh), _escaped(words.en)

    def _due_day(self, at: int, start: date) -> bytes:
        obligation = self._dated[at]
        assert obligation.due is not None
        day = owed(obligation, Truth.HOLDS, {obligation.due.start: start}, self._engine.register.calendar).due
        return b"" if day is None else str(day).encode()


def spelt(text: Text) -> bytes:
    """A text as an answer."""
    return msgspec.json.encode((text.zh, text.en))


def text_of(answer: bytes) -> Text:
    """The text that an answer spells."""
    return Text(*msgspec.json.decode(answer, type=tuple[str, str]))


def _escaped(text: str) -> bytes:
    return msgspec.json.encode(text)[1:-1]


def _bearing(deviates: Callable[[str], str], reach: Collection[str]) -> Expression:
    """Whether a rule bears on a case: unless this fails."""
    return AnyOf(tuple(Ref(deviates(fault)) for fault in sorted(reach)))


def _is_dear(leaf: Expression) -> bool:
    """Whether a leaf is asked for as a whole, rather than for the value that it looks at."""
    return isinstance(leaf, Within | AtMost | Opaque)


def _asking(found: Names, duties: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each definition that refers to a duty, with the duty."""
    for definition in found.definitions.values():
        for leaf in leaves(definition.expression):
            if isinstance(leaf, Ref) and leaf.name in duties:
                yield definition.name, leaf.name
