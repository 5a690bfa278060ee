"""A statute as frozen values: parts, headings, articles 条, paragraphs 款, items 项 and sub-items 目."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from dutybound.provision import Provision


class Level(StrEnum):
    """The levels above the article; a `TITLE` is a heading without a number, such as 附则."""

    BOOK = "book"
    SUBBOOK = "subbook"
    CHAPTER = "chapter"
    SECTION = "section"
    TITLE = "title"


class Form(StrEnum):
    """How a part is numbered: by articles (第一条) or, as decisions and amendments are, by points (一、)."""

    ARTICLES = "articles"
    POINTS = "points"


@frozen
class Passage:
    """A line of the text that belongs to no article: a preamble, a promulgation note, a signature."""

    text: str
    line: int


@frozen
class Subitem:
    """A sub-item 目; `label` is its number as written."""

    number: int
    label: str
    text: str
    line: int
    column: int


@frozen
class Item:
    """An item 项 with its sub-items; `label` is its number as written."""

    number: int
    label: str
    text: str
    line: int
    column: int
    subitems: tuple[Subitem, ...] = ()


@frozen
class Paragraph:
    """A paragraph 款 with the items it opens."""

    number: int
    text: str
    line: int
    items: tuple[Item, ...] = ()

    def words(self) -> str:
        """The wording of the paragraph and everything in it, one line a unit."""
        return "\n".join(unit for _, unit in _lines(self) if unit)


@frozen
class Heading:
    """A heading 编, 分编, 章 or 节; `inserted` is the 之一 of an inserted chapter, `number` 0 where there is none."""

    level: Level
    number: int
    title: str
    line: int
    column: int
    inserted: int = 0


@frozen
class Article:
    """An article 条 (or point); `under` are the headings it stands under, outermost first."""

    number: int
    paragraphs: tuple[Paragraph, ...]
    line: int
    column: int
    inserted: int = 0
    caption: str = ""
    under: tuple[Heading, ...] = ()

    @property
    def key(self) -> tuple[int, int]:
        """The number and the number of the insertion, which together name an article within its part."""
        return (self.number, self.inserted)

    def words(self) -> str:
        """The wording of the article without its number and caption, one line a unit."""
        return "\n".join(paragraph.words() for paragraph in self.paragraphs)

    def units(self, instrument: str) -> Iterator[tuple[Provision, str, int]]:
        """Every paragraph, item and sub-item with its citation, its own wording and its line."""
        for paragraph in self.paragraphs:
            place = Provision(instrument, self.number, self.inserted, paragraph.number)
            yield place, paragraph.text, paragraph.line
            for item in paragraph.items:
                place = Provision(instrument, self.number, self.inserted, paragraph.number, item.number)
                yield place, item.text, item.line
                for sub in item.subitems:
                    numbers = (self.number, self.inserted, paragraph.number, item.number, sub.number)
                    yield Provision(instrument, *numbers), sub.text, sub.line


@frozen
class Part:
    """One run of numbering: the law itself, or an annexed text whose articles start again at 第一条."""

    title: str
    form: Form = Form.ARTICLES
    headings: tuple[Heading, ...] = ()
    articles: tuple[Article, ...] = ()
    outside: tuple[Passage, ...] = ()


@frozen
class Origin:
    """Where a statute was read from: the file's name, its encoding and the SHA-256 of its bytes."""

    name: str
    encoding: str
    sha256: str


@frozen
class Statute:
    """An official text; `notes` are the lines on its adoption and promulgation that stand before it."""

    title: str
    parts: tuple[Part, ...]
    origin: Origin
    notes: tuple[Passage, ...] = ()
    defaced: tuple[Passage, ...] = ()
    id: str = ""

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the main part."""
        return self.parts[0].articles


def _lines(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    yield "", paragraph.text
    for item in paragraph.items:
        yield item.label, f"{item.label}{item.text}"
        for sub in item.subitems:
            yield sub.label, f"{sub.label}{sub.text}"
