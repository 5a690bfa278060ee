"""The symbolic engine: a program over unknown facts as constraints, each definition a pair (surely true, surely false).

This module and `proof.solving` are the rooms of z3 (extra `prove`); nothing imports them before a proof is asked for.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import z3
from attrs import field, frozen

from dutybound.conditions import All, Among, AtMost, Expression, Not, Opaque, Ref, Within, reads
from dutybound.conditions import Any as AnyOne
from dutybound.facts import Choice, Day, Fact, Facts, Flag, Grade, Number, Value
from dutybound.program import Program, Stage
from dutybound.truth import Truth

Formula = Any
"""A z3 Boolean term; z3 ships no types."""

Pair = tuple[Formula, Formula]

REGION = "authority.region"
MOST_REGION = 999_999  # a case record spells a region with six digits

YES = z3.BoolVal(True)
NO = z3.BoolVal(False)
"""The constants, folded away wherever they are joined: they belong to no context but z3's own (see `constant`)."""


def both(parts: Iterable[Formula]) -> Formula:
    """Conjunction, with the constants folded."""
    kept = [part for part in parts if part is not YES]
    if any(part is NO for part in kept):
        return NO
    return YES if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_and, kept)


def either(parts: Iterable[Formula]) -> Formula:
    """Disjunction, with the constants folded."""
    kept = [part for part in parts if part is not NO]
    if any(part is YES for part in kept):
        return YES
    return NO if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_or, kept)


def negated(part: Formula) -> Formula:
    """Negation, with the constants folded."""
    if part is YES or part is NO:
        return NO if part is YES else YES
    return z3.BoolRef(z3.Z3_mk_not(part.ctx.ref(), part.as_ast()), part.ctx)


def implied(condition: Formula, part: Formula) -> Formula:
    """The part wherever the condition holds, with the constants folded."""
    return either((negated(condition), part))


def constant(part: Formula, context: Any) -> Formula:
    """The same in a context, also where it is a constant."""
    return z3.BoolVal(part is YES, context) if part is YES or part is NO else part


def _joined(make: Callable[..., Any], parts: list[Formula]) -> Formula:
    # z3.And and z3.Or look at the sort of every part; here all are Booleans, and a program has very many of them
    listed = (z3.Ast * len(parts))(*(part.as_ast() for part in parts))
    context = parts[0].ctx
    return z3.BoolRef(make(context.ref(), len(parts), listed), context)


@frozen(eq=False)
class Term:
    """One fact of one imagined case: whether it is known, and its value (read only where it is known).

    Flags, choices and grades have one Boolean a value; numbers and days (as ordinals) one integer.
    """

    fact: Fact
    known: Formula
    options: Mapping[Value, Formula]
    number: Formula
    domain: tuple[Formula, ...]

    def among(self, values: Iterable[Value]) -> Formula:
        """The value is one of `values`."""
        return either(self.options[value] for value in values if value in self.options)

    def equals(self, value: Value) -> Formula:
        """The value is `value`."""
        if self.number is None:
            return self.among((value,))
        return self.number == (value.toordinal() if isinstance(value, date) else int(value))

    def same(self, other: "Term") -> Formula:
        """Both terms have the same value, whether or not it is known."""
        if self.number is not None:
            return self.number == other.number
        return both(mine == other.options[value] for value, mine in self.options.items())

    def read(self, model: Any) -> Value | None:
        """The value in a model, `None` where it is unknown there."""
        if self.known is not YES and not z3.is_true(model.eval(self.known, model_completion=True)):
            return None
        if self.number is not None:
            number = model.eval(self.number, model_completion=True).as_long()
            return date.fromordinal(number) if isinstance(self.fact.domain, Day) else int(number)
        for value, term in self.options.items():
            if z3.is_true(model.eval(term, model_completion=True)):
                return value
        raise AssertionError(f"the model gives `{self.fact.id}` no value")


def term(fact: Fact, tag: str, context: Any, *, complete: bool) -> Term:
    """The term of a fact; `tag` tells imagined cases apart; in a `complete` case every fact is known."""
    name = f"{fact.id}{tag}"
    known = YES if complete else z3.Bool(f"{name}?", context)
    match fact.domain:
        case Flag():
            value = z3.Bool(name, context)
            return Term(fact, known, {True: value, False: z3.Not(value)}, None, ())
        case Choice(values) | Grade(values):
            options: dict[Value, Formula] = {each.id: z3.Bool(f"{name}={each.id}", context) for each in values}
            listed = list(options.values())
            return Term(fact, known, options, None, (z3.PbEq([(each, 1) for each in listed], 1),))
        case Number(least=least, most=most):
            number = z3.Int(name, context)
            low = 0 if fact.origin == REGION and least is None else least
            high = MOST_REGION if fact.origin == REGION and (most is None or most > MOST_REGION) else most
            bounds = ([number >= low] if low is not None else []) + ([number <= high] if high is not None else [])
            return Term(fact, known, {}, number, tuple(bounds))
        case Day():
            number = z3.Int(name, context)
            return Term(fact, known, {}, number, (number >= 1, number <= date.max.toordinal()))


@frozen(eq=False)
class Imagined:
    """An imagined case: a term for each fact, and the answers of predicates over these terms."""

    tag: str
    context: Any
    terms: Mapping[str, Term]
    answers: dict[str, Formula] = field(factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact], tag: str, context: Any, *, complete: bool = False) -> "Imagined":
        """A case over `facts` about which nothing is assumed, in a z3 context."""
        return cls(tag, context, {fact.id: term(fact, tag, context, complete=complete) for fact in facts})

    def but(self, fact: Fact, tag: str, *, complete: bool = False) -> "Imagined":
        """The same case but for one fact, which has a term of its own; everything that does not read it stays the same."""
        changed = {**self.terms, fact.id: term(fact, f"{self.tag}{tag}", self.context, complete=complete)}
        return Imagined(f"{self.tag}{tag}", self.context, changed, self.answers)

    def answer(self, predicate: str, reads: tuple[str, ...]) -> Formula:
        """What a predicate returns here: any value, but the same one wherever it reads the same terms."""
        key = f"predicate:{predicate}({','.join(str(self.terms[fact].known) + self._spelt(fact) for fact in reads)})"
        return self.answers.setdefault(key, z3.Bool(key, self.context))

    def _spelt(self, fact: str) -> str:
        found = self.terms[fact]
        return str(found.number) if found.number is not None else "|".join(map(str, found.options.values()))

    def domain(self) -> tuple[Formula, ...]:
        """What every case meets: each value lies in its vocabulary and bounds."""
        return tuple(each for found in self.terms.values() for each in found.domain)

    def read(self, model: Any) -> dict[str, Value]:
        """The known facts in a model, in the order of the terms."""
        found = ((name, each.read(model)) for name, each in self.terms.items())
        return {name: value for name, value in found if value is not None}

    def given(self, facts: Facts) -> Formula:
        """Here these facts are known with these values."""
        return both(
            part for name, value in facts.items() if name in self.terms for part in (self.terms[name].known, self.terms[name].equals(value))
        )


class Encoding:
    """A program over one imagined case; the pairs of definitions are made when they are first asked for."""

    def __init__(self, program: Program, imagined: Imagined) -> None:
        self.program = program
        self.imagined = imagined
        self._expressions = {each.name: each.expression for each in program.definitions}
        self._pairs: dict[str, Pair] = {}

    def over(self, imagined: Imagined, changed: frozenset[str]) -> "Encoding":
        """The same program over a case that differs in the facts on which only the `changed` definitions rest."""
        other = Encoding(self.program, imagined)
        other._pairs = {name: self.pair(name) for name in self._expressions if name not in changed}
        return other

    def pair(self, name: str) -> Pair:
        """When the definition surely holds, and when it surely fails."""
        found = self._pairs.get(name)
        if found is None:
            found = self._pairs[name] = self._pair(self._expressions[name])
        return found

    def says(self, name: str, truth: Truth) -> Formula:
        """The definition has this truth."""
        holds, fails = self.pair(name)
        match truth:
            case Truth.HOLDS:
                return holds
            case Truth.FAILS:
                return fails
            case Truth.UNKNOWN:
                return both((negated(holds), negated(fails)))

    def valid(self) -> Formula:
        """No constraint is broken."""
        return both(negated(self.pair(each.name)[1]) for each in self.program.stage(Stage.CONSTRAINT))

    def _pair(self, expression: Expression) -> Pair:
        match expression:
            case Ref(name):
                return self.pair(name)
            case All(parts):
                pairs = [self._pair(part) for part in parts]
                return both(holds for holds, _ in pairs), either(fails for _, fails in pairs)
            case AnyOne(parts):
                pairs = [self._pair(part) for part in parts]
                return either(holds for holds, _ in pairs), both(fails for _, fails in pairs)
            case Not(part):
                holds, fails = self._pair(part)
                return fails, holds
            case Among() | Within() | AtMost() | Opaque():
                known, value = self._leaf(expression)
                return both((known, value)), both((known, negated(value)))

    def _leaf(self, leaf: Among | Within | AtMost | Opaque) -> Pair:
        """Whether what the leaf reads is known, and what the leaf says of it."""
        terms = self.imagined.terms
        if any(fact not in terms for fact in reads(leaf)):
            return NO, NO  # a fact that two programs declare differently is known to neither
        match leaf:
            case Among(fact, values):
                return terms[fact].known, terms[fact].among(values)
            case Within(fact, least, most):
                number = terms[fact].number
                ends = [number >= _ordinal(least)] if least is not None else []
                ends += [number <= _ordinal(most)] if most is not None else []
                return terms[fact].known, both(ends)
            case AtMost(left, right):
                one, other = terms[left], terms[right]
                return both((one.known, other.known)), one.number <= other.number
            case Opaque(predicate, asked):
                return both(terms[fact].known for fact in asked), self.imagined.answer(predicate, asked)


def _ordinal(bound: int | date) -> int:
    return bound.toordinal() if isinstance(bound, date) else bound
