"""One scalar of a policy file as a value: text, a flag, a number, a day, a citation, a word of a list, an id.

What fits none of these is a `Misfit` that says what would be right.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from attrs import evolve

from dutybound.days import calendar_day, day_meant
from dutybound.identifiers import is_identifier, not_an_identifier
from dutybound.problems import Problem, did_you_mean
from dutybound.provision import Provision
from dutybound.source import Node, Scalar
from dutybound.statute.citation import read_citation
from dutybound.text import Text

_DIGITS = 16
_INTEGER = re.compile(rf"-?(?:0|[1-9]\d{{0,{_DIGITS - 1}}})", re.ASCII)
_UNNAMED = "unnamed"

MOST_WHOLE = 10**_DIGITS - 1
"""The largest whole number that a file can have, and the least with a minus."""


class Misfit(ValueError):
    """One problem met while structuring; cattrs groups them, `structure` takes the groups apart."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message.en)


def misfit(node: Node, zh: str, en: str) -> Misfit:
    """A problem at a node, to be raised inside a hook."""
    return Misfit(Problem(node.place, Text(zh, en)))


def read_scalar(node: Node, zh: str, en: str) -> str:
    """The text of a scalar that is not empty; `zh` and `en` say what should stand here."""
    if not isinstance(node, Scalar):
        raise misfit(node, f"这里应当是{zh}", f"this should be {en}")
    if not node.text.strip():
        raise misfit(node, f"这里是空的，应当是{zh}", f"this is empty, it should be {en}")
    return node.text


def read_text(node: Node, _: type) -> str:
    """Text that is not empty."""
    return read_scalar(node, "文字", "text")


def read_flag(node: Node, _: type) -> bool:
    """`true` or `false`, written without quotes."""
    written = read_scalar(node, " true 或 false", "`true` or `false`")
    if written in ("true", "false") and isinstance(node, Scalar) and node.quoted:
        raise misfit(node, f"`{written}` 不加引号", f"write `{written}` without quotes")
    if written not in ("true", "false"):
        raise misfit(node, f"`{written}` 不是 true 或 false", f"`{written}` is neither `true` nor `false`")
    return written == "true"


def read_whole(node: Node, _: type) -> int:
    """A whole number of at most 16 digits."""
    written = read_scalar(node, "整数", "a whole number")
    if not _INTEGER.fullmatch(written):
        if len(written) > _DIGITS and written.isascii() and written.removeprefix("-").isdecimal():
            raise misfit(node, f"`{written}` 超过 {_DIGITS} 位", f"`{written}` has more than {_DIGITS} digits")
        raise misfit(node, f"`{written}` 不是整数", f"`{written}` is not a whole number")
    return int(written)


def read_day(node: Node, _: type) -> date:
    """A day such as `2021-03-04`."""
    written = read_scalar(node, "日期", "a day such as 2021-03-04")
    try:
        return calendar_day(written)
    except ValueError as error:
        hint = day_meant(written)
        zh, en = f"`{written}` 不是日期，应如 2021-03-04{hint.zh}", f"`{written}` is not a day such as 2021-03-04{hint.en}"
        raise misfit(node, zh, en) from error


def read_provision(node: Node, _: type) -> Provision:
    """A citation such as `samr-2020/21.1.4`; an item is cited with its paragraph."""
    written = read_scalar(node, "条款，如 samr-2020/21.1.4", "a citation such as samr-2020/21.1.4")
    try:
        provision = Provision.parse(written)
    except ValueError as error:
        hint = _citation_meant(written)
        raise misfit(node, f"`{written}` 不是条款引用，应如 samr-2020/21.1.4{hint.zh}", f"{error}{hint.en}") from error
    if provision.item and not provision.paragraph:
        raise misfit(node, f"`{written}` 没有写第几款，应如 samr-2020/21.1.4", f"`{written}` names no paragraph; write samr-2020/21.1.4")
    return provision


def _citation_meant(written: str) -> Text:
    """A hint at the citation that was written as people say it: 第二十一条第（四）项, or with other signs than a citation has."""
    plain = unicodedata.normalize("NFKC", written).strip()
    found = _spelt(plain)
    if found is None:
        try:
            found = read_citation(plain, _UNNAMED)
        except ValueError:
            return Text("", "")
    if found.item and not found.paragraph:  # 第二十一条第（四）项: the paragraph is left out where the article has one
        found = evolve(found, paragraph=1)
    meant = str(found).replace(f"{_UNNAMED}/", "…/")
    return Text(f"，是否想写 `{meant}`？", f", did you mean `{meant}`?")


def _spelt(plain: str) -> Provision | None:
    """The citation meant where only blanks, capitals or underscores stand in the way."""
    try:
        return Provision.parse("".join(plain.split()).lower().replace("_", "-"))
    except ValueError:
        return None


def read_word(node: Node, wanted: type[StrEnum]) -> StrEnum:
    """One of the words of an enumeration."""
    known = [member.value for member in wanted]
    written = read_scalar(node, f"下列之一：{', '.join(known)}", f"one of {', '.join(known)}")
    if written not in known:
        hint = did_you_mean(written, known)
        raise misfit(node, f"`{written}` 不在 {', '.join(known)} 之中{hint.zh}", f"`{written}` is none of {', '.join(known)}{hint.en}")
    return wanted(written)


def read_id(node: Node) -> str:
    """The id of a fact or rule."""
    written = read_scalar(node, "标识符", "an id")
    if not is_identifier(written):
        raise Misfit(Problem(node.place, not_an_identifier(written)))
    return written
