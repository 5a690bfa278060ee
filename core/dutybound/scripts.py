"""Encodings that are not read, told from the bytes, so that a refusal can say what to do: UTF-16 and Big5."""

from dutybound.text import Text

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 1 << 14
_COMMON = frozenset("的一是不了人在有个個这這上为為以到说說时時第条條款项項之者应應与與及其行为員员案件号號编編日期年月法规規定市部门門")
_ENOUGH = 3
"""So many of the commonest characters are no accident in a text that another reading leaves without any."""


def foreign_encoding(content: bytes) -> str:
    """`UTF-16` or `Big5` where the bytes are plainly that and neither UTF-8 nor GB18030 text, else nothing."""
    sample = content[:_SAMPLE]
    if sample.startswith(_MARKS):
        return "UTF-16"
    if b"\0" in sample:
        even = sample[: len(sample) // 2 * 2]
        return "UTF-16" if any(_written(even, name) for name in ("utf-16-le", "utf-16-be")) else ""
    if sample.isascii() or _decoded(sample, "utf-8"):
        return ""
    return "Big5" if _common(sample, "big5") >= _ENOUGH and not _common(sample, "gb18030") else ""


def saved_otherwise(content: bytes) -> Text | None:
    """What to say of a file in such an encoding."""
    found = foreign_encoding(content)
    if not found:
        return None
    return Text(f"像是 {found} 编码，请另存为 UTF-8", f"this looks like {found}; save it as UTF-8")


def _decoded(sample: bytes, encoding: str) -> str:
    """The sample as text, its last character perhaps cut off; nothing where it is not of this encoding."""
    for cut in range(4):
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _written(sample: bytes, encoding: str) -> bool:
    """Whether the sample is text with common characters and no control, private or unassigned one."""
    text = _decoded(sample, encoding)
    plain = sum(each in _COMMON or each.isascii() for each in text)
    return plain >= _ENOUGH and all(each.isprintable() or each in "\t\r\n\u3000" for each in text)


def _common(sample: bytes, encoding: str) -> int:
    return sum(each in _COMMON for each in _decoded(sample, encoding))
