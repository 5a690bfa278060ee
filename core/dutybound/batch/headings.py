"""Which column of a table is which fact: by id, by label in either language, by the field of the case record, or as agreed."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from dutybound.batch.agreement import EVERY_OTHER, Agreement
from dutybound.facts import Flag
from dutybound.naming import CASE_ID, PERSON_ID, RECORD, known_headings
from dutybound.problems import Place, Problem, Problems, Refused, did_you_mean
from dutybound.rulebook import Rulebook
from dutybound.text import Text


@frozen
class Heading:
    """One column that is read: where it stands (from 0), what it is called, what it is."""

    position: int
    name: str
    target: str


@frozen
class Header:
    """The columns of a table that are read; all others were named as ignored."""

    headings: tuple[Heading, ...]
    width: int

    def of(self, target: str) -> Heading | None:
        """The column of a fact, or of `case_id`, `person_id`, `disputed`, `alleged`."""
        return next((each for each in self.headings if each.target == target), None)


def read_header(names: Sequence[str], rulebook: Rulebook, agreement: Agreement, place: Place) -> Header:
    """The header of a table; raises `Refused` naming every column that is unknown, doubled or missing.

    INVARIANT: no column is dropped in silence; a misspelt heading would make a known fact unknown.
    """
    problems = Problems()
    known = known_headings(rulebook.content)
    _agreed_values(rulebook, agreement, place, problems)
    targets = {target for found in known.values() for target in found}
    for heading, target in agreement.columns.items():
        if target not in targets:
            hint = did_you_mean(target, targets)
            problems.add(
                place,
                f"映射文件把 `{heading}` 指向没有的 `{target}`{hint.zh}",
                f"the mapping file sends `{heading}` to `{target}`, which is no fact{hint.en}",
            )
    headings: list[Heading] = []
    for position, name in enumerate(names):
        target = _target(name.strip(), agreement, known, Place(place.source, max(place.line, 1), position + 1), problems)
        if target:
            headings.append(Heading(position, name, target))
    _doubled(headings, place, problems)
    for needed in (CASE_ID, PERSON_ID):
        if not any(each.target == needed for each in headings):
            spelt = "、".join(f"`{each}`" for each in RECORD[needed][:2])
            problems.add(
                place,
                f"没有 {spelt} 这一列，也可在映射文件里指定",
                f"there is no column {RECORD[needed][0]!r}; a mapping file can name another".replace("'", "`"),
            )
    problems.raise_any()
    return Header(tuple(headings), len(names))


def headed_as_cases(names: Sequence[str], rulebook: Rulebook, agreement: Agreement) -> bool:
    """Whether a table with these headings has a case and a person in each row."""
    known = known_headings(rulebook.content)
    found = {target for name in names for target in (agreement.columns.get(name.strip()), *known.get(name.strip(), ()))}
    return {CASE_ID, PERSON_ID} <= found


def below_titles(rows: Sequence[tuple[str, ...]], rulebook: Rulebook, agreement: Agreement, path: str) -> tuple[str, ...]:
    """The first of the first rows of a table, which is its header; raises `Refused` if the header stands below it, under a title."""
    if not headed_as_cases(rows[0], rulebook, agreement):
        for number, names in enumerate(rows[1:], 2):
            if headed_as_cases(names, rulebook, agreement):
                words = Text(
                    f"表头在第 {number} 行；它上面的标题、说明和多层表头请先删去，表头应是第一行",
                    f"the header is in row {number}; delete the titles, notes and other headings above it, for it should be the first row",
                )
                raise Refused((Problem(Place(path, number, 1), words),))
    return rows[0]


def _target(name: str, agreement: Agreement, known: Mapping[str, tuple[str, ...]], place: Place, problems: Problems) -> str:
    agreed = agreement.columns.get(name)
    if agreed is not None:
        return agreed
    found = known.get(name, ())
    if len(found) == 1:
        return found[0]
    if name in agreement.ignore:
        return ""
    if found:
        spelt = ", ".join(f"`{each}`" for each in found)
        problems.add(place, f"列名 `{name}` 可指 {spelt}，请改用标识", f"the heading `{name}` may be any of {spelt}; use the id")
    elif EVERY_OTHER not in agreement.ignore:
        hint = did_you_mean(name, known)
        problems.add(
            place,
            f"没有叫 `{name}` 的事实{hint.zh}；不用的列请在映射文件的 `ignore` 里列出",
            f"there is no fact called `{name}`{hint.en}; list columns that are not needed under `ignore` in a mapping file",
        )
    return ""


def _doubled(headings: Sequence[Heading], place: Place, problems: Problems) -> None:
    first: dict[str, Heading] = {}
    for each in headings:
        other = first.setdefault(each.target, each)
        if other is not each:
            problems.add(
                place,
                f"列 `{other.name}` 与 `{each.name}` 都是 `{each.target}`",
                f"the columns `{other.name}` and `{each.name}` are both `{each.target}`",
            )


def _agreed_values(rulebook: Rulebook, agreement: Agreement, place: Place, problems: Problems) -> None:
    facts = {fact.id: fact for fact in rulebook.content.facts}
    for name, words in agreement.values.items():
        if name not in facts:
            hint = did_you_mean(name, facts)
            problems.add(
                place,
                f"映射文件的 `values` 里没有事实 `{name}`{hint.zh}",
                f"under `values` in the mapping file there is no fact `{name}`{hint.en}",
            )
            continue
        right = ("true", "false") if isinstance(facts[name].domain, Flag) else facts[name].value_ids
        for written, value in words.items():
            if written in right and written != value:
                problems.add(
                    place,
                    f"映射文件把 `{name}` 的值 `{written}` 写成 `{value}`；`{written}` 本身就是它的值",
                    f"the mapping file turns `{written}` of `{name}` into `{value}`, but `{written}` is a value of it itself",
                )
            elif value not in right:
                hint = did_you_mean(value, right)
                problems.add(
                    place,
                    f"映射文件把 `{name}` 的 `{written}` 写成没有的值 `{value}`{hint.zh}",
                    f"the mapping file turns `{written}` of `{name}` into `{value}`, which is no value of it{hint.en}",
                )
