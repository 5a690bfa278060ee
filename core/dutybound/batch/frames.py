"""Data frames in, data frames out: the frame a user already has, of pandas, Polars, Arrow or Spark, and the same kind back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from dutybound.batch.agreement import Agreement
from dutybound.batch.inputs import ROWS
from dutybound.batch.judging import Judge
from dutybound.batch.sinks import Format, Sink
from dutybound.batch.tables import typed_doors, typed_rows
from dutybound.engine import Engine
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Language, Text

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")

SOURCE = "frame"
"""What the places of problems in a frame are called."""


def evaluate_frame(engine: Engine, frame: Any, agreement: Agreement | None = None, language: Language = Language.EN) -> Any:
    """A frame with one row a person into a frame of the same kind and order: ids, verdicts, facts, and reasons where refused.

    Columns are facts by id, label or field of the case record, or as agreed; each must be of its fact's type. Raises
    `Refused` for columns that are unknown, missing or of another type; a bad value refuses its own row only.
    """
    agreed = agreement or Agreement()
    module = type(frame).__module__.split(".")[0]
    if module == "pyspark":
        from dutybound.batch.spark import evaluate_spark  # noqa: PLC0415  # an extra

        return evaluate_spark(engine, frame, agreed, language)
    import polars as pl  # noqa: PLC0415  # an extra

    if isinstance(frame, pl.LazyFrame):
        return evaluate_rows(engine, frame.collect(), agreed, language).lazy()
    if isinstance(frame, pl.DataFrame):
        return evaluate_rows(engine, frame, agreed, language)
    if module == "pyarrow":
        return evaluate_rows(engine, _framed(taken(pl.from_arrow, frame)), agreed, language).to_arrow()
    if module == "pandas":
        found = evaluate_rows(engine, _framed(taken(pl.from_pandas, frame)), agreed, language).to_pandas()
        found.index = frame.index  # by which pandas puts columns together: rows numbered anew would go to other persons
        return found
    name = f"{type(frame).__module__}.{type(frame).__qualname__}"
    words = Text(
        f"不认识数据框 `{name}`，可用 pandas、Polars、Arrow、Spark", f"`{name}` is no data frame of pandas, Polars, Arrow or Spark"
    )
    raise Refused((Problem(Place(SOURCE), words),))


def evaluate_rows(engine: Engine, frame: "pl.DataFrame", agreement: Agreement, language: Language) -> "pl.DataFrame":
    """The same for a Polars frame."""
    import polars as pl  # noqa: PLC0415  # an extra

    doors = typed_doors(frame.schema, engine.rulebook, agreement, SOURCE)
    judge = Judge(engine)
    sink = Sink(Format.PARQUET, engine.rulebook, language)
    found = [
        sink.frame(judge.judge(typed_rows(frame.slice(at, ROWS), doors, SOURCE, at + 1))) for at in range(0, max(frame.height, 1), ROWS)
    ]
    return pl.concat(found)


def taken(convert: Callable[[Any], T], frame: Any) -> T:
    """The frame by columns of one type each, of different names; raises `Refused` if it has others."""
    import polars as pl  # noqa: PLC0415  # an extra

    try:
        return convert(frame)
    except (ValueError, TypeError, OverflowError, pl.exceptions.PolarsError) as error:
        words = Text(
            f"数据框的列须各有一个类型、名称互不相同：{error}",
            f"the columns of a frame must have one type each, and different names: {error}",
        )
        raise Refused((Problem(Place(SOURCE), words),)) from error


def _framed(found: "pl.DataFrame | pl.Series") -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415  # an extra

    if not isinstance(found, pl.DataFrame):
        raise Refused((Problem(Place(SOURCE), Text("应为表，不是一列", "this should be a table, not a single column")),))
    return found
