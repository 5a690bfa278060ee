"""What plugins share a process with: the state around them, seen before and after, so that a plugin that changes it is named."""

import locale
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from operator import is_
from pathlib import Path
from types import MemberDescriptorType, ModuleType

from attrs import evolve, frozen

_OURS = "dutybound"


@frozen
class Surroundings:
    """The working directory, the environment, the import path, the locale, limits, and every function and class of the framework.

    What a plugin does to objects inside other modules, or to files, cannot be seen from here: a plugin is trusted code.
    """

    folder: Path
    environment: Mapping[str, str]
    path: tuple[str, ...]
    language: str
    depth: int
    ours: Mapping[str, "_Owner"]

    @classmethod
    def now(cls) -> "Surroundings":
        """The surroundings as they are."""
        return cls(Path.cwd(), dict(os.environ), tuple(sys.path), locale.setlocale(locale.LC_ALL), sys.getrecursionlimit(), dict(_owners()))

    def still(self) -> "Surroundings":
        """The same while nothing changed, with the modules of the framework that were loaded since."""
        loaded = dict(_owners(known=self.ours))
        return evolve(self, ours={**self.ours, **loaded}) if loaded else self

    def changes(self) -> tuple[str, ...]:
        """What is different now, in words for a message."""
        found: list[str] = []
        if Path.cwd() != self.folder:
            found.append("the working directory")
        found += [f"${name}" for name in sorted({*self.environment, *os.environ}) if self.environment.get(name) != os.environ.get(name)]
        if tuple(sys.path) != self.path:
            found.append("sys.path")
        if locale.setlocale(locale.LC_ALL) != self.language:
            found.append("the locale")
        if sys.getrecursionlimit() != self.depth:
            found.append("the recursion limit")
        found += self._replaced()
        found += [f"{owner}.{name}" for owner, each in self.ours.items() for name in each.changed()]
        return tuple(found)

    def restore(self) -> None:
        """Put everything back."""
        os.chdir(self.folder)
        for name in set(os.environ) - set(self.environment):
            del os.environ[name]
        os.environ.update(self.environment)
        sys.path[:] = self.path
        locale.setlocale(locale.LC_ALL, self.language)
        sys.setrecursionlimit(self.depth)
        for name in self._replaced():
            sys.modules[name] = self.ours[name].holder  # type: ignore[assignment]  # what is replaced is a module
        for each in self.ours.values():
            for name in each.changed():
                if name in each.bound:
                    setattr(each.holder, name, each.bound[name])
                else:
                    delattr(each.holder, name)

    def _replaced(self) -> list[str]:
        """The modules of the framework in whose places others stand."""
        return [
            name for name, each in self.ours.items() if isinstance(each.holder, ModuleType) and sys.modules.get(name) is not each.holder
        ]


@frozen(eq=False)
class _Owner:
    """A module or class of the framework, and all it bound when it was looked at."""

    holder: ModuleType | type
    bound: Mapping[str, object]

    def changed(self) -> list[str]:
        """The names that are bound to something else by now, among those that a plugin has to leave alone."""
        now = vars(self.holder)
        if len(now) == len(self.bound) and all(map(is_, now, self.bound)) and all(map(is_, now.values(), self.bound.values())):
            return []  # nearly always, and whoever loads a rulebook waits for it
        found = [name for name, value in self.bound.items() if now.get(name) is not value and self._counts(name, value)]
        if isinstance(self.holder, type):  # a module is given new names by every import of one below it
            found += [name for name, value in now.items() if name not in self.bound and _acts(value)]
        return found

    def _counts(self, name: str, value: object) -> bool:
        if isinstance(self.holder, type):
            return _acts(value)  # interpreters keep caches of their own among the rest
        return not isinstance(value, ModuleType) and not name.startswith("__")


def _acts(value: object) -> bool:
    """Whether what a class binds acts for its objects: a method, a property, or a field that lies in a slot."""
    return callable(value) or isinstance(value, classmethod | property | MemberDescriptorType)


def _owners(known: Collection[str] = ()) -> Iterator[tuple[str, _Owner]]:
    """The modules of the framework and their classes, each by its name, but those known already."""
    alike = (name for name in tuple(sys.modules) if name.startswith(_OURS) and name not in known)
    for name in sorted(name for name in alike if name.removeprefix(_OURS)[:1] in ("", ".")):
        module = sys.modules[name]
        yield name, _Owner(module, dict(vars(module)))
        for value in tuple(vars(module).values()):
            if isinstance(value, type) and value.__module__ == name:
                yield f"{name}:{value.__qualname__}", _Owner(value, dict(vars(value)))
