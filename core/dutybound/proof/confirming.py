"""Witnesses held against the reference interpreter, and made small: no fact stays that the claim does not need."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from dutybound.engines.reference import PredicateError, evaluate
from dutybound.facts import Fact, Facts, Value, admits
from dutybound.trials import trials
from dutybound.program import Program, Stage
from dutybound.proof.claims import cone, is_so, named_in
from dutybound.proof.questions import Question, related, vocabulary
from dutybound.truth import Truth

Case = dict[str, Value]


def sliced(question: Question) -> Question:
    """The same question over programs cut down to what its claim and the constraints rest on."""
    named = tuple(named_in(question.claim))
    cut: dict[tuple[int, frozenset[str]], Program] = {}
    sides = []
    for number, side in enumerate(question.sides):
        kept = cone(side.program, (name for where, name in named if where == number)).definitions
        key = (id(side.program), kept)
        if key not in cut:
            definitions = tuple(each for each in side.program.definitions if each.name in kept)
            cut[key] = evolve(side.program, definitions=definitions)
        sides.append(evolve(side, program=cut[key]))
    return evolve(question, sides=tuple(sides))


def confirmed(question: Question, copies: Sequence[Facts], facts: Mapping[str, Fact]) -> bool:
    """Whether the reference interpreter finds the claim so of these cases, and every side takes its case."""
    if not all(name in facts and admits(facts[name], value) for case in copies for name, value in case.items()):
        return False
    if any(case.get(name) != value for case in copies for name, value in question.given.items() if name in facts):
        return False
    if not related(question.relation, copies, facts):
        return False
    sides = []
    for side in question.sides:
        try:
            values = evaluate(side.program, copies[side.copy])
        except PredicateError:
            return False  # the case is refused, so nothing is said of it
        if side.valid and any(values[each.name] is Truth.FAILS for each in side.program.stage(Stage.CONSTRAINT)):
            return False
        sides.append(values)
    return is_so(question.claim, sides)


def shrink(question: Question, copies: Sequence[Facts]) -> tuple[Case, ...]:
    """The cases without the facts the claim does not need, with the plainest values that still do.

    Raises `AssertionError` if the claim is not so of the cases to begin with: then two engines disagree.
    """
    small = sliced(question)
    facts = vocabulary(side.program for side in question.sides)
    cases = tuple(dict(sorted(case.items())) for case in copies)
    assert confirmed(question, cases, facts), f"the reference interpreter does not confirm {cases}"
    if not question.complete:
        for group in (tuple(range(len(cases))), *((number,) for number in range(len(cases)))):
            cases = _without(small, cases, group, facts)
    return _plainer(small, cases, facts)


def _without(question: Question, cases: tuple[Case, ...], group: tuple[int, ...], facts: Mapping[str, Fact]) -> tuple[Case, ...]:
    """The cases of `group` without as many facts as can be taken out together, half by half."""

    def less(names: Sequence[str]) -> tuple[Case, ...]:
        gone = set(names)
        return tuple(
            {name: value for name, value in case.items() if name not in gone} if number in group else case
            for number, case in enumerate(cases)
        )

    todo = [sorted({name for number in group for name in cases[number]})]
    while todo:
        names = todo.pop()
        tried = less(names)
        if confirmed(question, tried, facts):
            cases = tried
        elif len(names) > 1:
            half = len(names) // 2
            todo += [names[half:], names[:half]]
    return cases


def _plainer(question: Question, cases: tuple[Case, ...], facts: Mapping[str, Fact]) -> tuple[Case, ...]:
    for name in sorted({name for case in cases for name in case}):
        known = {case[name] for case in cases if name in case}
        if len(known) > 1 or name in question.given:
            continue
        [current] = known
        for value in _worth(question, name):
            if value == current:
                break
            tried = tuple({**case, name: value} if name in case else case for case in cases)
            if confirmed(question, tried, facts):
                cases = tried
                break
    return cases


def _worth(question: Question, name: str) -> tuple[Value, ...]:
    """Values to prefer, plainest first."""
    found: dict[Value, None] = {}
    for side in question.sides:
        worth = trials(side.program).get(name, ())
        plain = sorted(worth) if all(isinstance(value, bool) for value in worth) else worth
        found.update(dict.fromkeys(plain))
    return tuple(found)
