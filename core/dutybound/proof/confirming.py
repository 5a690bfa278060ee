"""Witnesses held against the reference interpreter, and made small: no fact stays that the claim does not need."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from dutybound.engines.reference import PredicateError, evaluate
from dutybound.facts import Fact, Facts, Value, admits
from dutybound.program import Program
from dutybound.proof.claims import is_so, named_in
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Question, related, vocabulary
from dutybound.proof.running import run
from dutybound.trials import trials
from dutybound.truth import Truth

Case = dict[str, Value]
Evaluate = Callable[[Program, Facts], Mapping[str, Truth]]


def sliced(question: Question) -> Question:
    """The same question over programs cut down to what its claim and the constraints rest on."""
    named = tuple(named_in(question.claim))
    cut: dict[tuple[int, frozenset[str]], Program] = {}
    sides = []
    for number, side in enumerate(question.sides):
        kept = Graph.of(side.program).cone(name for where, name in named if where == number).definitions
        key = (id(side.program), kept)
        if key not in cut:
            definitions = tuple(each for each in side.program.definitions if each.name in kept)
            cut[key] = evolve(side.program, definitions=definitions)
        sides.append(evolve(side, program=cut[key]))
    return evolve(question, sides=tuple(sides))


def confirmed(question: Question, copies: Sequence[Facts], facts: Mapping[str, Fact]) -> bool:
    """Whether the reference interpreter finds the claim so of these cases, and every side takes its case."""
    return _so(question, copies, facts, evaluate)


def promising(question: Question, copies: Sequence[Facts], facts: Mapping[str, Fact]) -> bool:
    """Whether the compiled programs find the same, in a small part of the time; to be confirmed before it is told."""
    return _so(question, copies, facts, run)


def _so(question: Question, copies: Sequence[Facts], facts: Mapping[str, Fact], by: Evaluate) -> bool:
    if not all(name in facts and admits(facts[name], value) for case in copies for name, value in case.items()):
        return False
    if any(case.get(name) != value for case in copies for name, value in question.given.items() if name in facts):
        return False
    if not related(question.relation, copies, facts):
        return False
    try:
        sides = [by(side.program, copies[side.copy]) for side in question.sides]
        for side, values in zip(question.sides, sides, strict=True):
            if side.valid and any(values[name] is Truth.FAILS for name in Graph.of(side.program).constraints):
                return False
        return is_so(question.claim, sides)
    except PredicateError:
        return False  # the case is refused, so nothing is said of it


def shrink(question: Question, copies: Sequence[Facts]) -> tuple[Case, ...]:
    """The cases without the facts the claim does not need, with the plainest values that still do.

    Raises `AssertionError` if the reference does not find the claim so of them: then two engines disagree.
    """
    cases = _Shrinking(question).shrink(tuple(dict(sorted(case.items())) for case in copies))
    facts = vocabulary(side.program for side in question.sides)
    assert confirmed(question, cases, facts), f"the reference interpreter does not confirm {cases}"
    return cases


class _Shrinking:
    """Tries smaller cases by the compiled programs."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._facts = vocabulary(side.program for side in question.sides)
        self._worth: dict[str, dict[Value, None]] = {}
        for side in question.sides:
            for name, values in trials(side.program).items():
                plain = sorted(values) if all(isinstance(value, bool) for value in values) else values
                self._worth.setdefault(name, {}).update(dict.fromkeys(plain))

    def _so(self, cases: tuple[Case, ...]) -> bool:
        return promising(self._question, cases, self._facts)

    def shrink(self, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        if not self._question.complete:
            for group in (tuple(range(len(cases))), *((number,) for number in range(len(cases)))):
                cases = self._without(cases, group)
        return self._plainer(cases)

    def _without(self, cases: tuple[Case, ...], group: tuple[int, ...]) -> tuple[Case, ...]:
        """The cases of `group` without as many facts as can be taken out together, half by half."""
        todo = [sorted({name for number in group for name in cases[number]})]
        while todo:
            names = todo.pop()
            tried = tuple(_less(case, names) if number in group else case for number, case in enumerate(cases))
            if self._so(tried):
                cases = tried
            elif len(names) > 1:
                half = len(names) // 2
                todo += [names[half:], names[:half]]
        return cases

    def _plainer(self, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        for name in sorted({name for case in cases for name in case}):
            known = {case[name] for case in cases if name in case}
            if len(known) > 1 or name in self._question.given:
                continue
            [current] = known
            for value in self._worth.get(name, ()):
                if value == current:
                    break
                tried = tuple({**case, name: value} if name in case else case for case in cases)
                if self._so(tried):
                    cases = tried
                    break
        return cases


def _less(case: Case, names: Sequence[str]) -> Case:
    gone = set(names)
    return {name: value for name, value in case.items() if name not in gone}
