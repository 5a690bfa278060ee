"""What is known of one person as generated code takes it: the struct that its facts were decoded into, and what else tells facts.

Closed types stand at every door, because generated code would take a value outside its vocabulary for some other value without a
word.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from sys import intern
from typing import Annotated, Any, Literal

import msgspec
from attrs import frozen
from msgspec.structs import astuple

from dutybound.engines.switching import BLOCK, SWITCH
from dutybound.facts import Choice, Day, Fact, Facts, Flag, Grade, Number, admits, expected
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.program import Program

WORD = 2**63
"""Whole numbers lie between `-WORD` and `WORD - 1`."""


Known = tuple[Any, ...]
"""What is known of one person: a struct of the `given` facts, the switches, then the value of each of the `origins`.

A fact is `None` while unknown. These are the arguments of a generated function, which looks facts up in the struct: it needs few of
those that are given, and to hand each over by itself would cost more than it does with them.
"""


@frozen(eq=False)
class Shape:
    """Where in `Known` each fact of a program lies: `origins` are the facts that a record's own fields give, `given` the others.

    `struct` is that of the given facts with its fields in this order.
    """

    origins: tuple[str, ...]
    given: tuple[str, ...]
    facts: Mapping[str, Fact]
    struct: type[msgspec.Struct]
    switches: type[msgspec.Struct]
    switch_names: Mapping[str, str]
    places: Mapping[str, int]

    @classmethod
    def of(cls, program: Program) -> "Shape":
        """The shape of the facts of a program."""
        switches = [fact.id for fact in program.facts if fact.origin == SWITCH]
        facts = sorted((fact for fact in program.facts if fact.origin != SWITCH), key=lambda fact: not fact.origin)
        names = {fact: f"s{number}" for number, fact in enumerate(switches)}
        fields = [(name, bool, True) for name in (*names.values(), *(f"b{number}" for number in range(-(-len(names) // BLOCK))))]
        places = {fact.id: place for place, fact in enumerate(facts, 1)}
        given = [fact for fact in facts if not fact.origin]
        return cls(
            origins=tuple(fact.id for fact in facts if fact.origin),
            given=tuple(fact.id for fact in given),
            facts={fact.id: fact for fact in facts},
            places=places,
            struct=_struct(given, places),
            switches=msgspec.defstruct("Switches", fields, frozen=True, gc=False),
            switch_names=names,
        )

    def access(self) -> Mapping[str, str]:
        """How the source of a function reads each fact: as an attribute of `g`, as a parameter, as a switch, an attribute of `c`."""
        return {
            **{fact: f"f{self.places[fact]}" for fact in self.origins},
            **{fact: f"g.f{self.places[fact]}" for fact in self.given},
            **{fact: f"c.{name}" for fact, name in self.switch_names.items()},
        }

    def reader(self, facts: Iterable[str]) -> Callable[[Known], tuple[Any, ...]]:
        """A function of what is known: the values of these facts, `None` where unknown or for no fact (`""`)."""
        values = "".join(f"{self._place(fact)}, " if fact else "None, " for fact in facts)
        read: Callable[[Known], tuple[Any, ...]] = eval(f"lambda known: ({values})")  # places are numbers
        return read

    def _place(self, fact: str) -> str:
        place = self.places[fact]
        return f"known[0].f{place}" if place > len(self.origins) else f"known[{place + 1}]"

    def given_in(self, order: Collection[str]) -> type[msgspec.Struct]:
        """The struct of given facts with its fields in an order which should be that of the keys it is read from.

        It is written without what is unknown.
        """
        return self.struct if tuple(order) == self.given else _struct([self.facts[name] for name in order], self.places)

    def mapping(self, known: Known) -> Facts:
        """The facts that are known, in the order of `facts`."""
        given, _, *origins = known
        values = dict(zip(self.origins, origins, strict=True)) | dict(zip(given.__struct_encode_fields__, astuple(given), strict=True))
        return {name: value for name in self.facts if (value := values[name]) is not None}

    def known(self, facts: Facts, switches: Any) -> Known:
        """What a mapping says; raises `Refused` naming every fact that is not declared or whose value is not one of its type."""
        problems = Problems()
        found: dict[str, Any] = {}
        for name, value in facts.items():
            fact = self.facts.get(name)
            if fact is None:
                hint = did_you_mean(name, self.facts)
                problems.add(Place("facts"), f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
            elif not admits(fact, value):
                right = expected(fact)
                place = Place(f"facts.{name}")
                problems.add(place, f"`{value}` 不是合格的值，应为{right.zh}", f"`{value}` is not a value here, which takes {right.en}")
            else:
                found[name] = intern(str(value)) if fact.options else value
        problems.raise_any()
        given = self.struct(**{f"f{self.places[name]}": found[name] for name in found.keys() - set(self.origins)})
        return (given, switches, *map(found.get, self.origins))

    def switched(self, on: Collection[str] | None) -> Any:
        """The switches with those facts on, or all of them; a block is on with any of its switches."""
        if on is None:
            return self.switches()
        states = [fact in on for fact in self.switch_names]
        return self.switches(*states, *(any(states[at : at + BLOCK]) for at in range(0, len(states), BLOCK)))


def _struct(facts: Collection[Fact], places: Mapping[str, int]) -> type[msgspec.Struct]:
    """A struct of facts whose attributes are called after their places, whatever their order."""
    fields = [(f"f{places[fact.id]}", written_type(fact) | None, None) for fact in facts]
    rename = {f"f{places[fact.id]}": fact.id for fact in facts}
    return msgspec.defstruct("Given", fields, rename=rename, forbid_unknown_fields=True, omit_defaults=True, gc=False)


def written_type(fact: Fact) -> Any:
    """The type that msgspec reads a fact's value as; never wider than what `admits` takes."""
    match fact.domain:
        case Flag():
            return bool
        case Choice() | Grade():
            return Literal[tuple(map(intern, fact.value_ids))]
        case Number(least=least, most=most):
            low, high = max(-WORD, -WORD if least is None else least), min(WORD - 1, WORD - 1 if most is None else most)
            return Annotated[int, msgspec.Meta(ge=low, le=high)]
        case Day():
            return date


def words_are_one(shape: Shape) -> bool:
    """Whether reading JSON gives the interned word for each value of a vocabulary, which comparing by identity rests on."""
    for name, fact in shape.facts.items():
        for word in fact.value_ids:
            if fact.origin:
                continue
            [read] = astuple(msgspec.json.decode(msgspec.json.encode({name: word}), type=shape.given_in([name])))
            if read is not intern(word):
                return False
    return True
