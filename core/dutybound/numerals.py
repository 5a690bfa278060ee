"""Chinese numerals as statutes count with them, from one to 9,999."""

import re

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_SPELLINGS = str.maketrans(
    {"〇": "零", "○": "零", "Ｏ": "零", "两": "二", "廿": "二十", "卅": "三十", "卌": "四十"}
    | dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
    | {chr(ord("０") + digit): str(digit) for digit in range(10)}
)
_COUNTED = re.compile(
    r"(?:(?P<千>[一二三四五六七八九])千零?)?(?:(?P<百>[一二三四五六七八九])百零?)?"
    r"(?:(?P<十>[一二三四五六七八九]?)十)?(?P<rest>[一二三四五六七八九]?)"
)


def to_chinese(number: int) -> str:
    """`120` as `一百二十`; raises `ValueError` outside 1 to 9,999."""
    if not 1 <= number <= 9999:
        raise ValueError(f"{number} is outside 1 to 9,999")
    written = ""
    rest = number
    gap = False
    for value, unit in _UNITS:
        digit, rest = divmod(rest, value)
        if digit:
            if gap:
                written += "零"
            written += _DIGITS[digit] + unit
            gap = False
        elif written:
            gap = True
    if rest:
        written += ("零" if gap else "") + _DIGITS[rest]
    return written[1:] if written.startswith("一十") else written


def from_chinese(written: str) -> int:
    """`一百二十`, `一百廿`, `一二〇`, `两千`, `120` or `１２０` as 120 and so on; raises `ValueError` for anything else.

    Only numbers from 1 to 9,999 are read, as statutes have no others.
    """
    plain = written.translate(_SPELLINGS)
    if plain.isascii() and plain.isdigit():
        number = int(plain) if len(plain) <= len("9999") else 0
    elif len(plain) > 1 and all(character in _DIGITS for character in plain):
        number = _by_position(plain)
    else:
        number = _by_units(plain)
    if not 1 <= number <= 9999:
        raise ValueError(f"`{written}` is not a number from 1 to 9,999")
    return number


def _by_position(plain: str) -> int:
    if len(plain) > len("9999"):
        return 0
    return int("".join(str(_DIGITS.index(character)) for character in plain))


def _by_units(plain: str) -> int:
    match = _COUNTED.fullmatch(plain)
    if match is None:
        return 0
    number = 0
    for value, unit in _UNITS:
        digit = match[unit]
        if digit is not None:
            number += value * (_DIGITS.index(digit) if digit else 1)
    return number + (_DIGITS.index(match["rest"]) if match["rest"] else 0)
