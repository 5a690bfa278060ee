"""How many units of every level a text has."""

from collections import Counter

from attrs import frozen

from dutybound.statute.model import Form, Level, Part, Statute


@frozen
class Counts:
    """Units by level; `points` are the 一、 of texts without articles."""

    books: int = 0
    subbooks: int = 0
    chapters: int = 0
    sections: int = 0
    articles: int = 0
    points: int = 0
    paragraphs: int = 0
    items: int = 0
    subitems: int = 0


def part_counts(part: Part) -> Counts:
    """The counts of one part."""
    levels = Counter(heading.level for heading in part.headings)
    paragraphs = [paragraph for article in part.articles for paragraph in article.paragraphs]
    items = [item for paragraph in paragraphs for item in paragraph.items]
    numbered = part.form is Form.ARTICLES
    return Counts(
        levels[Level.BOOK],
        levels[Level.SUBBOOK],
        levels[Level.CHAPTER],
        levels[Level.SECTION],
        len(part.articles) if numbered else 0,
        0 if numbered else len(part.articles),
        len(paragraphs),
        len(items),
        sum(len(item.subitems) for item in items),
    )


def counts(statute: Statute) -> tuple[Counts, ...]:
    """The counts of every part, the main part first."""
    return tuple(part_counts(part) for part in statute.parts)
