"""A run: from the inputs to a finished output, part by part, with nothing lost when it is stopped on the way."""

import errno
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import msgspec
from attrs import evolve

from dutybound.batch.crew import Crew, done_by_crew, done_in_order
from dutybound.batch.digests import Digest, Following
from dutybound.batch.inputs import (
    EXPLAINED,
    EXPLAINED_COLUMNS,
    ROWWISE,
    SENT,
    STDIN,
    Input,
    Kind,
    Mark,
    Part,
    Sizes,
    bundles,
    parts,
    seen_so_far,
)
from dutybound.batch.journal import Journal, fresh_beside, load, sync_folder
from dutybound.batch.legend import legend_record
from dutybound.batch.plan import Paths, Plan, Progress, refusal
from dutybound.batch.resuming import end_finishing, finished_before, fresh, libraries, order_digest, resumed, same_office, unchanged
from dutybound.batch.sinks import Format
from dutybound.batch.work import Done, Worker
from dutybound.presence import is_there, naming
from dutybound.problems import Refused

SAVE_SECONDS = 1.0

_OF_WRITING = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""What goes wrong only where something is written."""


def evaluate_files(plan: Plan) -> Mapping[str, Any]:
    """Evaluate the inputs of a plan into its output; returns the manifest.

    Raises `Refused` where the run cannot begin, go on or be resumed, and `OSError`; what is written by then can be resumed.
    """
    paths = Paths(plan.out)
    _free(paths)
    if plan.resume:
        end_finishing(paths)
    if plan.resume and is_there(plan.out) and not is_there(paths.journal):
        return finished_before(plan, paths)
    worker = Worker(plan.engine, plan.order)
    worker.check()
    order = order_digest(plan)
    resumes = plan.resume and is_there(paths.journal)
    journal = resumed(load(paths.journal), plan, order, paths) if resumes else fresh(plan, paths, order)
    with naming(plan.out, _OF_WRITING):
        return _Run(plan, paths, worker).go(journal)


class _Run:
    """One run under way."""

    def __init__(self, plan: Plan, paths: Paths, worker: Worker) -> None:
        self._plan = plan
        self._paths = paths
        self._worker = worker
        self._size = sum(each.size for each in plan.order.inputs) if all(each.size for each in plan.order.inputs) else 0

    def go(self, journal: Journal) -> Mapping[str, Any]:
        """To the end; returns the manifest."""
        with ExitStack() as held:
            following = Following(self._paths.part)
            held.callback(following.close)
            with self._paths.part.open("ab") as out, self._paths.rejects_part.open("ab") as rejects:
                held.enter_context(_lock(out, self._paths))
                held.enter_context(_tidy(self._paths))
                out.truncate(journal.output)
                rejects.truncate(journal.rejects)
                if not journal.output:
                    journal = evolve(journal, output=out.write(self._worker.sink.start()))
                journal = self._parts(journal, out, rejects, following)
            return self._finish(journal, following)

    def _parts(self, journal: Journal, out: IO[bytes], rejects: IO[bytes], following: Following) -> Journal:
        saved = -SAVE_SECONDS  # the first part is saved at once: whoever is killed often and soon comes on by that much
        self._save(journal, out, rejects)
        self._plan.watch(Progress(self._resumed_at(journal), self._size, journal.records))
        try:
            self._few_rejects(journal)  # a run that was stopped over them is not ended by asking again
            for part, done in self._done(journal):
                out.write(done.output)
                rejects.write(done.rejects)
                journal = _after(journal, part, done)
                following.follow(out, journal.output)
                self._plan.watch(Progress(self._behind(part.input) + part.read, self._size, journal.records))
                self._few_rejects(journal)
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

    def _few_rejects(self, journal: Journal) -> None:
        """Raises `Refused` if more records are refused than the plan allows."""
        refused, most = journal.counts.get("refused", 0), self._plan.most_rejects
        if most is not None and refused > most:
            raise refusal(
                self._paths.rejects_part,
                f"已退回 {refused} 条，超过 `--max-rejects` {most}；修正输入后重来，或放宽后{self._plan.onwards.zh}",
                f"{refused} records are refused, more than `--max-rejects` {most}; "
                f"repair the input and begin anew, or allow more and {self._plan.onwards.en}",
            )

    def _done(self, journal: Journal) -> Iterator[tuple[Part, Done]]:
        plan = self._plan
        ahead = bundles(plan.order.inputs, self._ahead(journal), self._sizes)
        if plan.jobs < 2:
            return done_in_order(self._worker, ahead)
        return done_by_crew(Crew(plan.recipe, plan.engine.rulebook.digest, plan.order, plan.jobs), self._worker, ahead)

    @property
    def _sizes(self) -> Sizes:
        if not self._worker.sink.by_rows:
            return EXPLAINED_COLUMNS if self._plan.order.explain else Sizes()
        if self._plan.order.explain:
            return EXPLAINED
        return ROWWISE if self._plan.jobs < 2 else SENT

    def _ahead(self, journal: Journal) -> Iterator[Part]:
        inputs = self._plan.order.inputs
        for number in range(journal.input, len(inputs)):
            start = Mark(journal.end, journal.line) if number == journal.input and journal.seen else None
            yield from parts(inputs[number], number, start, self._sizes, keep=self._plan.jobs < 2)

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

    def _finish(self, journal: Journal, following: Following) -> Mapping[str, Any]:
        """INVARIANT: the output gets its name last, when it, the rejects and the manifest are whole and on the disk."""
        unchanged(journal.inputs)
        same_office(journal, self._plan)
        notes = legend_record(self._plan.engine)
        whole = self._worker.sink.finish(self._paths.part, journal.starts, journal.output, notes)
        _sync(whole)
        manifest = self._manifest(journal, following.whole() if whole == self._paths.part else _digest(whole))
        fresh = fresh_beside(self._paths.manifest)
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

    def _manifest(self, journal: Journal, sha256: str) -> Mapping[str, Any]:
        rulebook = self._plan.engine.rulebook
        return {
            "output": {"path": self._plan.out.name, "format": self._plan.order.format.value, "sha256": sha256},
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
            "versions": {"dutybound": version("dutybound"), "python": sys.version.split()[0], **libraries(self._plan.order)},
            "register": [{"path": path, "sha256": digest} for path, digest in journal.office.items()],
            "decision_day": self._plan.recipe.decision_day,
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
    inputs = journal.inputs
    if inputs[part.input].path == STDIN:  # nobody knew its size beforehand
        inputs = (*inputs[: part.input], evolve(inputs[part.input], size=part.read), *inputs[part.input + 1 :])
    return evolve(
        journal.counting(done.counts),
        inputs=inputs,
        input=part.input,
        end=part.end,
        line=part.next_line,
        seen=part.seen,
        digests=digests,
        starts=(*journal.starts, journal.output) if done.starts else journal.starts,
        output=journal.output + len(done.output),
        rejects=journal.rejects + len(done.rejects),
    )


def _digest(path: Path) -> str:
    digest = Digest()
    digest.file(path)
    return digest.hexdigest()


def _input_digest(each: Input, number: int, journal: Journal) -> str:
    known = (*journal.digests, journal.seen)
    if number < len(known) and known[number]:
        return known[number]
    if each.path == STDIN:
        return Digest().hexdigest()
    return seen_so_far(each, each.size)


@contextmanager
def _tidy(paths: Paths) -> Iterator[None]:
    """Leave no files of a run that was stopped before its first checkpoint: nothing can go on from them."""
    try:
        yield
    except BaseException:
        if not is_there(paths.journal):
            for each in paths.unfinished:
                each.unlink(missing_ok=True)
        raise


def _free(paths: Paths) -> None:
    """Raises `Refused` if another run is writing the same output: what it has written must not be thrown away under its hands."""
    if is_there(paths.part):
        with paths.part.open("ab") as stream, _lock(stream, paths):
            pass


@contextmanager
def _lock(stream: IO[bytes], paths: Paths) -> Iterator[None]:
    """Keep other runs from writing the same output, where the system can, even when the stream is closed by then."""
    try:
        import fcntl  # noqa: PLC0415  # not on every system
    except ImportError:
        yield
        return
    held = os.dup(stream.fileno())
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                raise _busy(paths) from error  # else a file system without locks
        # a run that ended in between has given the file its name, and it is the output now
        if not is_there(paths.part) or not os.path.samestat(os.fstat(held), paths.part.stat()):
            raise _busy(paths)
        yield
    finally:
        os.close(held)


def _busy(paths: Paths) -> Refused:
    return refusal(paths.out, "另一个进程正在写这个输出", "another process is writing this output")


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
