"""Citations that name several provisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statute_texts import LAMPS, read

from dutybound.provision import Provision
from dutybound.statute.spans import Span, read_citations
from dutybound.text import Language


def named(written: str) -> list[str]:
    part = read(LAMPS).parts[0]
    return [str(place) for span in read_citations(written, "x") for place in span.within(part)]


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("第二条至第四条", ["x/2", "x/3", "x/3-1", "x/4"]),
        ("第三条至第九条", ["x/3", "x/3-1", "x/4", "x/9"]),
        ("第1条-第2条", ["x/1", "x/2"]),
        ("第三条之一至第四条", ["x/3-1", "x/4"]),
        ("第一条、第三条和第四条", ["x/1", "x/3", "x/4"]),
        ("第二条第一款、第二款", ["x/2.1", "x/2.2"]),
        ("第二条第一、二款", ["x/2.1", "x/2.2"]),
        ("第二条第一款第（一）至（三）项", ["x/2.1.1", "x/2.1.2", "x/2.1.3"]),
        ("第二条第一款第(一)项至第(二)项、第(三)项", ["x/2.1.1", "x/2.1.2", "x/2.1.3"]),
        ("第一条第一款以及第二条第一款第（二）项第1目", ["x/1.1", "x/2.1.2.1"]),
        ("lamp-2001 第一条、第二条", ["lamp-2001/1", "lamp-2001/2"]),
        ("本条例第二条第㈡项", ["x/2.0.2"]),
        ("lamp-2001第二条", ["lamp-2001/2"]),
        ("２１．１．４", ["x/21.1.4"]),
    ],
)
def test_ranges_and_lists_are_read(written: str, places: list[str]) -> None:
    assert named(written) == places


@pytest.mark.parametrize(
    "written",
    [
        "第四条至第二条",
        "第二条至第三款",
        "第一条第二款至第二条第一款",
        "第一条至",
        "、第一条",
        "第一款、第二款",
        "第一条至第二条至第三条",
        "第一条、甲",
        "第一条第一条",
        "第一条第一款之一、第二款",
    ],
)
def test_what_names_no_provisions_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=f"`{written}` is not a citation"):
        read_citations(written, "x")


@given(st.integers(1, 9998), st.integers(0, 20))
def test_a_range_of_articles_is_read_from_either_spelling(first: int, more: int) -> None:
    ends = (Provision("x", first), Provision("x", min(first + more + 1, 9999)))
    spoken = "至".join(end.numbered(Language.ZH) for end in ends)
    assert read_citations(spoken, "x") == (Span(*ends),)
    assert read_citations(f"第{ends[0].article}条至第{ends[1].article}条", "x") == (Span(*ends),)
