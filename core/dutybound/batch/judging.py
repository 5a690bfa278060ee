"""Rows of facts into verdicts, by columns; what the engine refuses is refused here in the same words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, field, frozen

from dutybound.batch.doors import Intake, named
from dutybound.batch.expansion import Expansion, Words
from dutybound.batch.verdicts import HOLDING, OUTCOME, REFUSED, UNKNOWN, Verdicts, mask_columns
from dutybound.case import Person
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.engines.columnar import Columnar, examined_column, truth_column
from dutybound.naming import ALLEGED, CASE_ID, DISPUTED, PERSON_ID
from dutybound.problems import Problem, Refused
from dutybound.program import Stage
from dutybound.reach import covered

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")


@frozen(eq=False)
class Judged:
    """Rows with their verdict columns; `refusals` are those that could not be decided, by position."""

    intake: Intake
    frame: "pl.DataFrame"
    refusals: Mapping[int, Refusal] = field(factory=dict)


def stretch(judged: Judged, first: int, height: int) -> Judged:
    """Some of judged rows, as if there were no others."""
    intake = judged.intake

    def own(found: Mapping[int, T]) -> dict[int, T]:
        return {row - first: each for row, each in found.items() if first <= row < first + height}

    some = Intake(
        intake.frame.slice(first, height),
        intake.sources.slice(first, height),
        intake.lines.slice(first, height),
        lambda row: intake.original(first + row),
        own(intake.refused),
    )
    return Judged(some, judged.frame.slice(first, height), own(judged.refusals))


@frozen
class Entry:
    """One record and person with what was said of it; `person` is absent where the record could not be read."""

    result: Decision | Refusal
    person: Person | None
    original: bytes | Mapping[str, Any] = b""


class Judge:
    """Judges rows by one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._columnar = Columnar(engine.program)
        self.verdicts = Verdicts(engine.rulebook, engine.program)
        self._expansion = Expansion(engine)
        self._faults = engine.rulebook.content.faults

    def judge(self, intake: Intake) -> Judged:
        """The verdict of every row; the outcome of a refused row is `refused`, and it keeps no mask."""
        import polars as pl  # noqa: PLC0415  # an extra

        frame, errors = self._columnar.with_answers(self._examined(intake.frame))
        truths = self._columnar.truths(frame)
        broken = [pl.col(truth_column(each.name)).eq(False).fill_null(False) for each in self._engine.program.stage(Stage.CONSTRAINT)]
        contradicted = truths.select(bad=pl.any_horizontal(broken)).to_series().arg_true().to_list() if broken else []
        refusals = {row: _refusal(intake, row, problems) for row, problems in intake.refused.items()}
        for row in {*contradicted, *errors} - set(refusals):
            refusals[row] = self._refused(intake, row)
        found = self.verdicts.of(truths)
        if refusals:
            rows = pl.Series(sorted(refusals), dtype=pl.UInt32)
            found = found.with_columns(
                each.scatter(rows, REFUSED if each.name == OUTCOME else 0 if each.dtype == pl.Int64 else None)
                for each in found.get_columns()
            )
        return Judged(intake, found, dict(sorted(refusals.items())))

    def entries(self, judged: Judged) -> Iterator[Entry]:
        """The decisions and refusals of judged rows, expanded, in their order."""
        rules = self.verdicts.rules
        masks = judged.frame.select(*mask_columns(HOLDING, rules), *mask_columns(UNKNOWN, rules)).rows()
        rows = zip(masks, judged.intake.frame.iter_rows(named=True), strict=True)
        for number, (mask, row) in enumerate(rows):
            refusal = judged.refusals.get(number)
            case_id, person = person_of(row)
            if refusal is not None:
                unread = number in judged.intake.refused
                yield Entry(refusal, None if unread else person, judged.intake.original(number))
            else:
                words: tuple[Words, Words] = (mask[: rules.words], mask[rules.words :])
                yield Entry(self._expansion.decision(case_id, person, words), person)

    def _examined(self, frame: "pl.DataFrame") -> "pl.DataFrame":
        """The frame with a column for each fault that some rows do not allege."""
        import polars as pl  # noqa: PLC0415  # an extra

        lists = frame[ALLEGED].drop_nulls().unique().to_list()
        if not lists:
            return frame
        reached = {written: covered(named(written), self._faults) for written in lists}
        return frame.with_columns(
            pl.col(ALLEGED)
            .replace_strict({written: fault.id in found for written, found in reached.items()}, default=True, return_dtype=pl.Boolean)
            .alias(examined_column(fault.id))
            for fault in self._faults
        )

    def _refused(self, intake: Intake, row: int) -> Refusal:
        """What the engine says of a row it refuses."""
        case_id, person = person_of(intake.frame.row(row, named=True))
        try:
            self._engine.decide_person(case_id, person)
        except Refused as refused:
            return evolve(_refusal(intake, row, refused.problems), case_id=case_id, person_id=person.person_id)
        raise AssertionError("the columns refuse what the engine decides")


def decided_by_rows(engine: Engine, intake: Intake) -> Iterator[Entry]:
    """The decisions and refusals of rows by the engine itself, one after the other."""
    for number, row in enumerate(intake.frame.iter_rows(named=True)):
        case_id, person = person_of(row)
        problems = intake.refused.get(number)
        if problems is not None:
            yield Entry(_refusal(intake, number, problems), None, intake.original(number))
            continue
        try:
            yield Entry(engine.decide_person(case_id, person), person)
        except Refused as refused:
            found = evolve(_refusal(intake, number, refused.problems), case_id=case_id, person_id=person.person_id)
            yield Entry(found, person, intake.original(number))


def person_of(row: dict[str, Any]) -> tuple[str, Person]:
    """The case id and the person of one row."""
    case_id, person_id = row.pop(CASE_ID), row.pop(PERSON_ID)
    disputed, alleged = row.pop(DISPUTED), row.pop(ALLEGED)
    facts = {name: value for name, value in row.items() if value is not None}
    listed = tuple(sorted(set(named(alleged)))) if alleged else None
    return case_id or "", Person(person_id or "", facts, frozenset(named(disputed)) if disputed else frozenset(), listed)


def _refusal(intake: Intake, row: int, problems: tuple[Problem, ...]) -> Refusal:
    case_id, person_id = intake.frame.row(row)[:2]
    return Refusal(source=intake.sources[row], line=intake.lines[row], problems=problems, case_id=case_id or "", person_id=person_id or "")
