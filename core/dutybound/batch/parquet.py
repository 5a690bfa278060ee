"""Parquet files opened, and damaged ones told: whatever the library says of one becomes a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text


@contextmanager
def well_formed(path: str) -> Iterator[None]:
    """Raises `Refused` for a file that is no Parquet, or is damaged."""
    import polars as pl  # noqa: PLC0415  # an extra

    try:
        yield
    except pl.exceptions.PanicException as error:  # some damage brings the library down
        raise Refused((Problem(Place(path), Text("Parquet 文件已损坏", "this Parquet file is damaged")),)) from error
    except pl.exceptions.PolarsError as error:
        words = Text(f"不是合格的 Parquet 文件：{error}", f"this is not a well-formed Parquet file: {error}")
        raise Refused((Problem(Place(path), words),)) from error
    except OSError as error:
        raise Refused((Problem(Place(path), Text(f"无法读取：{error}", f"this cannot be read: {error}")),)) from error
