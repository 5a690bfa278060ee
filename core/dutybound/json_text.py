"""JSON texts, read strictly: what other readers let pass (doubled keys, `NaN`, half characters) is refused with its place."""

import json
import re
from math import isinf
from typing import Any

from dutybound.nesting import too_deep
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_LONGEST_NUMBER = 1000
_LONGEST_ECHO = 60

_COMPLAINTS = {
    "Expecting property name enclosed in double quotes": Text("这里应当是双引号中的键", "a key in double quotes should stand here"),
    "Illegal trailing comma before end of object": Text("最后一项之后不能有逗号", "no comma may follow the last entry"),
    "Illegal trailing comma before end of array": Text("最后一项之后不能有逗号", "no comma may follow the last entry"),
    "Expecting value": Text("这里应当是一个值", "a value should stand here"),
    "Expecting ',' delimiter": Text("这里缺少逗号，或括号没有闭合", "a comma is missing here, or a bracket is never closed"),
    "Expecting ':' delimiter": Text("键之后缺少 `:`", "`:` is missing after the key"),
    "Invalid control character at": Text("文字中的控制字符要转义", "a control character in text has to be escaped"),
    "Invalid \\escape": Text("没有这种转义", "there is no such escape"),
    "Invalid \\uXXXX escape": Text("`\\u` 之后应有四位十六进制数字", "`\\u` takes four hexadecimal digits"),
    "Unterminated string starting at": Text("引号没有闭合", "a quotation mark is never closed"),
    "Extra data": Text("记录已结束，此后不应再有内容", "the record has ended, nothing may follow it"),
}


_TOO_DEEP = Text("嵌套过深", "this is nested too deeply")


class _Loose(ValueError):
    """Something that JSON, or this reader, does not allow, in words."""

    def __init__(self, words: Text, *, spelt: str = "", key: str | None = None) -> None:
        self.words = words
        self._spelt = spelt
        self._key = key
        super().__init__(words.en)

    def offset(self, text: str) -> int:
        """Where it stands, which the parser does not tell: a number as spelt, or a key the second time."""
        if self._key is not None:
            return _second(self._key, text)
        return next((each.start() for each in _TOKEN.finditer(text) if each[0] == self._spelt), 0)


def parse_json(text: str | bytes, place: Place) -> Any:
    """The value of a JSON text that stands at `place`; raises `Refused`."""
    written = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig" if place.line <= 1 else "utf-8")
        if text.startswith("\ufeff"):
            raise _Loose(Text("字节顺序标记只能在文件开头", "a byte order mark may stand at the beginning of a file only"))
        if too_deep(written):
            raise _refused(place, _TOO_DEEP)
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite)
        if _HALF.search(text):
            json.dumps(found, ensure_ascii=False).encode()
        return found
    except UnicodeDecodeError as error:
        raise _refused(place, Text("不是 UTF-8 编码", "this is not encoded in UTF-8")) from error
    except UnicodeEncodeError as error:
        raise _refused(place, Text("有半个字符（不成对的 `\\ud…`）", "there is half a character (an unpaired `\\ud…`)")) from error
    except _Loose as error:
        offset = error.offset(text) if isinstance(text, str) else 0
        raise _refused(_at(place, json.JSONDecodeError("", str(text), offset)), error.words) from error
    except json.JSONDecodeError as error:
        found = _trailing_comma(error)
        raise _refused(_at(place, found), _complaint(found)) from error
    except RecursionError as error:  # whoever called it had little of the stack left
        raise _refused(place, _TOO_DEEP) from error


def echo(written: object) -> str:
    """What was written, as JSON spells it, cut short where it is long."""
    try:
        spelt = json.dumps(written, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        spelt = type(written).__name__  # a record made in Python may hold what no JSON text can
    return spelt if len(spelt) <= _LONGEST_ECHO else f"{spelt[:_LONGEST_ECHO]}…"


def _at(place: Place, error: json.JSONDecodeError) -> Place:
    if not place.line:
        return Place(place.source, error.lineno, error.colno)
    return Place(place.source, place.line + error.lineno - 1, error.colno + (place.column - 1 if error.lineno == 1 else 0))


def _trailing_comma(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """Python before 3.13 complains of what follows a trailing comma; the comma is what is wrong."""
    closing = error.doc[error.pos : error.pos + 1]
    before = error.doc[: error.pos].rstrip()
    if closing and closing in "}]" and before.endswith(","):
        return json.JSONDecodeError("Illegal trailing comma before end of object", error.doc, len(before) - 1)
    return error


def _complaint(error: json.JSONDecodeError) -> Text:
    words = _COMPLAINTS.get(error.msg, Text(error.msg, error.msg))
    return Text(f"不是合格的 JSON：{words.zh}", f"this is not well-formed JSON: {words.en}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Loose(Text(f"键 `{echo(key)[1:-1]}` 重复", f"the key `{echo(key)[1:-1]}` is written twice"), key=key)
            seen.add(key)
    return found


def _second(key: str, text: str) -> int:
    """Where a key stands for the second time in one object."""
    objects: list[bool | None] = []  # of every open bracket: whether the key was seen in it, `None` for a list
    last: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            objects.append(False if token[0] == "{" else None)
        elif token[0] in "]}":
            objects.pop()
        elif token[0] == ":" and last is not None and json.loads(last[0]) == key:
            if objects[-1]:
                return last.start()
            objects[-1] = True
        last = token
    return 0


def _no_constant(word: str) -> Any:
    raise _Loose(Text(f"不是合格的 JSON：没有数 `{word}`", f"this is not well-formed JSON: there is no number `{word}`"), spelt=word)


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _Loose(Text(f"数过长（{len(digits)} 位）", f"a number is too long ({len(digits)} digits)"), spelt=digits)
    return int(digits)


def _finite(digits: str) -> float:
    found = float(digits)
    if isinf(found):
        raise _Loose(Text(f"数 `{digits[:_LONGEST_ECHO]}` 过大", f"the number `{digits[:_LONGEST_ECHO]}` is too large"), spelt=digits)
    return found


def _refused(place: Place, words: Text) -> Refused:
    return Refused((Problem(place, words),))
