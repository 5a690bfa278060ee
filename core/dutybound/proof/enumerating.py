"""Questions answered without z3, by trying every case a small vocabulary can spell."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from math import prod

from dutybound.conditions import Opaque
from dutybound.facts import Day, Fact, Facts, Number, Value
from dutybound.proof.asking import TIMES, unsound
from dutybound.proof.claims import named_in
from dutybound.proof.confirming import confirmed, shrink, sliced
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Agrees, Answer, Impossible, Learns, Near, Open, Question, Varies, Witness, changed, vocabulary
from dutybound.text import Text
from dutybound.trials import trials

MOST_CASES = 30_000
"""How many cases one question may try."""

Worth = Mapping[str, tuple[Value, ...]]


class Enumerating:
    """Answers questions about small vocabularies by trying all cases that conditions can tell apart."""

    def __init__(self, most: int = MOST_CASES) -> None:
        self._most = most

    def seek(self, question: Question) -> Answer:
        """A witness or a proof where the cases are few enough, else neither and what to install."""
        small = sliced(question)
        facts = vocabulary(side.program for side in small.sides)
        named = tuple(named_in(question.claim))
        cones = [Graph.of(side.program).cone(name for where, name in named if where == n) for n, side in enumerate(small.sides)]
        predicates = tuple(dict.fromkeys(leaf for each in cones for leaf in each.predicates))
        worth = _worth(small, facts, frozenset().union(*(each.facts for each in cones)))
        if _untold(predicates, facts) or _count(question, worth) > self._most:
            return Open(NEEDS_Z3)
        for copies in _cases(small, worth, facts):
            so = confirmed(small, copies, facts)
            wrong = unsound(small, copies, times=TIMES if so else 1) if predicates else None
            if wrong is not None:
                return Open(wrong)
            if so:
                return Witness(shrink(question, copies) if question.shrunk else copies)
        names = tuple(leaf.predicate for leaf in predicates)
        return Impossible(names, names)


NEEDS_Z3 = Text(
    '情形太多，无法逐一试验；请安装证明所需组件：pip install "dutybound[prove]"',
    'there are too many cases to try one by one; install what proofs need: pip install "dutybound[prove]"',
)


def _untold(predicates: Iterable[Opaque], facts: Mapping[str, Fact]) -> bool:
    """Whether a predicate reads a number or a day: no list of values could be called complete then."""
    return any(isinstance(facts[name].domain, Number | Day) for leaf in predicates for name in leaf.reads if name in facts)


def _worth(question: Question, facts: Mapping[str, Fact], wanted: frozenset[str]) -> Worth:
    """The values to try of each fact that matters."""
    found: dict[str, dict[Value, None]] = {}
    more = {question.relation.fact} if isinstance(question.relation, Varies) else set()
    for side in question.sides:
        for name, values in trials(side.program).items():
            if name in facts and (name in wanted or name in more):
                found.setdefault(name, {}).update(dict.fromkeys(values))
    given = question.given
    found |= {name: {value: None} for name, value in given.items() if name in facts}
    return {name: tuple(values) for name, values in sorted(found.items())}


def _count(question: Question, worth: Worth) -> int:
    extra = 0 if question.complete else 1
    all_cases = prod(len(values) + (0 if name in question.given else extra) for name, values in worth.items())
    match question.relation:
        case Agrees():
            return all_cases**2
        case Varies(fact):
            return all_cases * len(worth[fact])
        case Learns():
            return prod(1 + 2 * len(values) for values in worth.values())
        case Near(_, most):
            return sum(
                prod(len(worth[name]) for name in chosen) for size in range(most + 1) for chosen in combinations(sorted(worth), size)
            )
        case None:
            return all_cases


def _cases(question: Question, worth: Worth, facts: Mapping[str, Fact]) -> Iterator[tuple[Facts, ...]]:
    relation = question.relation
    match relation:
        case None:
            yield from ((case,) for case in _all(question, worth))
        case Agrees():
            yield from product(_all(question, worth), repeat=2)
        case Varies(fact, change):
            for case in _all(question, {name: values for name, values in worth.items() if name != fact}):
                for one, other in product(worth[fact], repeat=2):
                    if changed(facts[fact], (one, other), change):
                        yield {**case, fact: one}, {**case, fact: other}
        case Learns():
            # each fact is unknown in both cases, learned by the second, or known in both
            for ways in product(*(_learned(values) for values in worth.values())):
                pairs = list(zip(worth, ways, strict=True))
                yield tuple({name: value for name, pair in pairs for value in (pair[side],) if value is not None} for side in (0, 1))
        case Near(known, most, kept):
            base = {name: value for name, value in known.items() if name in facts}
            for size in range(most + 1):
                for chosen in combinations([name for name in worth if name not in kept], size):
                    for values in product(*(worth[name] for name in chosen)):
                        yield ({**base, **dict(zip(chosen, values, strict=True))},)


def _learned(values: tuple[Value, ...]) -> tuple[tuple[Value | None, Value | None], ...]:
    return ((None, None), *((None, value) for value in values), *((value, value) for value in values))


def _all(question: Question, worth: Worth) -> Iterator[dict[str, Value]]:
    """Every case over these values, with every subset of the facts unknown unless the question is about complete cases."""
    settled = question.complete
    choices: list[tuple[Value | None, ...]] = [
        values if settled or name in question.given else (None, *values) for name, values in worth.items()
    ]
    for values in product(*choices):
        yield {name: value for name, value in zip(worth, values, strict=True) if value is not None}
