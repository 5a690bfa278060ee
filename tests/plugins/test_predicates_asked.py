"""Predicates are asked while a case is decided: one that fails refuses the case, and none changes anything."""

import sys
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from plugin_stand_ins import CITED, FACTS, TITLE, Sound, later, plugin

from dutybound import Engine, Language, Refused
from dutybound.case import Person
from dutybound.conditions import Asks, Predicate
from dutybound.facts import Facts
from dutybound.rules import Circumstance, Effect, Mode


def _asking(function: Callable[[Facts], Any]) -> Engine:
    asked = Predicate("asked", TITLE, ("overdue", "committed"), function)
    moved = Circumstance(id="moved", provision=CITED, title=TITLE, effect=Effect.LIGHTER, mode=Mode.MAY, when=Asks("asked"))
    return Engine.of({"sound": Sound(), "hostile": plugin(select_sanctions=lambda: [asked, moved])})


class Untellable(Exception):
    """What can neither be told nor spelt."""

    def __str__(self) -> str:
        raise RuntimeError("no words")

    __repr__ = __str__


def _raises_what_cannot_be_told(facts: Any) -> bool:
    raise Untellable


def _guesses(facts: Any) -> bool:
    try:
        return bool(facts["gravity"] == "minor")
    except KeyError:
        return False


def _mutates(facts: Any) -> bool:
    facts.clear()
    facts["committed"] = False
    return True


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (lambda facts: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda facts: facts["gravity"], "reads the fact `gravity`, which its `reads` does not name"),
        (lambda facts: facts.get("gravity") == "minor", "reads the fact `gravity`, which its `reads` does not name"),
        (lambda facts: "gravity" in facts, "reads the fact `gravity`, which its `reads` does not name"),
        (_guesses, "reads the fact `gravity`, which its `reads` does not name"),
        (lambda facts: {}["gravity"], "raised KeyError: 'gravity'"),
        (_raises_what_cannot_be_told, "raised Untellable"),
        (lambda facts: Untellable(), "returned Untellable where True or False is needed"),
        (lambda facts: int("two\nlines"), "raised ValueError: invalid literal for int() with base 10: 'two\\nlines'"),
        (lambda facts: object(), "returned object where True or False is needed"),  # not told by its place in memory
        (lambda facts: None, "returned None where True or False is needed"),
        (lambda facts: 1, "returned 1 where True or False is needed"),
        (lambda facts: "yes", "returned 'yes' where True or False is needed"),
        (lambda facts: sys.exit(0), "raised SystemExit: 0"),
        (lambda: True, "raised TypeError"),
        (later, "raised TypeError"),
    ],
)
def test_a_predicate_that_fails_refuses_the_case_and_is_named(function: Callable[[Facts], Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        _asking(function).decide_person("c", Person("p", FACTS))
    assert str(refused.value).startswith(f"c/p: the predicate `asked` {why}")


def test_a_predicate_that_changes_its_facts_changes_nothing() -> None:
    engine = _asking(_mutates)
    facts = dict(FACTS)
    decision = engine.decide_person("c", Person("p", facts))
    assert decision.outcome == "liable"
    assert facts == FACTS


def test_a_predicate_is_not_asked_while_a_fact_it_reads_is_unknown() -> None:
    asked: list[Facts] = []
    engine = _asking(lambda facts: asked.append(facts) or True)
    engine.decide_person("c", Person("p", {name: value for name, value in FACTS.items() if name != "overdue"}))
    assert not asked


def test_a_failing_predicate_is_told_in_chinese_too() -> None:
    with pytest.raises(Refused) as refused:
        _asking(lambda facts: None).decide_person("c", Person("p", FACTS))
    assert [problem.into(Language.ZH) for problem in refused.value.problems] == ["c/p: 谓词 `asked` 出错：返回 None，应为 True 或 False"]


def test_reasons_of_another_decision_are_not_shown() -> None:
    answers = cycle((True, False))
    engine = _asking(lambda facts: next(answers))
    with pytest.raises(Refused, match=r"^c/p: deriving the decision again came to another one: a predicate does not answer the same"):
        engine.explain_person("c", Person("p", FACTS))
