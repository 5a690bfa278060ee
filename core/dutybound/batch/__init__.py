"""Batch evaluation: a year of cases from files or data frames, nothing lost, nothing guessed.

from dutybound import Engine
from dutybound.batch import evaluate_frame

verdicts = evaluate_frame(Engine.installed(), cases)  # pandas, Polars, Arrow or Spark in; the same kind out
"""

from dutybound.batch.agreement import Agreement, read_agreement
from dutybound.batch.frames import evaluate_frame

__all__ = ["Agreement", "evaluate_frame", "read_agreement"]
