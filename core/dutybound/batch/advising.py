"""What is said of cells and columns that hold no value of their fact: what would be right, and how a mapping file can agree it."""

import re
from typing import TYPE_CHECKING, Any

from dutybound.batch.agreement import DAYS
from dutybound.batch.notation import Notation
from dutybound.days import day_meant
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number, expected
from dutybound.problems import did_you_mean
from dutybound.text import Text

if TYPE_CHECKING:
    import polars as pl

PAIRS = (
    ("1", "0"),
    ("Y", "N"),
    ("y", "n"),
    ("YES", "NO"),
    ("Yes", "No"),
    ("yes", "no"),
    ("T", "F"),
    ("有", "无"),
    ("√", "×"),
    ("对", "错"),
)
"""How yes and no are often written; what is meant by them an agency has to say itself."""

_CAPITALS = ("True", "TRUE", "False", "FALSE")


def no_value(cell: Any, how: Notation) -> Text:
    """What to say of a cell that holds no value of a fact: what it takes, and what a mapping file can do about it."""
    right, advice = _taken(how), _agreeing(str(cell).strip(), how)
    return Text(f"`{cell}` 不是合格的值，应为{right.zh}{advice.zh}", f"`{cell}` is not a value here, which takes {right.en}{advice.en}")


def _taken(how: Notation) -> Text:
    if not isinstance(how.fact.domain, Flag):
        return expected(how.fact)
    yes, no = ([word for word, value in how.words.items() if value is meant and word not in _CAPITALS] for meant in (True, False))
    if not yes or not no:
        return expected(how.fact)
    return Text(f"{'、'.join(yes)} 或 {'、'.join(no)}", f"{', '.join(yes)} or {', '.join(no)}")


def _agreeing(written: str, how: Notation) -> Text:
    match how.fact.domain:
        case Flag():
            yes, no = next((pair for pair in PAIRS if written in pair), ("Y", "N"))
            return _mapping(f"yes_no: [{yes}/{no}]")
        case Choice() | Grade():
            hint = did_you_mean(written, how.fact.value_ids)
            return hint if hint.zh else _mapping(f"values: {{{how.fact.id}: {{{_spelt(written)}: …}}}}")
        case Day():
            fitting = next((name for name, pattern in DAYS.items() if name not in how.days and re.match(pattern, written)), None)
            return _mapping(f"days: [{fitting}]") if fitting else day_meant(written)
        case Number():
            return Text("", "")


AGREED = Text("；别的写法在映射文件里约定，如 `", "; what else is written is agreed in a mapping file, as `")
"""What comes before a line of a mapping file."""


def _mapping(line: str) -> Text:
    return Text(f"{AGREED.zh}{line}`", f"{AGREED.en}{line}`")


def _spelt(written: str) -> str:
    """A word as it can stand before a colon in a mapping file."""
    return written if re.fullmatch(r"\w+", written) else '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wrong_type(dtype: "pl.DataType", fact: Fact | None) -> Text:
    """What to do about a column of a wrong type, where that can be told from it."""
    import polars as pl  # noqa: PLC0415  # an extra

    if dtype.is_float():
        return Text(
            "；pandas 的整数列有空缺时会变成小数，请用 Int64 类型",
            "; whole numbers with gaps become floats in pandas unless they are of type Int64",
        )
    worded = isinstance(dtype, pl.String | pl.Categorical | pl.Enum)
    match fact.domain if fact else None:
        case Flag() if dtype.is_integer():
            return _only_as_agreed("整数", "whole numbers are", "yes_no: [1/0]")
        case Flag() if worded:
            return _only_as_agreed("文字", "text is", "yes_no: [是/否]")
        case Day() if worded:
            return _only_as_agreed("文字", "text is", "days: [YYYY-MM-DD]")
        case _:
            return Text("", "")


def _only_as_agreed(zh: str, en: str, line: str) -> Text:
    return Text(f"；{zh}须在映射文件里约定写法，如 `{line}`", f"; {en} read as agreed in a mapping file only, as `{line}`")
