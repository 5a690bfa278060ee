"""A question about all cases: is there one, or are there two so related, of which a claim is so? And its three answers."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol, assert_never

from attrs import evolve, field, frozen

from dutybound.facts import Choice, Day, Domain, Fact, Facts, Flag, Grade, Number, Value
from dutybound.program import Program
from dutybound.proof.claims import Claim
from dutybound.text import Text


@frozen
class Side:
    """A program looking at one imagined case, which it does not refuse as contradictory if `valid`; `under`: whose program it is."""

    program: Program
    copy: int = 0
    valid: bool = True
    under: str = ""


class Change(StrEnum):
    """How a fact's value in the second case differs from that in the first."""

    OTHER = "other"
    RAISED = "raised"
    NEXT = "next"


@frozen
class Varies:
    """The second case is the first but for one fact, known in both: another value, a higher one, or the next one up or down."""

    fact: str
    change: Change = Change.OTHER


@frozen
class Learns:
    """The second case has every fact that is known in the first, with its value, and may have more."""


@frozen
class Agrees:
    """Two cases with the same values of these facts."""

    on: frozenset[str]


@frozen
class Near:
    """One case that departs from known `facts` in at most `most` of them or of the unknown ones; nothing known is forgotten."""

    facts: Facts
    most: int
    kept: frozenset[str] = frozenset()


Relation = Varies | Learns | Agrees | Near | None


@frozen
class Question:
    """Is there a case of which `claim` is so? `given` facts are fixed; `complete`: every fact that matters is known."""

    sides: tuple[Side, ...]
    claim: Claim
    relation: Relation = None
    complete: bool = False
    given: Facts = field(factory=dict)
    shrunk: bool = True

    @property
    def copies(self) -> int:
        """How many cases are imagined."""
        return 2 if isinstance(self.relation, Varies | Learns | Agrees) else 1


@frozen
class Witness:
    """The facts of the case, or of both cases, of which the claim is so; the reference interpreter has confirmed it."""

    copies: tuple[Facts, ...]


@frozen
class Impossible:
    """There is no such case. `leaned`: predicates it may rest on; `sampled`: those whose actual answers were used."""

    leaned: tuple[str, ...] = ()
    sampled: tuple[str, ...] = ()


@frozen
class Open:
    """Neither a case nor a proof was found; the reason says what would help."""

    reason: Text


Answer = Witness | Impossible | Open


class Seeker(Protocol):
    """Answers questions."""

    def seek(self, question: Question) -> Answer:
        """A witness, a proof that there is none, or neither within the limits."""
        ...


def one(program: Program, claim: Claim, *, complete: bool = False) -> Question:
    """A question about one case by one program."""
    return Question((Side(program),), claim, complete=complete)


def two(program: Program, claim: Claim, relation: Relation) -> Question:
    """A question about two related cases by one program."""
    return Question((Side(program, 0), Side(program, 1)), claim, relation)


def related(relation: Relation, copies: Sequence[Facts], vocabulary: Mapping[str, Fact]) -> bool:
    """Whether cases are related as said."""
    match relation:
        case None:
            return True
        case Varies(fact, change):
            first, second = copies
            rest = {k: v for k, v in first.items() if k != fact} == {k: v for k, v in second.items() if k != fact}
            return rest and fact in first and fact in second and changed(vocabulary[fact], (first[fact], second[fact]), change)
        case Learns():
            return all(name in copies[1] and copies[1][name] == value for name, value in copies[0].items())
        case Agrees(on):
            return all(copies[0].get(name) == copies[1].get(name) for name in on)
        case Near(facts, most, kept):
            case_ = copies[0]
            departs = [name for name in case_ if name not in facts or facts[name] != case_[name]]
            return len(departs) <= most and set(facts) <= set(case_) and not kept & set(departs)
        case _:
            assert_never(relation)


def changed(fact: Fact, values: tuple[Value, Value], change: Change) -> bool:
    """Whether the second value is another, a higher or a neighbouring value."""
    first, second = (rank(fact, value) for value in values)
    if change is Change.RAISED:
        return first < second
    return first != second and (change is Change.OTHER or isinstance(fact.domain, Choice) or abs(first - second) == 1)


def rank(fact: Fact, value: Value) -> int:
    """The position of a value in the order of its fact: false before true, grades and choices as declared, days as ordinals."""
    match fact.domain:
        case Flag() | Number():
            return int(value)  # type: ignore[arg-type]  # a flag or a number has such a value
        case Choice() | Grade():
            return fact.value_ids.index(str(value))
        case Day():
            return value.toordinal()  # type: ignore[union-attr]  # a day has such a value


def vocabulary(programs: Iterable[Program]) -> dict[str, Fact]:
    """The facts of all programs by id, each with the values that every program admits.

    A fact that programs declare with different types is left out: no value of it could be put to both.
    """
    found: dict[str, Fact] = {}
    clashing: set[str] = set()
    for program in programs:
        for fact in program.facts:
            known = found.setdefault(fact.id, fact)
            domain = _shared(known.domain, fact.domain)
            if domain is None:
                clashing.add(fact.id)
            else:
                found[fact.id] = evolve(known, domain=domain)
    return {name: fact for name, fact in sorted(found.items()) if name not in clashing}


def _shared(one: Domain, other: Domain) -> Domain | None:
    if one == other:
        return one
    if isinstance(one, Number) and isinstance(other, Number):
        lows = [each.least for each in (one, other) if each.least is not None]
        highs = [each.most for each in (one, other) if each.most is not None]
        return Number(one.unit, max(lows, default=None), min(highs, default=None))
    if (isinstance(one, Choice) and isinstance(other, Choice)) or (isinstance(one, Grade) and isinstance(other, Grade)):
        ids = {each.id for each in other.values}
        kept = tuple(each for each in one.values if each.id in ids)
        return evolve(one, values=kept) if kept else None
    return None
