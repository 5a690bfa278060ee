"""Persons gathered into columns, so that JSON records too can be judged by the columnar engine."""

from collections.abc import Iterable

from dutybound.batch.doors import Intake
from dutybound.batch.lines import Given
from dutybound.engines.columnar import fact_types
from dutybound.naming import ALLEGED, CASE_ID, DISPUTED, PERSON_ID
from dutybound.rulebook import Rulebook


def gathered(found: Iterable[Given], rulebook: Rulebook) -> Intake:
    """The typed rows of persons as given; a record that could not be read is a refused row of its own."""
    import polars as pl  # noqa: PLC0415  # an extra

    rows = tuple(found)
    types = fact_types(rulebook.content.facts)
    facts = [row.person.facts if row.person else {} for row in rows]
    columns = [
        pl.Series(CASE_ID, [row.case_id or None for row in rows], pl.String),
        pl.Series(PERSON_ID, [row.person.person_id if row.person else None for row in rows], pl.String),
        *(pl.Series(name, [known.get(name) for known in facts], dtype) for name, dtype in types.items()),
        pl.Series(DISPUTED, [_spelt(sorted(row.person.disputed)) if row.person else None for row in rows], pl.String),
        pl.Series(ALLEGED, [_spelt(row.person.alleged or ()) if row.person else None for row in rows], pl.String),
    ]
    return Intake(
        frame=pl.DataFrame(columns),
        sources=pl.Series("source", [row.place.source for row in rows], pl.String),
        lines=pl.Series("line", [row.place.line for row in rows], pl.Int64),
        original=lambda number: rows[number].original,
        refused={number: row.problems for number, row in enumerate(rows) if row.person is None},
    )


def _spelt(names: Iterable[str]) -> str | None:
    return " ".join(names) or None
