"""A file of an official text, read as published: UTF-8 or GB18030, with or without a byte order mark."""

import codecs
import hashlib
import re
from pathlib import Path

from attrs import frozen

from dutybound.problems import Place, Problem, Refused, system_words
from dutybound.scripts import saved_otherwise
from dutybound.statute.model import Origin
from dutybound.text import Text

LARGEST = 4 * 1024 * 1024
"""Bytes; the longest code in force has under one million."""

LONGEST = 60_000
"""Lines; the longest code in force has under ten thousand."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_KINDS = (
    (b"%PDF-", Text("文件是 PDF，请另存为纯文本", "the file is a PDF, save its text as plain text")),
    (
        b"PK\x03\x04",
        Text("文件是 Word、Excel 或压缩文件，请另存为纯文本", "the file is a Word, Excel or zip file, save its text as plain text"),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        Text("文件是 Word 或 Excel 文件，请另存为纯文本", "the file is a Word or Excel file, save its text as plain text"),
    ),
    (b"{\\rtf", Text("文件是 RTF，请另存为纯文本", "the file is RTF, save its text as plain text")),
)
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|meta|title|\?xml)[\s>]", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[{"])')
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@frozen
class Source:
    """The characters of a text and where they came from."""

    text: str
    origin: Origin


def read_file(path: Path) -> Source:
    """Read a file; raises `Refused` for what is no text in Chinese."""
    name = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise _refused(name, "没有这个文件", "there is no such file") from None
    except IsADirectoryError:
        raise _refused(name, "这是文件夹，不是文件", "this is a folder, not a file") from None
    except OSError as error:
        reason = system_words(error)
        raise _refused(name, f"文件无法读取（{reason.zh}）", f"the file cannot be read ({reason.en})") from error
    except ValueError as error:
        raise _refused(name, "文件名不能用", "the name of the file cannot be used") from error
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Source:
    """Decode `data`; `name` is what problems call it."""
    if len(data) > LARGEST:
        raise _refused(name, "文件超过 4 MiB，不像法律文本", "the file is larger than 4 MiB, no legal text is")
    kind = next((words for mark, words in _KINDS if data.startswith(mark)), None)
    if kind is not None:
        raise Refused([Problem(Place(name), kind)])
    encoding, text = _decoded(data, name)
    if "\0" in text:
        raise _refused(name, "文件不是文本（含有空字节）", "the file is not text (it has null bytes)")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise _refused(name, "文件是空的", "the file is empty")
    if _WEB_PAGE.match(text):
        raise _refused(name, "文件是网页，不是纯文本或 Markdown", "the file is a web page, not plain text or Markdown")
    if _JSON.match(text):
        zh, en = "文件是 JSON；已导入的文本请用标识称呼", "the file is JSON; an imported text is called by its id"
        raise _refused(name, zh, en)
    if max(text.count("\n"), text.count("\r")) > LONGEST:
        zh, en = f"文件超过 {LONGEST} 行，不像法律文本", f"the file has more than {LONGEST} lines, no legal text has"
        raise _refused(name, zh, en)
    if _CHINESE.search(text) is None:
        raise _refused(name, "文件中没有汉字", "the file has no Chinese characters")
    return Source(text, Origin(Path(name).name, encoding, hashlib.sha256(data).hexdigest()))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    foreign = None if encoding != "utf-8" else saved_otherwise(data)
    if foreign is not None:
        raise Refused([Problem(Place(name), foreign)])
    if b"\0" in data and encoding != "utf-16":
        raise _refused(name, "文件不是文本（含有空字节）", "the file is not text (it has null bytes)")
    readable = 0
    for attempt in dict.fromkeys((encoding, "gb18030")):
        try:
            return attempt.removesuffix("-sig"), data.decode(attempt).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            readable = max(readable, error.start)
    line = data[:readable].count(b"\n") + 1
    zh, en = "编码既不是 UTF-8 也不是 GB18030", "the encoding is neither UTF-8 nor GB18030"
    raise _refused(name, f"{zh}（第 {line} 行）", f"{en} (line {line})")


def _refused(name: str, zh: str, en: str) -> Refused:
    return Refused([Problem(Place(name), Text(zh, en))])
