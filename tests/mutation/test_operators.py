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
    "drop-conjunct:minor-and-owned-up#2": ("owned-up", "drops the condition `holds: owned-up`"),
    "drop-conjunct:owned-up": ("owned_up: true", "drops the condition `owned_up: true`"),
    "flip-leaf:neglect-range/2": ("gravity: serious", "turns `gravity: serious` into its opposite"),
    "shift-bound:neglect-range/1:higher": ("ordinary", "`gravity: {at_most: ordinary}` becomes `gravity: {at_most: serious}`"),
    "shift-bound:harm:lower": ("1}", "`victims: {at_least: 1}` becomes `victims: {at_least: 0}`"),
    "shift-bound:late-check:edge": ("check_due_on", "`checked_on: {after: check_due_on}` becomes `checked_on: {at_least: check_due_on}`"),
    "shift-bound:duty-law:from-later": ("2020-01-01", "`from: 2020-01-01` becomes `from: 2020-01-02`"),
    "shift-bound:correct:due-longer": ("15", "`days: 15` becomes `days: 16`"),
    "drop-exemption:force-majeure": ("id: force-majeure", "drops the exemption: it never holds"),
    "drop-unless:relied-on-report/obvious-defect": ("id: obvious-defect", "drops the exception `obvious-defect`: it never holds"),
    "swap-rungs:neglect-range/1:to-higher": ("[warning, demerit]", "`range: [warning, demerit]` becomes `range: [warning, removal]`"),
    "swap-rungs:ladder:warning": ("- {id: warning", "`warning` and `demerit` change places on the ladder"),
    "swap-mode:owned-up": ("may", "`mode: may` becomes `mode: shall`"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_mutant_says_where_and_what_it_changes(name: str) -> None:
    mutant = MUTANTS[name]
    written, words = KNOWN[name]
    line = Path(mutant.place.source).read_text(encoding="utf-8").splitlines()[mutant.place.line - 1]
    assert line[mutant.place.column - 1 :].startswith(written)
    assert mutant.words.en == words


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
