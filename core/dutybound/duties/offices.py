"""Offices as a tree, and whose sanctions each of them decides (samr-2020/4.2, discipline-2007/34 and 37)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from dutybound.convert import structure
from dutybound.duties.items import LEVELS
from dutybound.facts import NOWHERE
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.source import read_yaml
from dutybound.text import Text

POSITIONS: dict[str, Text] = {
    "staff": Text("工作人员", "staff"),
    "deputy": Text("副职领导人员", "deputy head"),
    "head": Text("正职领导人员", "head"),
}


@frozen(kw_only=True)
class Competence:
    """Sanctions one office decides: over the persons of `staff_of` in these positions, up to the rung `most`."""

    staff_of: str
    positions: tuple[str, ...]
    most: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class Office:
    """One office; `superior` is the office directly above it, empty at the top."""

    id: str
    name: Text
    level: str
    region: str
    superior: str = ""
    decides: tuple[Competence, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Offices:
    """The offices that are known; none at all means that nothing is checked against them."""

    offices: tuple[Office, ...] = ()

    def office(self, name: str) -> Office | None:
        """The office with this id."""
        return next((each for each in self.offices if each.id == name), None)

    def above(self, name: str) -> Iterator[Office]:
        """The offices above one, the nearest first."""
        office = self.office(name)
        while office is not None and office.superior:
            office = self.office(office.superior)
            if office is not None:
                yield office

    def may_decide(self, deciding: str, over: tuple[str, str], height: int, rungs: list[str]) -> bool:
        """Whether an office decides the `height`-th rung (from 0) `over` a person, given as office and position."""
        office = self.office(deciding)
        return office is not None and any(
            each.staff_of == over[0] and over[1] in each.positions and height <= rungs.index(each.most) for each in office.decides
        )


@frozen(kw_only=True)
class _File:
    offices: tuple[Office, ...]


def read_offices(path: Path, rungs: list[str]) -> Offices:
    """The offices of a YAML file, `rungs` being the ladder; raises `Refused` with every problem, or `OSError`."""
    offices = structure(read_yaml(path.read_bytes(), str(path)), _File).offices
    problems = Problems()
    first: dict[str, Office] = {}
    for office in offices:
        taken = first.setdefault(office.id, office)
        if taken is not office:
            problems.add(
                office.place.of("id"), f"机关标识 `{office.id}` 重复", f"the office id `{office.id}` is taken", also=taken.place.of("id")
            )
    for office in offices:
        _check(office, first, rungs, problems)
    _check_tree(first, problems)
    problems.raise_any()
    return Offices(offices)


def _check(office: Office, known: dict[str, Office], rungs: list[str], problems: Problems) -> None:
    _known(office.level, LEVELS, (office.place.of("level"), Text("层级", "level")), problems)
    if office.superior:
        _known(office.superior, known, (office.place.of("superior"), Text("机关", "office")), problems)
    for each in office.decides:
        _known(each.staff_of, known, (each.place.of("staff_of"), Text("机关", "office")), problems)
        _known(each.most, rungs, (each.place.of("most"), Text("处分", "sanction")), problems)
        for position in each.positions:
            _known(position, POSITIONS, (each.place.of("positions", position), Text("职务类别", "position")), problems)
        if each.staff_of == office.id and "head" in each.positions:
            problems.add(
                each.place.of("positions", "head"),
                "机关不能决定对本机关正职的处分（discipline-2007/37）",
                "an office does not decide the sanction of its own head (discipline-2007/37)",
            )


def _known(name: str, known: Iterable[str], at: tuple[Place, Text], problems: Problems) -> None:
    listed = list(known)
    if name not in listed:
        hint = did_you_mean(name, listed)
        problems.add(at[0], f"没有{at[1].zh} `{name}`{hint.zh}", f"there is no {at[1].en} `{name}`{hint.en}")


def _check_tree(offices: dict[str, Office], problems: Problems) -> None:
    """No office is above itself, and none has a superior of a lower level."""
    ranks = list(LEVELS)
    for office in offices.values():
        superior = offices.get(office.superior)
        if superior is None:
            continue
        if {office.level, superior.level} <= set(ranks) and ranks.index(superior.level) > ranks.index(office.level):
            problems.add(
                office.place.of("superior"),
                f"上级 `{superior.id}` 的层级低于 `{office.id}`",
                f"the superior `{superior.id}` is of a lower level than `{office.id}`",
                also=superior.place.of("level"),
            )
        seen = {office.id}
        while superior is not None and superior.id not in seen:
            seen.add(superior.id)
            superior = offices.get(superior.superior)
        if superior is not None and superior.id == office.id:
            problems.add(office.place.of("superior"), f"`{office.id}` 的上级关系成环", f"`{office.id}` is its own superior in a circle")
