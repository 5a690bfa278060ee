"""Which unknown facts can still change the outcome, most decisive first.

A fact is needed if some complete case that agrees with what is known, and contradicts nothing, could not be decided without it.
Every fact whose value makes a difference is one of these; so is a fact that three-valued logic cannot do without although both its
values end alike (`x or not x`), and one of which only one value is left by the constraints: the engine does not infer it, it has to be
said. What a Python predicate would answer to a number or a day nobody has named yet is taken to be anything.

The list is exact as long as the search ends within its steps. A fact it had to be given up for is kept: never too few.
"""

from collections.abc import Callable, Mapping

from attrs import frozen

from dutybound.clauses import Exhausted
from dutybound.facts import Choice, Facts, Flag, Grade
from dutybound.openness import Open, Question
from dutybound.program import Program, Stage
from dutybound.sheets import Single, hanging, mended
from dutybound.trials import trials
from dutybound.truth import Truth
from dutybound.witnesses import Witnesses

Evaluate = Callable[[Facts], Mapping[str, Truth]]

SEARCH = 160_000
"""How many looks at a clause the search about one case may take; beyond, the facts still in doubt are kept."""

MANY = 10_000_000
"""The same times the number of open facts: where very many are open each is harder, and the search seldom comes to an end."""

ONE = 8_000
"""How many of them the search about one fact may take, so that a hard one leaves something for the others."""

MENDS = 8
"""How many facts of the first case are changed, one after another, so that it contradicts nothing."""


@frozen
class Inquiry:
    """What the search needs of a program, made once, and an engine to begin with."""

    question: Question
    evaluate: Evaluate

    @classmethod
    def of(cls, program: Program, deciding: tuple[str, ...], evaluate: Evaluate) -> "Inquiry":
        """The inquiry into the `deciding` definitions of a program."""
        constraints = tuple(each.name for each in program.stage(Stage.CONSTRAINT))
        listed = {fact.id for fact in program.facts if isinstance(fact.domain, Flag | Choice | Grade)}
        finite = frozenset(name for name, each in program.predicates.items() if listed.issuperset(each.reads))
        return cls(Question(program, deciding, constraints, trials(program), finite), evaluate)

    def needed(self, facts: Facts, search: int = SEARCH, truths: Mapping[str, Truth] | None = None) -> tuple[str, ...]:
        """The unknown facts that an undetermined case still needs: those that settle it alone first, then those more hangs on, then by id.

        `truths` are the program's values under these facts, where they are known already.
        """
        start = Open.of(self.question, facts, self.evaluate(facts) if truths is None else truths)
        if start.determined():
            return ()
        candidates = sorted(start.variables(""))
        if len(candidates) == 1:
            return tuple(candidates)
        search = min(search, MANY // len(candidates))
        near, far = start.apart()
        found = _needed(near, candidates, search)
        if found and not _possible(far, search):
            found = []
        # Where no one fact is decisive (only logic beyond three values could tell), every open fact is worth a look.
        left = found or candidates
        settling, influence = Single(near, left).settling(), near.influence()
        return tuple(sorted(left, key=lambda fact: (-settling[fact], -influence[fact], fact)))


def _needed(near: Open, candidates: list[str], search: int) -> list[str]:
    """The candidates that some complete case hangs on: first by cases like one in which little happened, then by search."""
    chosen, _ = mended(near, MENDS)
    found = set(hanging(near, chosen, candidates, sorted(near.everything())))
    doubtful = [fact for fact in candidates if fact not in found]
    if doubtful:
        witnesses = Witnesses(near, doubtful)
        hard = _searched(near, witnesses, doubtful, found, (search // 2, ONE))
        found |= set(_searched(near, witnesses, hard, found, (search // 2, search // 2)))
    return [fact for fact in candidates if fact in found]


def _searched(near: Open, witnesses: Witnesses, doubtful: list[str], found: set[str], search: tuple[int, int]) -> list[str]:
    """Adds those of the doubtful facts that some case was found for; returns those that the search was given up for."""
    steps, most = search
    given_up: list[str] = []
    while doubtful:
        fact, *doubtful = doubtful
        allowed = min(steps, most)
        try:
            case = witnesses.without(fact, allowed)
        except Exhausted:
            steps -= allowed
            given_up.append(fact)
            continue
        steps -= allowed - witnesses.left
        if case is not None:
            # the others are looked at around this case, which takes its time too
            found |= {fact, *hanging(near, case, doubtful, doubtful)}
            doubtful = [each for each in doubtful if each not in found]
            steps -= len(near.residues) * (8 + len(doubtful)) // 8
    return [fact for fact in given_up if fact not in found]


def _possible(far: Open, search: int) -> bool:
    """Whether constraints that have nothing to do with the outcome leave some case; taken for granted if that takes too long."""
    if not far.constraint_names() or mended(far, MENDS)[1]:
        return True
    try:
        return Witnesses(far, ()).some(search)
    except Exhausted:
        return True
