"""A rulebook whose explanations the quick way may not be sure of: two numbers that one fault reads, alike in their labels."""

from one_fault import CITED, one_fault

from dutybound import Engine
from dutybound.conditions import AllOf, Comparison, Test
from dutybound.facts import Fact, Number
from dutybound.testing.vocabularies import words
from dutybound.text import Text


def alike(label: str, other: str) -> Engine:
    """A rulebook in which a fault reads two numbers with these labels."""
    unit = Number(Text("次", "times"), 0, 9)
    numbers = [Fact(name, unit, Text(said, said), words(name), CITED, words(name)) for name, said in (("one", label), ("two", other))]
    return one_fault(AllOf(tuple(Test(name, Comparison.AT_LEAST, value=1) for name in ("one", "two"))), numbers)
