"""A made-up statute, written out in every layout, is read back as it was."""

from hypothesis import given, settings
from hypothesis import strategies as st
from statute_texts import read, shape

from dutybound.numerals import to_chinese

Shape = list[list[list[int]]]
WORDS = "点灯应当及时"

shapes = st.lists(
    st.lists(
        st.lists(st.integers(0, 3).map(lambda count: count if count != 1 else 2), max_size=12).filter(lambda items: len(items) != 1),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=25,
)


def written(articles: Shape, layout: str) -> str:
    """The statute with one line a unit; a chapter every five articles."""
    indent, blank, space = {"markdown": ("", "\n", " "), "plain": ("　　", "", "　"), "bare": ("", "", " ")}[layout]
    lines = ["# 路灯条例" if layout == "markdown" else "路灯条例"]
    for number, article in enumerate(articles, start=1):
        if number % 5 == 1:
            mark = "## " if layout == "markdown" else ""
            lines.append(f"{mark}{indent}第{to_chinese(number // 5 + 1)}章{space}灯")
        head = f"第{to_chinese(number)}条{space}"
        for items in article:
            lines.append(f"{indent}{head}{WORDS}{'：' if items else '。'}")
            head = ""
            for place, subitems in enumerate(items, start=1):
                end = "。" if place == len(items) else "；"
                lines.append(f"{indent}（{to_chinese(place)}）{WORDS}{'：' if subitems else end}")
                lines += [f"{indent}{sub}.{WORDS}；" for sub in range(1, subitems + 1)]
    return ("\n" + blank).join(lines) + "\n"


@settings(deadline=None)
@given(shapes, st.sampled_from(["markdown", "plain", "bare"]))
def test_a_written_statute_is_read_back_with_the_same_structure(articles: Shape, layout: str) -> None:
    statute = read(written(articles, layout))
    assert shape(statute) == [((number, 0), article) for number, article in enumerate(articles, start=1)]
    assert len(statute.parts[0].headings) == (len(articles) + 4) // 5
    assert {text for article in statute.articles for _, text, _ in article.units("x")} <= {f"{WORDS}{end}" for end in "。：；"}


@settings(deadline=None)
@given(st.text(alphabet="第一二条章节款项（）。；：\n　 1.、“”附件目录#|之甲", max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    statute = read("甲" + text)
    assert all(paragraph.number == place for a in statute.articles for place, paragraph in enumerate(a.paragraphs, start=1))
