"""Three values, Kleene's strong logic: a condition holds, fails, or is unknown."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """What is known of a condition. Never a `bool`: asking an unknown for one is an error, not a guess."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        if self is Truth.UNKNOWN:
            raise ValueError("unknown is neither true nor false")
        return self is Truth.HOLDS

    def __invert__(self) -> "Truth":
        return _NEGATION[self]

    @classmethod
    def of(cls, value: bool | None) -> "Truth":
        """The truth of a value that may be missing."""
        if value is None:
            return cls.UNKNOWN
        return cls.HOLDS if value else cls.FAILS

    @classmethod
    def all(cls, values: "Iterable[Truth]") -> "Truth":
        """Fails if one fails, else unknown if one is unknown, else holds."""
        seen = tuple(values)
        if cls.FAILS in seen:
            return cls.FAILS
        return cls.UNKNOWN if cls.UNKNOWN in seen else cls.HOLDS

    @classmethod
    def any(cls, values: "Iterable[Truth]") -> "Truth":
        """Holds if one holds, else unknown if one is unknown, else fails."""
        seen = tuple(values)
        if cls.HOLDS in seen:
            return cls.HOLDS
        return cls.UNKNOWN if cls.UNKNOWN in seen else cls.FAILS


_NEGATION = {Truth.HOLDS: Truth.FAILS, Truth.FAILS: Truth.HOLDS, Truth.UNKNOWN: Truth.UNKNOWN}
