"""How a text table is encoded and what separates its cells: found from the bytes, never from a guess about the sender."""

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from dutybound.presence import naming
from dutybound.problems import Place, Problem, Refused
from dutybound.scripts import saved_otherwise
from dutybound.text import Text

DELIMITERS = (",", "\t", ";", "|")
_BLOCK = 1 << 20
_BOM = b"\xef\xbb\xbf"


@frozen
class Script:
    """Encoding (`utf-8` or `gb18030`), how many bytes of byte order mark come first, and the delimiter."""

    encoding: str
    skip: int
    delimiter: str


def find_script(path: Path, known: Iterable[str]) -> Script:
    """The script of a text table whose header uses some of the `known` headings; raises `Refused` or `OSError`."""
    with naming(path), path.open("rb") as stream:
        start = stream.read(_BLOCK)
        foreign = _no_text(start) or saved_otherwise(start)
        if foreign is not None:
            raise Refused((Problem(Place(str(path)), foreign),))
        if start.startswith(_BOM):
            return Script("utf-8", len(_BOM), _delimiter(start[len(_BOM) :].decode("utf-8", "replace"), known))
        block, telling = start, start
        while block and block.isascii():
            block = stream.read(_BLOCK)
            telling = block or telling
    encoding = _encoding(telling, path)
    return Script(encoding, 0, _delimiter(start.decode(encoding, "replace"), known))


def _no_text(start: bytes) -> Text | None:
    """What to say of a file that is no text, whatever its name says."""
    if start.startswith(b"PK\x03\x04"):
        return Text(
            "是 XLSX 工作簿或别的压缩包，不是文本表格；工作簿的名字应以 .xlsx 结尾",
            "this is an XLSX workbook or another archive, not a text table; the name of a workbook ends in .xlsx",
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return Text(
            "是旧版 Excel 工作簿（.xls），不是文本表格；请另存为 .xlsx",
            "this is a workbook of an old Excel (.xls), not a text table; save it as .xlsx",
        )
    if start.startswith(b"PAR1"):
        return Text(
            "是 Parquet 文件，不是文本表格；其名字应以 .parquet 结尾", "this is a Parquet file, not a text table; its name ends in .parquet"
        )
    if start.startswith(b"\x1f\x8b"):
        return Text("是 gzip 压缩文件，请先解压", "this is compressed by gzip; unpack it first")
    return None


def _encoding(block: bytes, path: Path) -> str:
    """The encoding of a block with bytes beyond ASCII; its last line may be cut, so it is left out."""
    whole = block[: block.rfind(b"\n") + 1] or block
    first = whole.find(b"\n") + 1 if not whole.isascii() else 0
    for sample in (whole, whole[first:]):  # a block from the middle of a file may begin inside a character
        for encoding in ("utf-8", "gb18030"):
            try:
                sample.decode(encoding)
            except UnicodeDecodeError:
                if encoding == "utf-8" and _nearly_utf8(sample):
                    return encoding
                continue
            return encoding
    # most rows may still be right: those that are not will be refused one by one
    for encoding in ("utf-8", "gb18030"):
        if len(whole) - len(whole.decode(encoding, "ignore").encode(encoding)) <= max(8, len(whole) // 100):
            return encoding
    raise _refused(path, "既不是 UTF-8 也不是 GB18030 编码", "this is encoded neither in UTF-8 nor in GB18030")


def _nearly_utf8(sample: bytes) -> bool:
    """Whether a cut character or two is all that keeps this from being UTF-8: read as GB18030 it might pass, with other words in it.

    Text in GB18030 holds hardly any of the long sequences that Chinese is in UTF-8.
    """
    text = sample.decode("utf-8", "replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(each > "\u07ff" for each in text) - wrong > 4 * wrong


def _delimiter(start: str, known: Iterable[str]) -> str:
    """The delimiter that splits the first line into most known headings; then the one that splits it most."""
    line = start.split("\n", 1)[0].rstrip("\r")
    headings = set(known)

    def score(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
        return sum(cell in headings for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _refused(path: Path, zh: str, en: str) -> Refused:
    return Refused((Problem(Place(str(path)), Text(zh, en)),))
