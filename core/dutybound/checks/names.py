"""Every name that a rule uses stands for something."""

from collections.abc import Iterable

from dutybound.problems import Place, Problems, did_you_mean


def check_names(
    names: Iterable[str], known: Iterable[str], at: tuple[Place, *tuple[str, ...]], words: tuple[str, str], problems: Problems
) -> None:
    """Every name is known; `at` is the rule's place and the path of the key that holds them."""
    available = set(known)
    place, *path = at
    for name in names:
        if name not in available:
            hint = did_you_mean(name, available)
            problems.add(place.of(*path, name), f"没有{words[0]} `{name}`{hint.zh}", f"there is no {words[1]} `{name}`{hint.en}")
