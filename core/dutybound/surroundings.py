"""What plugins share a process with: the state around them, seen before and after, so that a plugin that changes it is named."""

import locale
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import frozen

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
    ours: Mapping[tuple[str, str], object]

    @classmethod
    def now(cls) -> "Surroundings":
        """The surroundings as they are."""
        return cls(
            Path.cwd(), dict(os.environ), tuple(sys.path), locale.setlocale(locale.LC_ALL), sys.getrecursionlimit(), dict(_definitions())
        )

    def changes(self) -> tuple[str, ...]:
        """What is different now, in words for a message."""
        after = Surroundings.now()
        found: list[str] = []
        if after.folder != self.folder:
            found.append("the working directory")
        found += [f"${name}" for name in sorted({*self.environment, *after.environment}) if _differs(self, after, name)]
        if after.path != self.path:
            found.append("sys.path")
        if after.language != self.language:
            found.append("the locale")
        if after.depth != self.depth:
            found.append("the recursion limit")
        found += [".".join(name) for name, value in self.ours.items() if after.ours.get(name) is not value]
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
        for (owner, name), value in self.ours.items():
            holder = _holder(owner)
            if getattr(holder, "__dict__", {}).get(name) is not value:
                setattr(holder, name, value)


def _differs(before: Surroundings, after: Surroundings, name: str) -> bool:
    return before.environment.get(name) != after.environment.get(name)


def _modules() -> Iterator[ModuleType]:
    for name in sorted(sys.modules):
        if name == _OURS or name.startswith(f"{_OURS}."):
            yield sys.modules[name]


def _definitions() -> Iterator[tuple[tuple[str, str], object]]:
    """Every name that a module or class of the framework binds to a function, a class or a constant."""
    for module in _modules():
        for name, value in vars(module).items():
            if not isinstance(value, ModuleType) and not name.startswith("__"):
                yield (module.__name__, name), value
            if isinstance(value, type) and value.__module__ == module.__name__:
                yield from (((f"{module.__name__}:{value.__qualname__}", inner), each) for inner, each in _bound(value))


def _bound(owner: type) -> Iterator[tuple[str, Any]]:
    # only functions: interpreters keep caches of their own among the rest
    return ((name, value) for name, value in vars(owner).items() if callable(value))


def _holder(owner: str) -> Any:
    module, _, name = owner.partition(":")
    found: Any = sys.modules[module]
    for part in name.split(".") if name else ():
        found = getattr(found, part)
    return found
