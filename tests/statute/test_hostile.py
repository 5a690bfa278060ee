"""What is no legal text is refused at once, with a clear error."""

import time

import pytest
from statute_texts import read

from dutybound.problems import Refused
from dutybound.statute.defects import defects
from dutybound.statute.reading import LARGEST, read_bytes


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "t: the file is empty"),
        (b"\xef\xbb\xbf \n", "t: the file is empty"),
        (b"a\x00\x04\x00\x00", "t: the file is not text (it has null bytes)"),
        (b"PK\x03\x04\x00\x00", "t: the file is a Word, Excel or zip file, save its text as plain text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "t: the file is a Word or Excel file, save its text as plain text"),
        (b"%PDF-1.7\n\xe2\xe3", "t: the file is a PDF, save its text as plain text"),
        (b"{\\rtf1 \\u31532}", "t: the file is RTF, save its text as plain text"),
        ('{"id": "第一条"}'.encode(), "t: the file is JSON; an imported text is called by its id"),
        (b"\xff\xff\xff\x80", "t: the encoding is neither UTF-8 nor GB18030 (line 1)"),
        ("第一条 甲。\n第二条 乙".encode("gb18030")[:-1], "t: the encoding is neither UTF-8 nor GB18030 (line 2)"),
        ("<head><title>第一条</title></head>".encode(), "t: the file is a web page, not plain text or Markdown"),
        (b"<!DOCTYPE html><html>", "t: the file is a web page, not plain text or Markdown"),
        (b"plain English", "t: the file has no Chinese characters"),
        (b"a" * (LARGEST + 1), "t: the file is larger than 4 MiB, no legal text is"),
        (b"\n" * 60_001 + "第一条 甲。".encode(), "t: the file has more than 60000 lines, no legal text has"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_bytes(data, "t")
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "第" * 200_000,
        "第一条" + " " * 500_000 + "甲",
        "第一条 甲：" + "（一）乙；" * 30_000,
        "甲" + "<!--" * 100_000,
        "-" * 500_000 + "甲",
        "第一条 甲\n" + "（一）\n1.\n（1）\n" * 5_000,
        "目录\n" * 10_000,
        "第二条至第四百条 （删除）\n" * 20_000,
        '第一条 "甲\n' * 20_000,
    ],
    ids=["numerals", "blanks", "items", "comments", "dashes", "deep", "contents", "deleted", "quotes"],
)
def test_hostile_texts_are_read_quickly(text: str) -> None:
    started = time.monotonic()
    defects(read(text), "t")
    assert time.monotonic() - started < 20
