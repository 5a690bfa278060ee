"""How the engine of a run is made, here and again in every other process that works on it: plugins, policies, an office's files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from dutybound.batch.digests import Digest
from dutybound.duties.filing import read_register
from dutybound.engine import Engine
from dutybound.versions import EngineOn


@frozen(kw_only=True)
class OfficeFiles:
    """The files of an office's register by their paths, and how the codes on its list are written."""

    duties: str | None = None
    posts: str | None = None
    offices: str | None = None
    calendar: tuple[str, ...] = ()
    scheme: str = "any"

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them that are given."""
        return tuple(each for each in (self.duties, self.posts, self.offices, *self.calendar) if each is not None)

    def telling(self, engine: Engine) -> Engine:
        """The engine told by these files; raises `Refused` with every problem in them, and `OSError`."""
        if not self.paths:
            return engine
        rungs = [rung.id for rung in engine.rulebook.content.ladder.rungs]
        register = read_register(
            None if self.duties is None else Path(self.duties),
            engine.rulebook.code_schemes[self.scheme],
            posts=None if self.posts is None else Path(self.posts),
            calendar=map(Path, self.calendar),
            offices=None if self.offices is None else (Path(self.offices), rungs),
        )
        return engine.with_register(register)


@frozen
class Recipe:
    """How to make the engine again."""

    without: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    office: OfficeFiles = field(factory=OfficeFiles)
    decision_day: date | None = None

    def engine(self) -> Engine:
        """The engine; raises `Refused` and `OSError`."""
        engine = self.office.telling(Engine.installed(without=self.without, policies=self.policies))
        return engine if self.decision_day is None else EngineOn(engine, self.decision_day)

    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each file of the office; raises `OSError`."""
        found: dict[str, str] = {}
        for path in self.office.paths:
            digest = Digest()
            digest.file(Path(path))
            found[path] = digest.hexdigest()
        return found
