"""Citations: an instrument and a place in it (article 条, paragraph 款, item 项), written `samr-2020/21.1.4`."""

import re

from attrs import frozen

from dutybound.numerals import to_chinese
from dutybound.text import Language

_WRITTEN = re.compile(
    r"(?P<instrument>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)/(?P<article>[1-9]\d{0,3})(?:-(?P<inserted>[1-9]\d?))?(?:\.(?P<paragraph>[1-9]\d{0,2}|0(?=\.)))?(?:\.(?P<item>[1-9]\d{0,2}))?(?:\.(?P<subitem>[1-9]\d{0,2}))?",
    re.ASCII,
)


@frozen(order=True)
class Provision:
    """A place in an instrument; 0 stands for "not named"; `inserted` is the 之一 of an inserted article.

    An item whose paragraph is not named, as in 第二十一条第（四）项, is written `samr-2020/21.0.4`.
    """

    instrument: str
    article: int
    inserted: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0

    @classmethod
    def parse(cls, written: str) -> "Provision":
        """Read `samr-2020/21.1.4` or `food-2021/120-1`; raises `ValueError` for anything else."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"`{written}` is not a citation such as `samr-2020/21.1.4`")
        numbers = {name: int(match[name] or 0) for name in ("article", "inserted", "paragraph", "item", "subitem")}
        return cls(match["instrument"], **numbers)

    def __str__(self) -> str:
        written = f"{self.instrument}/{self.article}"
        if self.inserted:
            written += f"-{self.inserted}"
        return written + "".join(f".{number}" for number in self._named())

    def _named(self) -> tuple[int, ...]:
        """Paragraph, item and sub-item down to the last that is named; what is left open above it is 0."""
        numbers = (self.paragraph, self.item, self.subitem)
        return numbers[: max((depth for depth, number in enumerate(numbers, 1) if number), default=0)]

    def contains(self, other: "Provision") -> bool:
        """Whether `other` is this place or lies within it; an item of no named paragraph may stand in any."""
        if (self.instrument, self.article, self.inserted) != (other.instrument, other.article, other.inserted):
            return False
        theirs = (other.paragraph, other.item, other.subitem)
        return all(mine in (0, their) for mine, their in zip(self._named(), theirs, strict=False))

    def numbered(self, language: Language, *, paragraphs: int = 2) -> str:
        """The place as people write it, without the instrument; the paragraph is left out where the article has one."""
        if language is Language.EN:
            return self._english()
        written = f"第{to_chinese(self.article)}条"
        if self.inserted:
            written += f"之{to_chinese(self.inserted)}"
        if self.paragraph and paragraphs > 1:
            written += f"第{to_chinese(self.paragraph)}款"
        if self.item:
            written += f"第（{to_chinese(self.item)}）项"
        if self.subitem:
            written += f"第{self.subitem}目"
        return written

    def _english(self) -> str:
        written = f"Art. {self.article}"
        if self.inserted:
            written += f"-{self.inserted}"
        if self.item and not self.paragraph:
            written += " item "
        return written + "".join(f"({n})" for n in (self.paragraph, self.item, self.subitem) if n)
