"""A run: from the inputs to a finished output, part by part, with nothing lost when it is stopped on the way."""

import errno
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import msgspec
from attrs import asdict, evolve, field, frozen

from dutybound.batch.crew import done_by_crew, done_in_order
from dutybound.batch.inputs import BLOCK, STDIN, WIDE_BLOCK, Digest, Input, Kind, Mark, Part, parts, seen_so_far
from dutybound.batch.journal import Journal, load, sync_folder
from dutybound.batch.legend import legend_record
from dutybound.batch.sinks import Format
from dutybound.batch.work import Done, Order, Recipe, Worker
from dutybound.engine import Engine
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

SAVE_SECONDS = 1.0


@frozen
class Progress:
    """How far a run has come: bytes read of all bytes (0 where a stream has no end), results written so far."""

    read: int
    size: int
    records: int


Watch = Callable[[Progress], None]


@frozen(kw_only=True)
class Plan:
    """What to do: `recipe` makes the engine anew in other processes; `jobs` is how many work, 1 for this one alone."""

    engine: Engine
    order: Order
    out: Path
    recipe: Recipe | None = None
    jobs: int = 1
    most_rejects: int | None = None
    resume: bool = False
    restart: bool = False
    watch: Watch = field(default=lambda _: None)


@frozen
class Paths:
    """The files of a run, all beside the output."""

    out: Path

    def _beside(self, suffix: str) -> Path:
        return self.out.with_name(self.out.name + suffix)

    @property
    def part(self) -> Path:
        """The output while it is not whole."""
        return self._beside(".part")

    @property
    def journal(self) -> Path:
        """How far the output has come."""
        return self._beside(".checkpoint")

    @property
    def rejects(self) -> Path:
        """The refused records, with their reasons."""
        return self._beside(".rejects.jsonl")

    @property
    def rejects_part(self) -> Path:
        """The refused records while the run is under way."""
        return self._beside(".rejects.jsonl.part")

    @property
    def manifest(self) -> Path:
        """What the output was made of."""
        return self._beside(".manifest.json")

    def all(self) -> tuple[Path, ...]:
        """Every one of them."""
        return (self.out, self.part, self.journal, self.rejects, self.rejects_part, self.manifest)


def evaluate_files(plan: Plan) -> Mapping[str, Any]:
    """Evaluate the inputs of a plan into its output; returns the manifest.

    Raises `Refused` where the run cannot begin, go on or be resumed, and `OSError`; what is written by then can be resumed.
    """
    paths = Paths(plan.out)
    if plan.resume:
        _end_finishing(paths)
    if plan.resume and plan.out.exists() and not paths.journal.exists():
        return _finished_before(plan, paths)
    worker = Worker(plan.engine, plan.order)
    worker.check()
    order = _digest(plan)
    resumes = plan.resume and paths.journal.exists()
    journal = _resumed(load(paths.journal), plan, order, paths) if resumes else _fresh(plan, paths, order)
    return _Run(plan, paths, worker).go(journal)


def _refusal(path: Path | str, zh: str, en: str) -> Refused:
    return Refused((Problem(Place(str(path)), Text(zh, en)),))


def _end_finishing(paths: Paths) -> None:
    """Bring a run that was stopped while its files got their names to a state from which it can be resumed."""
    if not paths.journal.exists():
        return
    if paths.out.exists() and not paths.part.exists():
        paths.journal.unlink()  # the output had its name already, and it gets that last
    elif paths.part.exists() and not paths.rejects_part.exists():
        if paths.rejects.exists():
            paths.rejects.replace(paths.rejects_part)
        else:
            paths.rejects_part.touch()


def _finished_before(plan: Plan, paths: Paths) -> Mapping[str, Any]:
    try:
        found: dict[str, Any] = msgspec.json.decode(paths.manifest.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise _refusal(
            plan.out, "已存在，但旁边没有清单，不是本程序的输出", "this exists, but without a manifest beside it it is no output of ours"
        ) from error
    if found.get("order") != _digest(plan):
        raise _refusal(
            plan.out,
            "已存在，但由别的规则库、输入或选项生成",
            "this exists, but was made by another rulebook, other inputs or other options",
        )
    return found


def _digest(plan: Plan) -> str:
    """SHA-256 of everything that shapes the output besides the content of the inputs."""
    order = plan.order
    shape = {
        "rulebook": plan.engine.rulebook.digest,
        "dutybound": version("dutybound"),
        "inputs": [each.path for each in order.inputs],
        "format": order.format.value,
        "language": order.language.value,
        "agreement": asdict(order.agreement),
        "explain": order.explain,
        "libraries": _libraries(order),
    }
    return hashlib.sha256(msgspec.json.encode(shape, order="deterministic")).hexdigest()


def _libraries(order: Order) -> dict[str, str]:
    """The versions of the libraries whose own bytes are in the output."""
    names = {Format.PARQUET: ("polars",), Format.XLSX: ("openpyxl",)}.get(order.format, ())
    return {name: version(name) for name in names}


def _fresh(plan: Plan, paths: Paths, order: str) -> Journal:
    if not plan.restart:
        if plan.out.exists():
            raise _refusal(
                plan.out,
                "已存在；换个名字，或用 `--restart` 覆盖",
                "this exists already; choose another name, or overwrite it with `--restart`",
            )
        if paths.journal.exists():
            raise _refusal(
                plan.out,
                "上次没有跑完；用 `--resume` 继续，或用 `--restart` 重来",
                "an earlier run was not finished; go on with `--resume` or begin anew with `--restart`",
            )
    for path in (paths.journal, paths.part, paths.rejects_part):
        path.unlink(missing_ok=True)
    return Journal(order=order, rulebook=plan.engine.rulebook.digest, inputs=plan.order.inputs)


def _resumed(journal: Journal, plan: Plan, order: str, paths: Paths) -> Journal:
    """The journal if the run may go on from it; raises `Refused` saying what has changed."""
    if any(each.path == STDIN for each in plan.order.inputs):
        raise _refusal(STDIN, "标准输入不能续跑", "a run from standard input cannot be resumed")
    if journal.rulebook != plan.engine.rulebook.digest:
        raise _refusal(
            plan.out,
            "规则库在中断后变了，请用 `--restart` 重来",
            "the rulebook has changed since the run began; begin anew with `--restart`",
        )
    was, now = {each.path: each for each in journal.inputs}, {each.path: each for each in plan.order.inputs}
    if tuple(was) != tuple(now):
        raise _refusal(plan.out, "输入文件与开始时不同", "the input files are not those the run began with")
    for name, each in now.items():
        if (was[name].size, was[name].changed) != (each.size, each.changed):
            raise _refusal(
                name, "输入在中断后变了，请用 `--restart` 重来", "this input has changed since the run began; begin anew with `--restart`"
            )
    if journal.order != order:
        raise _refusal(
            plan.out, "选项或程序版本与开始时不同", "the options, or the version of the program, are not those the run began with"
        )
    if journal.seen and seen_so_far(plan.order.inputs[journal.input], journal.end) != journal.seen:
        raise _refusal(
            plan.order.inputs[journal.input].path,
            "输入在中断后变了，请用 `--restart` 重来",
            "this input has changed since the run began; begin anew with `--restart`",
        )
    for path, length in ((paths.part, journal.output), (paths.rejects_part, journal.rejects)):
        if not path.exists() or path.stat().st_size < length:
            raise _refusal(path, "比检查点短，无法续跑", "this is shorter than its checkpoint says; the run cannot be resumed")
    return journal


class _Run:
    """One run under way."""

    def __init__(self, plan: Plan, paths: Paths, worker: Worker) -> None:
        self._plan = plan
        self._paths = paths
        self._worker = worker
        self._size = sum(each.size for each in plan.order.inputs) if all(each.size for each in plan.order.inputs) else 0

    def go(self, journal: Journal) -> Mapping[str, Any]:
        """To the end; returns the manifest."""
        with self._paths.part.open("ab") as out, self._paths.rejects_part.open("ab") as rejects:
            _lock(out, self._plan.out)
            out.truncate(journal.output)
            rejects.truncate(journal.rejects)
            if not journal.output:
                journal = evolve(journal, output=out.write(self._worker.sink.start()))
            journal = self._parts(journal, out, rejects)
        return self._finish(journal)

    def _parts(self, journal: Journal, out: IO[bytes], rejects: IO[bytes]) -> Journal:
        saved = time.monotonic()
        self._save(journal, out, rejects)
        self._plan.watch(Progress(self._resumed_at(journal), self._size, journal.records))
        try:
            for part, done in self._done(journal):
                out.write(done.output)
                rejects.write(done.rejects)
                journal = _after(journal, part, done)
                self._plan.watch(Progress(self._behind(part.input) + part.read, self._size, journal.records))
                refused = journal.counts.get("refused", 0)
                if self._plan.most_rejects is not None and refused > self._plan.most_rejects:
                    raise _refusal(
                        self._paths.rejects_part,
                        f"已退回 {refused} 条，超过 `--max-rejects` {self._plan.most_rejects}；修正输入后重来，或放宽后用 `--resume` 继续",
                        f"{refused} records are refused, more than `--max-rejects` {self._plan.most_rejects}; "
                        "repair the input and begin anew, or allow more and go on with `--resume`",
                    )
                if time.monotonic() - saved > SAVE_SECONDS:
                    self._save(journal, out, rejects)
                    saved = time.monotonic()
        except (KeyboardInterrupt, Refused):
            self._save(journal, out, rejects)
            raise
        if self._plan.order.format is Format.PARQUET and not journal.starts:
            done = self._worker.nothing()
            out.write(done.output)
            journal = evolve(journal, starts=(journal.output,), output=journal.output + len(done.output))
        self._save(journal, out, rejects)
        return journal

    def _done(self, journal: Journal) -> Iterator[tuple[Part, Done]]:
        plan = self._plan
        if plan.recipe is None or plan.jobs < 2:
            return done_in_order(self._worker, self._ahead(journal))
        return done_by_crew(plan.recipe, plan.order, self._ahead(journal), plan.jobs)

    def _ahead(self, journal: Journal) -> Iterator[Part]:
        inputs = self._plan.order.inputs
        for number in range(journal.input, len(inputs)):
            start = Mark(journal.end, journal.line) if number == journal.input and journal.seen else None
            yield from parts(inputs[number], number, start, BLOCK if self._worker.sink.by_rows else WIDE_BLOCK)

    def _resumed_at(self, journal: Journal) -> int:
        text = self._plan.order.inputs and self._plan.order.inputs[journal.input].kind in (Kind.LINES, Kind.DELIMITED)
        return self._behind(journal.input) + (journal.end if text else 0)

    def _behind(self, number: int) -> int:
        return sum(each.size for each in self._plan.order.inputs[:number])

    def _save(self, journal: Journal, out: IO[bytes], rejects: IO[bytes]) -> None:
        for stream in (out, rejects):
            stream.flush()
            os.fsync(stream.fileno())
        journal.save(self._paths.journal)

    def _finish(self, journal: Journal) -> Mapping[str, Any]:
        """INVARIANT: the output gets its name last, when it, the rejects and the manifest are whole and on the disk."""
        _unchanged(journal.inputs)
        notes = legend_record(self._plan.engine)
        whole = self._worker.sink.finish(self._paths.part, journal.starts, journal.output, notes)
        _sync(whole)
        manifest = self._manifest(journal, whole)
        fresh = self._paths.manifest.with_name(self._paths.manifest.name + ".new")
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        _sync(fresh)
        fresh.replace(self._paths.manifest)
        if journal.rejects:
            self._paths.rejects_part.replace(self._paths.rejects)
        else:
            self._paths.rejects_part.unlink()
            self._paths.rejects.unlink(missing_ok=True)
        whole.replace(self._plan.out)
        sync_folder(self._plan.out.parent)
        self._paths.journal.unlink()
        self._paths.part.unlink(missing_ok=True)
        return manifest

    def _manifest(self, journal: Journal, whole: Path) -> Mapping[str, Any]:
        output, rulebook = Digest(), self._plan.engine.rulebook
        output.file(whole)
        return {
            "output": {"path": self._plan.out.name, "format": self._plan.order.format.value, "sha256": output.hexdigest()},
            "order": journal.order,
            "inputs": [
                {"path": each.path, "size": each.size, "sha256": _input_digest(each, number, journal)}
                for number, each in enumerate(journal.inputs)
            ],
            "rulebook": {
                "digest": rulebook.digest,
                "plugins": list(rulebook.plugins),
                "instruments": [each.id for each in rulebook.content.instruments],
            },
            "versions": {"dutybound": version("dutybound"), "python": sys.version.split()[0], **_libraries(self._plan.order)},
            "records": journal.records,
            "outcomes": dict(sorted(journal.counts.items())),
            "rejects": self._paths.rejects.name if journal.rejects else None,
        }


def _after(journal: Journal, part: Part, done: Done) -> Journal:
    """The journal when a part's results are written."""
    digests = journal.digests
    if part.input != journal.input:
        skipped = part.input - journal.input - 1  # inputs without records have no part
        digests = (*digests, journal.seen, *("" for _ in range(skipped)))
    return evolve(
        journal.counting(done.counts),
        input=part.input,
        end=part.end,
        line=part.next_line,
        seen=part.seen,
        digests=digests,
        starts=(*journal.starts, journal.output) if done.starts else journal.starts,
        output=journal.output + len(done.output),
        rejects=journal.rejects + len(done.rejects),
    )


def _input_digest(each: Input, number: int, journal: Journal) -> str:
    known = (*journal.digests, journal.seen)
    if number < len(known) and known[number]:
        return known[number]
    if each.path == STDIN:
        return Digest().hexdigest()
    return seen_so_far(each, each.size)


def _unchanged(inputs: tuple[Input, ...]) -> None:
    """Raises `Refused` if an input changed while it was read."""
    for each in inputs:
        if each.path != STDIN:
            state = Path(each.path).stat()
            if (state.st_size, state.st_mtime_ns) != (each.size, each.changed):
                raise _refusal(
                    each.path,
                    "输入在运行中变了，请用 `--restart` 重来",
                    "this input changed while it was read; begin anew with `--restart`",
                )


def _lock(stream: IO[bytes], out: Path) -> None:
    """Keep a second run from writing the same output, where the system can."""
    try:
        import fcntl  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EAGAIN):
            return  # a file system without locks
        raise _refusal(out, "另一个进程正在写这个输出", "another process is writing this output") from error


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
