"""Every name that a rule uses stands for something."""

from collections.abc import Iterable, Mapping

from dutybound.problems import NO_LABELS, Place, Problems, did_you_mean
from dutybound.text import Text


def check_names(
    names: Iterable[str],
    known: Iterable[str],
    at: tuple[Place, *tuple[str, ...]],
    words: tuple[str, str],
    problems: Problems,
    *,
    labels: Mapping[str, Text] = NO_LABELS,
) -> None:
    """Every name is known; `at` is the rule's place and the path of the key that holds them. `labels`: what people call the known."""
    available = set(known)
    place, *path = at
    for name in names:
        if name not in available:
            hint = did_you_mean(name, available, labels)
            problems.add(place.of(*path, name), f"没有{words[0]} `{name}`{hint.zh}", f"there is no {words[1]} `{name}`{hint.en}")
