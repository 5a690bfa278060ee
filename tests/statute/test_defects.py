"""The defects of a text's own numbering, word for word."""

import pytest
from statute_texts import LAMPS, read

from dutybound.statute.defects import defects
from dutybound.text import Language


def found(text: str, language: Language = Language.EN) -> list[str]:
    return [problem.into(language) for problem in defects(read(text), "t.md")]


def test_a_sound_text_has_no_defects() -> None:
    assert found(LAMPS) == []


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "第一条 甲。\n第四条 乙。",
            "t.md:2:1: article 2 to article 3 is missing before article 4",
            "t.md:2:1: 第四条之前缺少第二条至第三条",
        ),
        (
            "第一条 甲。\n第二条 乙。\n第二条 丙。",
            "t.md:3:1: article 2 comes twice (see also t.md:2:1)",
            "t.md:3:1: 第二条重复出现 (另见 t.md:2:1)",
        ),
        ("第二条 甲。\n第三条 乙。", "t.md:1:1: article 1 is missing before article 2", "t.md:1:1: 第二条之前缺少第一条"),
        ("第一条 甲。\n第二条之二 乙。", "t.md:2:1: article 2 is missing before article 2-2", "t.md:2:1: 第二条之二之前缺少第二条"),
        ("第一条 甲。\n第一条之二 乙。", "t.md:2:1: article 1-1 is missing before article 1-2", "t.md:2:1: 第一条之二之前缺少第一条之一"),
        ("第一条 甲。\n第二条\n第三条 乙。", "t.md:2:1: article 2 is empty", "t.md:2:1: 第二条没有内容"),
        (
            "第一条 甲：\n（一）乙；\n（三）丙。",
            "t.md:3:1: article 1, item 3 comes before any number 2",
            "t.md:3:1: 第一条第（三）项之前缺少第 2 个编号",
        ),
        (
            "第一条 甲：\n（一）乙；\n（二）丙；\n（二）丁。",
            "t.md:4:1: article 1, item 2 comes twice (see also t.md:3:1)",
            "t.md:4:1: 第一条第（二）项重复出现 (另见 t.md:3:1)",
        ),
        ("第一条 甲：\n（一）乙；\n（二）", "t.md:3:1: article 1, item 2 is empty", "t.md:3:1: 第一条第（二）项没有内容"),
        (
            "第一条 甲：\n（一）乙：\n1.丙；\n3.丁。",
            "t.md:4:1: article 1, item 1, sub-item 3 comes before any number 2",
            "t.md:4:1: 第一条第（一）项第3目之前缺少第 2 个编号",
        ),
        (
            "第一章 甲\n第一条 甲。\n第三章 乙\n第二条 乙。",
            "t.md:3:1: chapter 2 is missing before chapter 3",
            "t.md:3:1: 第三章之前缺少第二章",
        ),
        (
            "第一章 甲\n第一条 甲。\n第二章 乙\n第二条 乙。\n第二章 丙\n第三条 丙。",
            "t.md:5:1: chapter 2 comes twice",
            "t.md:5:1: 第二章重复出现",
        ),
        (
            "第一条 甲\ufffd。\n第二条 乙。",
            "t.md:1:6: there is an unreadable character (U+FFFD)",
            "t.md:1:6: 此处有无法辨认的字符（U+FFFD）",
        ),
    ],
)
def test_a_defect_is_named_where_it_stands(text: str, en: str, zh: str) -> None:
    assert found(text) == [en]
    assert found(text, Language.ZH) == [zh]


def test_articles_out_of_order_are_named() -> None:
    assert found("第一条 甲。\n第三条 乙。\n第二条 丙。\n第四条 丁。") == [
        "t.md:2:1: article 2 is missing before article 3",
        "t.md:3:1: article 2 stands after article 3",
        "t.md:4:1: article 3 is missing before article 4",
    ]


@pytest.mark.parametrize("text", ["某宪法修正案（第三号）\n第九条 甲。\n第十条 乙。", "第二编 物\n第九条 甲。\n第十条 乙。"])
def test_a_later_part_of_a_longer_text_may_begin_late(text: str) -> None:
    assert found(text) == []


def test_sections_start_again_in_every_chapter() -> None:
    assert found("第一章 甲\n第一节 乙\n第一条 甲。\n第二节 丙\n第二条 乙。\n第二章 丁\n第一节 戊\n第三条 丙。") == []
