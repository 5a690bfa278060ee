"""What a run is to do, and the files it makes."""

import os
from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

from dutybound.batch.inputs import STDIN
from dutybound.batch.journal import fresh_beside
from dutybound.batch.recipe import Recipe
from dutybound.batch.work import Order
from dutybound.engine import Engine
from dutybound.folders import MANIFEST, REJECTS
from dutybound.presence import is_folder
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text


@frozen
class Progress:
    """How far a run has come: bytes read of all bytes (0 where a stream has no end), results written so far."""

    read: int
    size: int
    records: int


Watch = Callable[[Progress], None]


@frozen(kw_only=True)
class Plan:
    """What to do: `recipe` makes the engine anew in other processes; `jobs` is how many work, 1 for this one alone."""

    engine: Engine
    order: Order
    out: Path
    recipe: Recipe = field(factory=Recipe)
    jobs: int = 1
    most_rejects: int | None = None
    resume: bool = False
    restart: bool = False
    watch: Watch = field(default=lambda _: None)

    @property
    def resumable(self) -> bool:
        """Whether a run that was stopped can go on: standard input has gone by."""
        return all(each.path != STDIN for each in self.order.inputs)

    @property
    def onwards(self) -> Text:
        """What to do about a run that was stopped."""
        if self.resumable:
            return Text("用 `--resume` 继续", "go on with `--resume`")
        return Text("用 `--restart` 重来", "begin anew with `--restart`")


@frozen
class Paths:
    """The files of a run, all beside the output."""

    out: Path

    def _beside(self, suffix: str) -> Path:
        return self.out.with_name(self.out.name + suffix)

    @property
    def part(self) -> Path:
        """The output while it is not whole."""
        return self._beside(".part")

    @property
    def journal(self) -> Path:
        """How far the output has come."""
        return self._beside(".checkpoint")

    @property
    def next_journal(self) -> Path:
        """The checkpoint that is being written."""
        return fresh_beside(self.journal)

    @property
    def rejects(self) -> Path:
        """The refused records, with their reasons."""
        return self._beside(REJECTS)

    @property
    def rejects_part(self) -> Path:
        """The refused records while the run is under way."""
        return self._beside(f"{REJECTS}.part")

    @property
    def manifest(self) -> Path:
        """What the output was made of."""
        return self._beside(MANIFEST)

    @property
    def unfinished(self) -> tuple[Path, ...]:
        """Those that a run has while it is under way, besides its checkpoint."""
        return (self.part, self.rejects_part, self.next_journal)

    def all(self) -> tuple[Path, ...]:
        """Every one of them."""
        return (self.out, self.part, self.journal, self.rejects, self.rejects_part, self.manifest)


def refusal(path: Path | str, zh: str, en: str) -> Refused:
    """One problem with a file of a run."""
    return Refused((Problem(Place(str(path)), Text(zh, en)),))


def writable(folder: Path) -> None:
    """Raises `Refused` where no file can be put into a folder."""
    if not is_folder(folder):
        raise refusal(folder, "没有这个文件夹", "there is no such folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise refusal(folder, "没有权限在这个文件夹里写文件", "no permission to write files into this folder")
