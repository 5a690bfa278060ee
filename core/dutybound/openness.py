"""How far a case is decided when some facts are known: what is settled, and which facts the rest still hangs on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import evolve, frozen

from dutybound.assembly import ending
from dutybound.conditions import Among, AtMost, Expression, Leaf, Opaque, Ref, Within, leaves, reads
from dutybound.engines.reference import PredicateError, ask, leaf_truth
from dutybound.facts import Facts, Value
from dutybound.program import Program, outcome
from dutybound.residue import Residue, Residues, reachable, reduce_from
from dutybound.rules import Outcome
from dutybound.truth import Truth

FREE = "?"
"""Begins the name of a supposed answer of a predicate, which the search cannot ask for every number and day."""


@frozen
class Question:
    """A program and what is asked of it: the deciding definitions, the constraints, and the values worth trying.

    `finite` names the predicates that read flags, choices and grades only, so that they can be asked for every combination.
    """

    program: Program
    deciding: tuple[str, ...]
    constraints: tuple[str, ...]
    trials: Mapping[str, tuple[Value, ...]]
    finite: frozenset[str]

    @cached_property
    def expressions(self) -> Mapping[str, Expression]:
        """The definitions of the program."""
        return {each.name: each.expression for each in self.program.definitions}

    @cached_property
    def supposes(self) -> bool:
        """Whether the answer of any predicate has to be supposed."""
        return not self.finite.issuperset(self.program.predicates)


class Open:
    """A case in which some facts are known, or supposed, and what is left of the program."""

    def __init__(self, question: Question, facts: Facts) -> None:
        self._question = question
        self._facts = facts
        self._refused = False
        self.residues: Residues = {}
        self._values: dict[str, tuple[Value, ...]] = {}
        self._leaves: dict[str, list[Leaf]] = {}
        self._told: dict[Leaf, tuple[bool, ...]] = {}
        self._supports: dict[str, dict[str, frozenset[str]]] = {}
        self._everything: frozenset[str] | None = None

    @classmethod
    def of(cls, question: Question, facts: Facts, truths: Mapping[str, Truth]) -> "Open":
        """The case under known facts; `truths` are the program's values under them, by any engine."""
        expressions = question.expressions

        def before(name: str) -> Residue:
            truth = truths[name]
            return expressions[name] if truth is Truth.UNKNOWN else truth

        found = cls(question, facts)
        found.residues = reachable(found._roots(), reduce_from(found._roots(), before, found._settle))
        return found

    def apart(self) -> "tuple[Open, Open]":
        """The same case without the constraints that have nothing to do with the outcome, and these alone."""
        near = set(self.variables("") | self.variables(FREE))
        left = {name: self.touched(name) for name in self._question.constraints if not isinstance(self.residues[name], Truth)}
        tied: set[str] = set()
        while found := [name for name, touched in left.items() if name not in tied and touched & near]:
            tied.update(found)
            near.update(*(left[name] for name in found))
        broken = (name for name in self._question.constraints if self.residues[name] is Truth.FAILS)
        mine = (*broken, *(name for name in left if name in tied))
        return self._with(self._question.deciding, mine), self._with((), (name for name in left if name not in tied))

    def touched(self, name: str) -> frozenset[str]:
        """The variables below an open definition, and the answers to suppose in the search about any fact."""
        return self.support(Ref(name), "") | self.support(Ref(name), FREE)

    def _with(self, deciding: tuple[str, ...], constraints: Iterable[str]) -> "Open":
        """What is left for these definitions alone."""
        question = evolve(self._question, deciding=deciding, constraints=tuple(constraints))
        found = Open(question, self._facts)
        found._refused = self._refused
        found.residues = reachable(found._roots(), self.residues)
        found._supports = self._supports.copy()  # nothing lies elsewhere
        return found

    def _roots(self) -> tuple[str, ...]:
        return (*self._question.deciding, *self._question.constraints)

    def _settle(self, leaf: Leaf) -> Truth:
        match leaf:
            case Opaque(name, read):
                supposed = self._facts.get(FREE + name)
                if isinstance(supposed, bool):
                    return Truth.of(supposed)
                if name not in self._question.finite:
                    return Truth.UNKNOWN
                try:
                    return ask(self._question.program.predicates[name], read, self._facts)
                except PredicateError:
                    self._refused = True  # a case in which the predicate fails is refused, so it is no case
                    return Truth.UNKNOWN
            case Among() | Within() | AtMost():
                return leaf_truth(leaf, self._facts)

    def determined(self) -> bool:
        """Whether the outcome, and the range of a sanction, are settled."""
        found = {name: each if isinstance(each, Truth) else Truth.UNKNOWN for name, each in self.residues.items()}
        return ending(found, self._question.program.rungs) is not Outcome.UNDETERMINED

    def contradicted(self) -> bool:
        """Whether what is known breaks a constraint, or makes a predicate fail."""
        return self._refused or any(self.residues[name] is Truth.FAILS for name in self._question.constraints)

    def open_roots(self) -> Iterator[Expression]:
        """What is left of the deciding definitions that still matter."""
        return (residue for _, residue in self.open_deciding())

    def open_deciding(self) -> Iterator[tuple[str, Expression]]:
        """The same with their names; the range matters while liability is possible."""
        liable = self.residues.get(outcome(Outcome.LIABLE))
        for name in self._question.deciding:
            residue = self.residues[name]
            if not isinstance(residue, Truth) and (liable is not Truth.FAILS or name.startswith("outcome:")):
                yield name, residue

    def variables(self, fact: str) -> frozenset[str]:
        """The unknown facts, and answers to suppose, that the outcome hangs on, as seen in the search about `fact`."""
        return frozenset().union(*(self.support(residue, fact) for residue in self.open_roots()))

    def support(self, expression: Expression, fact: str) -> frozenset[str]:
        """The variables below an open expression, as seen in the search about `fact`."""
        below = self._below(fact)
        return below[expression.name] if isinstance(expression, Ref) else self._support(expression, fact, below)

    def _below(self, fact: str) -> Mapping[str, frozenset[str]]:
        """The variables below each open definition."""
        if not self._question.supposes:
            fact = ""  # the search about any fact sees the same
        below = self._supports.get(fact)
        if below is None:
            below = self._supports[fact] = {}
            for name, residue in self.residues.items():
                if not isinstance(residue, Truth):
                    below[name] = self._support(residue, fact, below)
        return below

    def _support(self, expression: Expression, fact: str, below: Mapping[str, frozenset[str]]) -> frozenset[str]:
        found: set[str] = set()
        for leaf in leaves(expression):
            if isinstance(leaf, Ref):
                found |= below[leaf.name]
            else:
                found.update(self.asked(leaf, fact))
        return frozenset(found)

    def asked(self, leaf: Leaf, fact: str) -> tuple[str, ...]:
        """The variables that settle a leaf. An answer is supposed only where `fact` is not among what the predicate reads."""
        if isinstance(leaf, Opaque) and leaf.predicate not in self._question.finite and fact and fact not in leaf.reads:
            return (FREE + leaf.predicate,)
        if isinstance(leaf, Among | Within):
            return () if leaf.fact in self._facts else (leaf.fact,)
        return tuple(name for name in reads(leaf) if name not in self._facts)

    def influence(self) -> Mapping[str, int]:
        """For each variable, how many open definitions hang on it."""
        found: Counter[str] = Counter()
        for name, residue in self.residues.items():
            if not isinstance(residue, Truth):
                found.update(self.support(Ref(name), ""))
        return found

    def values(self, name: str) -> tuple[Value, ...]:
        """The values worth trying for a variable: one of each kind that the open conditions can tell apart."""
        if name.startswith(FREE):
            return (True, False)
        if name not in self._values:
            self._values[name] = tuple(self._kinds(name))
        return self._values[name]

    def told(self, leaf: Among | Within) -> tuple[bool, ...]:
        """Whether an open leaf would hold, for each of the values of its fact."""
        found = self._told.get(leaf)
        if found is None:
            found = self._told[leaf] = tuple(leaf_truth(leaf, {leaf.fact: value}) is Truth.HOLDS for value in self.values(leaf.fact))
        return found

    def _kinds(self, name: str) -> Iterator[Value]:
        mine = [leaf for leaf in self._readers().get(name, []) if isinstance(leaf, Among | Within)]
        together = len(mine) < len(self._readers().get(name, []))  # what is read beside another fact may tell any two apart
        seen: set[tuple[Truth, ...]] = set()
        for value in self._question.trials[name]:
            kind = tuple(leaf_truth(leaf, {name: value}) for leaf in mine)
            if together or kind not in seen:
                yield value
            seen.add(kind)

    def _readers(self) -> Mapping[str, list[Leaf]]:
        """The open leaves that read each fact."""
        if not self._leaves:
            for residue in self.residues.values():
                if not isinstance(residue, Truth):
                    for leaf in leaves(residue):
                        for fact in () if isinstance(leaf, Ref) else reads(leaf):
                            self._leaves.setdefault(fact, []).append(leaf)  # type: ignore[arg-type]  # a Ref reads nothing
        return self._leaves

    def truth_with(self, leaf: Leaf, chosen: Mapping[str, Value]) -> Truth:
        """The truth of a leaf, were these the values; unknown where a predicate fails."""
        if isinstance(leaf, Among | Within):
            return leaf_truth(leaf, chosen if leaf.fact in chosen else self._facts)
        together = {**self._facts, **chosen}
        if isinstance(leaf, AtMost):
            return leaf_truth(leaf, together)
        supposed = together.get(FREE + leaf.predicate)
        if isinstance(supposed, bool):
            return Truth.of(supposed)
        try:
            return ask(self._question.program.predicates[leaf.predicate], leaf.reads, together)
        except PredicateError:
            return Truth.UNKNOWN

    def asks(self) -> bool:
        """Whether any predicate is asked."""
        return bool(self._question.program.predicates)

    def can_ask(self, predicate: str) -> bool:
        """Whether a predicate can be asked for every combination of what it reads."""
        return predicate in self._question.finite

    def knows(self, fact: str) -> bool:
        """Whether a fact is known."""
        return fact in self._facts

    def possible(self, fact: str) -> tuple[Value, ...]:
        """The value of a fact that is known; else those worth trying."""
        return (self._facts[fact],) if fact in self._facts else self.values(fact)

    def constraint_names(self) -> tuple[str, ...]:
        """The definitions that must not fail."""
        return self._question.constraints

    def bounds(self) -> Iterator[str]:
        """The definitions of the range."""
        return (name for name in self._question.deciding if not name.startswith("outcome:"))

    def constraint_residues(self) -> Iterator[Expression]:
        """What is left of the constraints."""
        return (each for name in self._question.constraints if not isinstance(each := self.residues[name], Truth))

    def everything(self) -> frozenset[str]:
        """Every open fact of the outcome and of the constraints, and every answer to suppose.

        Where predicates are asked, also every other open fact: wherever one fails, the case is refused.
        """
        if self._everything is None:
            found = set(self.variables("")).union(*(self.support(each, "") for each in self.constraint_residues()))
            if self.asks():
                found.update(*self._below("").values())
            for residue in self.residues.values() if self._question.supposes else ():
                if not isinstance(residue, Truth):
                    asked = (leaf for leaf in leaves(residue) if isinstance(leaf, Opaque) and not self.can_ask(leaf.predicate))
                    found.update(FREE + leaf.predicate for leaf in asked)
            self._everything = frozenset(found)
        return self._everything
