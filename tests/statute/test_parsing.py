"""Official texts, as they are published, read into articles, paragraphs, items and sub-items."""

import pytest
from statute_texts import LAMPS, read, shape

from dutybound.statute.model import Form, Level
from dutybound.statute.parsing import parse
from dutybound.statute.reading import read_bytes

LAMPS_SHAPE = [((1, 0), [[]]), ((2, 0), [[0, 2, 0], []]), ((3, 0), [[]]), ((3, 1), [[0, 0]]), ((4, 0), [[]])]


def test_a_whole_text_is_read() -> None:
    statute = read(LAMPS)
    assert statute.title == "路灯管理条例"
    assert [note.text for note in statute.notes] == ["2001年2月3日 某市第一次会议通过"]
    assert shape(statute) == LAMPS_SHAPE
    assert [(h.level, h.number, h.title, h.line) for h in statute.parts[0].headings] == [
        (Level.CHAPTER, 1, "总则", 7),
        (Level.CHAPTER, 2, "罚则", 25),
        (Level.SECTION, 1, "一般规定", 27),
        (Level.CHAPTER, 3, "附则", 34),
    ]
    first, second, third, inserted, _ = statute.articles
    assert (first.caption, first.words(), first.line) == ("目的", "为了点亮路灯，制定本条例。", 9)
    assert [item.text for item in second.paragraphs[0].items] == ["高灯；", "矮灯，包括：", "其他灯。"]
    assert [sub.text for sub in second.paragraphs[0].items[1].subitems] == ["柱灯；", "墙灯；"]
    assert [heading.title for heading in third.under] == ["罚则", "一般规定"]
    assert [item.text for item in inserted.paragraphs[0].items] == ["涂画；", "攀爬。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, newline: str) -> None:
    statute = parse(read_bytes(LAMPS.replace("\n", newline).encode(encoding), "text.md"))
    assert shape(statute) == LAMPS_SHAPE


def test_plain_text_with_full_width_blanks_and_contents_is_read() -> None:
    text = """　　　　路灯条例
（2001年2月3日通过）
目　　录
　　第一章　总　则
　　第二章　附　则
　　第一章　总　则
　　第 一 条　点灯。
　　第二条　灯亮。
　　第二章　附　则
　　第三条　施行。
　　　　　　　　　　某市人民政府
　　　　　　　　　　2001年2月3日
"""
    statute = read(text)
    assert statute.title == "路灯条例"
    assert shape(statute) == [((1, 0), [[]]), ((2, 0), [[]]), ((3, 0), [[]])]
    assert [heading.number for heading in statute.parts[0].headings] == [1, 2]
    assert [passage.text for passage in statute.parts[0].outside] == ["（2001年2月3日通过）", "某市人民政府", "2001年2月3日"]


def test_a_reference_at_the_start_of_a_wrapped_line_opens_no_article() -> None:
    sentence = "路灯由街道管理，街道应当依照本条例的规定每日检查路灯，发现损坏的，应当在三日内依照本条例第十条的规定报告，逾期的依照"
    lines = ["路灯条例", f"　　第一条　{sentence}", "第十三条规定处理。"]
    wrapped = "\n".join(
        [
            "路灯条例",
            "　　第一条　路灯由街道管理，街道应当依照本条例的规定每日检查路灯，发现",
            "损坏的，应当在三日内报告；未报告的由上级机关依照本条例的有关的规定，按照",
            "第十三条、第十四条的规定予以处理；其他机关发现路灯损坏的，也应当依照本条",
            "第二条　路灯由街道修理。",
            "　　第二条　修理应当在三日内完成，修理费用由街道承担，街道可以向打碎路灯",
            "的人追偿。",
        ]
    )
    assert [article.key for article in read("\n".join(lines)).articles] == [(1, 0)]
    statute = read(wrapped)
    assert shape(statute) == [((1, 0), [[]]), ((2, 0), [[]])]
    assert statute.articles[0].words().endswith("也应当依照本条第二条　路灯由街道修理。")


def test_a_paragraph_that_begins_with_a_reference_opens_no_article() -> None:
    text = "第一条 点灯。\n\n第二条 灯亮。\n\n第一条规定的灯，由街道负责。\n\n第十条、第十一条的规定除外。\n\n第三条 施行。\n"
    assert shape(read(text)) == [((1, 0), [[]]), ((2, 0), [[], [], []]), ((3, 0), [[]])]


@pytest.mark.parametrize(
    "items",
    [
        "（一）甲；\n（二）乙。",
        "(一)甲；\n(二)乙。",
        "㈠甲；\n㈡乙。",
        "一、甲；\n二、乙。",
        "1.甲；\n2.乙。",
        "１．甲；\n２．乙。",
        "⑴甲；\n⑵乙。",
        "①甲；\n②乙。",
        "（一）甲；（二）乙。",
    ],
)
def test_items_are_read_in_every_notation(items: str) -> None:
    statute = read(f"第一条 有下列之一：\n{items}\n另一款。\n第二条 施行。")
    assert shape(statute) == [((1, 0), [[0, 0], []]), ((2, 0), [[]])]
    assert [item.text for item in statute.articles[0].paragraphs[0].items] == ["甲；", "乙。"]


def test_a_line_within_a_list_belongs_to_its_item_and_a_new_list_to_its_paragraph() -> None:
    text = "第一条 甲：\n（一）乙；\n丙；\n（二）丁。\n戊：\n（一）己；\n（二）庚。\n辛。"
    article = read(text).articles[0]
    assert [(p.text, [i.text for i in p.items]) for p in article.paragraphs] == [
        ("甲：", ["乙；\n丙；", "丁。"]),
        ("戊：", ["己；", "庚。"]),
        ("辛。", []),
    ]


def test_a_citation_of_an_item_at_the_start_of_a_line_is_no_item() -> None:
    article = read("第一条 甲。\n（一）项规定的灯除外。\n二、三类灯由街道负责。").articles[0]
    assert [paragraph.items for paragraph in article.paragraphs] == [(), (), ()]


@pytest.mark.parametrize(
    "text",
    ["第一条【目的】点灯。", "第一条 （目的）点灯。", "**第一条** 〔目的〕点灯。", "### 第一条 目的\n点灯。", "第一条（目的）\n点灯。"],
)
def test_captions_are_read(text: str) -> None:
    article = read(text).articles[0]
    assert (article.caption, article.words()) == ("目的", "点灯。")


def test_brackets_that_are_the_text_are_no_caption() -> None:
    articles = read("第一条（删去）\n第二条 （一）甲；（二）乙。").articles
    assert [(article.caption, article.words()) for article in articles] == [("", "（删去）"), ("", "（一）甲；\n（二）乙。")]


def test_an_annexed_text_is_a_part_of_its_own() -> None:
    text = "第一条 点灯。\n第二条 施行。\n附件：灯表\n第一条 高灯。\n第二条 矮灯。"
    parts = read(text).parts
    assert [(part.title, [article.number for article in part.articles]) for part in parts] == [("", [1, 2]), ("附件：灯表", [1, 2])]


def test_articles_that_start_again_under_a_title_are_a_part_of_their_own() -> None:
    text = "关于批准办法的决议\n第一条 批准。\n第二条 公布。\n路灯办法\n（2001年通过）\n第一条 点灯。\n第二条 灯亮。"
    parts = read(text).parts
    assert [(part.title, len(part.articles)) for part in parts] == [("关于批准办法的决议", 2), ("路灯办法", 2)]


def test_a_decision_is_read_by_its_points_and_what_it_quotes_is_not() -> None:
    text = """# 关于修改《路灯条例》的决定

一、第二条修改为：“路灯分为：

“（一）高灯；

“（二）矮灯。”

二、增加一条，作为第五条：“街道

第五条 点灯。”

三、本决定自公布之日起施行。
"""
    statute = read(text)
    part = statute.parts[0]
    assert part.form is Form.POINTS
    assert [(article.number, len(article.paragraphs)) for article in part.articles] == [(1, 1), (2, 1), (3, 1)]


def test_an_amended_text_that_follows_the_decision_is_a_part() -> None:
    text = "关于修改路灯条例的决定\n一、第一条修改为：“点灯。”\n二、公布。\n路灯条例\n第一条 点灯。\n第二条 灯亮。"
    assert [(part.form, len(part.articles)) for part in read(text).parts] == [(Form.POINTS, 2), (Form.ARTICLES, 2)]


def test_points_under_headings_are_counted_through() -> None:
    text = "关于路灯的意见\n一、总则\n1.点灯。\n2.灯亮。\n二、附则\n3.施行。"
    part = read(text).parts[0]
    assert [article.number for article in part.articles] == [1, 2, 3]
    assert [heading.title for heading in part.headings] == ["总则", "附则"]


def test_a_text_without_articles_has_none() -> None:
    assert read("关于路灯的批复\n你局来文收悉。现答复如下。").articles == ()


def test_articles_and_headings_in_one_line_are_taken_apart() -> None:
    statute = read("第一章 总 则 第一条 点灯。第二条 灯亮。依照第三条 办理。\n第三条 施行。")
    assert [article.number for article in statute.articles] == [1, 2, 3]
    assert [heading.title for heading in statute.parts[0].headings] == ["总 则"]


def test_an_article_number_after_an_unfinished_sentence_opens_none_unless_it_is_the_next() -> None:
    unfinished = "街道修理路灯的期限和费用以及街道与其他机关的分工，参照某市有关修理道路和桥梁的条例以及"
    assert [article.number for article in read(f"第一条 {unfinished}\n\n第九条 甲。\n\n第二条 乙。").articles] == [1, 2]
    assert [article.number for article in read(f"第一条 {unfinished}\n\n第二条 甲。").articles] == [1, 2]
