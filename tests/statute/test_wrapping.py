"""Texts that were wrapped at a fixed width are joined again, and what was not wrapped is left."""

import textwrap

import pytest
from statute_texts import read, shape

from dutybound.numerals import to_chinese

SENTENCE = (
    "路灯由街道管理，街道应当每日检查路灯、登记路灯；发现路灯损坏的，应当在三日内修理，费用由街道承担；逾期不修理的，依照本条例第九条处理。"
)
LAW = (
    f"第一条　{SENTENCE}",
    "街道可以向打碎路灯的人追偿。",
    f"第二条　下列灯由街道管理，{SENTENCE[:-1]}：",
    f"（一）高灯，{SENTENCE[:-1]}；",
    "（二）矮灯。",
    f"第三条　{SENTENCE}",
)
SHAPE = [((1, 0), [[], []]), ((2, 0), [[0, 0]]), ((3, 0), [[]])]


@pytest.mark.parametrize("width", [20, 26, 33, 40])
@pytest.mark.parametrize(
    ("first", "margin", "between"),
    [
        ("　　", "", "\n"),
        ("    ", "", "\n"),
        ("", "", "\n\n"),
        ("      ", "  ", "\n"),
        ("　　　　", "　　", "\n"),
        ("    ", "    ", "\n\n"),
    ],
)
def test_paragraphs_are_joined_wherever_their_lines_begin(width: int, first: str, margin: str, between: str) -> None:
    def wrapped(text: str) -> str:
        lines = textwrap.wrap(text, width, break_on_hyphens=False, drop_whitespace=False)
        return f"\n{margin}".join([first + lines[0], *lines[1:]])

    text = between.join(["路灯条例", *(wrapped(paragraph) for paragraph in LAW)])
    statute = read(text)
    assert (statute.title, shape(statute)) == ("路灯条例", SHAPE)
    assert statute.articles[0].paragraphs[0].text == SENTENCE


def test_a_line_that_begins_like_a_list_goes_on_within_an_article() -> None:
    whole = "打碎路灯、灯杆的人应当向街道赔偿，并应当按照街道的要求统一、公开登记"
    lines = [f"第一条　{whole[:-14]}", f"{whole[-14:-6]}，{'应当及时登记' * 2}，统", f"一、公开登记{'并且修理路灯' * 2}，", "由街道处理。"]
    text = "\n\n".join("\n".join(lines).replace("一条", f"{number}条", 1) for number in "一二三")
    assert shape(read(text)) == [((1, 0), [[]]), ((2, 0), [[]]), ((3, 0), [[]])]


def test_a_table_behind_a_wrapped_text_hides_no_wrapping() -> None:
    body = "\n".join("　　" + "\n".join(textwrap.wrap(paragraph, 26, drop_whitespace=False)) for paragraph in LAW)
    table = "附：灯费表\n" + "----------+" * 8 + "\n" + "| 高灯、矮灯、墙灯、街灯 | 每月 |" * 6 + "\n" + "高灯\n矮灯\n" * 40
    statute = read(f"{body}\n{table}")
    assert shape(statute) == SHAPE
    assert [part.title for part in statute.parts] == ["", "附：灯费表"]


def test_a_title_is_not_joined_to_the_text_below_it() -> None:
    body = "\n".join(textwrap.wrap(SENTENCE * 3, 26))
    text = f"某市常务委员会关于街道管理路灯和灯杆等问题的决定\n{body}\n一、点灯。\n二、灯亮。"
    assert read(text).title == "某市常务委员会关于街道管理路灯和灯杆等问题的决定"


@pytest.mark.parametrize("indent", ["", "　　"])
def test_lines_of_many_lengths_were_not_wrapped(indent: str) -> None:
    lines = [f"第一条 {SENTENCE}", "街道管理下列路灯和灯杆等等设施", SENTENCE, "街道可以自行决定是否修理路灯和灯杆", SENTENCE * 2]
    text = "\n".join(indent + line for line in lines)
    assert shape(read(text)) == [((1, 0), [[], [], [], [], []])]


def test_a_single_wrapped_paragraph_among_many_is_joined() -> None:
    short = "".join(f"　　第{to_chinese(number)}条　街道应当每日检查路灯和灯杆{number}次。\n" for number in range(1, 13))
    text = f"{short}　　第十三条　{SENTENCE[:21]}\n{SENTENCE[21:49]}\n{SENTENCE[49:]}\n　　第十四条　街道应当每日点灯。"
    assert shape(read(text))[12:] == [((13, 0), [[]]), ((14, 0), [[]])]


def test_a_full_line_that_ends_with_a_semicolon_runs_on_where_nothing_shows_paragraphs() -> None:
    line = "路灯由街道管理街道应当每日检查路灯并且登记路灯"
    text = "\n".join(f"第{number}条 {line[3:]}\n{line[1:]}；\n{line[1:]}》\n{line}\n管理。" for number in "一二三四")
    assert shape(read(text)) == [((number, 0), [[]]) for number in range(1, 5)]


def test_the_number_of_an_annex_is_never_joined() -> None:
    line = "路灯由街道管理街道应当每日检查路灯并且登记路灯"
    text = "\n".join(f"第{number}条 {line[3:]}\n{line}\n{line}。" for number in "一二") + f"\n附件一\n{line}\n{line}\n附件二\n{line}"
    assert [part.title for part in read(text).parts] == ["", "附件一", "附件二"]
