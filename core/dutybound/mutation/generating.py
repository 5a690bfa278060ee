"""All mutants of a rulebook, in the order of its rules: instruments, ladder, facts, then rule by rule."""

from collections.abc import Iterable, Iterator

from dutybound.mutation.conditions import condition_mutants
from dutybound.mutation.mutants import Mutant
from dutybound.mutation.structure import fact_mutants, instrument_mutants, ladder_mutants, structure_mutants
from dutybound.rulebook import Rulebook


def mutants(rulebook: Rulebook, instruments: Iterable[str] = ()) -> Iterator[Mutant]:
    """Every mutant of what these instruments say, of all where none is named."""
    content = rulebook.content
    chosen = frozenset(instruments) or frozenset(each.id for each in content.instruments)
    facts = {fact.id: fact for fact in content.facts}
    for instrument in content.instruments:
        if instrument.id in chosen:
            yield from instrument_mutants(instrument)
    if content.ladder.provision.instrument in chosen:
        yield from ladder_mutants(content.ladder)
    for fact in content.facts:
        if fact.provision.instrument in chosen:
            yield from fact_mutants(fact)
    for rule in content.rules():
        if rule.provision.instrument in chosen:
            yield from condition_mutants(rule, facts)
            yield from structure_mutants(rule, content)
