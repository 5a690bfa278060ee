"""Errors as values with a place, collected and raised once."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from attrs import frozen

from dutybound.text import Language, Text


@frozen
class Place:
    """Where something was written: a file (or plugin) with line and column counted from 1, 0 where there is none."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.source
        return f"{self.source}:{self.line}:{self.column}"


@frozen
class Problem:
    """One thing that is wrong: where, what, and what would be right; `also` is the other place of a clash."""

    place: Place
    message: Text
    also: Place | None = None

    def into(self, language: Language) -> str:
        """The problem as one line, its place first."""
        line = f"{self.place}: {self.message.into(language)}"
        if self.also is None:
            return line
        other = "另见" if language is Language.ZH else "see also"
        return f"{line} ({other} {self.also})"


class Refused(Exception):
    """Raised once with every problem found; the only exception this library raises for what a user wrote."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.into(Language.EN) for problem in self.problems))


class Problems:
    """A growing list of problems that is raised as a whole."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, place: Place, zh: str, en: str, *, also: Place | None = None) -> None:
        """Note one more problem."""
        self._found.append(Problem(place, Text(zh, en), also))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note problems found elsewhere."""
        self._found.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raise `Refused` with all problems, in the order of their places, if there are any."""
        if self._found:
            raise Refused(sorted(self._found, key=_by_place))


def _by_place(problem: Problem) -> tuple[str, int, int, str]:
    return (problem.place.source, problem.place.line, problem.place.column, problem.message.en)


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """A hint at the nearest of the `known` words, empty if none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if not near:
        return Text("", "")
    return Text(f"，是否想写 `{near[0]}`？", f", did you mean `{near[0]}`?")
