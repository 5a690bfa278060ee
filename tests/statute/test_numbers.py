"""Numerals and citations, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybound.numerals import from_chinese, to_chinese
from dutybound.provision import Provision
from dutybound.statute.citation import TwoReadings, read_citation
from dutybound.statute.spans import read_citations
from dutybound.text import Language


@given(st.integers(1, 9999))
def test_every_number_is_read_as_it_is_written(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number
    assert from_chinese(str(number)) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("廿三", 23),
        ("卅", 30),
        ("两百", 200),
        ("一百〇一", 101),
        ("一二〇", 120),
        ("一百一", 101),
        ("１２", 12),
        ("二千零五", 2005),
        ("九千九百九十九", 9999),
    ],
)
def test_other_spellings_are_read(written: str, number: int) -> None:
    assert from_chinese(written) == number


@pytest.mark.parametrize("written", ["", "零", "十百", "一万", "10000", "甲", "百千", "-1", "第一"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a number from 1 to 9,999"):
        from_chinese(written)


@given(
    st.builds(
        Provision,
        st.just("lamp-2001"),
        st.integers(1, 9999),
        st.integers(0, 30),
        st.integers(0, 99),
        st.integers(1, 99),
        st.integers(0, 99),
    )
)
def test_a_citation_is_read_back_from_every_spelling(place: Provision) -> None:
    assert read_citation(place.numbered(Language.ZH), "lamp-2001") == place
    assert read_citation(place.numbered(Language.EN), "lamp-2001") == place
    assert read_citation(str(place), "other") == place
    assert read_citation(str(place).partition("/")[2], "lamp-2001") == place


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("第二十一条第一款第（四）项", "x/21.1.4"),
        ("第二十一条第一款第四项", "x/21.1.4"),
        ("第21条第1款第4项", "x/21.1.4"),
        ("第 21 条 第 1 款 第(4)项", "x/21.1.4"),
        ("第一百二十条之一", "x/120-1"),
        ("第一百二十条之一第二款", "x/120-1.2"),
        ("120-1", "x/120-1"),
        ("lamp-2001 第三条", "lamp-2001/3"),
        ("第一条第一款第（一）项第2目", "x/1.1.1.2"),
    ],
)
def test_citations_are_read_as_lawyers_write_them(written: str, expected: str) -> None:
    assert str(read_citation(written, "x")) == expected


def test_an_omitted_paragraph_stays_open() -> None:
    place = Provision("x", 21, item=4)
    for written in ("第二十一条第（四）项", "x/21.0.4", "Art. 21 item (4)", "Article 21, item (4)"):
        assert read_citation(written, "x") == place
    assert (str(place), place.numbered(Language.EN)) == ("x/21.0.4", "Art. 21 item (4)")
    inside = ("x/21.1.4", "x/21.2.4", "x/21.1.4.1", "x/21.0.4")
    outside = ("x/21", "x/21.4", "x/21.1", "x/21.1.3", "x/22.1.4", "x/21-1.1.4")
    assert [place.contains(Provision.parse(each)) for each in (*inside, *outside)] == [True] * len(inside) + [False] * len(outside)


@pytest.mark.parametrize("written", ["第一百二条", "第二百条第一百二款", "第一千三条", "第三条第（一百五）项", "第一百二条至第一百五条"])
def test_a_number_of_two_readings_is_no_citation(written: str) -> None:
    with pytest.raises(TwoReadings, match=r"may be read as .零. or .{3}; write one of these"):
        read_citations(written, "x")


@pytest.mark.parametrize("written", ["第一百零二条", "第一百二十条", "第一百一十二条", "第一千二百条", "第一千零三条"])
def test_a_number_written_out_has_one_reading(written: str) -> None:
    assert read_citation(written, "x").numbered(Language.ZH) == written


@pytest.mark.parametrize("written", ["", "第条", "第一款", "第三章", "第零条", "第一条第二目", "x/0", "21..1"])
def test_what_is_no_citation_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="`"):
        read_citation(written, "x")
