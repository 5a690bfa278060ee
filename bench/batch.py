"""Batch speed as ratios, every pair measured in one run: `python bench/batch.py [--quick] [--cases N] [--lines N] [--json OUT]`.

Cases are drawn from the installed rulebook's own vocabulary; where they contradict themselves the facts in question are
taken back, so that no row is refused. Nothing here is a promise: the numbers hold for the machine they were measured on.
"""

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import msgspec
import polars as pl
from attrs import frozen

from dutybound.batch.agreement import Agreement
from dutybound.batch.flags import flag_legend, packed
from dutybound.batch.inputs import ROWS, find_inputs
from dutybound.batch.judging import Judge
from dutybound.batch.plan import Plan
from dutybound.batch.recipe import Recipe
from dutybound.batch.run import evaluate_files
from dutybound.batch.sinks import Format
from dutybound.batch.tables import typed_doors, typed_rows
from dutybound.batch.work import Order
from dutybound.conditions import facts_of
from dutybound.engine import Engine
from dutybound.engines.columnar import Columnar, fact_types, truth_column
from dutybound.naming import ALLEGED, CASE_ID, DISPUTED, PERSON_ID
from dutybound.program import SCOPE, Stage
from dutybound.rules import Outcome
from dutybound.stream.stream import Stream
from dutybound.stream.typed import Read
from dutybound.text import Language
from dutybound.trials import trials
from dutybound.truth import Truth

sys.path.insert(0, str(Path(__file__).parent))

from cases import in_order, line, varied  # the line above makes them importable

UNKNOWN, HUNDREDTHS = 10, 100
"""The share of facts that are not known."""


@frozen
class Measured:
    """One figure with what it should be at most (or at `least`); without a target it says what another is to be held against."""

    what: str
    value: float
    target: float | None = None
    least: bool = False

    def __str__(self) -> str:
        if self.target is None:
            return f"{self.what}: {self.value:.2f}"
        met = self.value >= self.target if self.least else self.value <= self.target
        return f"{self.what}: {self.value:.2f} (target {'>=' if self.least else '<='} {self.target}{'' if met else ', MISSED'})"


def cases(engine: Engine, count: int, seed: int = 1) -> pl.DataFrame:
    """Rows with drawn facts, none of them contradicting itself."""
    draw = random.Random(seed)
    types = fact_types(engine.program.facts)
    columns: dict[str, pl.Series] = {}
    worth = trials(engine.program)
    numbers = pl.int_range(count, eager=True)
    for name, dtype in types.items():
        values = list(worth[name]) or [None]
        picked = pl.Series(name, values, dtype)[(numbers.hash(draw.getrandbits(60)) % len(values)).cast(pl.UInt32)]
        hidden = numbers.hash(draw.getrandbits(60)) % HUNDREDTHS < UNKNOWN
        columns[name] = picked.set(hidden, None)
    frame = pl.DataFrame(list(columns.values())).with_columns(
        pl.lit(value, types[name]).alias(name) for name, value in in_scope(engine, draw).items()
    )
    columnar = Columnar(engine.program)
    for _ in range(20):
        answered, _ = columnar.with_answers(frame)
        truths = columnar.truths(answered)
        broken = 0
        for definition in engine.program.stage(Stage.CONSTRAINT):
            bad = truths[truth_column(definition.name)].eq(False).fill_null(False)
            if bad.any():
                broken += 1
                frame = frame.with_columns(frame[fact].set(bad, None) for fact in facts_of(definition.expression))
        if not broken:
            break
    ids = pl.DataFrame({CASE_ID: [f"case-{number:09}" for number in range(count)], PERSON_ID: ["p"] * count})
    return pl.concat([ids, frame], how="horizontal")


def in_scope(engine: Engine, draw: random.Random) -> dict[str, object]:
    """Values of the facts that scope and the time of force are told by, such that the case is in scope."""
    told = [each for each in engine.program.definitions if each.stage in (Stage.SCOPE, Stage.FORCE)]
    names = sorted({fact for each in told for fact in facts_of(each.expression)})
    worth = trials(engine.program)
    for _ in range(20_000):
        found = {name: draw.choice(worth[name]) for name in names}
        if engine.values(found)[SCOPE] is Truth.HOLDS:
            return dict(found)
    raise SystemExit("no case in scope was found")


def records(engine: Engine, frame: pl.DataFrame) -> bytes:
    """The same rows as case records, one line of JSON each."""
    origins = {fact.id: fact.origin for fact in engine.program.facts if fact.origin}
    found = []
    for row in frame.iter_rows(named=True):
        record: dict[str, object] = {"case_id": row.pop(CASE_ID)}
        person: dict[str, object] = {"person_id": row.pop(PERSON_ID)}
        facts = {}
        for name, value in row.items():
            if value is None:
                continue
            plain = value.isoformat() if isinstance(value, date) else value
            block, _, key = origins.get(name, "").partition(".")
            if not block:
                facts[name] = plain
            elif block == "person":
                person[key] = plain
            else:
                record.setdefault(block, {})[key] = str(plain)  # type: ignore[index]  # a block is a mapping
        record["persons"] = [{**person, "facts": facts}]
        found.append(msgspec.json.encode(record))
    return b"\n".join(found) + b"\n"


def settled(engine: Engine) -> Iterator[bytes]:
    """Lines of cases that are all different and come to an end; what an open one still needs is another measurement."""
    stream = Stream(engine)
    for record in varied(engine, 10**9, seed=11):
        content = line(in_order(engine, record))
        read = stream.reader.read(content)
        if read is not None and all(_ends(stream, each) for each in read):
            yield content + b"\n"


def _ends(stream: Stream, read: Read) -> bool:
    found = stream.verdicts.of(read)
    return found is not None and found.outcome is not Outcome.UNDETERMINED


def spent() -> float:
    """Processor seconds of this process and of those it ended: what else the machine does counts little."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def evaluated(engine: Engine, source: Path, out: Path, jobs: int = 1) -> Callable[[], object]:
    """A run from a file to a file."""
    chosen = Format.PARQUET if out.suffix == ".parquet" else Format.JSONL
    order = Order(find_inputs([str(source)]), chosen, Language.EN)
    plan = Plan(engine=engine, order=order, out=out, recipe=Recipe(), jobs=jobs, restart=True)
    return lambda: evaluate_files(plan)


def recode(path: str, at: int, end: int) -> bytes:
    """The lines of a stretch decoded and encoded again."""
    with Path(path).open("rb") as stream:
        stream.seek(at)
        return b"".join(msgspec.json.encode(msgspec.json.decode(line)) + b"\n" for line in stream.read(end - at).splitlines())


def recoded(source: Path, out: Path, jobs: int) -> Callable[[], object]:
    """Decode and encode of every line, by as many processes."""

    def work() -> None:
        stretches, at, size = [], 0, source.stat().st_size
        with source.open("rb") as stream:
            while at < size:
                stream.seek(min(size, at + (2 << 20)))
                stream.readline()
                stretches.append((at, stream.tell()))
                at = stream.tell()
        with out.open("wb") as into:
            if jobs == 1:
                into.writelines(recode(str(source), *each) for each in stretches)
                return
            with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
                into.writelines(pool.map(recode, [str(source)] * len(stretches), *zip(*stretches, strict=True)))

    return work


def peak(source: Path, out: Path) -> float:
    """The most memory of a run in a process of its own, in MiB."""
    script = (
        "import resource, sys; from pathlib import Path; sys.path.insert(0, sys.argv[3]); import batch; "
        "from dutybound.engine import Engine; "
        "batch.evaluated(Engine.installed(), Path(sys.argv[1]), Path(sys.argv[2]))(); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", script, source, out, Path(__file__).parent], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def best(work: Callable[[], object], times: int = 2) -> float:
    """The least processor seconds of several calls."""
    return min(both(work).processor for _ in range(times))


def measure(engine: Engine, count: int, lines: int, folder: Path) -> Iterator[Measured]:
    """Every ratio, both sides in one run."""
    gc.freeze()  # as the command does
    frame = cases(engine, count)
    source, text = folder / "cases.parquet", folder / "cases.jsonl"
    frame.write_parquet(source)
    yield from columns(engine, frame, source, folder)
    text.write_bytes(b"".join(islice(settled(engine), lines)))
    yield from rows(engine, text, folder)
    few = folder / "few.jsonl"
    few.write_bytes(records(engine, frame.head(lines // 100)))
    took = both(evaluated(engine, few, folder / "few.out.jsonl")).processor / (lines // 100)
    yield Measured("an undetermined case with the search for its needed facts, ms", took * 1e3, 5)


def columns(engine: Engine, frame: pl.DataFrame, source: Path, folder: Path) -> Iterator[Measured]:
    """Parquet to Parquet."""
    copy = best(lambda: pl.scan_parquet(source).sink_parquet(folder / "copy.parquet"))
    mine = best(evaluated(engine, source, folder / "out.parquet"))
    yield Measured(f"parquet to parquet ({frame.height} cases), to a plain copy", mine / copy, 1.5)
    small = folder / "tenth.parquet"
    frame.head(frame.height // 10).write_parquet(small)
    yield Measured("ten times the cases, to one", mine / best(evaluated(engine, small, folder / "tenth.out.parquet")), 10)
    chunk = frame.head(ROWS)  # as many as a run works on together
    doors = typed_doors(chunk.schema, engine.rulebook, Agreement(), "bench")
    judge, flags = Judge(engine), flag_legend(engine.rulebook.content.facts)

    def judged(name: str, *, facts: bool) -> None:
        intake = typed_rows(chunk, doors, "bench", 1)
        found = [intake.frame.select(CASE_ID, PERSON_ID), judge.judge(intake).frame]
        kept = [packed(intake.frame.drop(CASE_ID, PERSON_ID, DISPUTED, ALLEGED), flags)] if facts else []
        pl.concat([*found, *kept], how="horizontal").write_parquet(folder / name, compression="zstd", compression_level=1)

    without, kept = best(lambda: judged("a", facts=False), 4), best(lambda: judged("b", facts=True), 4)
    whole = mine / frame.height * chunk.height
    yield Measured("a run that keeps what explanations need, to one that does not", whole / (whole - (kept - without)), 1.15)
    yield Measured("peak memory, MiB", peak(source, folder / "peak.parquet"), 2048)


def rows(engine: Engine, text: Path, folder: Path) -> Iterator[Measured]:
    """JSON Lines to JSON Lines: how much longer twice the lines take, for what it costs to start does not grow with them."""
    twice = folder / "twice.jsonl"
    twice.write_bytes(text.read_bytes() * 2)
    sources, ours = (text, twice), partial(evaluated, engine)
    outs = [folder / f"{jobs}.jsonl" for jobs in (1, 2)]
    for jobs, out in enumerate(outs, 1):
        evaluated(engine, text, out, jobs)()
    assert outs[0].read_bytes() == outs[1].read_bytes()
    first, second = (processors() * 2)[:2]
    runs = {
        "plain": Growing(recoded, sources, 1, (first,)),
        "one": Growing(ours, sources, 1, (first,)),
        "other one": Growing(ours, sources, 1, (second,)),
        "plain by two": Growing(recoded, sources, 2, (first, second)),
        "two": Growing(ours, sources, 2, (first, second)),
    }
    took = grown(runs)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        apart = list(pool.map(by_itself, [sources] * 2, (first, second)))
    yield Measured("json lines, one process, to decode and encode", took["one"].processor / took["plain"].processor, 2)
    by_two = took["two"].processor / took["plain by two"].processor
    yield Measured("json lines, two processes, to decode and encode by two", by_two, 2)
    alone = (took["one"].wall + took["other one"].wall) / 2
    yield Measured(
        "json lines, two runs at once, each on a processor, lines a second to those of one", sum(alone / each.wall for each in apart)
    )
    gain = alone / took["two"].wall
    yield Measured("json lines, two processes on two processors, lines a second to those of one on one", gain, 1.7, least=True)


@frozen
class Took:
    """Seconds by the clock on the wall and by that of the processors."""

    wall: float
    processor: float


@frozen
class Growing:
    """A kind of run from a source to an output by some jobs, kept to some processors, over each of two sources."""

    made: Callable[[Path, Path, int], Callable[[], object]]
    sources: tuple[Path, Path]
    jobs: int
    processors: tuple[int, ...]

    def took(self, source: Path) -> "Took":
        """One run over a source."""
        with kept_to(self.processors), tempfile.TemporaryDirectory(dir=source.parent) as folder:
            return both(self.made(source, Path(folder) / "out.jsonl", self.jobs))


def grown(runs: Mapping[str, Growing]) -> dict[str, Took]:
    """How much more the second source takes each run than the first, the least of several; all take turns, for machines have moods."""
    rounds = [{(name, source): each.took(source) for name, each in runs.items() for source in each.sources} for _ in range(4)]

    def least(name: str, clock: Callable[[Took], float]) -> float:
        first, second = (min(clock(each[name, source]) for each in rounds) for source in runs[name].sources)
        return second - first

    return {name: Took(least(name, lambda each: each.wall), least(name, lambda each: each.processor)) for name in runs}


def both(work: Callable[[], object]) -> Took:
    """Seconds of one call by both clocks."""
    began, used = time.perf_counter(), spent()
    work()
    return Took(time.perf_counter() - began, spent() - used)


def by_itself(sources: tuple[Path, Path], processor: int) -> Took:
    """The growth of a run in a process of its own."""
    engine = Engine.installed()
    gc.freeze()
    return grown({"one": Growing(partial(evaluated, engine), sources, 1, (processor,))})["one"]


def processors() -> list[int]:
    """Those that this process may use; where the system does not tell them, the list of nothing to choose among."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


@contextmanager
def kept_to(some: Collection[int]) -> Iterator[None]:
    """Have this process and those it starts use these processors only, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, some)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=40_000)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the cases, a quarter of the lines")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    count, lines = (given.cases // 20, given.lines // 4) if given.quick else (given.cases, given.lines)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for each in measure(Engine.installed(), count, lines, Path(folder)):
            print(f"  {each}", flush=True)
            found[each.what] = each.value
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
