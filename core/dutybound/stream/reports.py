"""What a generated function reports of a section, as truths by name."""

from collections.abc import Iterable

from dutybound.engines.wanted import Section
from dutybound.truth import Truth

Reported = tuple[int, ...]
"""What a section reports: `i` for its definition `i` that holds, `~i` for one that is unknown."""


class Reports(dict[str, Truth]):
    """The truths of definitions by name; what was not reported fails."""

    def __missing__(self, name: str) -> Truth:
        return Truth.FAILS


def truths(section: Section, reported: Iterable[int]) -> Reports:
    """The truth of every definition of a section."""
    definitions = section.definitions
    return Reports((definitions[position_of(at)], truth_of(at)) for at in reported)


def position_of(reported: int) -> int:
    """The place of a reported definition in its section."""
    return reported if reported >= 0 else ~reported


def truth_of(reported: int) -> Truth:
    """Whether it holds or is unknown."""
    return Truth.HOLDS if reported >= 0 else Truth.UNKNOWN
