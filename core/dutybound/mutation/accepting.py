"""Survivors that a pack's authors account for: `survivors.yaml` beside the cases, each entry a mutation with the reason it is left."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import field, frozen

from dutybound.convert import structure
from dutybound.facts import NOWHERE
from dutybound.folders import all_below
from dutybound.lawcases.reading import SURVIVORS
from dutybound.mutation.finding import Found, Verdict
from dutybound.mutation.mutants import Mutant
from dutybound.presence import is_folder, is_there
from dutybound.problems import Place, Problems, Refused, did_you_mean
from dutybound.source import read_yaml


@frozen(kw_only=True)
class Accepted:
    """A mutation that no case notices, and why that is right."""

    mutation: str
    why: str
    place: Place = field(default=NOWHERE, eq=False, repr=False)


def read_accepted(paths: Iterable[Path]) -> tuple[Accepted, ...]:
    """The entries beside these case files and folders; raises `Refused` with every problem, or `OSError`."""
    files: dict[Path, None] = {}
    for path in paths:
        found = [each for each in all_below(path) if each.name == SURVIVORS] if is_folder(path) else [path.parent / SURVIVORS]
        files.update(dict.fromkeys(each for each in found if is_there(each)))
    problems = Problems()
    accepted: list[Accepted] = []
    for file in files:
        try:
            accepted += structure(read_yaml(file.read_bytes(), str(file)), tuple[Accepted, ...])
        except Refused as refused:
            problems.extend(refused.problems)
    problems.raise_any()
    return tuple(accepted)


def check_accepted(accepted: Iterable[Accepted], mutants: Iterable[Mutant], found: Iterable[tuple[Mutant, Found]]) -> Problems:
    """What is wrong with the entries: no such mutation, one accepted twice, or one that survives no longer.

    `mutants` are all of the pack, `found` those that were judged: an entry about another is left alone.
    """
    known = {each.id for each in mutants}
    verdicts: Mapping[str, Found] = {mutant.id: each for mutant, each in found}
    problems = Problems()
    first: dict[str, Place] = {}
    for each in accepted:
        place = each.place.of("mutation")
        if each.mutation not in known:
            hint = did_you_mean(each.mutation, known)
            problems.add(place, f"没有变异 `{each.mutation}`{hint.zh}", f"there is no mutation `{each.mutation}`{hint.en}")
        elif each.mutation in first:
            words = (f"变异 `{each.mutation}` 写了两次", f"the mutation `{each.mutation}` is accounted for twice")
            problems.add(place, *words, also=first[each.mutation])
        elif each.mutation in verdicts and verdicts[each.mutation].verdict is not Verdict.SURVIVING:
            said = verdicts[each.mutation].verdict
            words = (
                f"变异 `{each.mutation}` 已不再存活（{said}），请删去",
                f"the mutation `{each.mutation}` no longer survives ({said}); take it out",
            )
            problems.add(place, *words)
        first.setdefault(each.mutation, place)
    return problems
