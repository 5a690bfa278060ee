"""What was found of each mutant, judged in this process or by several, always in the order of the mutants."""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from enum import StrEnum
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from attrs import frozen

from dutybound import host
from dutybound.engine import Engine
from dutybound.lawcases.reading import LawCase, read_law_cases
from dutybound.linking import link
from dutybound.mutation.generating import mutants
from dutybound.mutation.ground import Ground
from dutybound.mutation.judging import Judge, Killed, Rejected, Survivor
from dutybound.mutation.mutants import Mutant
from dutybound.mutation.settling import Equivalent, Parting, Settling, Unsettled
from dutybound.problems import Problem, Refused
from dutybound.rulebook import Rulebook
from dutybound.text import Text

CHUNK = 20
"""How many mutants a process takes at a time."""

NOTHING = Text("", "")


class Verdict(StrEnum):
    """What becomes of a mutant."""

    KILLED = "killed"
    REFUSED = "refused"
    EQUIVALENT = "equivalent"
    SURVIVING = "surviving"


@frozen
class Found:
    """The verdict on one mutant: `by` the number of the case that notices it; `told` is what is missed, refused or left open."""

    verdict: Verdict
    told: Text = NOTHING
    by: int | None = None
    parting: Parting | None = None
    unproved: bool = False


@frozen
class Recipe:
    """What a process needs to judge: the plugins left out, policies, paths of cases, instruments, and seconds for one proof."""

    without: tuple[str, ...]
    policies: tuple[Path, ...]
    cases: tuple[Path, ...]
    instruments: tuple[str, ...]
    seconds: float

    def rulebook(self) -> Rulebook:
        """The rulebook; raises `Refused`."""
        return link(host.gather(host.installed(self.without), self.policies))


class Bench:
    """Everything at hand to judge the mutants of a rulebook."""

    def __init__(self, rulebook: Rulebook, cases: Iterable[LawCase], recipe: Recipe) -> None:
        self.mutants = tuple(mutants(rulebook, recipe.instruments))
        self.cases = tuple(cases)
        self._rulebook, self._seconds = rulebook, recipe.seconds

    def prepare(self) -> None:
        """Make now what is otherwise made for the first mutant; raises `Refused` for a case that is not met before any change."""
        _ = self._judge

    @cached_property
    def _judge(self) -> Judge:
        return Judge(Ground(Engine(self._rulebook), self.cases))

    @cached_property
    def _settling(self) -> Settling:
        return Settling(self._judge, self._seconds)

    def found(self, number: int) -> Found:
        """What becomes of a mutant; raises `Refused` for a case that is not met before anything is changed."""
        judgement = self._judge.judge(self.mutants[number])
        if isinstance(judgement, Killed):
            return Found(Verdict.KILLED, judgement.miss, judgement.by)
        if isinstance(judgement, Rejected):
            return Found(Verdict.REFUSED, judgement.problems[0].message)
        if (settled := self._settling.equivalent(judgement)) is not None:
            return _equivalent(settled)
        parting = self._settling.searched(judgement)
        return Found(Verdict.SURVIVING, NOTHING, None, parting, unproved=parting is None)

    def proved(self, number: int) -> Found:
        """What the symbolic engine says of a survivor near which no case was found.

        INVARIANT: one process asks it, in the order of the mutants. What it was asked before leads it to other cases.
        """
        judgement = self._judge.judge(self.mutants[number])
        assert isinstance(judgement, Survivor)  # that is what was found
        settled = self._settling.proved(judgement)
        match settled:
            case Equivalent():
                return _equivalent(settled)
            case Parting():
                return Found(Verdict.SURVIVING, NOTHING, None, settled)
            case Unsettled(reason):
                return Found(Verdict.SURVIVING, reason)


def _equivalent(settled: Equivalent) -> Found:
    listed = ", ".join(settled.leaned)
    rest = Text(f"（依赖谓词 {listed}）", f" (it may rest on {listed})") if settled.leaned else NOTHING
    return Found(Verdict.EQUIVALENT, Text(f"已证明与原规则等价{rest.zh}", f"proved to be equivalent{rest.en}"))


def judged(bench: Bench, recipe: Recipe, numbers: Iterable[int], jobs: int = 1) -> Iterator[tuple[Mutant, Found]]:
    """Mutants by number with what was found of each, in this order; raises `Refused`."""
    for number, found in _judged(bench, recipe, tuple(numbers), jobs):
        yield bench.mutants[number], bench.proved(number) if found.unproved else found


def _judged(bench: Bench, recipe: Recipe, chosen: tuple[int, ...], jobs: int) -> Iterator[tuple[int, Found]]:
    if jobs == 1 or len(chosen) <= CHUNK:
        for number in chosen:
            yield number, bench.found(number)
        return
    parts = [chosen[start : start + CHUNK] for start in range(0, len(chosen), CHUNK)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(recipe,)) as pool:
        for part, found in zip(parts, pool.map(_work, parts), strict=True):
            if isinstance(found, _Failed):
                pool.shutdown(cancel_futures=True)
                raise Refused(found.problems)
            for number, each in zip(part, found, strict=True):
                yield number, each


@frozen
class _Failed:
    """What a process refused; an exception with problems does not travel between processes as it is."""

    problems: tuple[Problem, ...]


_bench: list[Bench] = []


def _begin(recipe: Recipe) -> None:
    rulebook = recipe.rulebook()
    bench = Bench(rulebook, read_law_cases(recipe.cases, rulebook), recipe)
    with suppress(Refused):  # told when the first mutant is judged
        bench.prepare()
    _bench[:] = [bench]
    gc.freeze()  # what everything is judged by would be looked through again and again for garbage


def _work(part: tuple[int, ...]) -> tuple[Found, ...] | _Failed:
    try:
        return tuple(_bench[0].found(number) for number in part)
    except Refused as refused:
        return _Failed(refused.problems)
