"""The seeker at hand: z3 where it is installed, else the enumeration of small vocabularies."""

from importlib.util import find_spec

from dutybound.proof.enumerating import Enumerating
from dutybound.proof.questions import Seeker


def seeker(seconds: float = 30.0) -> Seeker:
    """A seeker that spends at most `seconds` on one question."""
    if find_spec("z3") is None:
        return Enumerating()
    from dutybound.proof.solving import Solving  # noqa: PLC0415  # z3 is an extra

    return Solving(seconds)
