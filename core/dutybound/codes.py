"""Codes of duty items: regions write them differently, so each scheme is data, and a policy file may add its own."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import field, frozen

from dutybound.facts import NOWHERE
from dutybound.problems import Place, Problems
from dutybound.text import Text

MOST_LENGTH = 64


class Written(StrEnum):
    """What a part of a code is written with."""

    DIGITS = "digits"
    LETTERS = "letters"
    DIGITS_OR_LETTERS = "digits_or_letters"
    MARK = "mark"


_CLASSES = {Written.DIGITS: "[0-9]", Written.LETTERS: "[A-Z]", Written.DIGITS_OR_LETTERS: "[0-9A-Z]"}


@frozen(kw_only=True)
class CodePart:
    """A part of a code: `length` characters (or fewer, down to `least`), or the `mark` as it stands."""

    label: Text
    written: Written
    length: int = 0
    least: int = 0
    mark: str = ""
    optional: bool = False
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def pattern(self) -> str:
        """The part as a regular expression; of fixed form, so that no scheme can make matching slow."""
        if self.written is Written.MARK:
            inner = re.escape(self.mark)
        else:
            inner = f"{_CLASSES[self.written]}{{{self.least or self.length},{self.length}}}"
        return f"(?:{inner})?" if self.optional else inner


@frozen(kw_only=True)
class CodeScheme:
    """A way to write item codes; `source` names the standard or list it was read from."""

    id: str
    title: Text
    source: str
    parts: tuple[CodePart, ...]
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    def fits(self, code: str) -> bool:
        """Whether a code is written by this scheme; a scheme without parts takes any code without blanks."""
        pattern = "".join(part.pattern for part in self.parts) if self.parts else r"\S+"
        return re.fullmatch(pattern, code) is not None


def check_schemes(schemes: Iterable[CodeScheme], problems: Problems) -> Mapping[str, CodeScheme]:
    """The built-in schemes and these, by id; what is wrong with one is added to `problems`."""
    found = dict(SCHEMES)
    for scheme in schemes:
        taken = found.setdefault(scheme.id, scheme)
        if taken is not scheme:
            problems.add(
                scheme.place.of("id"),
                f"编码规则标识 `{scheme.id}` 重复",
                f"the code scheme id `{scheme.id}` is taken",
                also=taken.place.of("id") if taken.place.source else None,
            )
        for part in scheme.parts:
            _check_part(part, problems)
    return found


def _check_part(part: CodePart, problems: Problems) -> None:
    if part.written is Written.MARK:
        if not part.mark or len(part.mark) > MOST_LENGTH:
            problems.add(part.place, "mark 应为连接符号，如 `-`", "`mark` should be the sign between parts, such as `-`")
    elif not (0 <= part.least <= part.length and 1 <= part.length <= MOST_LENGTH):
        problems.add(
            part.place,
            f"length 应为 1 至 {MOST_LENGTH}，least 不大于 length",
            f"`length` should be 1 to {MOST_LENGTH}, `least` at most `length`",
        )


def _digits(zh: str, en: str, length: int, *, optional: bool = False) -> CodePart:
    return CodePart(label=Text(zh, en), written=Written.DIGITS, length=length, optional=optional)


def _mixed(zh: str, en: str, length: int, least: int = 0, *, optional: bool = False) -> CodePart:
    return CodePart(label=Text(zh, en), written=Written.DIGITS_OR_LETTERS, length=length, least=least, optional=optional)


_DASH = CodePart(label=Text("连接符", "dash"), written=Written.MARK, mark="-")

SCHEMES: Mapping[str, CodeScheme] = {
    scheme.id: scheme
    for scheme in (
        CodeScheme(id="any", title=Text("任意非空编码", "any code"), source="no scheme prescribed", parts=()),
        CodeScheme(
            id="hubei",
            title=Text("十六位：区划6、部门3、类别2、事项3、子项2", "16 digits: region 6, department 3, type 2, item 3, sub-item 2"),
            source="Hubei draft scheme of power codes",
            parts=(
                _digits("行政区划", "region", 6),
                _digits("部门", "department", 3),
                _digits("类别", "type", 2),
                _digits("事项", "item", 3),
                _digits("子项", "sub-item", 2),
            ),
        ),
        CodeScheme(
            id="guizhou",
            title=Text(
                "基本码十位：类别字母2、主项5、子项3；可加实施码",
                "10 characters: two type letters, item 5, sub-item 3; implementation code may follow",
            ),
            source="DB52/T 1264-2018",
            parts=(
                CodePart(label=Text("类别", "type"), written=Written.LETTERS, length=2),
                _digits("主项", "item", 5),
                _digits("子项", "sub-item", 3),
                _digits("权力层级和行政区划", "level and region", 7, optional=True),
                _mixed("机构代码", "organ", 18, 1, optional=True),
            ),
        ),
        CodeScheme(
            id="sichuan",
            title=Text(
                "基本码14位-区划12位-000-信用代码18位-层级-办理项", "basic 14 - region 12 - 000 - credit code 18 - level - handling item"
            ),
            source="a published service list of Sichuan",
            parts=(
                _mixed("基本码", "basic code", 14),
                _DASH,
                _digits("行政区划", "region", 12),
                _DASH,
                _digits("预留", "reserved", 3),
                _DASH,
                _mixed("统一社会信用代码", "credit code", 18),
                _DASH,
                _digits("层级", "level", 1),
                _DASH,
                _digits("办理项", "handling item", 2),
            ),
        ),
    )
}
