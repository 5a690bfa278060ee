"""The search for values under which clauses hold, against every combination. Seen to fail: `_learn` forgetting what was assumed;
`_way` passing over what is due."""

from itertools import product
from random import Random

import pytest

from dutybound.clauses import Clauses, Exhausted, contrary

COUNT = 9
VALUES = tuple(product((True, False), repeat=COUNT))


@pytest.mark.parametrize("seed", range(60))
def test_it_finds_values_exactly_where_there_are_some(seed: int) -> None:
    random = Random(seed)

    def some(least: int, most: int) -> list[int]:
        return [2 * each + random.randrange(2) for each in random.sample(range(COUNT), random.randint(least, most))]

    search = Clauses()
    literals = [search.literal() for _ in range(COUNT)]
    assert literals == list(range(0, 2 * COUNT, 2))
    clauses = [some(2, 4) for _ in range(random.randint(20, 45))]
    for number, clause in enumerate(clauses):
        (search.require_beside if number % 2 else search.require)(search.one(clause))
    sound = [values for values in VALUES if all(_holds(clause, values) for clause in clauses)]
    for _ in range(12):
        assumed = some(0, 3)
        search.steps = 100_000
        possible = any(all(_holds([literal], values) for literal in assumed) for values in sound)
        assert search.satisfied(assumed) is possible
        if possible:
            assert all(any(search.holds(literal) for literal in clause) for clause in [*clauses, *([each] for each in assumed)])


def _holds(clause: list[int], values: tuple[bool, ...]) -> bool:
    return any(values[literal >> 1] is not bool(literal & 1) for literal in clause)


def test_what_follows_from_all_and_from_one_of_several() -> None:
    search = Clauses()
    a, b, c = (search.literal() for _ in range(3))
    search.require(search.one((search.both((a, b)), search.both((b, c)))))
    search.steps = 1000
    assert search.satisfied((contrary(a),))
    assert search.holds(b)
    assert search.holds(c)
    assert not search.satisfied((contrary(b),))
    assert search.satisfied(())


def test_a_search_that_takes_too_long_says_so_and_can_go_on() -> None:
    search = Clauses()
    a, b = search.literal(), search.literal()
    search.imply(a, b)
    search.steps = 0
    with pytest.raises(Exhausted):
        search.satisfied((a,))
    search.steps = 100
    assert search.satisfied((a,))
    assert search.holds(b)
