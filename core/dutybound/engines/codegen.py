"""A plan into the source of one Python function.

INVARIANT: nothing an author wrote enters the source. Names are counted (`v12`, `k3`), values are constants of the function's
namespace, and the text is put together from the closed set of node types alone.

A variable is `True` where its node holds, `False` where it is unknown and `None` where it fails, which are the two questions that
Python answers fastest; it is `None` until its node says otherwise, so that what is skipped has failed. (A fact is `None` while it is
unknown.) Every condition has two texts: that it surely holds, and that it surely fails.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from sys import intern
from typing import TypeGuard

from attrs import frozen

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, leaves, reads
from dutybound.engines.planning import Node, plan
from dutybound.engines.simplifying import HOLDS
from dutybound.engines.switching import BLOCK, SWITCH
from dutybound.engines.wanted import Section
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number
from dutybound.program import Program

NAME = "run"

_TRUE, _FALSE = "True", "False"
_TOGETHER = 3
"""So many nodes side by side are worth a test of the switch of their block."""

_CHAIN = 6
"""Up to so many values are compared one by one; more are looked up in a set."""


@frozen
class Source:
    """The text of a function of what is known of one person (switches, facts), and the values its names stand for.

    `asks`: the predicates, in the order in which `q0`, `q1` … of the namespace must answer them.
    """

    text: str
    constants: Mapping[str, object]
    asks: tuple[Opaque, ...]


def generate(program: Program, sections: Sequence[Section], slots: Mapping[str, str]) -> Source:
    """The function that answers `sections`; `slots` says how each fact is read: a parameter such as `f3`, a switch as `c.s1`."""
    return _Writer(program, slots).source(plan(program, sections), len(sections))


class _Writer:
    """Writes one function."""

    def __init__(self, program: Program, slots: Mapping[str, str]) -> None:
        self._facts: Mapping[str, Fact] = {fact.id: fact for fact in program.facts}
        self._slots = slots
        self._always = {fact.id for fact in program.facts if fact.origin == SWITCH}
        self._parameters = tuple(slot for fact, slot in slots.items() if fact not in self._always)
        # INVARIANT: as the reference does, every predicate is asked in every case, so that none of its errors is missed
        opaque = (leaf for each in program.definitions for leaf in leaves(each.expression) if isinstance(leaf, Opaque))
        self._asks = {leaf: f"p{number}" for number, leaf in enumerate(dict.fromkeys(opaque))}
        self._constants: dict[str, object] = {}
        self._by_value: dict[tuple[type, object], str] = {}
        self._variables: dict[str, str] = {}
        self._used: set[str] = set()
        self._weak: set[str] = set()

    def source(self, nodes: list[Node], sections: int) -> Source:
        self._name(nodes)
        asked = (f"q{number}({', '.join(self._slots[fact] for fact in leaf.reads)})" for number, leaf in enumerate(self._asks))
        loads = [f"    {name} = {answer}" for name, answer in zip(self._asks.values(), asked, strict=True)]
        lists = [f"    l{number} = []" for number in range(sections)]
        body = self._nodes(nodes, 1)
        defaults = (f"{variable}=None" for name, variable in self._variables.items() if name in self._used)
        parameters = ", ".join(("c", *self._parameters, *defaults))
        answer = ", ".join(f"l{number}" for number in range(sections))
        text = "\n".join((f"def {NAME}({parameters}):", *loads, *lists, *body, f"    return ({answer},)", ""))
        return Source(text, self._constants, tuple(self._asks))

    def _name(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self._variables[node.name] = f"v{len(self._variables)}"
            if node.weak:
                self._weak.add(node.name)
            self._used.update(leaf.name for leaf in leaves(node.expression) if isinstance(leaf, Ref))
            self._used.update(node.tells)
            if node.gathers:
                self._used.add(node.name)
            self._name(node.children)

    def _constant(self, value: object) -> str:
        key = (type(value), value)
        if key not in self._by_value:
            self._by_value[key] = f"k{len(self._by_value)}"
            self._constants[self._by_value[key]] = value
        return self._by_value[key]

    # --- statements ---

    def _nodes(self, nodes: Iterable[Node], level: int) -> Iterator[str]:
        """Nodes that stand side by side; those that are off together are skipped together."""
        for block, side_by_side in groupby(nodes, self._block):
            several = tuple(side_by_side)
            together = bool(block) and len(several) >= _TOGETHER
            if together:
                yield f"{'    ' * level}if {block}:"
            for node in several:
                yield from self._node(node, level + together)

    def _block(self, node: Node) -> str:
        """The switch that is off only if a node that does nothing while it fails is off."""
        if node.fails or node.gathers:
            return ""
        parts = node.expression.parts if isinstance(node.expression, All) else (node.expression,)
        switches = (
            self._slots[part.fact] for part in parts if isinstance(part, Among) and part.fact in self._always and part.values == (True,)
        )
        return next((f"c.b{int(slot.removeprefix('c.s')) // BLOCK}" for slot in switches), "")

    def _node(self, node: Node, level: int) -> Iterator[str]:
        margin = "    " * level
        if node.gathers:
            yield from self._gathered(node, margin)
            return
        if self._is_compared(node.expression) and not (node.children or node.fails):
            yield from self._compared(node, node.expression, margin)
            return
        fails, holds = self._fails(_without(node)), self._holds(node.expression)
        when_holding = self._outcomes(node, True)
        when_unknown = self._outcomes(node, False)
        inner = margin
        if fails == _TRUE:
            yield from (f"{margin}l{section}.append({at})" for section, at in node.fails)
            return
        if fails != _FALSE:
            inner += "    "
            if node.fails and not (when_holding or node.children):
                yield f"{margin}if {fails}:"
                yield from (f"{inner}l{section}.append({at})" for section, at in node.fails)
                return
            if not (when_holding or node.children):
                return
            yield f"{margin}if not {fails}:"
        yield from _branch(inner, holds, when_holding, when_unknown)
        yield from self._nodes(node.children, len(inner) // 4)
        if fails != _FALSE and node.fails:
            yield f"{margin}else:"
            yield from (f"{inner}l{section}.append({at})" for section, at in node.fails)

    def _is_compared(self, expression: Expression) -> TypeGuard[Among | Within | AtMost]:
        match expression:
            case Among(fact, values):
                return bool(values) and not isinstance(self._facts[fact].domain, Flag)
            case _:
                return isinstance(expression, Within | AtMost)

    def _compared(self, node: Node, leaf: Among | Within | AtMost, margin: str) -> Iterator[str]:
        """A comparison that stands alone is made once."""
        unknown = " or ".join(f"{self._slots[fact]} is None" for fact in dict.fromkeys(reads(leaf)))
        yield f"{margin}if {unknown}:"
        yield from (f"{margin}    {each}" for each in self._outcomes(node, False) or ["pass"])
        yield f"{margin}elif {self._comparison(leaf)}:"
        yield from (f"{margin}    {each}" for each in self._outcomes(node, True) or ["pass"])

    def _comparison(self, leaf: Among | Within | AtMost) -> str:
        """The comparison of a leaf whose facts are known."""
        match leaf:
            case Among(fact, values):
                return self._among(fact, values, True)
            case Within(fact, least, most):
                low = "" if least is None else f"{self._constant(least)} <= "
                high = "" if most is None else f" <= {self._constant(most)}"
                return f"{low}{self._slots[fact]}{high}" if low or high else _TRUE
            case AtMost(left, right):
                return f"{self._slots[left]} <= {self._slots[right]}"

    def _outcomes(self, node: Node, truth: bool) -> list[str]:
        """What is to be done when a node holds, or is unknown."""
        done: list[str] = []
        if node.name in self._used:
            done.append(f"{self._variables[node.name]} = {truth}")
        for name in node.tells:
            target = self._variables[name]
            done.append(f"{target} = True" if truth else f"{target} = {target} or False")
        done += (f"l{section}.append({at if truth else ~at})" for section, at in node.reports)
        return done

    def _gathered(self, node: Node, margin: str) -> Iterator[str]:
        variable = self._variables[node.name]
        fails, holds = self._fails(node.expression), self._holds(node.expression)
        if fails != _TRUE:
            yield f"{margin}if not {variable}:"
            yield f"{margin}    if {holds}:"
            yield f"{margin}        {variable} = True"
            yield f"{margin}    elif not {fails}:"
            yield f"{margin}        {variable} = False"
        told = [f"{self._variables[name]} = True" for name in node.tells]
        told += (f"l{section}.append({at})" for section, at in node.reports)
        open_ = [f"{self._variables[name]} = {self._variables[name]} or False" for name in node.tells]
        open_ += (f"l{section}.append({~at})" for section, at in node.reports)
        if told:
            yield f"{margin}if {variable}:"
            yield from (f"{margin}    {each}" for each in told)
            yield f"{margin}elif {variable} is not None:"
            yield from (f"{margin}    {each}" for each in open_)
        if node.fails:
            yield f"{margin}if {variable} is None:"
            yield from (f"{margin}    l{section}.append({at})" for section, at in node.fails)

    # --- conditions ---

    def _holds(self, expression: Expression) -> str:
        match expression:
            case All(parts):
                return _and(self._holds(part) for part in parts)
            case Any(parts):
                return _or(self._holds(part) for part in parts)
            case Not(part):
                return self._fails(part)
            case Ref(name):
                return self._variables[name]
            case Among() | Within() | AtMost() | Opaque():
                return self._leaf(expression, True)

    def _fails(self, expression: Expression) -> str:
        match expression:
            case All(parts):
                return _or(self._fails(part) for part in sorted(parts, key=self._telling))
            case Any(parts):
                return _and(self._fails(part) for part in parts)
            case Not(part):
                return self._holds(part)
            case Ref(name):
                return f"({self._variables[name]} is None)"
            case Among() | Within() | AtMost() | Opaque():
                return self._leaf(expression, False)

    def _telling(self, part: Expression) -> int:
        """Where to look first whether a conjunction fails: at what mostly fails and costs little to ask."""
        match part:
            case Among(fact):
                return 0 if fact in self._always else 2
            case Ref(name):
                return 4 if name in self._weak else 1
            case _:
                return 3

    def _leaf(self, leaf: Among | Within | AtMost | Opaque, wanted: bool) -> str:
        match leaf:
            case Among(fact, values):
                return self._among(fact, values, wanted)
            case Within() | AtMost():
                known = [f"{self._slots[fact]} is not None" for fact in dict.fromkeys(reads(leaf))]
                comparison = self._comparison(leaf)
                if not wanted:
                    comparison = _FALSE if comparison == _TRUE else f"not {comparison}"
                return _and([*known, comparison])
            case Opaque():
                return self._asks[leaf] if wanted else f"({self._asks[leaf]} is None)"

    def _among(self, fact: str, values: tuple[bool | str, ...], wanted: bool) -> str:
        """Values are compared by identity: reading a case makes every value of a vocabulary one and the same object."""
        value = self._slots[fact]
        match self._facts[fact].domain:
            case Flag():
                chosen = {True, False}.intersection(values) if wanted else {True, False}.difference(values)
                no = f"not {value}" if fact in self._always else f"{value} is False"
                texts = [value if each else no for each in sorted(chosen, reverse=True)]
            case Choice(options) | Grade(options):
                ids = [option.id for option in options]
                listed = [each for each in ids if (each in values) is wanted]
                others = [each for each in ids if each not in listed]
                if min(len(listed), len(others)) > _CHAIN:
                    return f"({value} in {self._constant(frozenset(map(intern, listed)))})"
                if len(listed) > len(others) + 1:
                    return _and((f"({value} is not None)", *(f"({value} is not {self._constant(intern(each))})" for each in others)))
                texts = [f"{value} is {self._constant(intern(each))}" for each in listed]
            case Number() | Day():
                raise TypeError(f"`{fact}` has no vocabulary, so no value of it can be listed")
        return _or(f"({text})" if " " in text else text for text in texts)


def _without(node: Node) -> Expression:
    """The node's expression without its guard, of which it is known that it does not fail."""
    match node.expression:
        case All(parts):
            return All(tuple(part for part in parts if part != Ref(node.inside)))
        case Ref(node.inside):
            return HOLDS
        case _:
            return node.expression


def _and(texts: Iterable[str]) -> str:
    found = [text for text in texts if text != _TRUE]
    if _FALSE in found:
        return _FALSE
    return _bracketed(" and ", found) if found else _TRUE


def _or(texts: Iterable[str]) -> str:
    found = [text for text in texts if text != _FALSE]
    if _TRUE in found:
        return _TRUE
    return _bracketed(" or ", found) if found else _FALSE


def _bracketed(word: str, texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({word.join(texts)})"


def _branch(margin: str, holds: str, when_holding: Sequence[str], when_unknown: Sequence[str]) -> Iterator[str]:
    if not when_holding:
        return
    if holds == _TRUE:
        yield from (f"{margin}{each}" for each in when_holding)
        return
    if holds == _FALSE:
        yield from (f"{margin}{each}" for each in when_unknown)
        return
    yield f"{margin}if {holds}:"
    yield from (f"{margin}    {each}" for each in when_holding)
    yield f"{margin}else:"
    yield from (f"{margin}    {each}" for each in when_unknown)
