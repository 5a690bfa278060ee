"""The processes that work on parts: this one, or several, with the results always in the order of the parts."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread

from attrs import frozen

from dutybound.batch.inputs import Bundle, Part
from dutybound.batch.recipe import Recipe
from dutybound.batch.work import Done, Order, Worker
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text


@frozen
class _Failed:
    """What a worker could not read; an exception with problems does not travel between processes as it is."""

    problems: tuple[Problem, ...]


def done_in_order(worker: Worker, bundles: Iterable[Bundle]) -> Iterator[tuple[Part, Done]]:
    """Every part with what came of it, worked on in this process; raises `Refused` or `OSError`."""
    for bundle in bundles:
        yield from zip(bundle, worker.work(bundle), strict=True)


def done_by_crew(recipe: Recipe, digest: str, order: Order, bundles: Iterable[Bundle], jobs: int) -> Iterator[tuple[Part, Done]]:
    """The same by `jobs` processes, each with the rulebook of this `digest`; raises `Refused` where what they read makes another.

    At most two bundles a process are under way, so that memory stays flat.
    """
    waiting: deque[tuple[Bundle, Future[tuple[Done, ...] | _Failed]]] = deque()
    # spawned, never forked: the columnar library's threads do not survive a fork
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(recipe, digest, order, jobs))
    try:
        for bundle in bundles:
            with _undisturbed():
                waiting.append((bundle, pool.submit(_work, bundle)))
            if len(waiting) >= 2 * jobs:
                yield from _results(*waiting.popleft())
        while waiting:
            yield from _results(*waiting.popleft())
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


def _results(bundle: Bundle, future: "Future[tuple[Done, ...] | _Failed]") -> Iterator[tuple[Part, Done]]:
    found = future.result()
    if isinstance(found, _Failed):
        raise Refused(found.problems)
    return zip(bundle, found, strict=True)


_worker: list[Worker | _Failed] = []


def _begin(recipe: Recipe, digest: str, order: Order, jobs: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends cleanly and ends this one
    Thread(target=_end_with_parent, daemon=True).start()
    os.environ.setdefault("POLARS_MAX_THREADS", str(max(1, (os.cpu_count() or 1) // jobs)))
    _worker[:] = [_made(recipe, digest, order)]


def _made(recipe: Recipe, digest: str, order: Order) -> Worker | _Failed:
    """The worker of this process; it does not begin with another law than the process that asked."""
    try:
        engine = recipe.engine()
    except Refused as refused:
        return _Failed(refused.problems)
    if engine.rulebook.digest == digest:
        return Worker(engine, order)
    words = Text("规则库在运行中变了，请用 `--restart` 重来", "the rulebook has changed since the run began; begin anew with `--restart`")
    return _Failed((Problem(Place("dutybound"), words),))


def _end_with_parent() -> None:
    """A worker whose parent was killed has nobody to work for."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(bundle: Bundle) -> tuple[Done, ...] | _Failed:
    [worker] = _worker
    if isinstance(worker, _Failed):
        return worker
    try:
        return worker.work(bundle)
    except Refused as refused:
        return _Failed(refused.problems)
