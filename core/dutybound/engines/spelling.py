"""Conditions as the text of Python expressions: that one surely holds, that one surely fails.

INVARIANT: nothing an author wrote enters the text. Names are counted (`v12`, `k3`), and values are constants by such names.

A variable is `True` where its node holds, `False` where it is unknown and `None` where it fails, which are the two questions that
Python answers fastest. A fact is `None` while it is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from sys import intern
from typing import TypeGuard

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, leaves, reads
from dutybound.engines.switching import SWITCH
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number
from dutybound.program import Program

TRUE, FALSE = "True", "False"

_CHAIN = 6
"""Up to so many values are compared one by one; more are looked up in a set."""


class Spelling:
    """Spells the conditions of one program.

    `slots` say how each fact is read. `variables` are those of the nodes by name, `weak` are nodes that mostly hold: both are for
    the writer to fill in. `constants` are the values that the names used so far stand for, `asks` the names of predicates' answers.
    """

    def __init__(self, program: Program, slots: Mapping[str, str]) -> None:
        self._facts: Mapping[str, Fact] = {fact.id: fact for fact in program.facts}
        self.slots = slots
        self.always = {fact.id for fact in program.facts if fact.origin == SWITCH}
        # INVARIANT: as the reference does, every predicate is asked in every case, so that none of its errors is missed
        opaque = (leaf for each in program.definitions for leaf in leaves(each.expression) if isinstance(leaf, Opaque))
        self.asks = {leaf: f"p{number}" for number, leaf in enumerate(dict.fromkeys(opaque))}
        self.constants: dict[str, object] = {}
        self._by_value: dict[tuple[type, object], str] = {}
        self.variables: dict[str, str] = {}
        self.weak: set[str] = set()

    @property
    def parameters(self) -> tuple[str, ...]:
        """How the facts are read that are no attributes of anything."""
        return tuple(slot for slot in self.slots.values() if "." not in slot)

    def is_compared(self, expression: Expression) -> TypeGuard[Among | Within | AtMost]:
        """Whether an expression compares values, so that it is simplest to ask first whether they are known."""
        match expression:
            case Among(fact, values):
                return bool(values) and not isinstance(self._facts[fact].domain, Flag)
            case _:
                return isinstance(expression, Within | AtMost)

    def comparison(self, leaf: Among | Within | AtMost) -> str:
        """The comparison of a leaf whose facts are known."""
        match leaf:
            case Among(fact, values):
                return self._among(fact, values, True)
            case Within(fact, least, most):
                low = "" if least is None else f"{self._constant(least)} <= "
                high = "" if most is None else f" <= {self._constant(most)}"
                return f"{low}{self.slots[fact]}{high}" if low or high else TRUE
            case AtMost(left, right):
                return f"{self.slots[left]} <= {self.slots[right]}"

    def _constant(self, value: object) -> str:
        key = (type(value), value)
        if key not in self._by_value:
            self._by_value[key] = f"k{len(self._by_value)}"
            self.constants[self._by_value[key]] = value
        return self._by_value[key]

    def holds(self, expression: Expression) -> str:
        """That the expression holds."""
        match expression:
            case All(parts):
                return conjunction(self.holds(part) for part in parts)
            case Any(parts):
                return disjunction(self.holds(part) for part in parts)
            case Not(part):
                return self.fails(part)
            case Ref(name):
                return self.variables[name]
            case Among() | Within() | AtMost() | Opaque():
                return self._leaf(expression, True)

    def fails(self, expression: Expression) -> str:
        """That the expression fails."""
        match expression:
            case All(parts):
                return disjunction(self.fails(part) for part in sorted(parts, key=self._telling))
            case Any(parts):
                return conjunction(self.fails(part) for part in parts)
            case Not(part):
                return self.holds(part)
            case Ref(name):
                return f"({self.variables[name]} is None)"
            case Among() | Within() | AtMost() | Opaque():
                return self._leaf(expression, False)

    def _telling(self, part: Expression) -> int:
        """Where to look first whether a conjunction fails: at what mostly fails and costs little to ask."""
        match part:
            case Among(fact):
                return 0 if fact in self.always else 2
            case Ref(name):
                return 4 if name in self.weak else 1
            case _:
                return 3

    def _leaf(self, leaf: Among | Within | AtMost | Opaque, wanted: bool) -> str:
        match leaf:
            case Among(fact, values):
                return self._among(fact, values, wanted)
            case Within() | AtMost():
                known = [f"{self.slots[fact]} is not None" for fact in dict.fromkeys(reads(leaf))]
                comparison = self.comparison(leaf)
                if not wanted:
                    comparison = FALSE if comparison == TRUE else f"not {comparison}"
                return conjunction([*known, comparison])
            case Opaque():
                return self.asks[leaf] if wanted else f"({self.asks[leaf]} is None)"

    def _among(self, fact: str, values: tuple[bool | str, ...], wanted: bool) -> str:
        """Values are compared by identity: reading a case makes every value of a vocabulary one and the same object."""
        value = self.slots[fact]
        match self._facts[fact].domain:
            case Flag():
                chosen = {True, False}.intersection(values) if wanted else {True, False}.difference(values)
                no = f"not {value}" if fact in self.always else f"{value} is False"
                texts = [value if each else no for each in sorted(chosen, reverse=True)]
            case Choice(options) | Grade(options):
                ids = [option.id for option in options]
                listed = [each for each in ids if (each in values) is wanted]
                others = [each for each in ids if each not in listed]
                if min(len(listed), len(others)) > _CHAIN:
                    return f"({value} in {self._constant(frozenset(map(intern, listed)))})"
                if len(listed) > len(others) + 1:
                    return conjunction((f"({value} is not None)", *(f"({value} is not {self._constant(intern(each))})" for each in others)))
                texts = [f"{value} is {self._constant(intern(each))}" for each in listed]
            case Number() | Day():
                raise TypeError(f"`{fact}` has no vocabulary, so no value of it can be listed")
        return disjunction(f"({text})" if " " in text else text for text in texts)


def conjunction(texts: Iterable[str]) -> str:
    """The conjunction of conditions."""
    found = [text for text in texts if text != TRUE]
    if FALSE in found:
        return FALSE
    return _bracketed(" and ", found) if found else TRUE


def disjunction(texts: Iterable[str]) -> str:
    """The disjunction of conditions."""
    found = [text for text in texts if text != FALSE]
    if TRUE in found:
        return TRUE
    return _bracketed(" or ", found) if found else FALSE


def _bracketed(word: str, texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({word.join(texts)})"
