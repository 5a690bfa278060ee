"""Every article, paragraph and item of the regulation is executed, a document or register, or a principle with its test."""

from pathlib import Path

import pytest
from attrs import evolve
from click import Group

from dutybound.cli import COMMANDS, program
from dutybound.contents import Contained, Standing, by_place, places
from dutybound.engine import Engine
from dutybound.host import gather, installed
from dutybound.linking import link
from dutybound.rulebook import Content
from dutybound.stages import STAGES

CONTENT = Engine.installed().rulebook.content
REGULATION = next(each for each in CONTENT.instruments if each.id == "samr-2020")
PLACES = places(REGULATION)


def _found(content: Content = CONTENT) -> dict[str, Contained]:
    return {str(each.provision).removeprefix("samr-2020/"): each for each in by_place(content, REGULATION)}


def test_the_contents_are_twenty_eight_articles_with_their_items() -> None:
    assert {place.article for place in PLACES} == set(range(1, 29))
    items = {article: [place.item for place in PLACES if place.article == article and place.item] for article in (14, 15, 21, 22)}
    assert items == {14: [*range(1, 6)], 15: [*range(1, 7)], 21: [*range(1, 12)], 22: [*range(1, 9)]}
    paragraphs = {
        article: max(place.paragraph for place in PLACES if place.article == article) for article in (2, 4, 8, 10, 17, 18, 19, 20)
    }
    assert paragraphs == {2: 2, 4: 2, 8: 2, 10: 2, 17: 2, 18: 3, 19: 2, 20: 2}


@pytest.mark.parametrize("place", [str(each) for each in PLACES])
def test_every_place_has_its_entry(place: str) -> None:
    assert _found()[place.removeprefix("samr-2020/")].standing is not Standing.LEFT_OVER


@pytest.mark.parametrize(
    ("stage", "rule", "place"),
    [
        ("faults", "missed-supervision", "14.1.1"),
        ("exemptions", "changed-by-mediation", "21.1.8"),
        ("obligations", "commend", "6"),
        ("documents", "tree-of-offices", "4.1"),
        ("principles", "law-of-the-day-of-the-act", "28"),
    ],
)
def test_a_rule_taken_away_leaves_its_place_over(stage: str, rule: str, place: str) -> None:
    without = evolve(CONTENT, **{stage: tuple(each for each in getattr(CONTENT, stage) if each.id != rule)})
    assert _found(without)[place].standing is Standing.LEFT_OVER


def test_what_a_pack_does_is_told_as_local_and_carries_nothing_out_for_the_country() -> None:
    examples = Path(__file__).parents[2] / "examples" / "guangzhou-urgent"
    content = link(gather(installed(), (examples,))).content
    [measure] = [each for each in content.measures if each.id == "guangzhou-urgent-drill"]
    cites = evolve(measure, also=(PLACES[0],))
    told = _found(evolve(content, measures=(*(each for each in content.measures if each is not measure), cites)))
    place = str(PLACES[0]).removeprefix("samr-2020/")
    assert [each.pack for each in told[place].entries if each.id == cites.id] == ["guangzhou-urgent"]
    assert [each.pack for each in told["21.1.11"].entries if each.id == "guangzhou-urgent-approved-later"] == ["guangzhou-urgent"]
    alone = evolve(content, **{**dict.fromkeys(STAGES, ()), "measures": (cites,)})
    assert _found(alone)[place].standing is Standing.LEFT_OVER


def test_a_constraint_alone_carries_nothing_out() -> None:
    kinds = {entry.kind for each in _found().values() if each.standing is Standing.EXECUTED for entry in each.entries}
    assert "constraints" in kinds
    only = evolve(CONTENT, faults=(), documents=(), principles=())
    assert _found(only)["14.1.1"].standing is Standing.LEFT_OVER


def test_every_document_names_a_command_that_is_there() -> None:
    for document in CONTENT.documents:
        name, _, part = document.made_by.partition(" ")
        assert name in COMMANDS
        found = program.get_command(None, name)  # type: ignore[arg-type]  # the table needs no context
        assert part in found.commands if isinstance(found, Group) else not part


def test_each_principle_names_tests_and_each_test_is_there() -> None:
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.parent.rglob("test_*.py"))
    checks = "".join(file.read_text("utf-8") for file in (Path(__file__).parents[2] / "core/dutybound/testing").glob("*.py"))
    for each in _found().values():
        for entry in each.entries:
            if entry.kind == "principles":
                assert entry.detail
                assert all(f"def {name}(" in tests + checks for name in entry.detail), entry.id
