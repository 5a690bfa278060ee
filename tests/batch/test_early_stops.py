"""A run that is killed soon, again and again, comes on each time; and one that explains keeps little in memory at a time."""

import gc
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from batch_cases import INSTALLED, RULEBOOK, Run, case_lines, row

from dutybound import Engine
from dutybound.batch.inputs import ROWWISE, find_inputs
from dutybound.batch.journal import Journal
from dutybound.batch.plan import Plan
from dutybound.batch.recipe import Recipe
from dutybound.batch.run import evaluate_files
from dutybound.batch.sinks import Format
from dutybound.batch.work import Order, Worker
from dutybound.text import Language


@pytest.fixture
def plan(engine: Engine, tmp_path: Path) -> Plan:
    (tmp_path / "in.jsonl").write_bytes(case_lines(1500))
    order = Order(find_inputs([str(tmp_path / "in.jsonl")]), Format.JSONL, Language.EN)
    recipe = Recipe(INSTALLED, (str(RULEBOOK),))
    return Plan(engine=engine, order=order, out=tmp_path / "out.jsonl", recipe=recipe)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_part_is_small_and_saved_at_once(jobs: int, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    save = Journal.save

    def noted(self: Journal, path: Path) -> None:
        saved.append(self.end)
        save(self, path)

    monkeypatch.setattr(Journal, "save", noted)
    evaluate_files(evolve(plan, jobs=jobs))
    assert saved[0] == 0
    assert ROWWISE.first is not None
    assert ROWWISE.first <= saved[1] < ROWWISE.first + 1000 < plan.order.inputs[0].size / 10


def test_the_process_that_asked_works_until_the_others_can(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[int] = []
    work = Worker.work

    def noted(self: Worker, parts: Any) -> Any:
        here.append(parts[0].at)
        return work(self, parts)

    monkeypatch.setattr(Worker, "work", noted)
    evaluate_files(evolve(plan, jobs=2))
    assert here[0] == 0
    by_two = plan.out.read_bytes()
    evaluate_files(evolve(plan, jobs=1, restart=True))
    assert plan.out.read_bytes() == by_two


def test_a_run_under_way_does_not_look_through_the_rulebook_for_garbage(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    work = Worker.work

    def noted(self: Worker, parts: Any) -> Any:
        frozen.append(gc.get_freeze_count())
        return work(self, parts)

    monkeypatch.setattr(Worker, "work", noted)
    (tmp_path / "in.jsonl").write_bytes(case_lines(3))
    run("in.jsonl", "-o", "out.jsonl", "--jobs", 1, "--quiet")
    assert frozen[0] > 10_000
    assert gc.get_freeze_count() == 0


def test_few_explanations_are_in_memory_at_a_time(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heights: list[int] = []
    work = Worker.work

    def noted(self: Worker, parts: Any) -> Any:
        heights.append(sum(each.end - each.at for each in parts))
        return work(self, parts)

    monkeypatch.setattr(Worker, "work", noted)
    frame = pl.DataFrame([row(number) for number in range(1100)], infer_schema_length=None)
    frame = frame.with_columns(pl.col("act_date", "due_on", "done_on").str.to_date(), pl.col("region").cast(pl.Int64))
    frame.write_parquet(tmp_path / "in.parquet")
    for name, more, said in (
        ("plain.parquet", (), [1100]),
        ("out.parquet", ("--explain-outcome", "exempt"), [512, 512, 76]),
        ("out.jsonl", ("--explain-outcome", "exempt"), [256] * 4 + [76]),
    ):
        heights.clear()
        assert run("in.parquet", "-o", name, "--quiet", "--jobs", 1, *more).returncode == 0
        assert heights == said
    rows = pl.read_parquet(tmp_path / "out.parquet")
    assert rows.drop("explanation").equals(pl.read_parquet(tmp_path / "plain.parquet"))
