"""Truths of many rules in a few whole numbers: one bit for "holds" and one for "unknown" a rule, with a legend to read them."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from dutybound.program import Program, Stage
from dutybound.truth import Truth

BITS = 60
"""Bits used of a word: below the sign of the 64-bit whole numbers that every column format has."""

_DERIVED = (Stage.CONSTRAINT, Stage.COMPLETE, Stage.EXCUSED, Stage.STANDS, Stage.ACTIVE)


@frozen
class Legend:
    """What each bit stands for: bit `i % BITS` of word `i // BITS` is that of `names[i]`."""

    names: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many whole numbers one mask takes."""
        return -(-len(self.names) // BITS)

    def bits(self, word: int) -> tuple[tuple[str, int], ...]:
        """The names of one word (from 0), each with the value of its bit."""
        chosen = self.names[word * BITS : (word + 1) * BITS]
        return tuple((name, 1 << position) for position, name in enumerate(chosen))

    def named(self, words: Iterable[int]) -> tuple[str, ...]:
        """The names whose bits are set."""
        return tuple(name for word, mask in enumerate(words) for name, bit in self.bits(word) if mask & bit)

    def mask(self, chosen: Iterable[str]) -> tuple[int, ...]:
        """The words with the bits of these names set."""
        found = [0] * self.words
        wanted = set(chosen)
        for position, name in enumerate(self.names):
            if name in wanted:
                found[position // BITS] |= 1 << position % BITS
        return tuple(found)

    def truths(self, holding: Iterable[int], unknown: Iterable[int]) -> Mapping[str, Truth]:
        """The truth of every name."""
        found = dict.fromkeys(self.names, Truth.FAILS)
        found.update(dict.fromkeys(self.named(holding), Truth.HOLDS))
        found.update(dict.fromkeys(self.named(unknown), Truth.UNKNOWN))
        return found


def rule_legend(program: Program) -> Legend:
    """The definitions that are findings of rules.

    INVARIANT: every definition that reads facts itself is among them, a constraint or another rule's time of force, so that
    their truths determine everything a decision says.
    """
    return Legend(tuple(each.name for each in program.definitions if each.rule and each.stage not in _DERIVED))


def fact_legend(program: Program) -> Legend:
    """All facts of the program."""
    return Legend(tuple(fact.id for fact in program.facts))
