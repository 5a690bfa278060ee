"""The principles of the regulation: what it upholds rather than executes."""

from pathlib import Path

from dutybound import program as names
from dutybound.engine import Engine
from dutybound.rules import Outcome, Rank
from dutybound.testing import harm, invariants
from dutybound.testing.cases import read_by

ENGINE = Engine.installed()
CONTENT = ENGINE.rulebook.content


def test_an_annulled_act_alone_bears_on_nobodys_responsibility() -> None:
    fact = "act_annulled_or_declared_unlawful"
    endings = [names.outcome(each) for each in Outcome if each is not Outcome.UNDETERMINED]
    assert [ending for ending in endings if fact in read_by(ENGINE, ending)] == []
    assert fact in read_by(ENGINE, "examine-clue")


def test_what_moves_or_waives_a_sanction_rests_on_upper_law() -> None:
    upper = {each.id for each in CONTENT.instruments if each.rank in (Rank.LAW, Rank.REGULATION)}
    moving = (*CONTENT.circumstances, *CONTENT.waivers)
    assert [each.id for each in moving if each.provision.instrument not in upper] == []
    assert moving


def test_every_principle_names_what_upholds_it() -> None:
    tests = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.parent.rglob("test_*.py"))
    missing = [
        (principle.id, name)
        for principle in CONTENT.principles
        for name in principle.upheld_by
        if not hasattr(invariants, name) and not hasattr(harm, name) and f"def {name}(" not in tests
    ]
    assert missing == []


def test_no_question_points_at_another_which_may_not_have_been_asked() -> None:
    pointing = ("上述", "前述", "上面", "是否因此未能")
    assert [each.id for each in CONTENT.facts if any(word in each.question.zh for word in pointing)] == []
