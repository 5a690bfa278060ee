"""The flags among the facts of a Parquet output as bits of whole numbers: a tenth of the work of a column for each."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from dutybound.batch.verdicts import mask_columns, word
from dutybound.engines.masks import Legend
from dutybound.facts import Fact, Flag

if TYPE_CHECKING:
    import polars as pl

TRUE, KNOWN = "facts_true", "facts_known"


def flag_legend(facts: Iterable[Fact]) -> Legend:
    """The facts that are flags."""
    return Legend(tuple(fact.id for fact in facts if isinstance(fact.domain, Flag)))


def packed(frame: "pl.DataFrame", legend: Legend) -> "pl.DataFrame":
    """The frame with two masks instead of the columns of all flags: which of them are true, and which are known."""
    import polars as pl  # noqa: PLC0415  # an extra

    return frame.select(pl.exclude(legend.names), *_masks(legend))


@cache  # to make them takes a third as long as to evaluate them on a hundred thousand rows
def _masks(legend: Legend) -> "tuple[pl.Expr, ...]":
    import polars as pl  # noqa: PLC0415  # an extra

    words = range(legend.words)
    true = [word(pl.col(name) for name, _ in legend.bits(each)) for each in words]
    known = [word(pl.col(name).is_not_null() for name, _ in legend.bits(each)) for each in words]
    return tuple(each.alias(name) for each, name in zip((*true, *known), masks_of(legend), strict=True))


def masks_of(legend: Legend) -> tuple[str, ...]:
    """The columns of the two masks."""
    return (*mask_columns(TRUE, legend), *mask_columns(KNOWN, legend))


def unpacked(frame: "pl.DataFrame", legend: Legend) -> "pl.DataFrame":
    """The frame with the columns of flags again, which come last."""
    import polars as pl  # noqa: PLC0415  # an extra

    columns = zip(mask_columns(TRUE, legend), mask_columns(KNOWN, legend), strict=True)
    flags = [
        pl.when(pl.col(known) & bit != 0).then(pl.col(true) & bit != 0).alias(name)
        for at, (true, known) in enumerate(columns)
        for name, bit in legend.bits(at)
    ]
    return frame.with_columns(flags).drop(masks_of(legend))
