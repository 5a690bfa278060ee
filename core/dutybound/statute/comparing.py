"""Two versions of a text: what was added, removed, changed or renumbered."""

import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum

from attrs import frozen

from dutybound.provision import Provision
from dutybound.statute.model import Article, Statute

_WORD = re.compile(r"[0-9０-９]+|[A-Za-z]+|[\u4e00-\u9fff]|\s+|.", re.DOTALL)
_ALIKE = 0.6


class Change(StrEnum):
    """What happened to a unit."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"


@frozen
class Piece:
    """A run of words: `mark` is `=` kept, `-` only in the old text, `+` only in the new."""

    mark: str
    text: str


@frozen
class Difference:
    """One unit that differs; `old` or `new` is None where the unit is missing there."""

    change: Change
    old: Provision | None
    new: Provision | None
    words: tuple[Piece, ...] = ()


def compare(old: Statute, new: Statute) -> tuple[Difference, ...]:
    """The differences of the main parts, by paragraph, item and sub-item, in the order of the new text."""
    found: list[Difference] = []
    pairs = _paired(old.articles, new.articles)
    for before, after in pairs:
        if before is None and after is not None:
            found += [Difference(Change.ADDED, None, place, _difference("", text)) for place, text, _ in after.units(_id(new, old))]
        elif after is None and before is not None:
            found += [Difference(Change.REMOVED, place, None, _difference(text, "")) for place, text, _ in before.units(_id(old, new))]
        elif before is not None and after is not None:
            found += _within(before, after, (_id(old, new), _id(new, old)))
    return tuple(found)


def changed_provisions(old: Statute, new: Statute) -> tuple[Provision, ...]:
    """The provisions of the old text, and the new ones within it, whose wording or number is no longer the same.

    They carry the old statute's id; an added unit is named by its place in the new text.
    """
    named: dict[Provision, None] = {}
    for difference in compare(old, new):
        place = difference.old if difference.old is not None else difference.new
        if place is not None:
            named[place] = None
    return tuple(sorted(named))


def _plain(text: str) -> str:
    """The text without what typesetting alone decides: blanks, full or half width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _id(first: Statute, second: Statute) -> str:
    return first.id or second.id or "text"


def _paired(old: tuple[Article, ...], new: tuple[Article, ...]) -> list[tuple[Article | None, Article | None]]:
    """Each article with the one it became: first by the same words, then by the same number, then by likeness."""
    words = {id(article): _plain(article.words()) for article in (*old, *new)}
    partner: dict[int, Article] = {}
    matcher = SequenceMatcher(None, [words[id(a)] for a in old], [words[id(a)] for a in new], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            partner[id(new[block.b + step])] = old[block.a + step]
    taken = {id(article) for article in partner.values()}
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "replace":
            _pair_alike([a for a in old[first:last] if id(a) not in taken], new[start:end], words, partner)
    taken = {id(article) for article in partner.values()}
    by_key = {article.key: article for article in old if id(article) not in taken}
    for article in new:
        if id(article) not in partner and article.key in by_key and _likeness(words, by_key[article.key], article) > 0.3:
            partner[id(article)] = by_key[article.key]
    taken = {id(article) for article in partner.values()}
    pairs: list[tuple[Article | None, Article | None]] = [(partner.get(id(article)), article) for article in new]
    return sorted([*pairs, *((article, None) for article in old if id(article) not in taken)], key=_order)


def _pair_alike(old: list[Article], new: tuple[Article, ...], words: dict[int, str], partner: dict[int, Article]) -> None:
    rest = list(old)
    for article in new:
        near = [candidate for candidate in rest if abs(candidate.number - article.number) <= 60][:80]
        best = max(near, key=lambda candidate: (_likeness(words, candidate, article), candidate.key == article.key), default=None)
        if best is not None and _likeness(words, best, article) >= _ALIKE:
            partner[id(article)] = best
            rest.remove(best)


def _likeness(words: dict[int, str], one: Article, other: Article) -> float:
    matcher = SequenceMatcher(None, words[id(one)][:1500], words[id(other)][:1500], autojunk=False)
    if matcher.real_quick_ratio() < 0.3 or matcher.quick_ratio() < 0.3:
        return 0.0
    return matcher.ratio()


def _order(pair: tuple[Article | None, Article | None]) -> tuple[int, int, int]:
    old, new = pair
    article = new if new is not None else old
    return (*article.key, int(new is not None)) if article is not None else (0, 0, 0)


def _within(before: Article, after: Article, ids: tuple[str, str]) -> list[Difference]:
    old = list(before.units(ids[0]))
    new = list(after.units(ids[1]))
    if before.key == after.key and [(p, _plain(t)) for p, t, _ in old] == [(p, _plain(t)) for p, t, _ in new]:
        return []
    found: list[Difference] = []
    matcher = SequenceMatcher(None, [_plain(text) for _, text, _ in old], [_plain(text) for _, text, _ in new], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        for step in range(max(last - first, end - start)):
            one = old[first + step] if first + step < last else None
            other = new[start + step] if start + step < end else None
            found += _unit(one, other, tag)
    return found


def _unit(one: tuple[Provision, str, int] | None, other: tuple[Provision, str, int] | None, tag: str) -> list[Difference]:
    if one is None and other is not None:
        return [Difference(Change.ADDED, None, other[0], _difference("", other[1]))]
    if other is None and one is not None:
        return [Difference(Change.REMOVED, one[0], None, _difference(one[1], ""))]
    if one is None or other is None:
        return []
    if tag != "equal":
        return [Difference(Change.CHANGED, one[0], other[0], _difference(one[1], other[1]))]
    if one[0] != other[0]:
        return [Difference(Change.RENUMBERED, one[0], other[0])]
    return []


def _difference(old: str, new: str) -> tuple[Piece, ...]:
    """The two wordings word by word; a Chinese character is a word."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("=", "".join(before[first:last])))
            continue
        if last > first:
            pieces.append(Piece("-", "".join(before[first:last])))
        if end > start:
            pieces.append(Piece("+", "".join(after[start:end])))
    return tuple(pieces)
