"""Mark-up around the numbers of articles and items."""

import pytest
from statute_texts import read, shape


@pytest.mark.parametrize(
    "mark", ["{}", "**{}**", "*{}*", "***{}***", "__{}__", "_{}_", "<b>{}</b>", "<strong>{}</strong>", "> {}", "> **{}**"]
)
@pytest.mark.parametrize("blank", [" ", "　", "\n\n"])
def test_emphasis_hides_no_article(mark: str, blank: str) -> None:
    text = "\n\n".join(f"{mark.format(number)}{blank}点灯。" for number in ("第一条", "第二条", "第二条之一", "第三条"))
    assert shape(read(text)) == [((1, 0), [[]]), ((2, 0), [[]]), ((2, 1), [[]]), ((3, 0), [[]])]


@pytest.mark.parametrize(("first", "second"), [("1\\.", "2\\."), ("\\(一\\)", "\\(二\\)"), ("- （一）", "- （二）"), ("1\\)", "2\\)")])
def test_escaped_and_bulleted_items_are_items(first: str, second: str) -> None:
    statute = read(f"第一条 有下列之一：\n\n{first} 甲；\n\n{second} 乙。\n\n第二条 施行。\\\n")
    assert shape(statute) == [((1, 0), [[0, 0]]), ((2, 0), [[]])]
    assert statute.articles[1].words() == "施行。"


def test_marks_that_are_no_emphasis_stay() -> None:
    article = read("第一条 长 * 宽 * 高，姓名：____，编号 a_b_c。").articles[0]
    assert article.words() == "长 * 宽 * 高，姓名：____，编号 a_b_c。"
