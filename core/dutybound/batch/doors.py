"""The doors of a table: cells into typed columns at column speed; a row with anything else is refused with every reason."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from dutybound.batch.advising import no_value, wrong_type
from dutybound.batch.agreement import DAYS, Agreement
from dutybound.batch.headings import Header
from dutybound.batch.notation import REGION, WHOLE, Notation, notation
from dutybound.engines.columnar import fact_type, fact_types
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number, expected
from dutybound.naming import ALLEGED, CASE_ID, DISPUTED, PERSON_ID
from dutybound.problems import Place, Problem, Problems, did_you_mean
from dutybound.rulebook import Rulebook
from dutybound.rules import FaultKind
from dutybound.text import Text

if TYPE_CHECKING:
    import polars as pl


@frozen(eq=False)
class Intake:
    """Rows ready for an engine: ids and typed facts, the problems of rows that are refused (by position), their places.

    `sources` and `lines` say where each row stands, and `original` what was written there, for the rejects file.
    """

    frame: "pl.DataFrame"
    sources: "pl.Series"
    lines: "pl.Series"
    original: Callable[[int], bytes | Mapping[str, Any]]
    refused: Mapping[int, tuple[Problem, ...]] = field(factory=dict)


class Doors:
    """Reads the cells of tables with one header. `typed`: columns have types of their own, as Parquet and data frames have."""

    def __init__(self, rulebook: Rulebook, header: Header, agreement: Agreement, *, typed: bool) -> None:
        self._facts = {fact.id: fact for fact in rulebook.content.facts}
        self._faults = frozenset((*(fault.id for fault in rulebook.content.faults), *(kind.value for kind in FaultKind)))
        self._header = header
        self._typed = typed
        self._notations = {fact: notation(each, agreement, typed=typed) for fact, each in self._facts.items()}

    def check_types(self, schema: "Mapping[str, pl.DataType]", place: Place) -> None:
        """Raises `Refused` naming every column whose type cannot hold its fact's values, before any row is read."""
        problems = Problems()
        for heading in self._header.headings:
            dtype = list(schema.values())[heading.position]
            fact = self._facts.get(heading.target)
            right = _admitted(dtype, heading.target, None if fact is None else self._notations[fact.id])
            if not right:
                wanted, advice = expected(fact) if fact else Text("文字", "text"), wrong_type(dtype, fact)
                problems.add(
                    place,
                    f"列 `{heading.name}` 的类型是 {dtype}，应为{wanted.zh}{advice.zh}",
                    f"the column `{heading.name}` is of type {dtype} where it takes {wanted.en}{advice.en}",
                )
        problems.raise_any()

    def read(self, raw: "pl.DataFrame", place: Callable[[int], Place]) -> "tuple[pl.DataFrame, dict[int, tuple[Problem, ...]]]":
        """The typed frame (`case_id`, `person_id`, all facts, `disputed`) and the problems of each row that has any, at its place."""
        import polars as pl  # noqa: PLC0415  # an extra

        found: dict[str, pl.Series] = {}
        bad = nobody(raw.height)
        for heading in self._header.headings:
            cells = raw.to_series(heading.position)
            fact = self._facts.get(heading.target)
            if fact is not None:
                values = self._values(cells, self._notations[fact.id])
                given = (_text(cells) if isinstance(cells.dtype, pl.String | pl.Categorical | pl.Enum) else cells).is_not_null()
                bad = bad | (given & values.is_null())
            elif heading.target in (CASE_ID, PERSON_ID):
                values = _text(cells)
                bad = bad | values.is_null()
            else:
                values = _names(_text(cells))
            found[heading.target] = values.alias(heading.target)
        frame = pl.DataFrame([found[CASE_ID], found[PERSON_ID]]).with_columns(
            found.get(fact) if fact in found else pl.lit(None, fact_type(each)).alias(fact) for fact, each in self._facts.items()
        )
        nothing = pl.Series("", [None], pl.String).new_from_index(0, raw.height)
        frame = frame.with_columns(found.get(name, nothing).alias(name) for name in (DISPUTED, ALLEGED))
        bad = bad | self._contested(frame) | self._unheard(frame)
        refused = {row: self._reasons(cells_at(raw, row), place(row)) for row in bad.arg_true().to_list()}
        return frame, refused

    def _values(self, cells: "pl.Series", how: Notation) -> "pl.Series":
        """The values of cells; null where a cell is blank or holds no value of the fact."""
        import polars as pl  # noqa: PLC0415  # an extra

        domain, dtype = how.fact.domain, fact_type(how.fact)
        if cells.dtype in (pl.Null, dtype):
            found = cells.cast(dtype)
        elif isinstance(cells.dtype, pl.Datetime):
            found = pl.select(pl.when(cells.dt.time() == pl.time(0, 0)).then(cells.dt.date())).to_series()
        elif cells.dtype.is_integer() and isinstance(domain, Number):
            found = cells.cast(pl.Int64, strict=False)
        else:
            found = _from_text(_text(cells), how)
        match domain:
            case Number(least=least, most=most):
                return _bounded(found, least, most)
            case Day():
                return found.set(~found.is_between(date.min, date.max), None)
            case Flag() | Choice() | Grade():
                return found

    def _contested(self, frame: "pl.DataFrame") -> "pl.Series":
        """Rows whose disputed facts are misspelt, or have a value all the same."""
        import polars as pl  # noqa: PLC0415  # an extra

        names = frame[DISPUTED].drop_nulls().unique().to_list()
        wrong = _listed(DISPUTED, {written: not all(name in self._facts for name in named(written)) for written in names})
        for fact in sorted({name for written in names for name in named(written)} & set(self._facts)):
            wrong = wrong | (_listed(DISPUTED, {written: fact in named(written) for written in names}) & pl.col(fact).is_not_null())
        return frame.select(wrong.alias("wrong")).to_series() if names else nobody(frame.height)

    def _unheard(self, frame: "pl.DataFrame") -> "pl.Series":
        """Rows that allege a fault there is none of."""
        names = frame[ALLEGED].drop_nulls().unique().to_list()
        wrong = _listed(ALLEGED, {written: not all(name in self._faults for name in named(written)) for written in names})
        return frame.select(wrong.alias("wrong")).to_series() if names else nobody(frame.height)

    def _reasons(self, row: tuple[Any, ...], place: Place) -> tuple[Problem, ...]:
        """Everything that is wrong in a row, cell by cell."""
        problems = Problems()
        known = {each.target for each in self._header.headings if each.target in self._facts and not _blank(row[each.position])}
        for heading in self._header.headings:
            cell = row[heading.position]
            at = evolve(place, column=heading.position + 1)
            blank = _blank(cell)
            fact = self._facts.get(heading.target)
            if fact is None:
                if blank and heading.target in (CASE_ID, PERSON_ID):
                    problems.add(at, f"{heading.name}：不能为空", f"{heading.name}: this must not be blank")
                elif heading.target == DISPUTED:
                    self._disputes(cell, known, at, problems)
                elif heading.target == ALLEGED:
                    self._allegations(cell, at, problems)
            elif not blank and self._one(cell, fact) is None:
                said = no_value(cell, self._notations[fact.id])
                problems.add(at, f"{heading.name}：{said.zh}", f"{heading.name}: {said.en}")
        return tuple(problems)

    def _one(self, cell: Any, fact: Fact) -> object:
        import polars as pl  # noqa: PLC0415  # an extra

        return self._values(pl.Series([cell]), self._notations[fact.id])[0]

    def _disputes(self, cell: Any, known: set[str], place: Place, problems: Problems) -> None:
        for name in named(_spelt(cell)):
            if name not in self._facts:
                hint = did_you_mean(name, self._facts)
                problems.add(place, f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
            elif name in known:
                problems.add(place, f"事实 `{name}` 有值，又列为有争议", f"the fact `{name}` has a value and is listed as disputed too")

    def _allegations(self, cell: Any, place: Place, problems: Problems) -> None:
        for name in named(_spelt(cell)):
            if name not in self._faults:
                hint = did_you_mean(name, self._faults)
                problems.add(place, f"没有过错 `{name}`{hint.zh}", f"there is no fault `{name}`{hint.en}")


def named(written: str) -> tuple[str, ...]:
    """The ids listed in a cell."""
    for mark in ",，;；、":
        written = written.replace(mark, " ")
    return tuple(dict.fromkeys(written.split()))


def _names(cells: "pl.Series") -> "pl.Series":
    """Lists in one spelling, in order; null where nothing is named, for that is not a list of nothing but no list."""
    written = cells.drop_nulls().unique().to_list()
    return cells.replace_strict({each: " ".join(sorted(named(each))) or None for each in written}, default=None, return_dtype=cells.dtype)


def empty_frame(facts: Iterable[Fact]) -> "pl.DataFrame":
    """A typed frame without rows."""
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.DataFrame(schema={CASE_ID: pl.String, PERSON_ID: pl.String, **fact_types(facts), DISPUTED: pl.String, ALLEGED: pl.String})


def cells_at(raw: "pl.DataFrame", row: int) -> tuple[Any, ...]:
    """The cells of a row; what Python has no value for, as a day after the year 9999, is given as text."""
    return tuple(_cell_at(each.slice(row, 1)) for each in raw.get_columns())


def _cell_at(cell: "pl.Series") -> Any:
    import polars as pl  # noqa: PLC0415  # an extra

    if isinstance(cell.dtype, pl.Date | pl.Datetime) and not _in_calendar(cell):
        return str(cell.to_physical()[0])  # even asked for its text, the library goes down over a day far enough away
    try:
        return cell.to_list()[0]
    except (ValueError, OverflowError):
        return cell.cast(pl.String)[0]


def _in_calendar(cell: "pl.Series") -> bool:
    """Whether the day or time in a cell, if there is one, lies in the years 1 to 9999."""
    number, unit = cell.to_physical()[0], getattr(cell.dtype, "time_unit", "day")
    return number is None or 1 <= number // _IN_A_DAY[unit] + date(1970, 1, 1).toordinal() <= date.max.toordinal()


_IN_A_DAY = {"day": 1, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def nobody(height: int) -> "pl.Series":
    """False for every row."""
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.repeat(False, height, dtype=pl.Boolean, eager=True)


def _listed(column: str, found: Mapping[str, bool]) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.col(column).replace_strict(found, default=False, return_dtype=pl.Boolean)


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _spelt(cell: Any) -> str:
    return " ".join(_NOTHING if each is None else str(each) for each in cell) if isinstance(cell, list) else str(cell or "")


_NOTHING = "null"
"""How a gap in a list is told; it is the name of nothing."""


def _text(cells: "pl.Series") -> "pl.Series":
    """Cells as text, stripped; null where blank."""
    import polars as pl  # noqa: PLC0415  # an extra

    if isinstance(cells.dtype, pl.List):
        cells = cells.cast(pl.List(pl.String)).list.eval(pl.element().fill_null(_NOTHING)).list.join(";")
    words = cells.cast(pl.String, strict=False).str.strip_chars()
    return words.set(words == "", None)


def _from_text(cells: "pl.Series", how: Notation) -> "pl.Series":
    import polars as pl  # noqa: PLC0415  # an extra

    dtype = fact_type(how.fact)
    match how.fact.domain:
        case Flag() | Choice() | Grade():
            if not how.words:
                return pl.repeat(None, len(cells), dtype=dtype, eager=True)
            return cells.replace_strict(dict(how.words), default=None, return_dtype=dtype)
        case Number():
            pattern = REGION if how.fact.origin == "authority.region" else WHOLE
            fitting = cells.set(~cells.str.contains(pattern), None)
            return fitting.str.strip_prefix("+").cast(pl.Int64, strict=False)
        case Day():
            found = pl.repeat(None, len(cells), dtype=pl.Date, eager=True)
            for name in how.days:
                parts = [pl.lit(cells).str.extract(DAYS[name], group).str.zfill(width) for group, width in ((1, 4), (2, 2), (3, 2))]
                days = pl.select(pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)).to_series()
                found = found.zip_with(found.is_not_null(), days)
            return found


def _bounded(values: "pl.Series", least: int | None, most: int | None) -> "pl.Series":
    if least is not None:
        values = values.set(values < least, None)
    if most is not None:
        values = values.set(values > most, None)
    return values


def _admitted(dtype: "pl.DataType", target: str, how: Notation | None) -> bool:
    """Whether a typed column may hold the values of a fact, or an id."""
    import polars as pl  # noqa: PLC0415  # an extra

    if dtype == pl.Null:
        return True
    worded = dtype == pl.String or isinstance(dtype, pl.Categorical | pl.Enum)
    if how is None:
        listed = target in (DISPUTED, ALLEGED) and dtype in (pl.List(pl.String), pl.List(pl.Null))
        return worded or dtype.is_integer() or listed
    match how.fact.domain:
        case Flag():
            return dtype == pl.Boolean or (bool(how.words) and (worded or dtype.is_integer()))
        case Choice() | Grade():
            return worded
        case Number():
            return dtype.is_integer() or (worded and how.fact.origin == "authority.region")
        case Day():
            return dtype == pl.Date or isinstance(dtype, pl.Datetime) or (worded and bool(how.days))
