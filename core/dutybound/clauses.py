"""Clauses over propositions, and the search for values under which all of them hold: one that learns from what contradicts.

A literal is a whole number: 2n says that proposition n holds, 2n + 1 that it does not. The search chooses only where a literal that
holds leaves a choice due: what `one` and `both` make holds for nothing else's sake, so it may fail where nothing asks for it.
"""

from collections.abc import Iterable

Literal = int
Clause = list[Literal]


class Exhausted(Exception):
    """The search took more than its steps."""


def contrary(literal: Literal) -> Literal:
    """The literal that holds exactly when this one does not."""
    return literal ^ 1


class Clauses:
    """What must hold, some of it learned on the way; asked again and again under other assumptions."""

    def __init__(self) -> None:
        self.steps = 0
        """How many looks at a clause the search may still take."""
        self._broken = False
        self._truth: list[int] = []  # of each literal: 1 holds, -1 fails, 0 open
        self._watching: list[list[Clause]] = []  # the clauses to look at when a literal fails
        self._due: list[list[tuple[Literal, ...]]] = []  # of which one each must hold when the literal does
        self._level: list[int] = []  # of each proposition
        self._reason: list[Clause | None] = []
        self._blamed: list[int] = []  # of each proposition: the number of the last contradiction it took part in
        self._liked: list[int] = []  # of each literal: 1 if it held when last settled
        self._trail: list[Literal] = []
        self._ahead = 0  # what of the trail was followed up
        self._chosen = 0  # what of the trail has nothing due
        self._side: list[Literal] = []  # what must hold beside, and is seen to last
        self._beside: set[Literal] = set()
        self._kept = 0  # what of that has nothing due
        self._levels: list[tuple[int, int, int]] = []
        self._contradictions = 0

    def literal(self) -> Literal:
        """The literal of a new proposition."""
        self._truth += (0, 0)
        self._liked += (0, 0)
        self._watching += ([], [])
        self._due += ([], [])
        self._level.append(0)
        self._reason.append(None)
        self._blamed.append(0)
        return len(self._truth) - 2

    def require(self, literal: Literal) -> None:
        """This must hold."""
        self._back_to(0)
        if self._truth[literal] < 0:
            self._broken = True
        elif not self._truth[literal]:
            self._settle(literal, None)

    def require_beside(self, literal: Literal) -> None:
        """This must hold too; what it leaves to choose is chosen last."""
        self._side.append(literal)
        self._beside.add(literal)
        self._add([literal])

    def imply(self, literal: Literal, other: Literal) -> None:
        """If one holds, so does the other."""
        self._add([contrary(literal), other])

    def rule_out(self, literal: Literal, other: Literal, unless: Iterable[Literal]) -> None:
        """Not both, unless one of the others holds. For what follows anyhow: the search need not see to it."""
        self._add([contrary(literal), contrary(other), *unless])

    def choose(self, literal: Literal, ways: Iterable[Literal]) -> None:
        """If the literal holds, one of the ways must, and the search has to choose one; without any, the literal fails."""
        due = tuple(dict.fromkeys(ways))
        self._due[literal].append(due)
        self._add([contrary(literal), *due])

    def one(self, ways: Iterable[Literal]) -> Literal:
        """A literal that holds only where one of these does."""
        left = tuple(dict.fromkeys(ways))
        if len(left) == 1:
            return left[0]
        found = self.literal()
        self.choose(found, left)
        return found

    def both(self, parts: Iterable[Literal]) -> Literal:
        """A literal that holds only where all of these do."""
        left = tuple(dict.fromkeys(parts))
        if len(left) == 1:
            return left[0]
        found = self.literal()
        for part in left:
            self.imply(found, part)
        return found

    def holds(self, literal: Literal) -> bool | None:
        """What the last search that found something settled; `None` where it does not matter."""
        truth = self._truth[literal]
        return None if not truth else truth > 0

    def satisfied(self, assumed: Iterable[Literal]) -> bool:
        """Whether there are values under which everything holds, the assumed literals too; raises `Exhausted`."""
        taken = tuple(assumed)
        self._back_to(0)
        while not self._broken:
            clause = self._follow()
            if clause is not None:
                if len(self._levels) <= 1:
                    self._broken = not self._levels
                    return False
                self._learn(clause)
            elif not self._levels:
                self._open_level()
                for literal in taken:
                    if self._truth[literal] < 0:
                        return False
                    if not self._truth[literal]:
                        self._settle(literal, None)
            else:
                chosen = self._choice()
                if chosen is None:
                    return True
                self._open_level()
                self._settle(chosen, None)
        return False

    def _add(self, clause: Clause) -> None:
        self._back_to(0)
        if len(clause) == 1:
            self.require(clause[0])
            return
        # nothing is settled before the first search but what was required, and that is followed up then
        self._watching[clause[0]].append(clause)
        self._watching[clause[1]].append(clause)
        self._ahead = 0

    def _settle(self, literal: Literal, reason: Clause | None) -> None:
        self._truth[literal], self._truth[literal ^ 1] = 1, -1
        self._level[literal >> 1] = len(self._levels)
        self._reason[literal >> 1] = reason
        self._trail.append(literal)

    def _open_level(self) -> None:
        self._levels.append((len(self._trail), self._chosen, self._kept))

    def _back_to(self, level: int) -> None:
        if len(self._levels) > level:
            length, self._chosen, self._kept = self._levels[level]
            for literal in self._trail[length:]:
                self._truth[literal] = self._truth[literal ^ 1] = 0
                self._liked[literal], self._liked[literal ^ 1] = 1, 0
            del self._trail[length:], self._levels[level:]
            self._ahead = min(self._ahead, length)

    def _follow(self) -> Clause | None:
        """Settle what follows from what was settled; a clause that contradicts it, if one does."""
        truth, watching, trail = self._truth, self._watching, self._trail
        while self._ahead < len(trail):
            failed = trail[self._ahead] ^ 1
            looked_at = watching[failed]
            self.steps -= 1 + len(looked_at)
            if self.steps < 0:
                raise Exhausted
            self._ahead += 1
            watching[failed] = kept = []
            for number, clause in enumerate(looked_at):
                if clause[0] == failed:
                    clause[0], clause[1] = clause[1], failed
                first = clause[0]
                if truth[first] > 0:
                    kept.append(clause)
                    continue
                for at in range(2, len(clause)):
                    other = clause[at]
                    if truth[other] >= 0:
                        clause[1], clause[at] = other, failed
                        watching[other].append(clause)
                        break
                else:
                    kept.append(clause)
                    if truth[first] < 0:
                        kept += looked_at[number + 1 :]
                        return clause
                    self._settle(first, clause)
        return None

    def _choice(self) -> Literal | None:
        """A literal that makes good what is due; `None` if nothing is."""
        while self._chosen < len(self._trail):
            literal = self._trail[self._chosen]
            chosen = None if literal in self._beside else self._way(literal)
            if chosen is not None:
                return chosen
            self._chosen += 1
        while self._kept < len(self._side):
            chosen = self._way(self._side[self._kept])
            if chosen is not None:
                return chosen
            self._kept += 1
        return None

    def _way(self, literal: Literal) -> Literal | None:
        """A way that is due when this literal holds; `None` if nothing is due any more."""
        truth = self._truth
        for ways in self._due[literal]:
            if not any(truth[way] > 0 for way in ways):
                return max((way for way in ways if not truth[way]), key=lambda way: (self._blamed[way >> 1], self._liked[way]))
        return None

    def _learn(self, clause: Clause) -> None:
        """What the contradiction shows to hold everywhere, and back to where it tells something new."""
        self._contradictions += 1
        here = len(self._levels)
        learned: Clause = [0]
        seen: set[int] = set()
        pending, at = 0, len(self._trail)
        reason: Iterable[Literal] = clause
        while True:
            for literal in reason:
                proposition = literal >> 1
                level = self._level[proposition]
                if proposition not in seen and level:
                    seen.add(proposition)
                    self._blamed[proposition] = self._contradictions
                    if level == here:
                        pending += 1
                    else:
                        learned.append(literal)
            at -= 1
            while self._trail[at] >> 1 not in seen:
                at -= 1
            pending -= 1
            if not pending:
                break
            # INVARIANT: all but the one the level was opened with were settled by a clause
            reason = self._reason[self._trail[at] >> 1] or ()
        learned[0] = self._trail[at] ^ 1
        if len(learned) == 1:
            self._back_to(0)
            self._settle(learned[0], None)
            return
        highest = max(range(1, len(learned)), key=lambda each: self._level[learned[each] >> 1])
        learned[1], learned[highest] = learned[highest], learned[1]
        self._back_to(self._level[learned[1] >> 1])
        self._watching[learned[0]].append(learned)
        self._watching[learned[1]].append(learned)
        self._settle(learned[0], learned)
