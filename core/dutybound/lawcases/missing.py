"""A case for each way in which no case shows a condition to decide: found near the cases there are, the outcome left to a person."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from dutybound.conditions import Opaque, Ref, leaves, reads
from dutybound.engines.panel import Panel, Planes, bits
from dutybound.facts import Fact, Value
from dutybound.lawcases.coverage import Coverage, Deciding, Leaf, leaf
from dutybound.lawcases.suite import Suite, refused

MOST_PAIRS = 12
"""How many pairs of changed facts are tried for one condition before it is left without a case."""

_FIELDS = ("authority.kind", "authority.region", "authority.level", "act.kind", "act.date", "person.role")


@frozen
class Missing:
    """A way to decide that no case shows: `near` is the number of a case in the suite, which shows it after these `changes`."""

    deciding: Deciding
    truth: bool
    near: int | None
    changes: tuple[tuple[str, Value], ...] = ()


def missing(suite: Suite, coverage: Coverage) -> tuple[Missing, ...]:
    """Every way in which no case shows a condition to decide, with a case that would, where one is near."""
    search = _Search(suite)
    return tuple(search.near(each, truth) for each in coverage.deciding for truth in each.missing)


def writable(fact: Fact) -> bool:
    """Whether a lawyer's case has a place for the fact: of the case record's fields it knows only some."""
    return not fact.origin or fact.origin in _FIELDS


class _Search:
    """Looks for cases that differ from a known one in a fact or two."""

    def __init__(self, suite: Suite) -> None:
        self._suite = suite
        self._definitions = {each.name: each for each in suite.program.definitions}
        self._writable = {fact.id for fact in suite.program.facts if writable(fact)}
        self._below: dict[str, tuple[str, ...]] = {}
        # a case with an office's files beside it cannot be written anew from its facts
        self._bases = sum(1 << number for number, each in enumerate(suite.results) if each.case.written.matter is None)

    def near(self, each: Deciding, truth: bool) -> Missing:
        found = leaf(self._suite, each.part, each.at, self._definitions[each.definition])
        other_way = found.deciding(self._suite.panel, self._suite.planes, self._suite.refused)[int(truth)]
        own = [fact for fact in self._facts(found.itself) if fact in self._writable]
        for fact in self._ordered(own, self._reach(each.definition)):
            for value in self._values(fact):
                number = self._best(self._shown(found, truth, self._suite.with_fact(fact, value)), other_way, each)
                if number is not None:
                    return Missing(each, truth, number, ((fact, value),))
        return self._pair(each, truth, found, own)

    def _pair(self, each: Deciding, truth: bool, found: Leaf, own: list[str]) -> Missing:
        reach = self._ordered(own, self._reach(each.definition))
        tried = 0
        for fact in own:
            for value in self._values(fact):
                panel, planes = self._suite.with_fact(fact, value)
                for other in reach:
                    for second in self._values(other) if other != fact else ():
                        tried += 1
                        if tried > MOST_PAIRS:
                            return Missing(each, truth, None)
                        changed = panel.but(other, second)
                        moved = self._suite.follower.with_fact(changed, planes, other)
                        number = self._best(self._shown(found, truth, (changed, moved)), 0, each)
                        if number is not None:
                            return Missing(each, truth, number, ((fact, value), (other, second)))
        return Missing(each, truth, None)

    def _shown(self, found: Leaf, truth: bool, side: tuple[Panel, Planes]) -> int:
        """The cases in which the condition decides by this truth; a contradictory case shows a constraint only."""
        panel, planes = side
        ways = found.deciding(panel, planes, refused(self._suite.constraints, planes))
        return ways[0 if truth else 1] & self._bases

    def _best(self, mask: int, preferred: int, each: Deciding) -> int | None:
        """A case of the mask: first one in which the condition decides the other way, first one written for the provision."""
        provision = self._suite.rulebook.rule(each.rule).provision
        chosen: int | None = None
        for number in bits(mask & preferred or mask):
            if self._suite.results[number].case.written.provision == provision:
                return number
            chosen = number if chosen is None else chosen
        return chosen

    def _facts(self, expression: object) -> tuple[str, ...]:
        match expression:
            case Ref(name):
                return self._reach(name)
            case _:
                found = (each for each in leaves(expression) if not isinstance(each, Ref))  # type: ignore[arg-type]  # it is one
                return tuple(dict.fromkeys(fact for each in found for fact in _asked(each)))

    def _values(self, fact: str) -> tuple[Value, ...]:
        """Values worth trying; a region must be spelt with six digits."""
        values = self._suite.trials[fact]
        region = self._suite.rulebook.origin("authority.region")
        if region is None or region.id != fact:
            return values
        return tuple(value for value in values if isinstance(value, int) and 100_000 <= value <= 999_999)

    def _reach(self, name: str) -> tuple[str, ...]:
        """The facts a definition rests on, the nearest first."""
        if name not in self._below:
            expression = self._definitions[name].expression
            direct = [fact for each in leaves(expression) if not isinstance(each, Ref) for fact in _asked(each)]
            further = [fact for each in leaves(expression) if isinstance(each, Ref) for fact in self._reach(each.name)]
            self._below[name] = tuple(dict.fromkeys((*direct, *further)))
        return self._below[name]

    def _ordered(self, own: Iterable[str], reach: Iterable[str]) -> list[str]:
        return [fact for fact in dict.fromkeys((*own, *reach)) if fact in self._writable]


def _asked(each: object) -> Iterator[str]:
    match each:
        case Opaque(reads=facts):
            yield from facts
        case _:
            yield from reads(each)  # type: ignore[arg-type]  # a leaf that is no reference
