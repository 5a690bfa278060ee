"""Generated facts: every type, the fields of the case record among them."""

from collections.abc import Iterable, Iterator

from hypothesis import strategies as st

from dutybound.facts import Choice, Day, Domain, Fact, Flag, Grade, Number, Option
from dutybound.provision import Provision
from dutybound.testing.drawing import Lots, chance, pick
from dutybound.text import Text

AUTHORITIES = ("market", "drug", "ip", "authorised")
REGIONS = ("440000", "440100", "440106", "110000")
CITED = Provision("upper-law", 1)


def words(name: str) -> Text:
    """A text of its own for a generated thing."""
    return Text(f"中文 {name}", f"words for {name}")


def fact(name: str, domain: Domain, origin: str = "") -> Fact:
    """A declared fact of this type, asked about in generated words."""
    return Fact(name, domain, words(name), words(f"{name}?"), CITED, words(f"file of {name}"), origin)


def options(ids: Iterable[str]) -> tuple[Option, ...]:
    """Values of a choice or grade with these ids."""
    return tuple(Option(each, words(each)) for each in ids)


def record_facts() -> tuple[Fact, ...]:
    """The facts read from the fields of a case record."""
    return (
        fact("act_date", Day(), "act.date"),
        fact("act_kind", Choice(options(("licence", "penalty", "inspection"))), "act.kind"),
        fact("authority_kind", Choice(options(AUTHORITIES)), "authority.kind"),
        fact("authority_region", Number(Text("码", "code"), 100000, 999999), "authority.region"),
        fact("person_role", Choice(options(("handler", "leader"))), "person.role"),
    )


def _own_facts(lots: Lots) -> Iterator[Fact]:
    for number in range(lots.between(1, 5)):
        yield fact(f"flag_{number}", Flag())
    if chance(lots):
        yield fact("way", Choice(options(("a", "b", "c")[: lots.between(2, 3)])))
    for number in range(lots.up_to(2)):
        ids = ("minor", "ordinary", "serious", "grave")[: lots.between(2, 4)]
        yield fact(f"grade_{number}", Grade(options(ids)))
    for number in range(lots.up_to(2)):
        least, most = pick(lots, ((0, 9), (None, 5), (-3, None), (None, None)))
        yield fact(f"number_{number}", Number(Text("日", "days"), least, most))
    if chance(lots, 4):
        yield fact("amount", Number(Text("元", "yuan"), 0))
    for number in range(lots.up_to(2)):
        yield fact(f"day_{number}", Day())


@st.composite
def vocabularies(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Facts of every type; at least one flag, and always the day of the act."""
    return (*record_facts(), *_own_facts(Lots(draw)))
