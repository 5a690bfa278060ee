"""Conditions, citations and columns in words."""

from datetime import date

import pytest

from dutybound.citations import Citations
from dutybound.conditions import Among, AtMost, Within
from dutybound.engine import Engine
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number, Option
from dutybound.outputs.columns import clipped, columns, width
from dutybound.provision import Provision
from dutybound.text import Text
from dutybound.wording import compared, exact, requirement, value_words

CITED = Provision.parse("rule/1")
WORDS = Text("", "")


def _fact(domain: Flag | Choice | Grade | Number | Day, zh: str = "甲", en: str = "a") -> Fact:
    return Fact("a", domain, Text(zh, en), WORDS, CITED, WORDS)


OPTIONS = tuple(Option(name, Text(zh, name)) for name, zh in (("low", "轻"), ("middle", "中"), ("high", "重"), ("top", "特重")))
FLAG, GRADE, CHOICE = _fact(Flag()), _fact(Grade(OPTIONS)), _fact(Choice(OPTIONS))
NUMBER, DAY = _fact(Number(Text("日", "days"))), _fact(Day())
MARCH, APRIL = date(2021, 3, 4), date(2021, 4, 5)

REQUIREMENTS = [
    (FLAG, Among("a", (True,)), False, "是", "yes"),
    (FLAG, Among("a", (True,)), True, "否", "no"),
    (GRADE, Among("a", ("high", "top")), False, "重以上", "high or more"),
    (GRADE, Among("a", ("high", "top")), True, "中以下", "middle or less"),
    (GRADE, Among("a", ("middle",)), False, "中", "middle"),
    (GRADE, Among("a", ("low", "high", "top")), False, "轻、重或特重", "low, high or top"),
    (CHOICE, Among("a", ("low", "high")), False, "轻或重", "low or high"),
    (CHOICE, Among("a", ("low",)), True, "不是轻", "not low"),
    (NUMBER, Within("a", 5, None), False, "不少于 5 日", "at least 5 days"),
    (NUMBER, Within("a", None, 5), False, "不超过 5 日", "at most 5 days"),
    (NUMBER, Within("a", 5, None), True, "少于 5 日", "less than 5 days"),
    (NUMBER, Within("a", None, 5), True, "多于 5 日", "more than 5 days"),
    (NUMBER, Within("a", 5, 5), False, "5 日", "5 days"),
    (NUMBER, Within("a", 5, 9), True, "不在此范围：5 日 至 9 日", "not 5 days to 9 days"),
    (DAY, Within("a", MARCH, None), False, "2021-03-04 及以后", "on or after 2021-03-04"),
    (DAY, Within("a", None, MARCH), False, "2021-03-04 及以前", "on or before 2021-03-04"),
    (DAY, Within("a", MARCH, None), True, "早于 2021-03-04", "before 2021-03-04"),
    (DAY, Within("a", None, MARCH), True, "晚于 2021-03-04", "after 2021-03-04"),
    (DAY, Within("a", MARCH, APRIL), False, "2021-03-04 至 2021-04-05", "2021-03-04 to 2021-04-05"),
]


@pytest.mark.parametrize(("fact", "leaf", "negated", "zh", "en"), REQUIREMENTS)
def test_what_a_condition_asks_is_said_in_words(fact: Fact, leaf: Among | Within, negated: bool, zh: str, en: str) -> None:
    assert requirement(leaf, fact, negated=negated) == Text(zh, en)


def test_only_a_requirement_with_one_value_is_said_by_the_value_alone() -> None:
    assert exact(Among("a", (True,)), negated=True)
    assert exact(Within("a", 5, 5))
    assert not exact(Among("a", ("low",)), negated=True)
    assert not exact(Among("a", ("low", "high")))
    assert not exact(Within("a", 5, None))


def test_facts_are_compared_by_their_labels() -> None:
    due, done = _fact(Day(), "期限", "due day"), _fact(Day(), "完成日", "day done")
    assert compared(AtMost("a", "b"), done, due) == Text("完成日不晚于期限", "day done not after due day")
    assert compared(AtMost("a", "b"), done, due, negated=True) == Text("完成日晚于期限", "day done after due day")
    assert compared(AtMost("a", "b"), NUMBER, NUMBER, negated=True) == Text("甲多于甲", "a more than a")


def test_values_are_said_with_their_labels_and_units() -> None:
    assert value_words(GRADE, "top") == Text("特重", "top")
    assert value_words(NUMBER, 7) == Text("7 日", "7 days")
    assert value_words(FLAG, False) == Text("否", "no")


def test_a_paragraph_is_left_out_where_the_rulebook_knows_one_only() -> None:
    cited = Citations.of(Engine.installed().rulebook.content)
    assert cited.place(Provision.parse("samr-2020/21.1.4")).zh == "第二十一条第（四）项"
    assert cited.place(Provision.parse("samr-2020/18.3")).zh == "第十八条第三款"
    assert cited.place(Provision.parse("samr-2020/21.1.4")).en == "Art. 21(1)(4)"
    assert cited.written(Provision.parse("nowhere/3.2")) == Text("《nowhere》第三条第二款", "nowhere, Art. 3(2)")


def test_a_name_keeps_its_characters_whatever_unicode_the_interpreter_knows() -> None:
    """Python 3.11 does not know U+31350, nor 3.12 U+2EBF0; and offices write names with characters of private use."""
    for character, places in (("\U00031350", 2), ("\U0002ebf0", 2), ("\U0003fff0", 2), ("\ue000", 1), ("\U0001fffd", 1)):
        assert columns([(f"王{character}", "x")]) == f"王{character}  x\n"
        assert width(character) == places
    hidden = ("\x00", "\x7f", "\u202e", "\u200b", "\u2028", "\u2029", "\xa0", "\u3000", "\ud800")
    assert [columns([(f"a{each}b", "x")]) for each in hidden] == ["a b  x\n"] * len(hidden)


def test_columns_count_a_chinese_character_as_two_places() -> None:
    assert columns([("案件", "a"), ("x", "b")]) == "案件  a\nx     b\n"
    assert width("案件A") == 5
    assert clipped("案件案件", 5) == "案件…"
    assert clipped("案件", 4) == "案件"


def test_a_cell_cannot_move_the_cursor_or_break_the_line() -> None:
    assert columns([("a\x1b[2Jb\nc", "d")]) == "a [2Jb c  d\n"
