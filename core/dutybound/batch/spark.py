# pyright: reportMissingImports=false
# PySpark and pyarrow are extras; the types must check where they are not installed.

"""The same program on a Spark cluster, through Spark's own data frames: each batch of rows is judged where it lies.

Nothing of ours runs in the scheduler; every executor needs this package with its extra `batch`, and pyarrow. The rulebook
travels with the task, so that policy files need not be there. Rows keep no line numbers: a distributed table has none.
"""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from dutybound.batch.agreement import Agreement
from dutybound.batch.flat import RULEBOOK
from dutybound.batch.frames import taken
from dutybound.batch.judging import Judge
from dutybound.batch.sinks import Format, Sink
from dutybound.batch.tables import typed_doors, typed_rows
from dutybound.engine import Engine
from dutybound.problems import Place, Problem, Refused
from dutybound.rulebook import Rulebook
from dutybound.text import Language, Text

if TYPE_CHECKING:
    import polars as pl

SOURCE = "spark"


def evaluate_spark(engine: Engine, frame: Any, agreement: Agreement, language: Language) -> Any:
    """A Spark data frame of cases, one row a person, into one of verdicts; raises `Refused` for columns that are wrong."""
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema  # noqa: PLC0415  # an extra

    zone = frame.sparkSession.conf.get("spark.sql.session.timeZone")
    empty = taken(_polars, to_arrow_schema(frame.schema, timezone=zone).empty_table())
    task = _Task(engine.rulebook, agreement, language)
    return frame.mapInArrow(task, from_arrow_schema(_arrow(task.judged(empty)).schema))


@frozen
class _Task:
    """What runs on the executors, a batch of rows at a time."""

    rulebook: Rulebook
    agreement: Agreement
    language: Language

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from _arrow(self.judged(_polars(batch))).to_batches()

    def judged(self, raw: "pl.DataFrame") -> "pl.DataFrame":
        """The verdicts on some rows; raises `Refused` for columns that are wrong."""
        doors = typed_doors(raw.schema, self.rulebook, self.agreement, SOURCE)
        found = _judge(_Keyed(self.rulebook.digest, self.rulebook)).judge(typed_rows(raw, doors, SOURCE, None))
        return Sink(Format.PARQUET, self.rulebook, self.language).frame(found).drop("line")


@frozen
class _Keyed:
    """A rulebook told apart by its digest, so that one judge serves all batches of a process."""

    digest: str
    rulebook: Rulebook = field(eq=False, repr=False)


@lru_cache(maxsize=4)
def _judge(keyed: _Keyed) -> Judge:
    return Judge(Engine(keyed.rulebook))


def _polars(found: Any) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415  # an extra

    frame = pl.from_arrow(found)
    assert isinstance(frame, pl.DataFrame)  # a batch and a table have columns
    return frame


def _arrow(frame: "pl.DataFrame") -> Any:
    """The frame with types that Spark knows: text instead of vocabularies, no large text."""
    import polars as pl  # noqa: PLC0415  # an extra
    import pyarrow as pa  # noqa: PLC0415  # an extra without stubs

    plain = frame.with_columns(pl.col(pl.Enum).cast(pl.String)).to_arrow(compat_level=pl.CompatLevel.oldest())
    return plain.cast(pa.schema([(each.name, pa.string() if pa.types.is_large_string(each.type) else each.type) for each in plain.schema]))


def run_spark(engine: Engine, sources: tuple[str, ...], out: str, agreement: Agreement, language: Language) -> dict[str, int]:
    """Evaluate Parquet files or folders on the session's cluster into a folder of Parquet files; returns counts by outcome.

    Spark writes and commits the output itself. Raises `Refused` where Spark is missing or the input cannot be read.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415  # an extra
        from pyspark.sql import SparkSession, functions  # noqa: PLC0415  # an extra
    except ImportError as error:
        words = Text('需要 PySpark：pip install "dutybound[spark]"', 'this needs PySpark: pip install "dutybound[spark]"')
        raise Refused((Problem(Place("--engine spark"), words),)) from error
    session = SparkSession.builder.appName("dutybound").getOrCreate()
    context = getattr(session, "sparkContext", None)  # a session on a remote cluster has none
    if context is not None and context.master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = sys.executable  # whatever `python3` is here need not have this package
    try:
        frame = evaluate_spark(engine, session.read.parquet(*sources), agreement, language)
        # what a file of ours tells of itself, every row tells here, so that it can be explained later
        frame = frame.withColumn(RULEBOOK, functions.lit(engine.rulebook.digest))
        frame.write.mode("errorifexists").parquet(out)
        return {row["outcome"]: row["count"] for row in session.read.parquet(out).groupBy("outcome").count().collect()}
    except PySparkException as error:
        lines = str(error).strip().splitlines()
        said = f"{lines[0]} {lines[-1].strip()}" if lines[0].endswith(":") else lines[0]  # a traceback tells its error last
        raise Refused((Problem(Place(out), Text(f"Spark 报错：{said}", f"Spark says: {said}")),)) from error
    finally:
        session.stop()
