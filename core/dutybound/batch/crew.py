"""The processes that work on parts: this one, or several, with the results always in the order of the parts."""

import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import cycle
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

from attrs import evolve, frozen

from dutybound.batch.inputs import Bundle, Kind, Part
from dutybound.batch.recipe import Recipe
from dutybound.batch.shelf import Shelf, shelf_of
from dutybound.batch.work import Done, Order, Worker
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

T = TypeVar("T")

PLACE = 1 << 24
"""Bytes of output that a bundle may come to without its passing through a pipe, which costs as much as half of the work on it."""


@frozen
class _Failed:
    """What a worker could not read; an exception with problems does not travel between processes as it is."""

    problems: tuple[Problem, ...]


def done_in_order(worker: Worker, bundles: Iterable[Bundle]) -> Iterator[tuple[Part, Done]]:
    """Every part with what came of it, worked on in this process; raises `Refused` or `OSError`."""
    for bundle in bundles:
        yield from zip(bundle, worker.work(bundle), strict=True)


@frozen
class Crew:
    """Other processes: how many, how each makes its engine, the `digest` of the rulebook it must come to, and what they are to do."""

    recipe: Recipe
    digest: str
    order: Order
    jobs: int

    @property
    def under_way(self) -> int:
        """So many bundles are under way at most: of records as many as keep the others busy while this process waits for the disk.

        What comes of the rows of a table can be a hundred times as long as they are.
        """
        records = all(each.kind in (Kind.LINES, Kind.DOCUMENT) for each in self.order.inputs)
        return (8 if records else 2) * self.jobs


@frozen
class _Laid:
    """What came of a bundle; the outputs lie on the shelf and have these lengths in bytes, or, without any, come along."""

    done: tuple[Done, ...]
    lengths: tuple[int, ...] = ()


def done_by_crew(crew: Crew, worker: Worker, bundles: Iterable[Bundle]) -> Iterator[tuple[Part, Done]]:
    """The same by other processes; raises `Refused` where what one of them reads makes another rulebook.

    While they begin, which takes a second or more, this one works itself, so that a run killed soon has come on.
    """
    waiting: deque[tuple[Bundle, int, Future[_Laid | _Failed]]] = deque()
    shelf = shelf_of(crew.under_way, PLACE)
    # spawned, never forked: the columnar library's threads do not survive a fork
    pool = ProcessPoolExecutor(crew.jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(crew, shelf))
    places = cycle(range(crew.under_way))  # the first to be taken up is the first to be free again
    try:
        with _undisturbed():
            ready = [pool.submit(_ready) for _ in range(crew.jobs)]
        for bundle in bundles:
            if not any(each.done() for each in ready):
                yield from zip(bundle, worker.work(bundle), strict=True)
                continue
            if len(waiting) == crew.under_way:
                yield from _results(*waiting.popleft(), shelf)
            place = next(places)
            with _undisturbed():
                waiting.append((bundle, place, pool.submit(_work, bundle, place)))
        while waiting:
            yield from _results(*waiting.popleft(), shelf)
        for each in ready:
            _sound(each.result())
    except BrokenProcessPool as error:
        words = Text(
            "一个工作进程意外终止（也许内存不足），用 `--resume` 继续",
            "a worker process died, perhaps for want of memory; go on with `--resume`",
        )
        raise Refused((Problem(Place("dutybound"), words),)) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What starts in here never sees an interrupt from the terminal; one that comes now reaches this process a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _results(bundle: Bundle, place: int, future: "Future[_Laid | _Failed]", shelf: Shelf | None) -> Iterator[tuple[Part, Done]]:
    laid = _sound(future.result())
    if shelf is None or not laid.lengths:
        return zip(bundle, laid.done, strict=True)
    return zip(bundle, map(_with_output, laid.done, shelf.take(place, laid.lengths)), strict=True)


def _with_output(done: Done, output: memoryview) -> Done:
    return evolve(done, output=output)


def _sound(found: T | _Failed) -> T:
    if isinstance(found, _Failed):
        raise Refused(found.problems)
    return found


_worker: list[Worker | _Failed] = []
_shelf: list[Shelf] = []


def _begin(crew: Crew, shelf: Shelf | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends cleanly and ends this one
    Thread(target=_end_with_parent, daemon=True).start()
    os.environ.setdefault("POLARS_MAX_THREADS", str(max(1, (os.cpu_count() or 1) // crew.jobs)))
    _worker[:] = [_made(crew)]
    _shelf[:] = [] if shelf is None else [shelf]
    gc.freeze()  # a rulebook would be looked through again and again for garbage


def _ready() -> _Failed | None:
    """Whether this process can work."""
    [worker] = _worker
    return worker if isinstance(worker, _Failed) else None


def _made(crew: Crew) -> Worker | _Failed:
    """The worker of this process; it does not begin with another law than the process that asked."""
    try:
        engine = crew.recipe.engine()
    except Refused as refused:
        return _Failed(refused.problems)
    if engine.rulebook.digest == crew.digest:
        return Worker(engine, crew.order)
    words = Text("规则库在运行中变了，请用 `--restart` 重来", "the rulebook has changed since the run began; begin anew with `--restart`")
    return _Failed((Problem(Place("dutybound"), words),))


def _end_with_parent() -> None:
    """A worker whose parent was killed has nobody to work for."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(bundle: Bundle, place: int) -> _Laid | _Failed:
    [worker] = _worker
    if isinstance(worker, _Failed):
        return worker
    try:
        done = worker.work(bundle)
    except Refused as refused:
        return _Failed(refused.problems)
    outputs = [bytes(each.output) for each in done]
    if not any(shelf.lay(place, outputs) for shelf in _shelf):
        return _Laid(done)
    return _Laid(tuple(evolve(each, output=b"") for each in done), tuple(map(len, outputs)))
