"""The places of a text that want an entry in the rulebook, and which entry each of them has."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import frozen

from dutybound.extent import places
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.rules import Document, Exemption, Fault, Instrument, Principle, Rank, Rule
from dutybound.stages import STAGES
from dutybound.text import Text


class Standing(StrEnum):
    """How a place of the text is dealt with."""

    EXECUTED = "executed"
    DOCUMENT = "document"
    PRINCIPLE = "principle"
    LEFT_OVER = "left_over"


STANDING: Mapping[Standing, Text] = {
    Standing.EXECUTED: Text("执行", "executed"),
    Standing.DOCUMENT: Text("文书、登记", "document"),
    Standing.PRINCIPLE: Text("原则", "principle"),
    Standing.LEFT_OVER: Text("没有着落", "left over"),
}


@frozen
class Entry:
    """What stands for a place in the rulebook: a rule, or the catch-all item that is open there; `pack`: whose it is, in another text."""

    id: str
    kind: str
    title: Text
    detail: tuple[str, ...] = ()
    pack: str = ""


@frozen
class Contained:
    """One place of the text with its entries."""

    provision: Provision
    standing: Standing
    entries: tuple[Entry, ...]


def by_place(content: Content, instrument: Instrument) -> tuple[Contained, ...]:
    """Every place of a text with its entries, in the order of the text. An entry stands for its own place and those around it."""
    packs = frozenset(each.id for each in content.instruments if each.rank is Rank.LOCAL and each.id != instrument.id)
    entries = tuple(_entries(content, packs))
    return tuple(_contained(place, [entry for cited, entry in entries if place.contains(cited)]) for place in places(instrument))


def _contained(place: Provision, found: list[Entry]) -> Contained:
    # INVARIANT: what one region does carries out no place for the country
    kinds = {entry.kind for entry in found if not entry.pack}
    if not kinds:
        standing = Standing.LEFT_OVER
    elif kinds - {"principles", "documents", "constraints"}:
        standing = Standing.EXECUTED
    elif kinds & {"principles", "documents"}:
        standing = Standing.DOCUMENT if "documents" in kinds else Standing.PRINCIPLE
    else:  # that facts may not contradict each other carries out nothing by itself
        standing = Standing.LEFT_OVER
    return Contained(place, standing, tuple(found))


def _entries(content: Content, packs: frozenset[str]) -> Iterator[tuple[Provision, Entry]]:
    for stage in STAGES:
        for rule in getattr(content, stage):
            source = rule.provision.instrument
            entry = Entry(rule.id, stage, rule.title, detail(rule), source if source in packs else "")
            yield from ((provision, entry) for provision in (rule.provision, *rule.also))
            if isinstance(rule, Fault | Exemption) and rule.under is not None and rule.under != rule.provision:
                yield rule.under, entry
    for point in content.extension_points:
        yield point.provision, Entry("", "extension_points", point.title)
    yield content.ladder.provision, Entry("", "ladder", Text("处分阶梯", "ladder of sanctions"))


def detail(rule: Rule) -> tuple[str, ...]:
    """What is told of a rule beside its title: the tests that uphold a principle, what makes a document."""
    match rule:
        case Principle():
            return rule.upheld_by
        case Document():
            return (rule.made_by,)
        case _:
            return ()
