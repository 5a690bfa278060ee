"""Calendar days as they are written: `2021-03-04`, and none of the other forms that people or standards know."""

import re
import unicodedata
from datetime import date

from dutybound.text import Text

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # `date.fromisoformat` alone takes week dates too
_OTHERWISE = re.compile(r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?日?(?:[ T]0?0:00(?::00)?)?")
_LONGEST = 30


def calendar_day(written: str) -> date:
    """The day written as `2021-03-04`; raises `ValueError` for anything else."""
    if not _WRITTEN.fullmatch(written):
        raise ValueError(f"`{written}` is not a day such as 2021-03-04")
    return date.fromisoformat(written)


def day_meant(written: str) -> Text:
    """A hint at the day written otherwise, such as 2021/3/4, 2021年3月4日 or with midnight behind it; empty where none can be told."""
    match = _OTHERWISE.fullmatch(unicodedata.normalize("NFKC", written).strip()) if len(written) <= _LONGEST else None
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None or str(day) == written:
        return Text("", "")
    return Text(f"，是否想写 `{day}`？", f", did you mean `{day}`?")
