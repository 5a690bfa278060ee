"""What is taken as upper law though it does not come with dutybound: no bound of a pack holds it, so it is named."""

from collections.abc import Iterator, Mapping

from dutybound import host
from dutybound.facts import Fact
from dutybound.labels import RANK
from dutybound.packs import local_instruments
from dutybound.problems import Refused
from dutybound.rulebook import Content
from dutybound.rules import Instrument, Rank, Rule
from dutybound.text import Text


def taken_as_upper_law(content: Content) -> Iterator[Text]:
    """A word on every document above local rank that joins the law which comes with dutybound, and on rules that no file shows."""
    shipped = _shipped()
    joins = content.ladder.place.source in shipped
    for instrument in content.instruments:
        if instrument.rank is Rank.LOCAL or instrument.place.source in shipped:
            continue
        if instrument.region:
            yield _not_a_pack(instrument)
        elif joins:
            yield _upper(instrument)
    for source, named in _added(content, shipped).items():
        yield _made(source, named) if source.startswith("plugin ") else _written(source, named)


def _shipped() -> frozenset[str]:
    """The policy files that come with dutybound."""
    try:
        sources = host.gather({name: plugin for name, plugin in host.installed().items() if name in host.shipped()})
    except Refused:
        return frozenset()  # another plugin cannot be loaded, and has been left out by name
    return frozenset(each.instrument.place.source for each in sources.policies)


def _upper(instrument: Instrument) -> Text:
    """A word to whoever answers for this being law."""
    place, name, rank = instrument.place, instrument.id, RANK[instrument.rank]
    return Text(
        f"{place}: 注意：`{name}` 不随本程序提供而写作{rank.zh}，按上位法对待，不受地方规则包的约束；dutybound diff 列出它改变了什么",
        f"{place}: note: `{name}` does not come with dutybound and calls itself a {rank.en}: it is taken as upper law, which no bound of a "
        "pack holds; dutybound diff shows what it changes",
    )


def _not_a_pack(instrument: Instrument) -> Text:
    """A word to whoever meant a local pack: with a higher rank it is held to none of a pack's bounds."""
    place, name, region, rank = instrument.place, instrument.id, instrument.region, RANK[instrument.rank]
    return Text(
        f"{place}: 注意：`{name}` 限于地区 {region}，却写作{rank.zh}，按上位法对待；地方文件应写 rank: local",
        f"{place}: note: `{name}` is limited to region {region} but calls itself a {rank.en}, so it is taken as upper law; "
        "a local document has `rank: local`",
    )


def _added(content: Content, shipped: frozenset[str]) -> Mapping[str, list[Rule | Fact]]:
    """The rules under the citation of upper law that do not come with dutybound, by plugin (made in Python) or file (of another's law)."""
    packs = local_instruments(content)
    own = {each.id: each.place.source for each in content.instruments}
    found: dict[str, list[Rule | Fact]] = {}
    # a fact decides nothing, but one that is read from the record may have records refused
    for rule in (*content.rules(), *(fact for fact in content.facts if fact.origin)):
        source = rule.place.source
        another = own.get(rule.provision.instrument) in shipped and source not in shipped
        if (another or source.startswith("plugin ")) and rule.provision.instrument not in packs:
            found.setdefault(source.partition(",")[0] if source.startswith("plugin ") else source, []).append(rule)
    return found


def _written(source: str, rules: list[Rule | Fact]) -> Text:
    """A word on rules that another file adds to a document which comes with dutybound."""
    named = ", ".join(f"`{each.id}` ({each.provision})" for each in rules)
    return Text(
        f"{source}: 注意：此文件给随本程序提供的文件增加规则，按上位法对待：{named}",
        f"{source}: note: this file adds rules to documents that come with dutybound, and they are taken as upper law: {named}",
    )


def _made(plugin: str, rules: list[Rule | Fact]) -> Text:
    """A word on rules that no policy file shows and no bound of a pack holds."""
    named = ", ".join(f"`{each.id}` ({each.provision})" for each in rules)
    return Text(
        f"{plugin}: 注意：以程序增加的规则引用上位法，按上位法对待：{named}；地方的规则应写入 rank: local 的规则文件",
        f"{plugin}: note: rules made in Python cite upper law and are taken as such: {named}; those of a region belong in a policy file "
        "with `rank: local`",
    )
