"""Layouts in which texts are published: wrapped, in one line, with front matter, with annexes and attached texts."""

import pytest
from statute_texts import read, shape

from dutybound.statute.defects import defects
from dutybound.statute.model import Form, Level


def test_a_wrapped_paragraph_ends_at_an_empty_line_and_not_at_a_full_stop() -> None:
    paragraph = ["路灯由街道管理，街道应当每日检查路灯，发现", "路灯损坏的，应当在三日内修理，费用由街道承担。", "打碎路灯的人应当赔偿。"]
    text = "\n\n".join(
        [
            "路灯条例",
            "第一条 " + "\n".join(paragraph),
            "\n".join(paragraph),
            "第二条 " + "\n".join(paragraph),
            "\n".join(paragraph),
        ]
    )
    assert shape(read(text)) == [((1, 0), [[], []]), ((2, 0), [[], []])]


def test_a_long_title_over_wrapped_points_takes_none_of_them() -> None:
    line = "街道应当每日检查路灯并且修理损坏的路灯和灯杆"
    text = "\n".join(
        ["关于街道管理路灯和灯杆若干问题以及费用的解释", f"一、{line}", f"{line}。", f"二、{line}", f"{line}。", f"三、{line}", f"{line}。"]
    )
    assert [article.number for article in read(text).articles] == [1, 2, 3]


def test_an_article_that_reads_like_a_reference_opens_where_its_number_would_be_missing() -> None:
    text = "第一条点灯。\n第二条规定灯数的，由街道公布。\n第三条灯亮。\n第二条规定的灯数不变。\n第四条施行。"
    assert shape(read(text)) == [((1, 0), [[]]), ((2, 0), [[]]), ((3, 0), [[], []]), ((4, 0), [[]])]
    assert [article.number for article in read("第一条点灯。\n第二条规定的灯，由街道管理。\n第三条施行。").articles] == [1, 3]


def test_a_whole_text_in_one_line_is_taken_apart() -> None:
    text = (
        "路灯条例 （2001年通过） 目录 第一章 总则 第二章 附则 第一章 总则 第一条 点灯。 第二条　第一类灯，依照第三条办理。"
        "第二条之一 灯亮。 第二章 附则 第三条 灭灯。第五条 施行。"
    )
    statute = read(text)
    assert statute.title == "路灯条例"
    assert [article.key for article in statute.articles] == [(1, 0), (2, 0), (2, 1), (3, 0), (5, 0)]
    assert [(heading.level, heading.number) for heading in statute.parts[0].headings] == [(Level.CHAPTER, 1), (Level.CHAPTER, 2)]


def test_annexes_are_told_apart_by_their_numbers_alone() -> None:
    parts = read("第一条 点灯。\n第二条 施行。\n附件一\n下列灯：\n1.高灯\n附件二\n2.矮灯").parts
    assert [(part.title, [passage.text for passage in part.outside]) for part in parts[1:]] == [
        ("附件一", ["下列灯：", "1.高灯"]),
        ("附件二", ["2.矮灯"]),
    ]


@pytest.mark.parametrize(
    ("annex", "title"),
    [("路灯标志式样\n\n附图：", "附图："), ("灯费表（高灯适用）\n\n| 级 | 数 |\n\n（注：按月。）", "灯费表（高灯适用）")],
)
def test_the_title_of_an_annex_is_no_paragraph_of_the_last_article(annex: str, title: str) -> None:
    statute = read(f"第一条 点灯。\n\n第二条 本办法自公布之日起施行。\n\n{annex}\n")
    assert shape(statute) == [((1, 0), [[]]), ((2, 0), [[]])]
    assert [part.title for part in statute.parts] == ["", title]


def test_a_text_behind_another_begins_at_its_title_with_its_own_chapters() -> None:
    amended = "路灯条例\n（2001年公布）\n第一章 总则\n第一条 点灯。\n第二章 附则\n第二条 施行。"
    decision, text = read(f"关于修改路灯条例的决定\n一、删去第三条。\n二、公布。\n某市人民政府\n{amended}").parts
    assert (decision.form, [article.number for article in decision.articles]) == (Form.POINTS, [1, 2])
    assert (text.title, [heading.title for heading in text.headings]) == ("路灯条例", ["总则", "附则"])
    order, text = read(f"关于公布办法的命令\n第一章 公布\n第一条 公布。\n第二条 执行。\n{amended}").parts
    assert [heading.title for heading in order.headings] == ["公布"]
    assert (text.title, [heading.title for heading in text.headings]) == ("路灯条例", ["总则", "附则"])


def test_a_preface_does_not_stand_over_the_chapters() -> None:
    statute = read("灯法\n序 言\n灯史悠久。\n第一章 总则\n第一条 点灯。\n第一节 街灯\n第二条 灯亮。")
    assert [[heading.title for heading in article.under] for article in statute.articles] == [["总则"], ["总则", "街灯"]]


def test_headings_without_numbers_stand_over_what_is_marked_up_below_them() -> None:
    statute = read("# 灯法\n## 通则\n### 第一章 街灯\n第一条 点灯。\n## 附则\n第二条 施行。")
    assert [[heading.title for heading in article.under] for article in statute.articles] == [["通则", "街灯"], ["附则"]]


@pytest.mark.parametrize("title", ["title: 路灯条例", 'title: "路灯条例"', "标题: 路灯条例"])
def test_front_matter_names_the_title_and_is_no_text(title: str) -> None:
    statute = read(f"---\n{title}\ntags:\n  - 灯\n---\n\n第一条 点灯。\n")
    assert (statute.title, statute.parts[0].outside) == ("路灯条例", ())
    assert statute.articles[0].line == 7
    assert read(f"---\n{title}\n---\n# 灯法\n第一条 点灯。\n").title == "灯法"


def test_a_number_alone_on_its_line_takes_the_next_line() -> None:
    statute = read("第一条 下列灯：\n（一）\n高灯；\n（二）\n矮灯。\n另一款。\n第二条\n施行。")
    first = statute.articles[0]
    assert [(p.text, [item.text for item in p.items]) for p in first.paragraphs] == [("下列灯：", ["高灯；", "矮灯。"]), ("另一款。", [])]
    assert defects(statute, "t.md") == ()


def test_articles_quoted_from_elsewhere_are_not_the_text_own() -> None:
    text = "关于管辖的决定\n决定如下。\n附：有关规定\n第三条 第二款：\n“灯。”\n第七条\n“亮。”\n第七条\n“灭。”"
    statute = read(text)
    assert [part.articles for part in statute.parts] == [()]
    assert defects(statute, "t.md") == ()


def test_an_amendment_that_begins_with_a_reference_has_no_article() -> None:
    inserted = "第一百六十二条后增加一条：“毁灯的，处罚款。”"
    text = f"某灯法修正案\n补充修改：\n{inserted}\n将第九条修改为：“有下列情形的：\n（一）高灯；\n（二）矮灯。”"
    assert read(text).articles == ()


def test_a_text_in_traditional_characters_is_read() -> None:
    text = "路燈條例\n第一編 總則\n第一章 燈\n第一節 街燈\n第一條 點燈。\n第十條規定的燈，由街道負責。\n第二條 燈亮。"
    statute = read(text)
    assert shape(statute) == [((1, 0), [[], []]), ((2, 0), [[]])]
    assert [heading.level for heading in statute.parts[0].headings] == [Level.BOOK, Level.CHAPTER, Level.SECTION]


@pytest.mark.parametrize("word", ["项目审批部门", "款项支付", "款物发放", "所有权人", "规定期限", "等级评定"])
def test_an_article_may_begin_with_a_word_that_begins_like_a_reference(word: str) -> None:
    for blank in (" ", "　", "** "):
        bold = "**" if blank == "** " else ""
        text = f"{bold}第一条{blank}点灯。\n\n{bold}第二条{blank}{word}应当点灯。\n\n{bold}第三条{blank}施行。"
        assert [article.number for article in read(text).articles] == [1, 2, 3]


def test_the_first_item_may_stand_in_the_line_that_opens_the_list() -> None:
    statute = read("第一条 灯是指：（一）高灯；\n（二）矮灯；\n（三）墙灯。\n第二条 依照第（一）项办理：（一）甲。\n乙。")
    assert shape(statute) == [((1, 0), [[0, 0, 0]]), ((2, 0), [[], []])]
    assert defects(statute, "t.md") == ()


@pytest.mark.parametrize("point", ["、", "．", ".", "、 "])
def test_a_comma_or_dot_may_end_the_number_of_an_article(point: str) -> None:
    text = f"第一条{point}点灯。\n第二条{point}灯亮。\n第一条、第二条的灯除外。\n第三条{point}施行。"
    assert shape(read(text)) == [((1, 0), [[]]), ((2, 0), [[], []]), ((3, 0), [[]])]


def test_a_heading_may_begin_with_a_word_that_begins_like_a_reference() -> None:
    text = "第一章总则\n第一条 点灯。\n第二章所有权\n第二条 灯亮。\n第三章项目管理\n第三条 施行。\n第一章规定的灯\n第二章、第三章的灯"
    assert [heading.title for heading in read(text).parts[0].headings] == ["总则", "所有权", "项目管理"]


@pytest.mark.parametrize("mark", ["", "### "])
def test_articles_announced_by_an_amendment_are_quoted_however_they_are_marked_up(mark: str) -> None:
    text = f"# 某宪法修正案\n\n{mark}第五条\n\n增加两条。内容如下：\n\n{mark}第九十条\n\n点灯。\n\n{mark}第九十一条\n\n灯亮。\n"
    statute = read(text)
    assert [article.number for article in statute.articles] == [5]
    assert defects(statute, "t.md") == ()
