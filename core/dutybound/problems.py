"""Errors as values with a place, collected and raised once."""

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches

from attrs import field, frozen

from dutybound.text import Language, Text


class Inside:
    """Finds places inside a place; it stays behind when a place travels to another process."""

    def __init__(self, find: "Callable[[tuple[str, ...]], Place | None]") -> None:
        self._find = find

    def __call__(self, path: tuple[str, ...]) -> "Place | None":
        return self._find(path)

    def __reduce__(self) -> "tuple[Callable[[], Inside], tuple[()]]":
        return (_inside_nothing, ())


def _inside_nothing() -> Inside:
    return Inside(_nowhere)


def _nowhere(_: tuple[str, ...]) -> None:
    return None


@frozen
class Place:
    """Where something was written: a file (or plugin) with line and column counted from 1, 0 where there is none.

    `inner` finds the place of a part of what stands here, such as a key's value or an item of a list.
    """

    source: str
    line: int = 0
    column: int = 0
    inner: Inside | None = field(default=None, eq=False, repr=False)

    def of(self, *path: str) -> "Place":
        """The place of a part, by key and, in a list, by the item's text; this place itself where the part is not written."""
        found = self.inner(path) if self.inner is not None else None
        return self if found is None else found

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
        super().__init__(self.problems)  # what it is made anew from in another process; a message there would break the whole pool

    def __str__(self) -> str:
        return "\n".join(problem.into(Language.EN) for problem in self.problems)


def why(error: BaseException) -> str:
    """What an exception of somebody else's code says, on one line."""
    try:
        said = " ".join(str(error).split())
    except Exception:
        return type(error).__name__  # its own message fails
    return f"{type(error).__name__}: {said}"


_SYSTEM = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超出系统允许的大小",
    errno.EROFS: "所在文件系统只读",
    errno.ENAMETOOLONG: "文件名太长",
}
"""What the system says in English, for the errors that a user's own files lead to."""


def system_words(error: OSError) -> Text:
    """What the system says of a file, without its name."""
    said = error.strerror or str(error)
    return Text(_SYSTEM.get(error.errno or 0, said), said)


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


def _by_place(problem: Problem) -> tuple[str, int, int]:
    return (problem.place.source, problem.place.line, problem.place.column)


MOST_PROBLEMS = 100
"""How many problems of one list are collected before the rest of it is left unread: a hostile file must end soon."""

TOO_MANY = Text("问题太多，其余没有列出", "there are too many problems, the rest is not listed")

_LONGEST_WORD = 80

NO_LABELS: Mapping[str, Text] = {}


def did_you_mean(word: str, known: Iterable[str], labels: Mapping[str, Text] = NO_LABELS) -> Text:
    """A hint at the nearest of the `known` words, or at the one whose label was written instead; empty if none is near."""
    if len(word) > _LONGEST_WORD:
        return Text("", "")
    found = [name for name, label in labels.items() if word in (label.zh, label.en)]
    found += _near(word, known)
    if not found and labels:
        by_label = {label: name for name, both in labels.items() for label in (both.zh, both.en)}
        found = [by_label[each] for each in _near(word, by_label)]
    if not found:
        return Text("", "")
    return Text(f"，是否想写 `{found[0]}`？", f", did you mean `{found[0]}`?")


def key_hint(key: str, known: Iterable[str]) -> Text:
    """A hint at the key that was meant, or, where none is near, all keys that there are."""
    known = sorted(known)
    hint = did_you_mean(key, known)
    listed = ", ".join(f"`{each}`" for each in known)
    return hint if hint.en else Text(f"，可以写 {listed}", f"; there are {listed}")


def _near(word: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(word, sorted(each for each in known if abs(len(each) - len(word)) <= len(word)), n=1, cutoff=0.6)
