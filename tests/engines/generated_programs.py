"""Generated programs of all node types, without a rulebook around them, and the facts to run them under."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from dutybound.conditions import All, Among, AtMost, Expression, Not, Opaque, Predicate, Ref, Within
from dutybound.conditions import Any as AnyOf
from dutybound.facts import Choice, Day, Domain, Fact, Facts, Flag, Grade, Number, Option
from dutybound.program import Definition, Program, Stage
from dutybound.provision import Provision
from dutybound.text import Text

NOTHING = Text("", "")
FIRST = date(2020, 1, 1)


def fact(name: str, domain: Domain, origin: str = "") -> Fact:
    """A fact with everything that no engine reads left blank."""
    return Fact(name, domain, NOTHING, NOTHING, Provision("law", 1), NOTHING, origin=origin)


def options(count: int) -> tuple[Option, ...]:
    """A vocabulary."""
    return tuple(Option(f"word-{number}", NOTHING) for number in range(count))


FACTS = (
    fact("flag_one", Flag()),
    fact("flag_two", Flag()),
    fact("flag_three", Flag(), "person.flag"),
    fact("choice", Choice(options(9))),
    fact("kind", Choice(options(3)), "act.kind"),
    fact("grade", Grade(options(4))),
    fact("many", Number(NOTHING, least=0, most=9)),
    fact("few", Number(NOTHING)),
    fact("begun", Day()),
    fact("ended", Day()),
)

DAYS = st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))
NUMBERS = st.integers(0, 9)

VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("flag_one", "flag_two", "flag_three"), st.booleans()),
    "choice": st.sampled_from([each.id for each in options(9)]),
    "kind": st.sampled_from([each.id for each in options(3)]),
    "grade": st.sampled_from([each.id for each in options(4)]),
    **dict.fromkeys(("many", "few"), NUMBERS),
    **dict.fromkeys(("begun", "ended"), DAYS),
}


def predicate(name: str, *reads: str) -> Predicate:
    """A pure predicate over the facts it reads."""
    return Predicate(name, NOTHING, reads, lambda facts: sum(len(str(value)) for value in facts.values()) % 2 == 0)


PREDICATES = {each.id: each for each in (predicate("odd", "many", "choice"), predicate("kindly", "kind"))}


@st.composite
def leaves(draw: st.DrawFn) -> Expression:
    """Any leaf, a set of values with none or all of them included."""
    name = draw(st.sampled_from(sorted(VALUES)))
    match next(each.domain for each in FACTS if each.id == name):
        case Number() | Day():
            if draw(st.integers(0, 3)) == 0:
                return AtMost(*draw(st.sampled_from([("many", "few"), ("few", "many"), ("begun", "ended"), ("ended", "begun")])))
            ends = draw(st.tuples(*(st.none() | VALUES[name] for _ in range(2))))
            return Within(name, *ends)
        case _:
            if draw(st.integers(0, 9)) == 0:
                chosen = draw(st.sampled_from(sorted(PREDICATES)))
                return Opaque(chosen, PREDICATES[chosen].reads)
            return Among(name, tuple(draw(st.lists(VALUES[name], unique=True, max_size=8))))


def expressions(names: list[str]) -> st.SearchStrategy[Expression]:
    """An expression that may refer to the definitions named."""
    refs = st.sampled_from(names).map(Ref) if names else leaves()
    return st.recursive(
        leaves() | refs,
        lambda parts: (
            st.lists(parts, max_size=6).map(tuple).flatmap(lambda each: st.sampled_from([All(each), AnyOf(each)])) | parts.map(Not)
        ),
        max_leaves=12,
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to twelve definitions, the later ones leaning on the earlier."""
    found: list[Definition] = []
    for number in range(draw(st.integers(1, 12))):
        names = [each.name for each in found]
        stage = draw(st.sampled_from([Stage.FAULT, Stage.FORCE, Stage.CONSTRAINT]))
        found.append(Definition(f"definition-{number}", stage, draw(expressions(names))))
    return Program(FACTS, tuple(found), PREDICATES, 6)


@st.composite
def known(draw: st.DrawFn) -> Facts:
    """Some facts known."""
    return {name: draw(values) for name, values in VALUES.items() if draw(st.booleans())}
