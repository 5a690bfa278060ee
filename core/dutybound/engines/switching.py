"""Programs with switches: one function then serves every combination of alleged faults."""

from collections.abc import Collection, Iterable

from attrs import evolve

from dutybound.conditions import All, Among
from dutybound.facts import Fact, Flag
from dutybound.program import Definition, Program
from dutybound.provision import Provision
from dutybound.text import Text

SWITCH = "switch"
"""The origin of the facts that switch definitions on."""

BLOCK = 8
"""So many switches, one after the other, have one more that says whether any of them is on."""


def switch(definition: str) -> str:
    """The fact that must be true for the definition not to fail. INVARIANT: no declared fact's id contains a colon."""
    return f"examined:{definition}"


def switched(program: Program, names: Collection[str]) -> Program:
    """The program in which the definitions named fail wherever they are switched off, and are as before where not."""
    definitions = (_guarded(each) if each.name in names else each for each in program.definitions)
    return evolve(program, facts=(*program.facts, *_facts(names)), definitions=tuple(definitions))


def _guarded(definition: Definition) -> Definition:
    return evolve(definition, expression=All((Among(switch(definition.name), (True,)), definition.expression)))


def _facts(names: Iterable[str]) -> Iterable[Fact]:
    nothing = Text("", "")
    for name in names:
        yield Fact(switch(name), Flag(), nothing, nothing, Provision("", 0), nothing, origin=SWITCH)
