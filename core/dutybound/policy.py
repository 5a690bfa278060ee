"""One policy file: one instrument and everything it declares."""

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from attrs import field, frozen

from dutybound.codes import CodeScheme
from dutybound.convert import structure
from dutybound.facts import NOWHERE, Fact, LocalLabel
from dutybound.problems import Place
from dutybound.properties import Property
from dutybound.rules import ExtensionPoint, Instrument, Ladder
from dutybound.source import read_yaml
from dutybound.stages import Staged


class PolicyFile(Protocol):
    """What a policy file must offer: a path on disk or a resource inside a package does."""

    @property
    def name(self) -> str:
        """Its file name."""
        ...

    def read_bytes(self) -> bytes:
        """Its content."""
        ...


@frozen(kw_only=True)
class Policy(Staged):
    """An instrument with its rules, in the order of the law."""

    instrument: Instrument
    extension_points: tuple[ExtensionPoint, ...] = ()
    facts: tuple[Fact, ...] = ()
    labels: tuple[LocalLabel, ...] = ()
    ladder: Ladder | None = None
    properties: tuple[Property, ...] = ()
    code_schemes: tuple[CodeScheme, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)


def read_policy(file: PolicyFile) -> Policy:
    """The policy a file holds; raises `Refused` with every problem, `OSError` if it cannot be read."""
    name = str(file) if isinstance(file, Path) else file.name
    return _policy(file.read_bytes(), name)


@lru_cache(maxsize=64)
def _policy(content: bytes, name: str) -> Policy:
    """The same bytes are read once: whoever loads a rulebook again, with a pack or without, waits for what is new alone."""
    return structure(read_yaml(content, name), Policy)
