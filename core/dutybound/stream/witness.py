"""A witness answers for one case what those ask who tell an explanation, and notes every question."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import frozen

from dutybound.conditions import All, Among, AtMost, Expression, Not, Opaque, Ref, Within
from dutybound.conditions import Any as AnyOf
from dutybound.consequences import Consequences
from dutybound.engines.reference import Derived
from dutybound.engines.wanted import FAILS
from dutybound.explain import Explainer
from dutybound.facts import Value
from dutybound.findings import Findings, Tell
from dutybound.grounds import Grounds
from dutybound.stream.questions import TRUTHS, Questions, text_of
from dutybound.stream.traces import Answers
from dutybound.text import Text
from dutybound.truth import Truth

T = TypeVar("T")

MARK = "\0"
"""Stands around the number of a blank."""


class Witness:
    """What is known of one case; `asked` are the places of the questions that were asked, in their order."""

    def __init__(self, questions: Questions, explainer: Explainer, answers: Answers) -> None:
        self.questions = questions
        self._explainer = explainer
        self._answers = answers
        self._asked: dict[int, None] = {}
        self._definitions = explainer.names.definitions

    @property
    def asked(self) -> tuple[int, ...]:
        """The places of the questions asked so far, in their order."""
        return tuple(self._asked)

    def tells(self, shown: frozenset[str]) -> Mapping[str, Tell]:
        """What tells the rules of each stage, asking this witness; `shown` rules have nodes of their own."""
        explainer = self._explainer
        grounds = Blanks(explainer.names, Asked(self._known), frozenset(), shown, self.questions)
        derived = self.derived()
        findings = Findings(explainer.rulebook, grounds, derived, Asked(self._governed), self._bears, Asked(self._referred))
        consequences = Consequences(explainer.rulebook, grounds, derived, Asked(self._due), self._bears)
        return {**findings.tells(), **consequences.tells()}

    def derived(self) -> Mapping[str, Derived]:
        """The derivation of every definition."""
        return Asked(self.definition)

    def truths(self) -> Mapping[str, Truth]:
        """The truth of every definition."""
        return Asked(self.truth)

    def definition(self, name: str) -> "Told":
        """The derivation of a definition; a fault that is not examined has no condition."""
        examined = name not in self.questions.examined or self._ask(self.questions.examined[name])
        return Told(self, self._definitions[name].expression if examined else AnyOf(()), name)

    def truth(self, name: str) -> Truth:
        """The truth of a definition."""
        return TRUTHS[self._ask(self.questions.truth[name])]

    def leaf(self, leaf: Within | AtMost | Opaque) -> Truth:
        """The truth of a comparison or of a predicate."""
        return TRUTHS[self._ask(self.questions.leaf[leaf])]

    def value(self, fact: str) -> Value | None:
        """The value of a flag, choice or grade."""
        found: Value | None = self._ask(self.questions.value[fact])
        return found

    def _known(self, fact: str) -> Value | None:
        """The value of a fact; of a day or number only that there is one."""
        if fact in self.questions.value:
            return self.value(fact)
        return MARK if self._ask(self.questions.known[fact]) else None

    def _due(self, obligation: str) -> str | None:
        blank = self.questions.blank_day(obligation)
        return f"{MARK}{blank}{MARK}" if self._ask(self.questions.due[obligation]) else None

    def _referred(self, duty: str) -> bool | None:
        return self._ask(self.questions.referred[duty]) or None

    def _bears(self, rule: str) -> bool:
        return bool(self._ask(self.questions.bears[rule]) != FAILS)

    def _governed(self, force: str) -> Text | None:
        found: bytes | None = self._ask(self.questions.governed[force])
        return None if found is None else text_of(found)

    def _ask(self, place: int) -> Any:
        self._asked[place] = None
        return self._answers[place]


_BY_NAME = "a witness is asked by name"


@frozen
class Asked(Mapping[str, T]):
    """A mapping that is asked by name only, and has nothing where the answer is `None`."""

    answer: Callable[[str], T | None]

    def __getitem__(self, name: str) -> T:
        found = self.answer(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        raise TypeError(_BY_NAME)

    def __len__(self) -> int:
        raise TypeError(_BY_NAME)


class Told:
    """A derivation that finds out no more than it is asked."""

    def __init__(self, witness: Witness, expression: Expression, name: str = "") -> None:
        self._witness = witness
        self._name = name
        self.expression = expression
        self._parts: tuple[Told, ...] | None = None
        self._truth: Truth | None = None

    @property
    def parts(self) -> tuple["Told", ...]:
        """The derivations of the parts."""
        if self._parts is None:
            self._parts = self._find_parts()
        return self._parts

    @property
    def truth(self) -> Truth:
        """What it came to."""
        if self._truth is None:
            self._truth = self._find_truth()
        return self._truth

    def _find_parts(self) -> tuple["Told", ...]:
        witness = self._witness
        match self.expression:
            case All(parts) | AnyOf(parts):
                return tuple([Told(witness, part) for part in parts])
            case Ref(name):
                return (witness.definition(name),)
            case Not(part):
                return (Told(witness, part),)
            case Among() | Within() | AtMost() | Opaque():
                return ()

    def _find_truth(self) -> Truth:
        if self._name:
            return self._witness.truth(self._name)
        match self.expression:
            case Among(fact, values):
                value = self._witness.value(fact)
                return Truth.of(None if value is None else value in values)
            case Ref(name):
                return self._witness.truth(name)
            case All():
                return Truth.all([part.truth for part in self.parts])
            case AnyOf():
                return Truth.any([part.truth for part in self.parts])
            case Not():
                return ~self.parts[0].truth
            case Within() | AtMost() | Opaque() as leaf:
                return self._witness.leaf(leaf)


@frozen
class Blanks(Grounds):
    """Grounds that leave the words of days and numbers blank."""

    questions: Questions

    def finding(self, fact: str) -> Text:
        """What is known of a fact, or a blank for it."""
        if fact in self.questions.value:
            return super().finding(fact)
        zh, en = (self.questions.blank(fact, language) for language in (0, 1))
        return Text(f"{MARK}{zh}{MARK}", f"{MARK}{en}{MARK}")
