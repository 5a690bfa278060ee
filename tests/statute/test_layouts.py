"""Layouts in which texts are published: wrapped, in one line, with front matter, with annexes and attached texts."""

import pytest
from statute_texts import read, shape

from dutybound.numerals import to_chinese
from dutybound.statute.defects import defects
from dutybound.statute.model import Form, Level
from dutybound.text import Language


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


@pytest.mark.parametrize("point", ["、", "．", "：", ":"])
def test_a_comma_dot_or_colon_may_end_the_number_of_a_chapter(point: str) -> None:
    text = f"灯法\n第一章{point}总则\n第一条{point}点灯。\n第二章、第三章规定的灯除外。\n第二章{point}附则\n第二条{point}施行。"
    statute = read(text)
    assert [heading.title for heading in statute.parts[0].headings] == ["总则", "附则"]
    assert shape(statute) == [((1, 0), [[], []]), ((2, 0), [[]])]


def test_a_line_may_hold_several_lists() -> None:
    text = (
        "第一条 下列情形罚款：（一）甲；（二）乙。有下列情形之一的不罚：（一）丙；（二）丁：1.戊；2.己；（三）庚。\n"
        "（一）甲：（一）乙；（二）丙。下列不罚： （一）丁；（二）戊。\n第二条 施行。"
    )
    statute = read(text.replace("\n（一）甲：（一）乙", "\n下列罚款：（一）乙"))
    assert shape(statute) == [((1, 0), [[0, 0], [0, 2, 0], [0, 0], [0, 0]]), ((2, 0), [[]])]
    assert [paragraph.text for paragraph in statute.articles[0].paragraphs][1] == "有下列情形之一的不罚："
    assert defects(statute, "t.md") == ()


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("（一）甲；（三）乙；（四）丙。", "article 1, item 3 comes before any number 2"),
        ("（一）甲；（二）乙；（二）丙。", "article 1, item 2 comes twice (see also t.md:1:16)"),
        ("（一）甲。下列：（一）乙；（二）丙；（四）丁。", "article 1, item 4 comes before any number 3"),
        ("（一）依照；（二）项办理；（二）乙。", ""),
    ],
)
def test_a_defect_in_a_list_that_stands_in_one_line_is_told(items: str, message: str) -> None:
    found = defects(read(f"第一条 有下列情形：{items}\n第二条 施行。"), "t.md")
    assert [problem.into(Language.EN).split(": ", 1)[1] for problem in found] == ([message] if message else [])


def test_numbers_above_twenty_in_circles_and_blanks_in_numbers_are_read() -> None:
    circles = [chr(first + place) for first, count in ((0x2460, 20), (0x3251, 15), (0x32B1, 15)) for place in range(count)]
    text = "第一条 下列：\n" + "\n".join(f"{circle}甲；" for circle in circles) + "\n第二条 下列：\n"
    text += "\n".join(f"（{' '.join(to_chinese(number))}）乙；" for number in range(1, 23))
    assert shape(read(text)) == [((1, 0), [[0] * 50]), ((2, 0), [[0] * 22])]
    assert shape(read(f"第一条 下列：{''.join(f'{circle}甲；' for circle in circles)}")) == [((1, 0), [[0] * 50])]


@pytest.mark.parametrize(
    ("line", "end"),
    [("第二条至第四条 （删除）", 4), ("第二条—第三条（已废止）", 3), ("第2条至第5条　删去。", 5), ("第二条、第三条 【略】", 3)],
)
def test_articles_deleted_together_are_none_that_is_missing(line: str, end: int) -> None:
    statute = read(f"第一条 点灯。\n{line}\n第{to_chinese(end + 1)}条 施行。")
    assert [article.number for article in statute.articles] == list(range(1, end + 2))
    assert defects(statute, "t.md") == ()
    late = read(f"第一条 点灯。\n{line}\n第{to_chinese(end + 2)}条 施行。")
    missing = f"article {end + 1} is missing before article {end + 2}"
    assert [problem.message.en for problem in defects(late, "t.md")] == [missing]
    assert [article.number for article in read("第一条 点灯。\n第二条至第三条的灯除外。\n第二条 施行。").articles] == [1, 2]


def test_an_inserted_article_may_be_written_with_a_hyphen() -> None:
    text = "第1条 点灯。\n第1-1条 灯亮。\n第 1-2 条 灯灭。\n第10-12条规定的灯除外。\n第1-5条 见前。\n第2条 施行。"
    assert [article.key for article in read(text).articles] == [(1, 0), (1, 1), (1, 2), (2, 0)]


def test_the_number_of_an_article_may_stand_in_brackets() -> None:
    text = "【第一条】点灯。\n【第二条】规定灯数的，由街道公布。\n【第二条之一】 灯灭。"
    assert shape(read(text)) == [((1, 0), [[]]), ((2, 0), [[]]), ((2, 1), [[]])]


@pytest.mark.parametrize("brackets", ["（{}）", "({})", "【{}】"])
def test_captions_may_stand_on_the_line_before_the_number(brackets: str) -> None:
    lines = [brackets.format(caption) + f"\n第{number}条 点灯。" for number, caption in (("一", "目的"), ("二", "范围"), ("三", "施行"))]
    statute = read("\n".join(lines))
    assert [article.caption for article in statute.articles] == ["目的", "范围", "施行"]
    assert shape(statute) == [((1, 0), [[]]), ((2, 0), [[]]), ((3, 0), [[]])]
    one = read("第一条 点灯。\n（此款自次年起施行）\n第二条 灯亮。\n第三条 施行。")
    assert [len(article.paragraphs) for article in one.articles] == [2, 1, 1]


@pytest.mark.parametrize(
    "end",
    [
        ["某市人民政府办公室", "2001年2月3日印发"],
        ["（此件公开发布）"],
        ["某市人民政府", "2001年2月3日", "（此件主动公开）"],
        ["抄送：各区。"],
    ],
)
def test_who_issued_a_text_and_who_was_sent_it_is_no_paragraph(end: list[str]) -> None:
    for text in ("第一条 点灯。\n第二条 施行。", "关于灯的通知\n一、点灯。\n二、施行。"):
        part = read("\n".join([text, *end])).parts[0]
        assert [len(article.paragraphs) for article in part.articles] == [1, 1]
        assert [passage.text for passage in part.outside] == end


def test_a_number_with_decimals_at_the_start_of_a_line_opens_no_list() -> None:
    statute = read("第一条 灯距为\n2.5米。\n第二条 下列：\n1.300盏以下；\n2.500盏以下。")
    assert shape(statute) == [((1, 0), [[], []]), ((2, 0), [[0, 0]])]
    assert defects(statute, "t.md") == ()
    assert [problem.message.en for problem in defects(read("第一条 下列：\n2.高灯；\n3.矮灯。"), "t.md")] == [
        "article 1, item 2 comes before any number 1"
    ]


def test_points_before_articles_are_sections_where_there_are_chapters() -> None:
    text = "第一章 总则\n一、目的\n第一条 甲。\n二、范围\n第二条 乙。\n第二章 罚则\n一、一般\n第三条 丙。\n二、特别\n第四条 丁。"
    statute = read(text)
    levels = [(heading.level, heading.number) for heading in statute.parts[0].headings]
    chapter, section = Level.CHAPTER, Level.SECTION
    assert levels == [(chapter, 1), (section, 1), (section, 2), (chapter, 2), (section, 1), (section, 2)]
    assert shape(statute) == [((number, 0), [[]]) for number in range(1, 5)]
    assert defects(statute, "t.md") == ()
    bare = read("一、总则\n第一条 甲。\n二、罚则\n第二条 乙。\n第三条 丙。")
    assert [(heading.level, heading.number) for heading in bare.parts[0].headings][-1] == (chapter, 2)


@pytest.mark.parametrize("number", ["一百零一", "一百〇一", "一百○一", "一百0一", "一百０一", "101", "１０１"])
def test_a_zero_may_be_written_in_every_way(number: str) -> None:
    text = "\n".join(f"第{to_chinese(each)}条 甲。" for each in range(1, 101))
    assert read(f"{text}\n第{number}条 乙。").articles[-1].key == (101, 0)
