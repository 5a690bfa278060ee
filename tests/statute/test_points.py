"""Texts numbered 一、二、三、: decisions, notices, opinions."""

import pytest
from statute_texts import read

from dutybound.statute.defects import defects
from dutybound.statute.model import Level
from dutybound.text import Language


def numbers(text: str) -> list[int]:
    return [article.number for article in read(text).articles]


def found(text: str) -> list[str]:
    return [problem.into(Language.EN) for problem in defects(read(text), "t.md")]


def test_points_marked_up_as_headings_are_points() -> None:
    assert numbers("# 关于灯费的通知\n\n## 一、算法\n\n月灯费乘以月数。\n\n## 二、折算\n\n略。\n\n## 三\n施行。") == [1, 2, 3]


def test_points_in_one_line_are_counted_under_their_headings() -> None:
    text = "# 灯目意见\n\n## 第一章 毁灯\n\n1．高灯（第102条） 2．矮灯（第103条）\n\n## 第二章 偷灯\n\n### 第一节 街灯\n\n3．墙灯 4．灯杆"
    part = read(text).parts[0]
    assert [article.number for article in part.articles] == [1, 2, 3, 4]
    assert [(h.level, h.number) for h in part.headings] == [(Level.CHAPTER, 1), (Level.CHAPTER, 2), (Level.SECTION, 1)]
    assert [heading.title for heading in part.articles[3].under] == ["偷灯", "街灯"]
    assert found(text) == []
    assert found(text.replace("3．墙灯 4．", "墙灯 4．")) == ["t.md:11:4: point 3 is missing before point 4"]


def test_items_may_be_counted_through_the_whole_text() -> None:
    text = "关于路灯的意见\n一、要求\n（一）点灯。\n（二）灯亮。\n二、任务\n（三）修灯。\n（四）换灯。"
    assert found(text) == []
    assert found(text.replace("（三）", "（五）")) == [
        "t.md:6:1: point 2, item 5 comes before any number 1",
        "t.md:7:1: point 2, item 4 is out of order",
    ]


def test_what_is_quoted_opens_no_point() -> None:
    assert numbers("关于修改路灯条例的决定\n一、第三条修改为：“灯：\n二、高灯；\n三、矮灯。”\n二、删去第五条。") == [1, 2]


def test_a_quotation_that_is_never_closed_hides_no_point_in_silence() -> None:
    text = "关于修改路灯条例的决定\n一、第三条修改为：“灯。\n二、删去第五条。\n三、第六条修改为：“灭。”"
    assert found(text) == ["t.md:4:1: point 2 is missing before point 3"]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_quotations_are_known_by_either_kind_of_mark(opening: str, closing: str) -> None:
    text = (
        "关于修改路灯条例的决定\n"
        f"一、第三条修改为：{opening}灯：（一）高灯；（二）矮灯。\n{opening}二、墙灯；\n{opening}街灯。{closing}\n"
        f"二、第四条中的{opening}灯{closing}改为{opening}灯具{closing}。\n"
        f"三、增加：{opening}第五条 灭灯。\n{closing}\n"
        "四、将下列各条删去：（一）第六条；（二）第七条。\n"
        "五、公布。"
    )
    part = read(text).parts[0]
    assert [article.number for article in part.articles] == [1, 2, 3, 4, 5]
    assert [sum(len(p.items) for p in article.paragraphs) for article in part.articles] == [0, 0, 0, 2, 0]
    assert found(text) == []
    gap = text.replace("四、将", "五、将").replace("五、公", "六、公")
    assert [problem.split(": ")[1] for problem in found(gap)] == ["point 4 is missing before point 5"]


def test_what_is_annexed_to_points_is_no_point() -> None:
    text = (
        "关于灯的通知\n各街道：\n现通知如下。\n一、点灯。\n见附件1。\n二、灯亮。\n附件：1．灯表\n2．灯图\n某局\n2001年2月3日\n"
        "附件1\n灯表\n一、高灯\n三、矮灯\n附件2\n灯图"
    )
    statute = read(text)
    assert [(article.number, len(article.paragraphs)) for article in statute.articles] == [(1, 2), (2, 1)]
    assert [part.title for part in statute.parts[1:]] == ["附件：1．灯表", "附件1", "附件2"]
    assert found(text) == []
    quoted = "关于修改灯条例的决定\n一、增加：“灯分类。\n附件：灯表\n高灯。”\n二、施行。"
    assert [len(part.articles) for part in read(quoted).parts] == [2]
    assert [len(part.articles) for part in read("关于灯的通知\n一、灯的分类见\n附件：灯表\n二、施行。").parts] == [2]


def test_items_in_digits_go_on_behind_a_new_wording_with_items_of_its_own() -> None:
    text = (
        "关于修改灯条例的决定\n一、对《灯条例》的修改\n1.删去第一条。\n2.将第二条修改为：\n下列灯减费：\n（一）高灯；\n（二）矮灯。\n"
        "下列灯免费：\n（一）街灯；\n（二）墙灯。\n3.删去第三条。\n二、施行。"
    )
    first, _ = read(text).articles
    assert [[len(item.subitems) for item in paragraph.items] for paragraph in first.paragraphs] == [[0, 4, 0]]
    assert found(text) == []
    assert found(text.replace("3.删", "4.删")) != []
    assert found(text.replace("（二）墙", "（三）墙")) == ["t.md:10:1: point 1, item 2, sub-item 3 comes before any number 2"]
    assert found(text.replace("（二）矮", "（一）矮"))[0].startswith("t.md:7:1: point 1, item 2, sub-item 1 comes twice")


def test_chapters_stand_over_points_and_are_no_paragraphs() -> None:
    text = "灯规则\n第一章 总则\n一、点灯。\n二、灯亮。\n第二章 附则\n三、施行。"
    part = read(text).parts[0]
    assert [(heading.level, heading.number, heading.title) for heading in part.headings] == [
        (Level.CHAPTER, 1, "总则"),
        (Level.CHAPTER, 2, "附则"),
    ]
    assert [len(article.paragraphs) for article in part.articles] == [1, 1, 1]
    assert found(text.replace("第二章", "第三章")) == ["t.md:5:1: chapter 2 is missing before chapter 3"]
    quoted = read("关于修改灯规则的决定\n一、增加：“灯罚如后。\n第九章 灯罚\n第九十条 罚。”\n二、施行。").parts[0]
    assert quoted.headings == ()
