"""Which unknown facts can still change the outcome, most decisive first.

A fact is needed if some complete case that agrees with what is known, and contradicts nothing, could not be decided without it.
Every fact whose value makes a difference is one of these; so is a fact that three-valued logic cannot do without although both its
values end alike (`x or not x`). What a Python predicate would answer to a number or a day nobody has named yet is taken to be
anything. Where more facts are open than `EXACT`, even without those that say nothing beside the rest, the search for such a case is
left to the symbolic engine, and every fact below an open condition that the outcome hangs on is listed: never too few, and too
many only where conditions or constraints share facts in less plain ways.
"""

from collections.abc import Callable, Mapping

from attrs import frozen

from dutybound.aiming import aimed, fulfilled, hangs_on
from dutybound.facts import Choice, Facts, Flag, Grade
from dutybound.openness import Open, Question
from dutybound.paths import proposal
from dutybound.program import Program, Stage
from dutybound.trials import trials
from dutybound.truth import Truth

Evaluate = Callable[[Facts], Mapping[str, Truth]]

SEARCH = 40_000
"""How many definitions the search about one fact may look at before the fact is kept as possibly decisive."""

AIMS = 8
"""How many complete cases are made for a fact before the search for it begins."""

EXACT = 12
"""Up to how many open facts the search is made; it can take exponential time in their number."""


class _Exhausted(Exception):
    """The search took more than its steps."""


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
        """The unknown facts that an undetermined case still needs: those that settle it alone first, then by id.

        Where too many are open for a search, those on which the most open definitions hang come first.
        `truths` are the program's values under these facts, where they are known already.
        """
        start = Open.of(self.question, facts, self.evaluate(facts) if truths is None else truths)
        if start.determined():
            return ()
        candidates = sorted(start.variables(""))
        if len(candidates) > EXACT:
            start = start.absorbed()
            candidates = sorted(start.variables(""))
        if len(candidates) > EXACT:
            influence = start.influence()
            return tuple(sorted(candidates, key=lambda fact: (-influence[fact], fact)))
        near, far = start.apart()
        found = _needed(near, candidates, search)
        if found and not fulfilled(far, AIMS) and not _possible(far):
            found = []
        # Where no one fact is decisive (only logic beyond three values could tell), every open fact is worth a look.
        left = found or candidates
        if len(left) == 1:
            return tuple(left)
        scores = {fact: _settling(near, fact) for fact in left}
        return tuple(sorted(scores, key=lambda fact: (-scores[fact], fact)))


def _needed(start: Open, candidates: list[str], search: int) -> list[str]:
    """The candidates that some complete case hangs on: first by cases made for them, then by search."""
    found: set[str] = set()
    for fact in candidates:
        for turn in range(AIMS if len(candidates) > 1 else 0):  # where one fact alone is open, there is nothing to aim with
            if fact in found:
                break
            found |= hangs_on(start, aimed(start, fact, turn))
    return [fact for fact in candidates if fact in found or _Search(start, fact, search // len(start.residues)).matters()]


def _possible(far: Open) -> bool:
    """Whether constraints that have nothing to do with the outcome leave some case; taken for granted if that takes too long."""
    try:
        return _Search(far, "", SEARCH // len(far.residues)).possible(far)
    except _Exhausted:
        return True


def _settling(start: Open, fact: str) -> int:
    """In parts per thousand, how many of the values that a fact may have settle the case by themselves."""
    after = [known for value in start.values(fact) for known in (start.learning(fact, value),) if not known.contradicted()]
    return 1000 * sum(known.determined() for known in after) // max(1, len(after))


class _Search:
    """Looks for a complete case that cannot be decided without one fact."""

    def __init__(self, start: Open, fact: str, steps: int) -> None:
        self._start = start
        self._fact = fact
        self._steps = steps

    def matters(self) -> bool:
        """Whether there is such a case; also true if the search had to be given up."""
        try:
            return self._undecided(self._start)
        except _Exhausted:
            return True

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise _Exhausted

    def _undecided(self, known: Open) -> bool:
        self._step()
        if known.contradicted() or known.determined():
            return False
        variables = known.variables(self._fact)
        if self._fact not in variables:
            return False
        if len(variables) == 1:
            return self.possible(known)
        name, values = proposal(known, self._fact)
        return any(self._undecided(known.learning(name, value)) for value in values)

    def possible(self, known: Open) -> bool:
        """Whether the constraints leave some case that agrees with what is known."""
        self._step()
        if known.contradicted():
            return False
        name = known.constrained()
        return not name or any(self.possible(known.learning(name, value)) for value in known.values(name))
