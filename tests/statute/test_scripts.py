"""Encodings that are not read are named, and no text that is read is taken for one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybound.scripts import foreign_encoding

TRADITIONAL = "路燈條例\n第一條　為了管理路燈，制定本條例。\n第二條　打碎路燈的，處罰款。\n"
SIMPLIFIED = "路灯条例\n第一条　为了管理路灯，制定本条例。\n第二条　打碎路灯的，处罚款。\n"
TABLE = "case_id,person_id,act_date\n一,甲,2021-03-04\n"


@pytest.mark.parametrize("text", [SIMPLIFIED, TABLE, "instrument: {id: lamp-2001}\n"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_known_with_and_without_its_mark(text: str, encoding: str) -> None:
    assert foreign_encoding(text.encode(encoding)) == "UTF-16"
    assert foreign_encoding(text.encode(encoding)[:-1]) == "UTF-16"


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:9], "案件編號,人員編號\n一,甲\n"])
def test_big5_is_known(text: str) -> None:
    assert foreign_encoding(text.encode("big5")) == "Big5"


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, TABLE, "案件编号,人员编号\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_what_is_read_is_not_called_foreign(text: str, encoding: str) -> None:
    assert foreign_encoding(text.encode(encoding)) == ""


@pytest.mark.parametrize("content", [b"", b"\0", b"a\x00\x04\x00\x00", bytes(range(256)), b"\x80\x81" * 40])
def test_what_is_no_text_is_not_called_an_encoding(content: bytes) -> None:
    assert foreign_encoding(content) == ""


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=20))
def test_chinese_in_gb18030_is_taken_for_big5_only_without_any_common_character(text: str) -> None:
    common = "第的条为不人有"
    assert foreign_encoding((text + common).encode("gb18030")) == ""
