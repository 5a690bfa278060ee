"""Complete cases made so that the outcome is likely to hang on one fact."""

from collections.abc import Mapping

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within
from dutybound.facts import Value
from dutybound.openness import FREE, Open
from dutybound.program import outcome
from dutybound.rules import Outcome
from dutybound.truth import Truth


def aimed(known: Open, fact: str, turn: int) -> Mapping[str, Value]:
    """Values for every open variable that clear the way from `fact` to the outcome; another `turn` takes another way."""
    aim = _Aim(known, fact, turn)
    roots = [root for root in known.open_roots() if fact in known.support(root, fact)]
    if roots:
        aim.along(roots[turn % len(roots)])
        aim.make(known.residues[outcome(Outcome.LIABLE)], Truth.HOLDS)
    for residue in known.constraint_residues():
        aim.make(residue, Truth.HOLDS)
    for name in sorted(known.everything()):
        aim.chosen.setdefault(name, known.values(name)[-1])
    return aim.chosen


class _Aim:
    """Chooses values one after another and keeps to what was chosen before."""

    def __init__(self, known: Open, fact: str, turn: int) -> None:
        self._known, self._fact, self._turn = known, fact, turn
        self._made: set[tuple[str, Truth]] = set()
        self.chosen: dict[str, Value] = {}

    def along(self, expression: Expression) -> None:
        """Leave the way down to the fact open."""
        match expression:
            case Ref(name):
                residue = self._known.residues[name]
                if not isinstance(residue, Truth):
                    self.along(residue)
            case Not(part):
                self.along(part)
            case All(parts) | Any(parts):
                neutral = Truth.HOLDS if isinstance(expression, All) else Truth.FAILS
                ways = [part for part in parts if self._fact in self._known.support(part, self._fact)]
                way = ways[self._turn % len(ways)]
                self.along(way)
                for part in parts:
                    if part is not way:
                        self.make(part, neutral)
            case Among() | Within() | AtMost() | Opaque():
                return

    def make(self, expression: Expression | Truth, wanted: Truth) -> None:
        """Choose values that bring an expression to this truth, where that is still open."""
        match expression:
            case Truth():
                return
            case Ref(name):
                if (name, wanted) not in self._made:
                    self._made.add((name, wanted))
                    self.make(self._known.residues[name], wanted)
            case Not(part):
                self.make(part, ~wanted)
            case All(parts) | Any(parts):
                if (wanted is Truth.HOLDS) is isinstance(expression, All):
                    for part in parts:
                        self.make(part, wanted)
                else:
                    self.make(self._easiest(parts), wanted)
            case Among() | Within() | AtMost() | Opaque():
                self._choose(expression, wanted)

    def _easiest(self, parts: tuple[Expression, ...]) -> Expression:
        free = [part for part in parts if self._fact not in self._known.support(part, self._fact)] or list(parts)
        return free[self._turn % len(free)]

    def _choose(self, leaf: Leaf, wanted: Truth) -> None:
        if isinstance(leaf, Opaque) and not self._known.can_ask(leaf.predicate):
            self.chosen.setdefault(FREE + leaf.predicate, wanted is Truth.HOLDS)
            return
        for name in self._known.asked(leaf, ""):
            if name not in self.chosen and name != self._fact:
                values = self._known.values(name)
                self.chosen[name] = next((value for value in values if self._truth(leaf, name, value) is wanted), values[0])

    def _truth(self, leaf: Leaf, name: str, value: Value) -> Truth:
        beside = self.chosen if isinstance(leaf, AtMost | Opaque) else {}
        return self._known.truth_with(leaf, {**beside, name: value})
