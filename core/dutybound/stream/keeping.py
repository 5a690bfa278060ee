"""What was made before is kept for what determines it."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

KEPT = 4096
"""So many values of each kind are kept; when there are more, all of a kind are forgotten."""


class Keeping:
    """Keeps what functions made, and counts how often it was at hand; it can be shared between threads."""

    def __init__(self, most: int = KEPT) -> None:
        self.most = most
        self._forgotten = [0, 0]
        self._kinds: list[Any] = []

    def keep(self, make: Callable[..., T]) -> Callable[..., T]:
        """The same function of hashable arguments, which remembers what it made."""

        # without a bound, for a bounded cache notes at every hit which value was used last, and that costs more than to find it
        @cache
        def kept(*asked: Any) -> T:
            if kept.cache_info().currsize >= self.most:
                self._forget(kept)
            return make(*asked)

        self._kinds.append(kept)
        return kept

    def _forget(self, kept: Any) -> None:
        info = kept.cache_info()
        self._forgotten[0] += info.hits
        self._forgotten[1] += info.misses
        kept.cache_clear()

    def counted(self) -> tuple[int, int]:
        """How often something was at hand, and how often it had to be made."""
        counted = [each.cache_info() for each in self._kinds]
        hits, made = self._forgotten
        return hits + sum(each.hits for each in counted), made + sum(each.misses for each in counted)
