"""What is known of one person as generated code takes it: one tuple with a place for every fact.

Closed types stand at every door, because generated code would take a value outside its vocabulary for some other value without a
word.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from sys import intern
from typing import Annotated, Any, Literal

import msgspec
from attrs import frozen

from dutybound.engines.switching import BLOCK, SWITCH
from dutybound.facts import Choice, Day, Fact, Facts, Flag, Grade, Number, admits, expected
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.program import Program

WORD = 2**63
"""Whole numbers lie between `-WORD` and `WORD - 1`."""


Known = tuple[Any, ...]
"""What is known of one person: the switches, then the value of every fact in the order of `Shape.facts`, `None` while unknown.

It is the arguments of a generated function.
"""


@frozen(eq=False)
class Shape:
    """Where in `Known` each fact of a program lies: first `origins`, the facts that a record's own fields give, then `given`."""

    origins: tuple[str, ...]
    given: tuple[str, ...]
    facts: Mapping[str, Fact]
    places: Mapping[str, int]
    switches: type[msgspec.Struct]
    switch_names: Mapping[str, str]

    @classmethod
    def of(cls, program: Program) -> "Shape":
        """The shape of the facts of a program."""
        switches = [fact.id for fact in program.facts if fact.origin == SWITCH]
        facts = sorted((fact for fact in program.facts if fact.origin != SWITCH), key=lambda fact: not fact.origin)
        names = {fact: f"s{number}" for number, fact in enumerate(switches)}
        fields = [(name, bool, True) for name in (*names.values(), *(f"b{number}" for number in range(-(-len(names) // BLOCK))))]
        return cls(
            origins=tuple(fact.id for fact in facts if fact.origin),
            given=tuple(fact.id for fact in facts if not fact.origin),
            facts={fact.id: fact for fact in facts},
            places={fact.id: place for place, fact in enumerate(facts, 1)},
            switches=msgspec.defstruct("Switches", fields, frozen=True, gc=False),
            switch_names=names,
        )

    def access(self) -> Mapping[str, str]:
        """How the source of a function reads each fact: its parameters in order, and the switches, which are attributes of `c`."""
        return {
            **{fact: f"f{place}" for fact, place in self.places.items()},
            **{fact: f"c.{name}" for fact, name in self.switch_names.items()},
        }

    def reader(self, facts: Iterable[str]) -> Callable[[Known], tuple[Any, ...]]:
        """A function of what is known: the values of these facts, `None` where unknown or for no fact (`""`)."""
        values = "".join(f"known[{self.places[fact]}], " if fact else "None, " for fact in facts)
        read: Callable[[Known], tuple[Any, ...]] = eval(f"lambda known: ({values})")  # places are numbers
        return read

    def given_in(self, order: Iterable[str]) -> type[msgspec.Struct]:
        """The struct of given facts with its fields in an order which should be that of the keys it is read from.

        It is written without what is unknown.
        """
        return _given([self.facts[name] for name in order])

    def known(self, facts: Facts, switches: Any) -> Known:
        """What a mapping says; raises `Refused` naming every fact that is not declared or whose value is not one of its type."""
        problems = Problems()
        found: list[Any] = [None] * (1 + len(self.facts))
        found[0] = switches
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
                found[self.places[name]] = intern(str(value)) if fact.options else value
        problems.raise_any()
        return tuple(found)

    def switched(self, on: Collection[str] | None) -> Any:
        """The switches with those facts on, or all of them; a block is on with any of its switches."""
        if on is None:
            return self.switches()
        states = [fact in on for fact in self.switch_names]
        return self.switches(*states, *(any(states[at : at + BLOCK]) for at in range(0, len(states), BLOCK)))


def _given(facts: Collection[Fact]) -> type[msgspec.Struct]:
    fields = [(f"f{number}", written_type(fact) | None, None) for number, fact in enumerate(facts)]
    rename = {f"f{number}": fact.id for number, fact in enumerate(facts)}
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
            [read] = msgspec.structs.astuple(msgspec.json.decode(msgspec.json.encode({name: word}), type=shape.given_in([name])))
            if read is not intern(word):
                return False
    return True
