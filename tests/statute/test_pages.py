"""Page numbers and running heads between the lines of a text are no part of it."""

import pytest
from statute_texts import read, shape

from dutybound.numerals import to_chinese
from dutybound.statute.defects import defects

LINE = "路灯由街道管理街道应当每日检查路灯发现路灯损坏的应当在三日内修理并且登记"


def paged(*feet: list[str], indent: str = "　　") -> str:
    """A text of one article a page, each of which runs on over the page's end."""
    lines = ["路灯管理条例", "（2001年通过）"]
    for page, foot in enumerate(feet, start=1):
        first, second = f"{LINE[:-2]}第{to_chinese(page)}", f"{LINE[:-3]}又第{to_chinese(page)}"
        lines += [f"{indent}第{to_chinese(page)}条　{LINE[:-5]}", first, *foot, second, f"{LINE[:12]}。"]
        lines += [f"{indent}{LINE[:8]}：", "（一）高灯；", "（二）矮灯。"]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "foot",
    [
        ["— {} —"],
        ["", "        - {} -", ""],
        ["－{}－"],
        ["{}"],
        ["", "{}", "\f"],
        ["第 {} 页 共 4 页"],
        ["第{}页"],
        ["共 4 页，第 {} 页"],
        ["", "{}/4", ""],
        ["", "{}", "\f路灯管理条例", ""],
        ["\f路灯管理条例    {}"],
        ["法规汇编", "https://laws.example/lamps  {}"],
        ["", "2020/5/6 07:0{}", "某市法规网　　第{}页", ""],
        ["\f"],
    ],
)
def test_a_paragraph_runs_on_over_the_end_of_a_page(foot: list[str]) -> None:
    text = paged(*([line.format(page) for line in foot] for page in range(1, 5)))
    statute = read(text)
    assert statute.title == "路灯管理条例"
    assert shape(statute) == [((page, 0), [[], [0, 0]]) for page in range(1, 5)]
    assert (statute.parts[0].headings, len(statute.parts), defects(statute, "t")) == ((), 1, ())
    assert f"{LINE[:-5]}{LINE[:-2]}第一{LINE[:-3]}又第一{LINE[:12]}。" in statute.articles[0].words()


def test_a_number_that_counts_no_pages_stays() -> None:
    words = [f"第{to_chinese(n)}条 {LINE}。\n{LINE}：\n{7 * n}\n{LINE}。\n{LINE}。\n{LINE}。" for n in range(1, 4)]
    assert "7" in read("\n".join(words)).articles[0].words()
    rows = [f"第{to_chinese(n)}条 {LINE}：\n1\n2\n3\n{LINE}。" for n in range(1, 4)]
    assert "1\n2\n3" in read("\n".join(rows)).articles[0].words()


def test_a_line_that_comes_again_away_from_the_ends_of_pages_stays() -> None:
    text = "\n".join(f"第{to_chinese(n)}条 {LINE}。\n灯灯灯\n{LINE}。\n— {n} —" for n in range(1, 4))
    assert all("灯灯灯" in article.words() for article in read(text).articles)


def test_a_missing_article_at_the_end_of_a_page_is_told() -> None:
    text = paged(*([f"— {page} —"] for page in range(1, 4))).replace("第二条", "第四条", 1).replace("第三条", "第五条", 1)
    assert [problem.message.en for problem in defects(read(text), "t")] == ["article 2 to article 3 is missing before article 4"]


def test_a_text_that_is_nothing_but_notes_has_no_pages() -> None:
    assert read("路灯条例\n<!-- INFO END -->\n").parts[0].articles == ()
