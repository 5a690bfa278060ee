"""Questions put to z3: a proof, a witness that the reference interpreter confirms, or neither within the time allowed."""

import time
from collections.abc import Iterable

import z3
from attrs import frozen

from dutybound.conditions import Opaque
from dutybound.engines.reference import PredicateError, ask
from dutybound.engines.symbolic import YES, Encoding, Formula, Imagined, Term, both, constant, either, implied, negated
from dutybound.facts import Choice, Facts
from dutybound.program import Program
from dutybound.proof.asking import failed, unsound
from dutybound.proof.claims import Claim, Denied, Each, Says, Some, named_in
from dutybound.proof.confirming import confirmed, promising, shrink, sliced
from dutybound.proof.graph import Graph
from dutybound.proof.questions import (
    Agrees,
    Answer,
    Change,
    Impossible,
    Learns,
    Near,
    Open,
    Question,
    Varies,
    Witness,
    rank,
    vocabulary,
)
from dutybound.text import Text
from dutybound.truth import Truth

MOST_ANSWERS = 400
"""How many answers of predicates one question may ask for before it is left open."""


MOST_SESSIONS = 32
"""How many solvers are kept at most: each has a context of its own, and with it ten megabytes and more."""


class Solving:
    """Answers questions with z3, keeping what it built for questions about the same programs, the latest `MOST_SESSIONS`."""

    def __init__(self, seconds: float = 20.0) -> None:
        self._seconds = seconds
        # programs are kept alive as long as their solvers, so that their ids stay theirs
        self._sessions: dict[object, tuple[tuple[Program, ...], _Session]] = {}

    def seek(self, question: Question) -> Answer:
        """A witness, a proof that there is none, or neither within the time for one question."""
        relation = question.relation
        sides = tuple((id(side.program), side.copy, side.valid) for side in question.sides)
        key = (sides, type(relation), question.complete)
        kept = self._sessions.pop(key, None)
        if kept is None:
            while len(self._sessions) >= MOST_SESSIONS:
                del self._sessions[next(iter(self._sessions))]
            kept = tuple(side.program for side in question.sides), _Session(question)
        self._sessions[key] = kept
        return kept[1].seek(question, time.monotonic() + self._seconds)


@frozen(eq=False)
class _Sample:
    """What a predicate really answers for some values of what it reads."""

    leaf: Opaque
    facts: Facts
    answer: bool


@frozen(eq=False)
class _Varied:
    """The relation by which a second case stands in the solver now, and what stood there without it."""

    relation: Varies
    imagined: list[Imagined]
    sides: list[Encoding]


class _Session:
    """One solver for all questions about the same programs and the same kind of relation."""

    def __init__(self, question: Question) -> None:
        self._facts = vocabulary(side.program for side in question.sides)
        self._complete = question.complete
        # in a context of its own, what was asked before cannot lead z3 to another case
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        self._imagined = [Imagined.of(self._facts.values(), "", self._context, complete=question.complete)]
        if isinstance(question.relation, Learns | Agrees):
            self._imagined.append(Imagined.of(self._facts.values(), "'", self._context, complete=question.complete))
        self._sides = [Encoding(side.program, self._imagined[min(side.copy, len(self._imagined) - 1)]) for side in question.sides]
        self._samples: list[_Sample] = []
        self._lemmas: set[str] = set()
        self._varied: _Varied | None = None
        for case in self._imagined:
            self._add(*case.domain())
        self._add(*(self._sides[number].valid() for number, side in enumerate(question.sides) if side.valid))
        if isinstance(question.relation, Learns):
            one, other = self._imagined
            for name, term in one.terms.items():
                self._add(implied(term.known, both((other.terms[name].known, term.same(other.terms[name])))))
        if len(self._imagined) > 1:
            self._add(*self._congruent(question))

    def _add(self, *formulas: Formula) -> None:
        self._solver.add(*(constant(each, self._context) for each in formulas))

    def _congruent(self, question: Question) -> Iterable[Formula]:
        """A predicate answers the same where it reads the same values."""
        one, other = self._imagined
        for leaf in dict.fromkeys(leaf for side in question.sides for leaf in Graph.of(side.program).everything().predicates):
            equal = both(one.terms[fact].same(other.terms[fact]) for fact in leaf.reads)
            yield implied(equal, one.answer(leaf.predicate, leaf.reads) == other.answer(leaf.predicate, leaf.reads))

    def seek(self, question: Question, deadline: float) -> Answer:
        if isinstance(question.relation, Learns):
            self._learn(question, deadline)
        if isinstance(question.relation, Varies):
            self._vary(question, question.relation)
        self._solver.push()
        try:
            self._add(self._formula(question.claim), *self._more(question))
            return self._search(question, self._leaves(question), deadline)
        finally:
            self._solver.pop()

    def _vary(self, question: Question, relation: Varies) -> None:
        """The second case: only what rests on the fact that varies is written once more, and stays for the next question about it."""
        if self._varied is not None:
            if self._varied.relation == relation:
                return
            self._solver.pop()
            self._imagined, self._sides = self._varied.imagined, self._varied.sides
        self._varied = _Varied(relation, self._imagined, self._sides)
        self._solver.push()
        first = self._imagined[0]
        second = first.but(self._facts[relation.fact], "'", complete=self._complete)
        self._imagined = [first, second]
        sides = []
        for side, encoding in zip(question.sides, self._sides, strict=True):
            affected = Graph.of(side.program).resting_on(relation.fact)
            sides.append(encoding.over(second, affected) if side.copy else encoding)
            if side.copy and side.valid:
                self._add(sides[-1].valid())
        self._sides = sides
        before, after = first.terms[relation.fact], second.terms[relation.fact]
        self._add(*after.domain, before.known, after.known, negated(before.same(after)))
        if relation.change is not Change.OTHER:
            self._add(_ordered(before, after, relation.change))

    def _leaves(self, question: Question) -> tuple[Opaque, ...]:
        named = tuple(named_in(question.claim))
        found: dict[Opaque, None] = {}
        for number, side in enumerate(question.sides):
            roots = (name for where, name in named if where == number)
            found.update(dict.fromkeys(Graph.of(side.program).cone(roots).predicates))
        return tuple(sorted(found, key=lambda each: each.predicate))

    def _more(self, question: Question) -> Iterable[Formula]:
        for case in self._imagined:
            yield case.given(question.given)
        for sample in self._samples:
            yield from self._lesson(sample)
        match question.relation:
            case Agrees(on):
                one, other = self._imagined
                yield from (one.terms[name].same(other.terms[name]) for name in sorted(on))
            case Near(facts, most, kept):
                terms = self._imagined[0].terms
                known = {name: value for name, value in facts.items() if name in terms}
                yield from (terms[name].known for name in known)
                departs = [negated(term.equals(known[name])) if name in known else term.known for name, term in terms.items()]
                for name, departed in zip(terms, departs, strict=True):
                    if name in kept:
                        yield negated(departed)
                yield z3.PbLe([(constant(departed, self._context), 1) for departed in departs], most)
            case _:
                return

    def _formula(self, claim: Claim) -> Formula:
        match claim:
            case Says(side, name, truth):
                return self._sides[side].says(name, truth)
            case Each(parts):
                return both(self._formula(part) for part in parts)
            case Some(parts):
                return either(self._formula(part) for part in parts)
            case Denied(part):
                return negated(self._formula(part))

    def _check(self, deadline: float) -> object:
        left = deadline - time.monotonic()
        if left <= 0:
            return z3.unknown
        self._solver.set("timeout", max(1, int(left * 1000)))
        return self._solver.check()

    def _search(self, question: Question, leaves_: tuple[Opaque, ...], deadline: float) -> Answer:
        predicates = tuple(dict.fromkeys(leaf.predicate for leaf in leaves_))
        for _ in range(MOST_ANSWERS):
            result = self._check(deadline)
            if result == z3.unsat:
                sampled = {sample.leaf.predicate for sample in self._samples} & set(predicates)
                return Impossible(predicates, tuple(sorted(sampled)))
            if result != z3.sat:
                return Open(Text("规定时间内没有结果，可用 --seconds 放宽", "no result within the time allowed; `--seconds` allows more"))
            model = self._solver.model()
            copies = tuple(case.read(model) for case in self._imagined)
            try:
                found = self._confirmed(question, copies)
                lessons = [] if found else [each for sample in self._asked(leaves_, copies, model) for each in self._lesson(sample)]
            except PredicateError as error:
                return Open(failed(error))
            except AssertionError:
                if (wrong := unsound(question, copies)) is None:
                    raise
                return Open(wrong)
            if found or not lessons:
                wrong = unsound(question, found.copies if found else copies)
                if wrong is not None:
                    return Open(wrong)
            if found:
                return found
            assert lessons, f"the symbolic engine and the reference interpreter disagree about {copies}"
            self._add(*lessons)
        listed = ", ".join(f"`{name}`" for name in predicates)
        return Open(Text(f"结果取决于谓词 {listed} 的取值，未能穷尽", f"it depends on what {listed} return for too many values"))

    def _confirmed(self, question: Question, copies: tuple[Facts, ...]) -> Witness | None:
        """The witness of these cases, small where that is wanted, if the reference interpreter finds it so."""
        if question.shrunk and promising(question, copies, self._facts):
            return Witness(shrink(question, copies))  # confirmed when it is small
        if not question.shrunk and confirmed(sliced(question), copies, self._facts):
            return Witness(copies)
        return None

    def _asked(self, leaves_: tuple[Opaque, ...], copies: tuple[Facts, ...], model: z3.ModelRef) -> Iterable[_Sample]:
        """Where the model has a predicate answer otherwise than it does; raises `PredicateError`."""
        predicates = {name: each for side in self._sides for name, each in side.program.predicates.items()}
        for leaf in leaves_:
            for case, facts in zip(self._imagined, copies, strict=True):
                if any(fact not in facts for fact in leaf.reads):
                    continue
                answer = ask(predicates[leaf.predicate], leaf.reads, facts) is Truth.HOLDS
                said = z3.is_true(model.eval(case.answer(leaf.predicate, leaf.reads), model_completion=True))
                if said is not answer:
                    sample = _Sample(leaf, {fact: facts[fact] for fact in leaf.reads}, answer)
                    self._samples.append(sample)
                    yield sample

    def _lesson(self, sample: _Sample) -> Iterable[Formula]:
        for case in self._imagined:
            here = case.given(sample.facts)
            answer = case.answer(sample.leaf.predicate, sample.leaf.reads)
            yield implied(here, answer if sample.answer else negated(answer))

    def _learn(self, question: Question, deadline: float) -> None:
        """Prove definition by definition that learning overturns nothing; each proof makes the next one easy."""
        one, other = self._sides
        wanted = Graph.of(one.program).cone(name for _, name in named_in(question.claim)).definitions
        for definition in one.program.definitions:
            name = definition.name
            if name not in wanted or name in self._lemmas:
                continue
            kept = both(either((negated(one.says(name, truth)), other.says(name, truth))) for truth in (Truth.HOLDS, Truth.FAILS))
            self._solver.push()
            self._add(negated(kept))
            proved = self._check(deadline) == z3.unsat
            self._solver.pop()
            if proved:
                self._lemmas.add(name)
                self._add(kept)


def _ordered(before: Term, after: Term, change: Change) -> Formula:
    """The second value is higher than the first, or its neighbour (any other, for a choice)."""
    if before.number is not None:
        step = after.number - before.number
        return step > 0 if change is Change.RAISED else z3.Or(step == 1, step == -1)
    fact = before.fact
    if change is Change.NEXT and isinstance(fact.domain, Choice):
        return YES
    return either(
        both((mine, theirs))
        for low, mine in before.options.items()
        for high, theirs in after.options.items()
        for step in (rank(fact, high) - rank(fact, low),)
        if (step > 0 if change is Change.RAISED else abs(step) == 1)
    )
