"""What is left of a program, over many cases side by side: one look at a definition sees it in all of them."""

from collections.abc import Iterable, Mapping, Sequence

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within, reads
from dutybound.engines.panel import Plane
from dutybound.facts import Value
from dutybound.openness import FREE, Open
from dutybound.program import outcome
from dutybound.rules import Outcome
from dutybound.truth import Truth


class Sheet(dict[str, Plane]):
    """The planes of definitions, each made when it is first asked for. What sort of cases these are, a kind of sheet says."""

    def __init__(self, known: Open, everyone: int) -> None:
        super().__init__()
        self.known, self.everyone = known, everyone
        self.failing: int = 0
        """The cases in which a predicate failed."""
        self._leaves: dict[Leaf, Plane] = {}

    def __missing__(self, name: str) -> Plane:
        residue = self.known.residues[name]
        if isinstance(residue, Truth):
            found = (self.everyone, 0) if residue is Truth.HOLDS else (0, self.everyone)
        else:
            found = self._plane(residue)
        self[name] = found
        return found

    def undecided(self) -> int:
        """The cases whose outcome or range is open."""
        decided = 0
        for ending in Outcome:
            if ending is not Outcome.UNDETERMINED and ending is not Outcome.LIABLE:
                decided |= self[outcome(ending)][0]
        liable = self[outcome(Outcome.LIABLE)][0]
        for name in self.known.bounds():
            if not liable:
                break
            holds, fails = self[name]
            liable &= holds | fails
        return self.everyone & ~(decided | liable)

    def refused(self) -> int:
        """The cases that contradict themselves, or in which a predicate fails."""
        broken = 0
        for name in self.known.residues if self.known.asks() else self.known.constraint_names():
            fails = self[name][1]
            broken |= fails if name in self.known.constraint_names() else 0
        return broken | self.failing

    def leaf(self, leaf: Leaf) -> Plane:
        """Where a leaf holds, and where it fails."""
        raise NotImplementedError

    def _plane(self, expression: Expression) -> Plane:
        match expression:
            case Ref(name):
                return self[name]
            case All(parts):
                holds, fails = self.everyone, 0
                for part in parts:
                    one, other = self[part.name] if isinstance(part, Ref) else self._plane(part)
                    holds, fails = holds & one, fails | other
                return holds, fails
            case Any(parts):
                holds, fails = 0, self.everyone
                for part in parts:
                    one, other = self[part.name] if isinstance(part, Ref) else self._plane(part)
                    holds, fails = holds | one, fails & other
                return holds, fails
            case Not(part):
                holds, fails = self._plane(part)
                return fails, holds
            case Among() | Within() | AtMost() | Opaque():
                found = self._leaves.get(expression)
                if found is None:
                    found = self._leaves[expression] = self.leaf(expression)
                return found


class Single(Sheet):
    """For each fact and each value of it the case in which that is known too, and nothing else."""

    def __init__(self, known: Open, facts: Iterable[str]) -> None:
        self._bits: dict[str, list[tuple[Value, int]]] = {}
        count = 0
        for fact in facts:
            values = known.values(fact)
            self._bits[fact] = [(value, 1 << number) for number, value in enumerate(values, count)]
            count += len(values)
        super().__init__(known, (1 << count) - 1)

    def leaf(self, leaf: Leaf) -> Plane:
        """Open but where the fact is the last that the leaf reads."""
        open_ones = [fact for fact in dict.fromkeys(reads(leaf)) if not self.known.knows(fact)]
        if len(open_ones) != 1 or (isinstance(leaf, Opaque) and not self.known.can_ask(leaf.predicate)):
            return 0, 0
        holds = fails = 0
        for value, bit in self._bits.get(open_ones[0], ()):
            truth = self.known.truth_with(leaf, {open_ones[0]: value})
            if truth is Truth.HOLDS:
                holds |= bit
            elif truth is Truth.FAILS:
                fails |= bit
            else:
                self.failing |= bit
        return holds, fails

    def settling(self) -> Mapping[str, int]:
        """In parts per thousand, for each fact, how many of its values that contradict nothing settle the case by themselves."""
        settled = self.everyone & ~self.undecided()
        sound = self.everyone & ~self.refused()
        found: dict[str, int] = {}
        for fact, bits in self._bits.items():
            mine = sum(bit for _, bit in bits) & sound
            found[fact] = 1000 * (mine & settled).bit_count() // max(1, mine.bit_count())
        return found


class Around(Sheet):
    """A complete case and, in further rows, every case that differs from it in one fact; each of them in one column for each fact in doubt.

    In its own column a fact is unknown, or is `turned` to its next value. Without columns: the complete cases as they are.
    """

    def __init__(
        self, known: Open, chosen: Mapping[str, Value], columns: Sequence[str], rows: Sequence[str], *, turned: bool = False
    ) -> None:
        self._chosen, self._turned = chosen, turned
        width = max(1, len(columns))
        count = 1 + sum(len(known.values(fact)) - 1 for fact in rows)
        super().__init__(known, (1 << count * width) - 1)
        self._row = (1 << width) - 1
        self._width = width
        every_row = self.everyone // self._row
        self._columns = {fact: every_row << number for number, fact in enumerate(columns)}
        self._rows: dict[str, list[tuple[Value, int]]] = {}
        number = 1
        for fact in rows:
            mine: list[tuple[Value, int]] = []
            for value in known.values(fact):
                if value != chosen[fact]:
                    mine.append((value, self._row << number * width))
                    number += 1
            self._rows[fact] = mine

    def leaf(self, leaf: Leaf) -> Plane:
        """As in the complete case, but for the rows that differ in what the leaf reads, and for the columns of that."""
        return self._plain(leaf) if isinstance(leaf, Among | Within) else self._joint(leaf)

    def _plain(self, leaf: Among | Within) -> Plane:
        """A leaf that reads one fact."""
        fact = leaf.fact
        values, told = self.known.values(fact), self.known.told(leaf)
        usual = self._chosen[fact]
        holds = self._where(fact, usual, dict(zip(values, told, strict=True)))
        column = self._columns.get(fact)
        if column is None:
            return holds, self.everyone ^ holds
        if not self._turned:
            return holds & ~column, (self.everyone ^ holds) & ~column
        turned = self._where(fact, usual, dict(zip(values, (*told[1:], told[0]), strict=True)))
        holds = holds & ~column | turned & column
        return holds, self.everyone ^ holds

    def _where(self, fact: str, usual: Value, told: Mapping[Value, bool]) -> int:
        """The rows in which a fact has a value of which this is told."""
        found = self.everyone if told[usual] else 0
        for value, rows in self._rows.get(fact, ()):
            if told[value] is not told[usual]:
                found ^= rows
        return found

    def _joint(self, leaf: Leaf) -> Plane:
        """A leaf that reads several facts."""
        planes = {Truth.HOLDS: 0, Truth.FAILS: 0, Truth.UNKNOWN: 0}
        changed = [({name: value}, rows) for name in self.known.asked(leaf, FREE) for value, rows in self._rows.get(name, ())]
        left = self.everyone
        for _, rows in changed:
            left &= ~rows
        own = [(fact, self._columns[fact]) for fact in dict.fromkeys(reads(leaf)) if fact in self._columns]
        for changes, rows in (({}, left), *changed):
            chosen = {**self._chosen, **changes}
            plain = rows
            for fact, column in own:
                plain &= ~column
                if self._turned:
                    planes[self.known.truth_with(leaf, {**chosen, fact: self._next(fact, chosen[fact])})] |= rows & column
            planes[self.known.truth_with(leaf, chosen)] |= plain
        self.failing |= planes[Truth.UNKNOWN]
        return planes[Truth.HOLDS], planes[Truth.FAILS]

    def widened(self, rows: int) -> int:
        """Every column of rows that were told without columns."""
        found = 0
        while rows:
            low = rows & -rows
            found |= self._row << (low.bit_length() - 1) * self._width
            rows ^= low
        return found

    def columns(self, cases: int) -> frozenset[str]:
        """The facts in whose column one of these cases is."""
        return frozenset(fact for fact, column in self._columns.items() if cases & column)

    def mending(self) -> Mapping[str, Value]:
        """For each constraint that the complete case breaks, a change that mends it and breaks the fewest others; without columns."""
        broken = [fails for name in self.known.constraint_names() if (fails := self[name][1])]
        found: dict[str, Value] = {}
        for each in broken:
            if each & 1:
                ways = [(fact, value, rows) for fact, others in self._rows.items() for value, rows in others if not each & rows]
                if ways:
                    fact, value, _ = min(ways, key=lambda way: sum(bool(fails & way[2]) for fails in broken))
                    found.setdefault(fact, value)
        return found

    def _next(self, fact: str, value: Value) -> Value:
        values = self.known.values(fact)
        return values[(values.index(value) + 1) % len(values)]


def hanging(known: Open, chosen: Mapping[str, Value], facts: Sequence[str], varied: Sequence[str]) -> frozenset[str]:
    """Those of the facts without which a complete case, or one that differs from it in one `varied` fact, could not be decided."""
    unknown = Around(known, chosen, facts, varied)
    undecided = unknown.undecided()
    undecided &= ~unknown.failing
    refused = unknown.widened(Around(known, chosen, (), varied).refused())
    if undecided & refused:
        refused &= Around(known, chosen, facts, varied, turned=True).refused()
    return unknown.columns(undecided & ~refused)


def mended(known: Open, turns: int) -> tuple[Mapping[str, Value], bool]:
    """A complete case in which little happened, changed so often until it contradicts nothing; whether that came about."""
    everything = sorted(known.everything())
    chosen = {name: known.values(name)[-1] for name in everything}
    for _ in range(turns):
        rows = Around(known, chosen, (), everything)
        if not rows.refused() & 1:
            return chosen, True
        chosen = {**chosen, **rows.mending()}
    return chosen, False
