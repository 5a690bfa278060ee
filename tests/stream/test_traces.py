"""What is remembered by the questions that were asked is what would be made again.

Seen to fail: a fork that is not parted where two traces part; a question left out of a trace.
"""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dutybound.stream.traces import End, Traces

QUESTIONS = 6

Tree = tuple[int, "Tree | int", "Tree | int"]


def trees(asked: frozenset[int] = frozenset()) -> st.SearchStrategy[Tree | int]:
    """What to ask first, and what then; a number is what is made."""
    left = sorted(set(range(QUESTIONS)) - asked)
    end = st.integers(0, 3)
    if not left:
        return end
    fork = st.sampled_from(left).flatmap(lambda at: st.tuples(st.just(at), trees(asked | {at}), trees(asked | {at})))
    return st.one_of(end, fork, fork)


def ended(tree: Tree | int, answers: Sequence[bool]) -> End[int]:
    asked: list[int] = []
    while not isinstance(tree, int):
        asked.append(tree[0])
        tree = tree[2] if answers[tree[0]] else tree[1]
    return End(tree, tuple(asked))


ANSWERS = st.lists(st.lists(st.booleans(), min_size=QUESTIONS, max_size=QUESTIONS), min_size=1, max_size=30)


@given(trees(), ANSWERS)
def test_the_same_answers_to_what_was_asked_give_what_was_made(tree: Tree | int, cases: list[list[bool]]) -> None:
    traces = Traces(lambda answers: ended(tree, answers))
    for answers in cases:
        assert traces.end(answers) is traces.end(answers)
        assert traces.of(answers) == ended(tree, answers).made
        assert traces.end(answers).asked == ended(tree, answers).asked


@given(trees(), ANSWERS)
def test_nothing_is_made_twice(tree: Tree | int, cases: list[list[bool]]) -> None:
    traces = Traces(lambda answers: ended(tree, answers))
    seen = set()
    for answers in cases:
        asked = ended(tree, answers).asked
        seen.add((asked, tuple(answers[at] for at in asked)))
        traces.of(answers)
    assert traces.made == len(seen)
    traces.forget()
    for answers in cases:
        assert traces.of(answers) == ended(tree, answers).made
    assert traces.made == 2 * len(seen)
