"""A data frame goes in and the same kind comes out, with the verdicts of the files; so it does on a Spark session."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from batch_cases import Run, row

from dutybound import Engine, Refused
from dutybound.batch import evaluate_frame
from dutybound.batch.flags import flag_legend, unpacked

JAVA = shutil.which("java")


@pytest.fixture
def run(run_apart: Run) -> Run:
    """Spark wants a process of its own."""
    return run_apart


def cases(count: int = 200) -> pl.DataFrame:
    frame = pl.DataFrame([row(number) for number in range(count)], infer_schema_length=None)
    return frame.with_columns(pl.col("act_date", "due_on", "done_on").str.to_date(), pl.col("region").cast(pl.Int64))


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Without what kinds of frames spell differently."""
    frame = frame.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
    return frame.with_columns(pl.col(pl.Datetime).cast(pl.Date)).drop("source", "line", strict=False)


def test_each_kind_of_frame_comes_back_as_it_went_in(engine: Engine) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = cases()
    expected = evaluate_frame(engine, frame)
    assert isinstance(expected, pl.DataFrame)
    assert expected["outcome"].to_list() == [engine.decide(_record(found))[0].outcome.value for found in frame.iter_rows(named=True)]
    assert plain(evaluate_frame(engine, frame.lazy()).collect()).equals(plain(expected))
    arrow = evaluate_frame(engine, frame.to_arrow())
    assert type(arrow).__module__.startswith("pyarrow")
    assert plain(pl.DataFrame(arrow)).equals(plain(expected))
    pandas = evaluate_frame(engine, frame.to_pandas(use_pyarrow_extension_array=True))
    assert type(pandas).__module__.startswith("pandas")
    assert plain(pl.from_pandas(pandas)).select("case_id", "outcome").equals(plain(expected).select("case_id", "outcome"))


def _record(found: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in found.items() if value is not None}
    rest = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in rest.items()}
    authority = {"kind": rest.pop("authority_kind"), "region": str(rest.pop("region"))}
    act = {"date": rest.pop("act_date"), "kind": rest.pop("act_kind")}
    return {
        "case_id": rest.pop("case_id"),
        "authority": authority,
        "act": act,
        "persons": [{"person_id": rest.pop("person_id"), "facts": rest}],
    }


def test_a_bad_value_refuses_its_own_row_of_a_frame(engine: Engine) -> None:
    frame = cases(5).with_columns(pl.when(pl.col("case_id") == "案-2").then(pl.lit("terrible")).otherwise("gravity").alias("gravity"))
    found = evaluate_frame(engine, frame)
    assert (found["outcome"] == "refused").to_list() == [False, False, True, False, False]
    assert found["reasons"][2].startswith("frame:3:") and "`terrible` is not a value here" in found["reasons"][2]


def test_rows_of_pandas_keep_their_index(engine: Engine) -> None:
    pandas = pytest.importorskip("pandas")
    columns = {"case_id": list("abc"), "person_id": list("ppp"), "neglected": [True, False, None]}
    frame = pandas.DataFrame(columns, index=[2, 0, 1])
    frame["decided"] = evaluate_frame(engine, frame)["case_id"]
    assert frame["decided"].tolist() == ["a", "b", "c"]


def test_a_blank_category_is_unknown(engine: Engine) -> None:
    gravity = pl.Series("gravity", ["minor", " ", "", None, "terrible"], dtype=pl.Categorical)
    found = evaluate_frame(engine, pl.DataFrame([pl.Series("case_id", list("abcde")), pl.Series("person_id", list("ppppp")), gravity]))
    reason = "frame:5:3: gravity: `terrible` is not a value here, which takes one of minor, ordinary, grave"
    reason += "; what else is written is agreed in a mapping file, as `values: {gravity: {terrible: …}}`"
    assert found["reasons"].to_list() == [None, None, None, None, reason]


def test_a_list_is_no_frame(engine: Engine) -> None:
    with pytest.raises(Refused, match=r"`builtins.list` is no data frame of pandas, Polars, Arrow or Spark"):
        evaluate_frame(engine, [])


spark_only = pytest.mark.skipif(
    JAVA is None or find_spec("pyspark") is None or find_spec("pandas") is None, reason="Spark needs Java, PySpark, pandas and pyarrow"
)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra

    os.environ["PYSPARK_PYTHON"] = sys.executable
    found = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    yield found
    found.stop()


@pytest.mark.slow
@pytest.mark.xdist_group("spark")  # one session serves both
@spark_only
def test_spark_says_what_the_columns_say(engine: Engine, session: Any, tmp_path: Path) -> None:
    frame = cases(3000).with_columns(pl.when(pl.col("case_id") == "案-7").then(pl.lit("terrible")).otherwise("gravity").alias("gravity"))
    frame.write_parquet(tmp_path / "in.parquet")
    found = evaluate_frame(engine, session.read.parquet(str(tmp_path / "in.parquet")))
    ours, theirs = plain(evaluate_frame(engine, frame)), plain(pl.DataFrame(found.toArrow()))
    assert theirs.drop("reasons").equals(ours.drop("reasons"))
    assert theirs.filter(pl.col("outcome") == "refused")["reasons"][0].startswith("spark: gravity: `terrible` is not a value here")
    with pytest.raises(Refused, match="there is no fact called `extra`"):
        evaluate_frame(engine, session.createDataFrame([("a", "p", 1)], ["case_id", "person_id", "extra"]))


@pytest.mark.slow
@spark_only
def test_the_command_runs_on_spark(run: Run, engine: Engine, tmp_path: Path) -> None:
    cases(50).write_parquet(tmp_path / "in.parquet")
    done = run("in.parquet", "-o", "out.parquet", "--engine", "spark")
    assert done.returncode == 0, done.stderr
    assert run("in.parquet", "-o", "here.parquet").returncode == 0
    theirs = pl.read_parquet(tmp_path / "out.parquet" / "*.parquet").drop("rulebook")
    here = unpacked(pl.read_parquet(tmp_path / "here.parquet"), flag_legend(engine.rulebook.content.facts))
    assert plain(theirs).equals(plain(here.select(theirs.columns)))
    again = run("in.parquet", "-o", "out.parquet", "--engine", "spark", "--resume")
    assert again.returncode == 2
    told = run("out.parquet", "--row", 17, program="explain")
    assert told.returncode == 0, told.stderr
    assert told.stdout == run("here.parquet", "--row", 17, program="explain").stdout
    assert "there are 50 rows, so there is no row 51" in run("out.parquet", "--row", 51, program="explain").stderr


@pytest.mark.slow
@spark_only
def test_the_command_needs_no_python_of_its_own_on_the_path(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} -S -E "$@"\n')
    (tmp_path / "bin" / "python3").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    cases(5).write_parquet(tmp_path / "in.parquet")
    done = run("in.parquet", "-o", "out.parquet", "--engine", "spark")
    assert done.returncode == 0, done.stderr
    assert "its output's name ends in .parquet" in run("in.parquet", "-o", "out.csv", "--engine", "spark").stderr


@pytest.mark.slow
@pytest.mark.xdist_group("spark")
@spark_only
def test_spark_frames_with_times_lists_and_doubled_names(engine: Engine, session: Any) -> None:
    rows = [("a", "p", datetime(2021, 3, 4), []), ("b", "p", datetime(2021, 3, 4, 12), ["neglect"]), ("c", "p", None, ["neglect", None])]
    frame = session.createDataFrame(rows, "case_id string, person_id string, due_on timestamp, alleged array<string>")
    found = evaluate_frame(engine, frame).select("outcome", "due_on").collect()
    assert [(each["outcome"] == "refused", each["due_on"]) for each in found] == [
        (False, date(2021, 3, 4)), (True, None), (True, None)
    ]  # fmt: skip
    with pytest.raises(Refused, match="different names"):
        evaluate_frame(engine, session.createDataFrame([("a", "p", "b")], "case_id string, person_id string, case_id string"))


def test_importing_the_package_loads_no_extra() -> None:
    script = (
        "import sys, dutybound, dutybound.batch, dutybound.cli.evaluate; "
        "print([name for name in ('polars', 'pandas', 'pyarrow', 'pyspark', 'openpyxl') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
