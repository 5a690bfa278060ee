"""What is wrong with the spelling of a YAML text, in words an author of policies can act on."""

import re

import yaml
from attrs import evolve, frozen

from dutybound.scripts import foreign_encoding
from dutybound.text import Text

# Control characters, line ends that editors do not count, and marks that make text read in another order than it is stored.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")

_OPENERS = {
    "[": Text("`[` 没有闭合，或少了逗号", "a list opened with `[` lacks a comma or its `]`"),
    "{": Text("`{` 没有闭合，或少了逗号", "a mapping opened with `{` lacks a comma or its `}`"),
}
_BEGIN_SOMETHING = "&*!"
_UNCLOSED = Text("引号没有闭合", "a quotation mark is never closed")
_TAB = Text("缩进不能用制表符，请用空格", "a tab cannot indent, use spaces")
_SECOND_COLON = Text(
    "此处不应有 `: `：含冒号的文字请加引号，或检查上一行的冒号和缩进",
    "there should be no `: ` here: put text that has one in quotes, or look at colon and indentation of the line above",
)
_INDENTATION = Text("缩进与上文不合", "the indentation does not fit what stands above")
_CUT_OFF = Text("文件在列表或映射中间就结束了", "the file ends in the middle of a list or mapping")
ONE_DOCUMENT = Text("一个文件只能有一个 YAML 文档", "a file holds one YAML document only")
DIRECTIVE = Text("不允许 `%` 指令", "directives (`%…`) are not allowed")
_NO_VALUE = Text("这里缺少一个值", "a value is missing here")
_NO_COLON = Text(
    "此行没有 `:`：键之后要写 `: `，接续上文的文字要缩进得更多",
    "this line has no `:`: a key is followed by `: `, and text that goes on is indented further",
)
_BLOCK = Text("`|` 或 `>` 之后此行不能再有内容，文字从下一行开始", "nothing follows `|` or `>` on its line, the text begins on the next")
_ESCAPE = Text("引号内没有这种转义", "there is no such escape in quotes")
_NO_LIST = Text("列表不能在这里开始，请另起一行写 `- `", "a list cannot begin here, write `- ` on the next line")
_NO_KEY = Text("这里不能有 `? `，请给文字加引号", "`? ` cannot stand here, put the text in quotes")


# What a Chinese keyboard or a word processor puts where YAML wants a sign of its own, and a dash without its space.
_LOOK_ALIKES = re.compile(
    r"^ *([\u00a0\u2000-\u200a\u3000])"
    r"|^ *(?:- )?[\w-]+ ?(：)"
    r"|^ *(?:- )?(?:[\w-]+: )? *([｛［【])"
    r"|(，)(?= ?[\w-]+: )"
    r"|^ *([－—–•·]) ?(?=\w)"
    r"|^ *(-)(?=[^\W\d])"
)
_RIGHT = {"：": ": ", "｛": "{", "［": "[", "【": "[", "，": ", ", **dict.fromkeys("－—–•·-", "- ")}


@frozen
class Complaint:
    """What is wrong, at which line and column from 1; `opened` is where the thing that is wrong began, if elsewhere."""

    message: Text
    line: int
    column: int
    opened: tuple[int, int] | None = None


def forbidden(text: str) -> int | None:
    """The position of the first character that no policy file may hold, `None` if there is none."""
    match = _FORBIDDEN.search(text)
    return match.start() if match else None


def encoding_hint(content: bytes) -> Text:
    """What a file that is not UTF-8 may be instead."""
    foreign = foreign_encoding(content)
    if foreign:
        return Text(f"，像是 {foreign}，请另存为 UTF-8", f", it looks like {foreign}: save it as UTF-8")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Text("", "")
    return Text("，可能是 GB18030，请另存为 UTF-8", ", it may be GB18030: save it as UTF-8")


def complaint(error: yaml.MarkedYAMLError, text: str) -> Complaint:
    """The complaint behind a parser's error, with the sign that may have caused it."""
    found = _complaint(error, text)
    hint = _look_alike(text.splitlines(), found.line)
    return evolve(found, message=Text(found.message.zh + hint.zh, found.message.en + hint.en))


def _look_alike(lines: list[str], number: int) -> Text:
    """A hint at a sign that only looks like one of YAML's, on the line of an error or on the last before it that is not empty."""
    before = next((each for each in range(number - 1, 0, -1) if lines[each - 1].strip()), 0) if number <= len(lines) + 1 else 0
    for each in (number, before):
        match = _LOOK_ALIKES.search(lines[each - 1]) if 0 < each <= len(lines) else None
        if match is not None:
            group = match.lastindex or 0
            sign, column = match[group], match.start(group) + 1
            right = f"`{_RIGHT[sign]}`" if sign in _RIGHT else "` `"
            spelt = f"U+{ord(sign):04X}" if sign.isspace() else f"`{sign}`"
            return Text(
                f"（第 {each} 行第 {column} 列的 {spelt} 应写作 {right}）", f" ({spelt} in line {each}, column {column} should be {right})"
            )
    return Text("", "")


def _complaint(error: yaml.MarkedYAMLError, text: str) -> Complaint:
    """The complaint behind a parser's error, as the parser sees it."""
    mark, began = error.problem_mark or error.context_mark, error.context_mark
    assert mark is not None  # the parser marks every error
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1]
    at = (mark.line + 1, mark.column + 1)
    detail = error.problem or ""
    context = error.context or ""
    opening = lines[began.line][began.column : began.column + 1] if began is not None and began.line < len(lines) else ""
    if "quoted scalar" in context and ("end of stream" in detail or "document indicator" in detail) and began is not None:
        return Complaint(_UNCLOSED, began.line + 1, began.column + 1)
    if "simple key" in context and began is not None:
        return Complaint(_NO_COLON, began.line + 1, began.column + 1)
    if opening in _BEGIN_SOMETHING and began is not None and ("an anchor" in context or "an alias" in context or "tag" in context + detail):
        return Complaint(_cannot_begin(opening), began.line + 1, began.column + 1)
    if "node content" in detail and mark.line >= len(lines):
        return Complaint(_CUT_OFF, *at)
    if "flow " in context and opening in _OPENERS and began is not None:
        return Complaint(_OPENERS[opening], *at, (began.line + 1, began.column + 1))
    return Complaint(DIRECTIVE if "directive" in context else _words(detail, character, line[: mark.column + 1]), *at)


def _cannot_begin(character: str) -> Text:
    if character == "`":
        return Text("值不能以反引号开头，请加引号", "a value cannot begin with a backtick, put it in quotes")
    return Text(f"值不能以 `{character}` 开头，请加引号", f"a value cannot begin with `{character}`, put it in quotes")


def _words(detail: str, character: str, before: str) -> Text:
    if character == "\t" or "tab character" in detail or (not before.strip() and "\t" in before):
        return _TAB
    if "cannot start any token" in detail:
        return _cannot_begin(character)
    if "mapping values are not allowed" in detail:
        return _SECOND_COLON
    if "sequence entries are not allowed" in detail:
        return _NO_LIST
    if "mapping keys are not allowed" in detail:
        return _NO_KEY
    if "comment or line break" in detail or "indentation indicator" in detail:
        return _BLOCK
    if "document start" in detail:
        return ONE_DOCUMENT
    if "directive" in detail or "incompatible YAML" in detail:
        return DIRECTIVE
    if "escape" in detail or "hexdecimal" in detail:
        return _ESCAPE
    if "node content" in detail:
        return _NO_VALUE
    if "expected key" in detail and character == ":" and not before[:-1].strip():
        return Text("缺少键", "a key is missing here")
    if "expected key" in detail and before[:-1].strip():
        return Text("值已结束，此后不应再有内容", "the value has ended, nothing may follow it here")
    if "expected key" in detail or "expected '-'" in detail or "block end" in detail:
        return _INDENTATION
    return Text(f"不是合格的 YAML：{detail}", f"this is not well-formed YAML: {detail}")
