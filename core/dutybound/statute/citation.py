"""Citations as people write them: 第二十一条第一款第（四）项, 第21条第4项, samr-2020/21.1.4, Art. 21(1)(4)."""

import re
import unicodedata

from dutybound.numerals import from_chinese
from dutybound.provision import Provision
from dutybound.text import Text

_N = r"[\s\u3000]*([0-9０-９零〇○一二三四五六七八九十百千两廿卅]{1,9})[\s\u3000]*"
_SPOKEN = re.compile(
    rf"第?{_N}条(?:[\s\u3000]*之[\s\u3000]*([一二三四五六七八九十\d]{{1,3}}))?[\s\u3000]*"
    rf"(?:第?{_N}款)?[\s\u3000]*(?:第?[（(]?{_N}[）)]?[\s\u3000]*项)?[\s\u3000]*(?:第?[（(]?{_N}[）)]?[\s\u3000]*目)?"
)
_ENGLISH = re.compile(
    r"(?:art(?:icle)?s?\.?)\s*(\d{1,4})(?:-(\d{1,2}))?(?:(?P<item>\s*,?\s*items?(?=\s*\(\d)))?((?:\s*\(\d{1,3}\)){0,3})", re.IGNORECASE
)
_TWO_READINGS = re.compile(r"[百千][一二三四五六七八九](?=[\s\u3000）)]*[条款项目])")
_SHORT = re.compile(r"\d{1,4}(?:-\d{1,2})?(?:\.\d{1,3}){0,3}")
_PREFIXED = re.compile(
    r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:[\s/:]*(?=第)|[\s/:]+(?=\d+\s*条|[Aa][Rr][Tt])|[\s:]+(?=\d+(?:[.-]\d+)*$))(.+)", re.DOTALL
)
_SIMPLER = str.maketrans("條項", "条项")
_THIS = re.compile(r"本(?:法|条例|规定|办法|规则|细则|解释|决定|准则|规范|章程|通则)(?=第|\d)")


def read_citation(written: str, instrument: str) -> Provision:
    """The provision that `written` names; `instrument` is used where it names none.

    The paragraph stays 0 where it is left out. Raises `ValueError` for what is no citation, `TwoReadings` for 第一百二条.
    """
    instrument, text = named_instrument(written, instrument)
    refuse_two_readings(text)
    if "/" in text:
        return Provision.parse(text)
    if _SHORT.fullmatch(text):
        return Provision.parse(f"{instrument}/{text}")
    spoken = _SPOKEN.fullmatch(text)
    if spoken is not None:
        numbers = [from_chinese(group) if group else 0 for group in spoken.groups()]
        if numbers[4] and not numbers[3]:
            raise ValueError(f"`{written}` names a sub-item but no item")
        return Provision(instrument, *numbers)
    english = _ENGLISH.fullmatch(text)
    if english is not None and int(english[1]):
        inner = [*([0] if english["item"] else []), *(int(number) for number in re.findall(r"\d+", english[4]))]
        return Provision(instrument, int(english[1]), int(english[2] or 0), *inner)
    raise ValueError(f"`{written}` is not a citation such as 第二十一条第一款第（四）项 or 21.1.4")


class TwoReadings(ValueError):
    """A number such as 一百二, which some write for 102 and others for 120; `message` asks which."""

    def __init__(self, number: str) -> None:
        unit, digit = number[0], number[1]
        first, second = f"{unit}零{digit}", f"{number}{'十' if unit == '百' else '百'}"
        self.message = Text(
            f"“{number}”有“{first}”和“{second}”两种读法，请写明是哪一个",
            f"`{number}` may be read as {first} or {second}; write one of these",
        )
        super().__init__(self.message.en)


def refuse_two_readings(text: str) -> None:
    """Raises `TwoReadings` for a citation by a number that two readers would understand differently."""
    found = _TWO_READINGS.search(text)
    if found is not None:
        raise TwoReadings(found[0])


def named_instrument(written: str, instrument: str) -> tuple[str, str]:
    """The instrument that a citation names before the article, else `instrument`, and the rest of it, full-width signs made plain."""
    text = _THIS.sub("", unicodedata.normalize("NFKC", written).strip().translate(_SIMPLER), count=1)
    prefixed = _PREFIXED.fullmatch(text)
    return (prefixed[1], prefixed[2].strip()) if prefixed is not None else (instrument, text)
