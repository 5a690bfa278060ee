"""What is known of one person as generated msgspec structs: the facts a record gives, those its own fields give, and switches.

The fields are counted (`f0`, `o0`, `s0`); closed types stand at every door, because generated code would take a value outside its
vocabulary for some other value without a word.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from sys import intern
from typing import Annotated, Any, Literal

import msgspec
from attrs import frozen

from dutybound.engines.switching import SWITCH
from dutybound.facts import Choice, Day, Fact, Facts, Flag, Grade, Number, admits, expected
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.program import Program

WORD = 2**63
"""Whole numbers lie between `-WORD` and `WORD - 1`."""


@frozen
class Known:
    """One person's facts: `given` and `origins` are instances of the structs of one `Shape`."""

    given: Any
    origins: Any


@frozen(eq=False)
class Shape:
    """The structs of a program's facts, and in which of them, under which name, each fact lies."""

    given: type[msgspec.Struct]
    origins: type[msgspec.Struct]
    switches: type[msgspec.Struct]
    slots: Mapping[str, tuple[int, str]]
    facts: Mapping[str, Fact]

    @classmethod
    def of(cls, program: Program) -> "Shape":
        """The structs for the facts of a program."""
        given = [fact for fact in program.facts if not fact.origin]
        origins = [fact for fact in program.facts if fact.origin and fact.origin != SWITCH]
        switches = [fact for fact in program.facts if fact.origin == SWITCH]
        named = [
            {fact.id: f"{letter}{number}" for number, fact in enumerate(facts)}
            for letter, facts in (("f", given), ("o", origins), ("s", switches))
        ]
        return cls(
            given=_given(given, named[0]),
            origins=msgspec.defstruct("Origins", [(name, Any, None) for name in named[1].values()], gc=False),
            switches=msgspec.defstruct("Switches", [(name, bool, True) for name in named[2].values()], frozen=True, gc=False),
            slots={fact: (owner, name) for owner, names in enumerate(named) for fact, name in names.items()},
            facts={fact.id: fact for fact in (*given, *origins)},
        )

    def access(self) -> Mapping[str, str]:
        """How the source of a function of `a` (given), `b` (origins) and `c` (switches) reads each fact."""
        return {fact: f"{'abc'[owner]}.{name}" for fact, (owner, name) in self.slots.items()}

    def reader(self, facts: Iterable[str]) -> Callable[[Any, Any], tuple[Any, ...]]:
        """A function of given facts and facts of the record: the values of these facts, `None` where unknown or for no fact (`""`)."""
        access = self.access()
        values = "".join(f"{access[fact] if fact else None}, " for fact in facts)
        read: Callable[[Any, Any], tuple[Any, ...]] = eval(f"lambda a, b: ({values})")  # slots have counted names
        return read

    def given_in(self, order: Iterable[str]) -> type[msgspec.Struct]:
        """The struct of given facts with its fields in another order, which should be that of the keys it is read from."""
        return _given([self.facts[name] for name in order], {name: slot for name, (_, slot) in self.slots.items()})

    def known(self, facts: Facts) -> Known:
        """The facts of a mapping; raises `Refused` naming every fact that is not declared or whose value is not one of its type."""
        problems = Problems()
        made = (self.given(), self.origins())
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
                owner, slot = self.slots[name]
                setattr(made[owner], slot, intern(str(value)) if fact.options else value)
        problems.raise_any()
        return Known(*made)

    def switched(self, on: Collection[str] | None) -> Any:
        """The switches with those facts on, or all of them."""
        if on is None:
            return self.switches()
        return self.switches(**{name: fact in on for fact, (owner, name) in self.slots.items() if owner == 2})


def _given(facts: Collection[Fact], slots: Mapping[str, str]) -> type[msgspec.Struct]:
    fields = [(slots[fact.id], written_type(fact) | None, None) for fact in facts]
    rename = {slots[fact.id]: fact.id for fact in facts}
    return msgspec.defstruct("Given", fields, rename=rename, forbid_unknown_fields=True, gc=False)


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
            slot = shape.slots[name][1]
            read = msgspec.json.decode(msgspec.json.encode({name: word}), type=shape.given)
            if getattr(read, slot) is not intern(word):
                return False
    return True
