"""Finding one's way in a statute: the wording of a citation, the places of words."""

from collections.abc import Iterator

from attrs import evolve, frozen

from dutybound.provision import Provision
from dutybound.statute.model import Article, Part, Statute
from dutybound.text import Text


@frozen
class Found:
    """A provision with its wording, the article it is in, and its line in the source."""

    provision: Provision
    text: str
    line: int
    article: Article


@frozen
class NotFound:
    """Why a citation names nothing here."""

    message: Text


def locate(part: Part, provision: Provision) -> Found | NotFound:
    """What `provision` names; an omitted paragraph is the only one, or the only one with items."""
    article = next((article for article in part.articles if article.key == (provision.article, provision.inserted)), None)
    if article is None:
        written = evolve(provision, paragraph=0, item=0, subitem=0)
        return _not_found(f"没有{_zh(written)}", f"there is no {_en(written)}")
    if not provision.paragraph and provision.item:
        listing = [paragraph for paragraph in article.paragraphs if paragraph.items]
        if len(article.paragraphs) > 1 and len(listing) > 1:
            numbers = "、".join(str(paragraph.number) for paragraph in listing)
            return _not_found(
                f"{_zh(provision)}不明确，第 {numbers} 款都有项，请写明款",
                f"{_en(provision)} is ambiguous, paragraphs {numbers.replace('、', ', ')} have items, name the paragraph",
            )
        provision = evolve(provision, paragraph=listing[0].number if listing else 1)
    return _within(article, provision)


def _within(article: Article, provision: Provision) -> Found | NotFound:
    if not provision.paragraph:
        return Found(provision, article.words(), article.line, article)
    paragraph = next((value for value in article.paragraphs if value.number == provision.paragraph), None)
    if paragraph is None:
        count = len(article.paragraphs)
        short = evolve(provision, item=0, subitem=0)
        return _not_found(f"没有{_zh(short)}，该条共 {count} 款", f"there is no {_en(short)}, the article has {count} paragraph(s)")
    if not provision.item:
        return Found(provision, paragraph.words(), paragraph.line, article)
    item = next((value for value in paragraph.items if value.number == provision.item), None)
    if item is None:
        count = len(paragraph.items)
        short = evolve(provision, subitem=0)
        return _not_found(f"没有{_zh(short)}，该款共 {count} 项", f"there is no {_en(short)}, the paragraph has {count} item(s)")
    if not provision.subitem:
        words = "\n".join([item.text, *(f"{sub.label}{sub.text}" for sub in item.subitems)])
        return Found(provision, words, item.line, article)
    sub = next((value for value in item.subitems if value.number == provision.subitem), None)
    if sub is None:
        count = len(item.subitems)
        return _not_found(f"没有{_zh(provision)}，该项共 {count} 目", f"there is no {_en(provision)}, the item has {count} sub-item(s)")
    return Found(provision, sub.text, sub.line, article)


def search(statute: Statute, words: str) -> Iterator[tuple[int, Found]]:
    """Every unit that holds all of `words` (divided by blanks), with the number of its part, in the order of the text."""
    wanted = words.split()
    for number, part in enumerate(statute.parts, start=1):
        for article in part.articles:
            for provision, text, line in article.units(statute.id or "text"):
                if wanted and all(word in text for word in wanted):
                    yield number, Found(provision, text, line, article)


def _zh(provision: Provision) -> str:
    from_article = f"第{provision.article}条" + (f"之{provision.inserted}" if provision.inserted else "")
    names = ((provision.paragraph, "款"), (provision.item, "项"), (provision.subitem, "目"))
    return from_article + "".join(f"第{number}{name}" for number, name in names if number)


def _en(provision: Provision) -> str:
    written = f"article {provision.article}" + (f"-{provision.inserted}" if provision.inserted else "")
    names = ((provision.paragraph, "paragraph"), (provision.item, "item"), (provision.subitem, "sub-item"))
    return written + "".join(f", {name} {number}" for number, name in names if number)


def _not_found(zh: str, en: str) -> NotFound:
    return NotFound(Text(zh, en))
