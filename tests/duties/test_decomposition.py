"""Duties are neither added nor dropped, however they are given to posts (samr-2020/8.2)."""

from attrs import evolve
from duty_tables import decompositions, item
from hypothesis import given
from hypothesis import strategies as st

from dutybound.duties.items import DutyItem
from dutybound.duties.posts import NEEDED, Assignment, decomposition_problems, holders
from dutybound.problems import Place

Kept = tuple[tuple[DutyItem, ...], tuple[Assignment, ...]]


@given(decompositions())
def test_a_decomposition_that_keeps_every_duty_has_no_problem(kept: Kept) -> None:
    assert decomposition_problems(*kept) == ()


@given(decompositions(), st.data())
def test_a_duty_that_loses_its_posts_is_dropped(kept: Kept, data: st.DataObject) -> None:
    items, assignments = kept
    lost = data.draw(st.sampled_from(items))
    left = [each for each in assignments if each.code.split("/")[0] != lost.code]
    found = decomposition_problems(items, left)
    assert [problem.message.en.startswith("dropped") for problem in found] == [True] * len(lost.parts)
    assert {problem.place for problem in found} == {lost.place}


@given(decompositions(), st.data())
def test_a_step_without_a_post_is_told_for_each_part(kept: Kept, data: st.DataObject) -> None:
    items, assignments = kept
    lost, step = data.draw(st.sampled_from(items)), data.draw(st.sampled_from(NEEDED))
    left = [each for each in assignments if (each.code.split("/")[0], each.step) != (lost.code, step)]
    assert len(decomposition_problems(items, left)) == len(lost.parts)


@given(decompositions(), st.sampled_from(NEEDED))
def test_a_duty_that_is_not_on_the_list_is_added(kept: Kept, step: str) -> None:
    items, assignments = kept
    foreign = Assignment("X9", "a", "post", step, Place("posts", 99, 1))
    [problem] = decomposition_problems(items, (*assignments, foreign))
    assert problem.place == foreign.place
    assert problem.message.en.startswith("added: `X9` is not on the list")


@given(decompositions(), st.data())
def test_the_same_post_twice_is_told_with_both_places(kept: Kept, data: st.DataObject) -> None:
    items, assignments = kept
    again = evolve(data.draw(st.sampled_from(assignments)), place=Place("posts", 99, 1))
    [problem] = decomposition_problems(items, (*assignments, again))
    assert problem.place == again.place
    assert problem.also in [each.place for each in assignments]


@given(decompositions())
def test_every_part_is_held_at_every_needed_step_by_exactly_the_posts_given(kept: Kept) -> None:
    items, assignments = kept
    for each in items:
        for part in each.parts:
            named = {(given_.step, given_.unit, given_.post) for given_ in assignments if given_.code in (part, each.code)}
            assert set(holders(part, assignments)) == named
            assert {step for step, _, _ in named} == set(NEEDED)


def test_an_unknown_sub_item_is_added_and_hinted_at() -> None:
    [problem] = [
        each
        for each in decomposition_problems((item("A1", ("x", "y")),), (Assignment("A1/3", "u", "p", "handler", Place("p", 2, 1)),))
        if each.message.en.startswith("added")
    ]
    assert "did you mean `A1/" in problem.message.en
