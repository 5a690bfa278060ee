"""What a generated function is to report: sections of definitions, each answered by a list of positions."""

from attrs import frozen

from dutybound.program import Program

FAILS, HOLDS, UNKNOWN = 0, 1, 2
"""How a row writes a truth."""


@frozen
class Section:
    """Definitions reported together.

    The answer is a list of whole numbers: `i` where `definitions[i]` holds and `~i` where it is unknown; nothing where it fails.
    A section of `fails` reports `i` where `definitions[i]` fails and nothing else. The answer of a `row` is a list with one of the
    numbers above for each definition.
    """

    definitions: tuple[str, ...]
    fails: bool = False
    row: bool = False


def everything(program: Program) -> tuple[Section, ...]:
    """One section of all definitions."""
    return (Section(tuple(each.name for each in program.definitions)),)
