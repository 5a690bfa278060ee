"""How far a text goes: whether it has the place that is cited."""

import re
from collections.abc import Iterable, Iterator

from dutybound.citing import cited
from dutybound.problems import Place, Problems
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.rules import Instrument
from dutybound.text import Text

_INSERTED = re.compile(r"[1-9]\d{0,3}-[1-9]\d?", re.ASCII)


def places(instrument: Instrument) -> tuple[Provision, ...]:
    """The places of an instrument that want an entry; raises `ValueError` for one that is not written as such."""
    return tuple(Provision.parse(f"{instrument.id}/{written}") for written in instrument.contents)


def lacking(instrument: Instrument, wanted: Provision) -> Text | None:
    """What is wrong with a citation of this text that it has no such place, as far as it tells; `None` where nothing is."""
    beyond = _beyond(instrument, wanted) or _unlisted(instrument, wanted)
    if beyond is None:
        return None
    title = instrument.title
    named = title.zh if title.zh.startswith("《") else f"《{title.zh}》"
    return Text(f"{named}没有 `{wanted}`{beyond.zh}", f"there is no `{wanted}` in {title.en}{beyond.en}")


def _beyond(instrument: Instrument, wanted: Provision) -> Text | None:
    """By the number of its articles."""
    if instrument.articles is None:
        return None
    if wanted.article > instrument.articles:
        return _of(instrument.articles)
    if wanted.inserted and f"{wanted.article}-{wanted.inserted}" not in instrument.inserted:
        if instrument.inserted:
            there = _listed(instrument.inserted)
            return Text(f"，其增加的条文有 {there.zh}", f", whose inserted articles are {there.en}")
        return Text("，其 inserted 没有写增加的条文", ", which names no `inserted` article")
    return None


def _of(articles: int) -> Text:
    return Text(f"，全文共 {articles} 条", f", which has {articles} article{'s' if articles > 1 else ''}")


def _listed(names: Iterable[str]) -> Text:
    spelt = [f"`{name}`" for name in names]
    return Text("、".join(spelt), ", ".join(spelt))


def _unlisted(instrument: Instrument, wanted: Provision) -> Text | None:
    """By the list of its contents."""
    known = places(instrument)
    if not known or any(place.contains(wanted) or wanted.contains(place) for place in known):
        return None
    article = (wanted.article, wanted.inserted)
    if within := [str(place) for place in known if (place.article, place.inserted) == article]:
        there = _listed(within)
        return Text(f"，该条有 {there.zh}", f"; of this article there are {there.en}")
    return _of(max(place.article for place in known))


def check_extent(content: Content, problems: Problems) -> None:
    """What an instrument says of its extent is sound, and nothing cites a place that a text does not have."""
    measured = {each.id: each for each in content.instruments if _sound(each, problems)}
    for wanted, at in cited(content):
        if wanted.instrument in measured and (said := lacking(measured[wanted.instrument], wanted)) is not None:
            problems.add(at, said.zh, said.en)


def _sound(instrument: Instrument, problems: Problems) -> bool:
    found = list(_unsound(instrument))
    for place, said in found:
        problems.add(place, said.zh, said.en)
    return not found


def _unsound(instrument: Instrument) -> Iterator[tuple[Place, Text]]:
    place, articles = instrument.place, instrument.articles
    if articles is not None and articles < 1:
        yield place.of("articles"), Text("articles 至少为 1", "`articles` is at least 1")
        return
    for written in instrument.inserted:
        at = place.of("inserted", written)
        if articles is None:
            yield at, Text("有 inserted 却没有 articles", "`inserted` needs `articles`, the number of the last article")
        elif not _INSERTED.fullmatch(written) or int(written.split("-")[0]) > articles:
            yield (
                at,
                Text(
                    f"`{written}` 不是增加的条文，应如 `{articles}-1`（第{articles}条之一）",
                    f"`{written}` is no inserted article of this text, which would be such as `{articles}-1`",
                ),
            )
    try:
        known = places(instrument)
    except ValueError as error:
        yield place.of("contents"), Text(f"contents 有误：{error}", f"`contents` is wrong: {error}")
        return
    for number, each in enumerate(known):
        if each in known[:number]:
            yield place.of("contents"), Text(f"contents 重复：{each}", f"`contents` names {each} twice")
        if (beyond := _beyond(instrument, each)) is not None:
            written = instrument.contents[number]
            yield (
                place.of("contents", written),
                Text(
                    f"contents 中的 `{written}` 不在文中{beyond.zh}", f"`contents` names `{written}`, a place outside the text{beyond.en}"
                ),
            )
