"""Several processes write what one does, however their outputs come to the process that asked.

Seen to fail: a place given out again while what lies in it is not written; contents of a place taken from its beginning each;
an output that has no room on the shelf and does not come along; a digest that leaves out what was written last.
"""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from attrs import evolve
from batch_cases import INSTALLED, RULEBOOK, case_lines

from dutybound import Engine
from dutybound.batch import crew, digests, run
from dutybound.batch.digests import Following
from dutybound.batch.inputs import ROWWISE, find_inputs
from dutybound.batch.plan import Paths, Plan
from dutybound.batch.recipe import Recipe
from dutybound.batch.run import evaluate_files
from dutybound.batch.sinks import Format
from dutybound.batch.work import Order, Worker
from dutybound.text import Language

LITTLE = evolve(ROWWISE, text=1 << 12, first=1 << 12)


class Prompt(ProcessPoolExecutor):
    """Begins when all its processes are ready, so that nothing is left for the process that asks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        found = super().submit(fn, *args, **kwargs)
        if fn is crew._ready:
            found.result()
        return found


@pytest.fixture
def plan(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "year.jsonl").write_bytes(case_lines(1500) + b"{}\n")
    for day in range(40):  # some of them are worked on together
        (tmp_path / "in" / f"{day}.jsonl").write_bytes(case_lines(3, day))
    order = Order(find_inputs([str(tmp_path / "in")]), Format.JSONL, Language.EN)
    for sizes in ("ROWWISE", "SENT"):
        monkeypatch.setattr(run, sizes, LITTLE)
    monkeypatch.setattr(crew, "ProcessPoolExecutor", Prompt)
    return Plan(engine=engine, order=order, out=tmp_path / "out.jsonl", recipe=Recipe(INSTALLED, (str(RULEBOOK),)))


def _bytes(plan: Plan) -> tuple[bytes, bytes]:
    evaluate_files(plan)
    return plan.out.read_bytes(), Paths(plan.out).rejects.read_bytes()


@pytest.mark.parametrize("room", [crew.PLACE, 30_000, 1, None])
def test_several_processes_write_what_one_does(room: int | None, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    by_one = _bytes(plan)
    if room is None:
        monkeypatch.delattr(os, "memfd_create")
    else:
        monkeypatch.setattr(crew, "PLACE", room)
    here: list[object] = []
    monkeypatch.setattr(Worker, "work", lambda _, parts: here.append(parts))
    assert _bytes(evolve(plan, jobs=2, restart=True)) == by_one
    assert not here


def test_a_run_leaves_no_file_open(plan: Plan) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("the system does not tell which files are open")
    evaluate_files(evolve(plan, jobs=2))
    before = len(list(descriptors.iterdir()))
    for _ in range(2):
        evaluate_files(evolve(plan, jobs=2, restart=True))
    assert len(list(descriptors.iterdir())) == before


@pytest.mark.parametrize("chosen", [Format.JSONL, Format.CSV, Format.PARQUET, Format.XLSX])
@pytest.mark.parametrize("block", [100, 5_000, 1 << 23])
def test_the_manifest_has_the_digest_of_what_was_written(block: int, chosen: Format, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_BLOCK", block)
    plan = evolve(plan, out=plan.out.with_suffix(f".{chosen.value}"), order=evolve(plan.order, format=chosen))
    manifest = evaluate_files(plan)
    assert manifest["output"]["sha256"] == hashlib.sha256(plan.out.read_bytes()).hexdigest()
    assert msgspec.json.decode(Paths(plan.out).manifest.read_bytes()) == manifest


def test_a_digest_follows_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_BLOCK", 10)
    taken: list[int] = []
    prefix = digests.Digest.prefix

    def noted(self: digests.Digest, stream: Any, length: int) -> None:
        taken.append(length)
        prefix(self, stream, length)

    monkeypatch.setattr(digests.Digest, "prefix", noted)
    following = Following(tmp_path / "out")
    with (tmp_path / "out").open("wb") as stream:
        for length in range(4, 100, 4):
            stream.write(b"abcd")
            following.follow(stream, length)
    assert following.whole() == hashlib.sha256(b"abcd" * 24).hexdigest()
    following.close()
    assert taken[:3] == [10, 2, 10]
    assert sum(taken) == 96


def test_a_digest_leaves_off_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_BLOCK", 10)
    following, taken, third = Following(tmp_path / "out"), [], Event()

    def noted(_: digests.Digest, stream: Any, length: int) -> None:
        taken.append(length)
        if len(taken) == 3:
            third.set()
            following._left.wait(10)

    monkeypatch.setattr(digests.Digest, "prefix", noted)
    with (tmp_path / "out").open("wb") as stream:
        stream.write(b"abcd" * 1000)
        following.follow(stream, 4000)
    assert third.wait(10)
    following.close()
    assert taken == [10, 10, 10]
