"""The reference interpreter: slow, obvious, and it keeps the derivation of every definition."""

from collections.abc import Mapping
from typing import Protocol

from attrs import frozen

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Predicate, Ref, Within
from dutybound.facts import Facts, Value
from dutybound.problems import why
from dutybound.program import Program
from dutybound.text import Text
from dutybound.truth import Truth


class PredicateError(Exception):
    """A Python predicate failed: it raised, or returned something else than a `bool`. The case is refused, never guessed."""

    def __init__(self, predicate: str, reason: Text) -> None:
        self.predicate = predicate
        self.reason = reason
        super().__init__(predicate, reason)  # what it is made anew from in another process

    def __str__(self) -> str:
        return f"the predicate `{self.predicate}` {self.reason.en}"


class Derived(Protocol):
    """A derivation as those read it who tell it, whoever made it."""

    @property
    def expression(self) -> Expression:
        """What was derived."""
        ...

    @property
    def truth(self) -> Truth:
        """What it came to."""
        ...

    @property
    def parts(self) -> "tuple[Derived, ...]":
        """The derivations of its parts; that of a `Ref` is its definition's."""
        ...


@frozen
class Derivation:
    """What an expression came to, and what its parts came to. The part of a `Ref` is its definition's derivation."""

    expression: Expression
    truth: Truth
    parts: tuple["Derivation", ...] = ()


def derive(program: Program, facts: Facts) -> Mapping[str, Derivation]:
    """The derivation of every definition, by name, in the program's order; raises `PredicateError`."""
    done: dict[str, Derivation] = {}
    for definition in program.definitions:
        done[definition.name] = _derive(definition.expression, facts, done, program.predicates)
    return done


def evaluate(program: Program, facts: Facts) -> Mapping[str, Truth]:
    """The truth of every definition by name; raises `PredicateError`."""
    return {name: derivation.truth for name, derivation in derive(program, facts).items()}


def _derive(expression: Expression, facts: Facts, done: Mapping[str, Derivation], predicates: Mapping[str, Predicate]) -> Derivation:
    match expression:
        case Ref(name):
            return Derivation(expression, done[name].truth, (done[name],))
        case All(parts):
            found = tuple(_derive(part, facts, done, predicates) for part in parts)
            return Derivation(expression, Truth.all(part.truth for part in found), found)
        case Any(parts):
            found = tuple(_derive(part, facts, done, predicates) for part in parts)
            return Derivation(expression, Truth.any(part.truth for part in found), found)
        case Not(part):
            inner = _derive(part, facts, done, predicates)
            return Derivation(expression, ~inner.truth, (inner,))
        case Opaque(name, reads):
            return Derivation(expression, ask(predicates[name], reads, facts))
        case Among() | Within() | AtMost():
            return Derivation(expression, leaf_truth(expression, facts))


def leaf_truth(leaf: Among | Within | AtMost, facts: Facts) -> Truth:
    """A leaf's truth: unknown while a fact it reads is unknown."""
    match leaf:
        case Among(fact, values):
            return Truth.of(facts[fact] in values if fact in facts else None)
        case Within(fact, least, most):
            if fact not in facts:
                return Truth.UNKNOWN
            value = facts[fact]
            above = least is None or value >= least  # type: ignore[operator]  # lowering made the types agree
            return Truth.of(above and (most is None or value <= most))  # type: ignore[operator]  # as above
        case AtMost(left, right):
            if left not in facts or right not in facts:
                return Truth.UNKNOWN
            return Truth.of(facts[left] <= facts[right])  # type: ignore[operator]  # as above


def ask(predicate: Predicate, reads: tuple[str, ...], facts: Facts) -> Truth:
    """A predicate's answer: unknown while a fact it reads is unknown; raises `PredicateError`."""
    if any(fact not in facts for fact in reads):
        return Truth.UNKNOWN
    known = _Known((fact, facts[fact]) for fact in reads)
    try:
        answer = predicate.function(known)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # `sys.exit` in a predicate must not end the program without a word
        told = why(error)
        raise PredicateError(predicate.id, known.undeclared or Text(f"抛出 {told}", f"raised {told}")) from error
    if known.undeclared is not None:  # it caught the error, and its answer is a guess about that fact
        raise PredicateError(predicate.id, known.undeclared)
    if not isinstance(answer, bool):
        spelt = _spelt(answer)
        raise PredicateError(predicate.id, Text(f"返回 {spelt}，应为 True 或 False", f"returned {spelt} where True or False is needed"))
    return Truth.of(answer)


class _Known(dict[str, Value]):
    """The facts that a predicate reads. To ask for another is an error: `None` or "not there" would be a guess about it."""

    undeclared: Text | None = None

    def __missing__(self, key: object) -> Value:
        self.undeclared = Text(f"读取事实 `{key}`，而其 `reads` 没有声明", f"reads the fact `{key}`, which its `reads` does not name")
        raise KeyError(key)

    def get(self, key: str, default: object = None) -> Value:
        return self[key]

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or bool(self.__missing__(key))


def _spelt(answer: object) -> str:
    """The answer as written where that is the same in every run; else, as for an object told by its place in memory, its type."""
    return repr(answer) if type(answer) in (type(None), int, float, str) else type(answer).__name__
