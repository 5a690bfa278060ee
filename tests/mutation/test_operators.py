"""Each operator makes the changes it says, at the place it says, and every mutant has an id of its own."""

from collections import Counter
from pathlib import Path

import pytest

from dutybound.engine import Engine
from dutybound.mutation.generating import mutants
from dutybound.mutation.mutants import Operator, mutated

HERE = Path(__file__).parent
SMALL = Engine.of({}, policies=[HERE / "../cli/rulebook"]).rulebook
MUTANTS = {each.id: each for each in mutants(SMALL)}

KNOWN = {
    "drop-conjunct:minor-and-owned-up#2": ("duty-law.yaml:61:11", "drops the condition `holds: owned-up`"),
    "drop-conjunct:owned-up": ("duty-law.yaml:46:12", "drops the condition `owned_up: true`"),
    "flip-leaf:neglect-range/2": ("duty-law.yaml:26:18", "turns `gravity: serious` into its opposite"),
    "shift-bound:neglect-range/1:higher": ("duty-law.yaml:25:37", "`gravity: {at_most: ordinary}` becomes `gravity: {at_most: serious}`"),
    "shift-bound:harm:lower": ("duty-rule.yaml:169:27", "`victims: {at_least: 1}` becomes `victims: {at_least: 0}`"),
    "shift-bound:duty-law:from-later": ("duty-law.yaml:5:9", "`from: 2020-01-01` becomes `from: 2020-01-02`"),
    "drop-exemption:force-majeure": ("duty-rule.yaml:187:5", "drops the exemption: it never holds"),
    "swap-rungs:neglect-range/1:to-higher": ("duty-law.yaml:25:56", "`range: [warning, demerit]` becomes `range: [warning, removal]`"),
    "swap-rungs:ladder:warning": ("duty-law.yaml:11:5", "`warning` and `demerit` change places on the ladder"),
    "swap-mode:owned-up": ("duty-law.yaml:45:11", "`mode: may` becomes `mode: shall`"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_mutant_says_where_and_what_it_changes(name: str) -> None:
    mutant = MUTANTS[name]
    place = f"{Path(mutant.place.source).name}:{mutant.place.line}:{mutant.place.column}"
    assert (place, mutant.words.en) == KNOWN[name]


def test_every_operator_finds_something_to_change_and_every_id_is_its_own() -> None:
    counted = Counter(each.operator for each in mutants(SMALL))
    assert set(counted) == set(Operator)
    assert sum(counted.values()) == len(MUTANTS)


def test_a_mutant_changes_one_thing_and_nothing_else() -> None:
    for mutant in MUTANTS.values():
        before, after = SMALL.content, mutated(SMALL.content, mutant)
        kept = [(one, other) for one, other in zip(before.rules(), after.rules(), strict=True) if one != other]
        others = (before.instruments != after.instruments) + (before.ladder != after.ladder)
        assert len(kept) + others == 1, mutant.id
