"""The journal of a run: how far the output has come, so that a run killed at any byte goes on from its last whole part."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from attrs import asdict, evolve, field, frozen

from dutybound.batch.inputs import Input
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

VERSION = 2


@frozen(kw_only=True)
class Journal:
    """What a run is and how far it has come.

    `order` is a digest of everything that shapes the output: rulebook, format, mapping, versions; `office` are those of the files
    of an office's register, `choices` those of the options, to tell which is another. `input` to `line` say where
    reading goes on, `seen` is the SHA-256 of the current input up to there, `digests` are those of the inputs before it.
    `starts` are the offsets of the parts of the output.
    """

    version: int = VERSION
    order: str
    rulebook: str
    office: Mapping[str, str] = field(factory=dict)
    choices: Mapping[str, str] = field(factory=dict)
    inputs: tuple[Input, ...]
    input: int = 0
    end: int = 0
    line: int = 0
    seen: str = ""
    digests: tuple[str, ...] = ()
    output: int = 0
    rejects: int = 0
    starts: tuple[int, ...] = ()
    counts: Mapping[str, int] = field(factory=dict)

    @property
    def records(self) -> int:
        """How many results have been written."""
        return sum(self.counts.values())

    def counting(self, counts: Mapping[str, int]) -> "Journal":
        """With more results counted."""
        names = dict.fromkeys((*self.counts, *counts))
        return evolve(self, counts={name: self.counts.get(name, 0) + counts.get(name, 0) for name in names})

    def save(self, path: Path) -> None:
        """Write the journal so that it is either the old or the new one, whatever happens; raises `OSError`."""
        fresh = fresh_beside(path)
        with fresh.open("wb") as stream:
            stream.write(msgspec.json.encode(asdict(self)))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
        sync_folder(path.parent)


def fresh_beside(path: Path) -> Path:
    """Where the next version of a file is written, before it takes the file's place."""
    return path.with_name(path.name + ".new")


def load(path: Path) -> Journal:
    """The journal of an unfinished run; raises `Refused` or `OSError`."""
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        if found.get("version") != VERSION:
            raise ValueError("another version")
        return msgspec.convert(found, Journal)
    except (ValueError, msgspec.ValidationError, AttributeError) as error:
        words = Text("检查点不可读，请用 `--restart` 重新开始", "the checkpoint cannot be read; begin anew with `--restart`")
        raise Refused((Problem(Place(str(path)), words),)) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable, where the system allows it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # some systems do not open folders
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
