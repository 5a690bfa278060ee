"""Complete cases that could not be decided without one fact, by clauses over what is left of a program.

A proposition says of an expression that it does not surely hold, or does not surely fail, while a fact in doubt may be unknown; and
nothing is said but what an undetermined case asks for, from the outcome down to the facts.
"""

from collections.abc import Collection, Mapping

from dutybound.clauses import Clauses, Literal, contrary
from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, reads
from dutybound.facts import Value
from dutybound.openness import Open
from dutybound.program import outcome
from dutybound.propositions import Propositions
from dutybound.rules import Outcome
from dutybound.truth import Truth


class Witnesses:
    """The search for such cases, one fact in doubt after another; what it learns about one serves the next."""

    def __init__(self, known: Open, doubtful: Collection[str]) -> None:
        self._known, self._doubtful = known, frozenset(doubtful)
        self._clauses = Clauses()
        self._facts = Propositions(known, self._clauses)
        self._unknown = {name: self._clauses.literal() for name in sorted(self._doubtful)}
        self._said: dict[tuple[Expression, Truth, bool], Literal] = {}
        if known.contradicted():
            self._clauses.require(contrary(self._facts.always))
        for residue in known.constraint_residues():
            self._clauses.require_beside(self._not_surely(residue, Truth.FAILS, whole=True))
        if self._doubtful:
            self._undecided()

    def without(self, fact: str, steps: int) -> Mapping[str, Value] | None:
        """A complete case that could not be decided without a fact in doubt, if there is one; raises `Exhausted`."""
        self._clauses.steps = steps
        assumed = (literal if name == fact else contrary(literal) for name, literal in self._unknown.items())
        return self._facts.case() if self._clauses.satisfied(assumed) else None

    @property
    def left(self) -> int:
        """How many steps the last search left."""
        return self._clauses.steps

    def some(self, steps: int) -> bool:
        """Whether there is any complete case; raises `Exhausted`."""
        self._clauses.steps = steps
        return self._clauses.satisfied(contrary(literal) for literal in self._unknown.values())

    def _undecided(self) -> None:
        """No outcome surely holds; or a person is liable, and where the range begins or ends is open."""
        liable = self._known.residues[outcome(Outcome.LIABLE)]
        ways = [] if isinstance(liable, Truth) else [self._not_surely(liable, Truth.HOLDS)]
        for name, residue in self._known.open_deciding():
            if name in self._known.bounds():
                ways.append(self._clauses.both(self._not_surely(residue, truth) for truth in (Truth.HOLDS, Truth.FAILS)))
            elif name != outcome(Outcome.LIABLE):
                self._clauses.require(self._not_surely(residue, Truth.HOLDS))
        if liable is not Truth.FAILS:
            self._clauses.choose(self._facts.always, ways)

    def _not_surely(self, expression: Expression, denied: Truth, *, whole: bool = False) -> Literal:
        """What says that an expression does not surely hold, or not surely fail; in a `whole` case nothing is unknown."""
        key = expression, denied, whole
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._saying(expression, denied, whole=whole)
            other = self._said.get((expression, ~denied, whole))
            if other is not None and isinstance(expression, Ref):
                # what neither surely holds nor surely fails hangs on something unknown: it follows, but so the search sees it early
                unknown = () if whole else (self._unknown[name] for name in self._known.support(expression, "") if name in self._doubtful)
                self._clauses.rule_out(found, other, unknown)
        return found

    def _saying(self, expression: Expression, denied: Truth, *, whole: bool) -> Literal:
        match expression:
            case Ref(name):
                residue = self._known.residues[name]
                assert not isinstance(residue, Truth)  # a reduced expression refers to open definitions only
                return self._not_surely(residue, denied, whole=whole)
            case Not(part):
                return self._not_surely(part, ~denied, whole=whole)
            case All(parts) | Any(parts):
                said = (self._not_surely(part, denied, whole=whole) for part in parts)
                joined = self._clauses.one if (denied is Truth.HOLDS) is isinstance(expression, All) else self._clauses.both
                return joined(said)
            case Among() | Within() | AtMost() | Opaque():
                unknown = [] if whole else [self._unknown[name] for name in reads(expression) if name in self._doubtful]
                return self._clauses.one((*unknown, self._facts.leaf(expression, ~denied)))
