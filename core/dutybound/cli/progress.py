"""How far a run has come, on stderr: a bar in a terminal, a line now and then elsewhere, nothing when asked to be quiet."""

import sys
import time
from types import TracebackType
from typing import Any

import click

from dutybound.batch.plan import Progress
from dutybound.cli.words import language, say
from dutybound.text import Text

EVERY_SECONDS = 10.0


class Meter:
    """Shows the progress of a run; used as a context, and called with every step."""

    def __init__(self, size: int, *, quiet: bool) -> None:
        self._size = size
        self._quiet = quiet
        self._began = self._said = time.monotonic()
        self._before: int | None = None
        self._already = self._behind = 0
        self._bar: Any = None

    def __enter__(self) -> "Meter":
        if not self._quiet and self._size and sys.stderr.isatty():
            self._bar = click.progressbar(length=self._size, file=sys.stderr, show_eta=True, item_show_func=_shown)
            self._bar.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

    def __call__(self, progress: Progress) -> None:
        if self._quiet:
            return
        now = time.monotonic()
        if self._before is None:
            # the first call tells where the run begins: what an earlier one had done tells nothing of this one's rate
            self._before, self._already, self._behind = progress.read, progress.records, progress.read
            self._step(progress.read)
            return
        rate = (progress.records - self._already) / max(now - self._began, 1e-9)
        if self._bar is not None:
            self._step(progress.read - self._before, Text(f"{rate:,.0f} 条/秒", f"{rate:,.0f}/s").into(language()))
        elif now - self._said >= EVERY_SECONDS:
            self._said = now
            say(_line(progress, rate, self._left(progress, now - self._began)))
        self._before = progress.read

    def _left(self, progress: Progress, spent: float) -> float | None:
        """The seconds that are left, by what this run has read; a workbook is read as a whole, so that it tells nothing."""
        read = progress.read - self._behind
        return spent / read * max(progress.size - progress.read, 0) if read > 0 else None

    def _step(self, by: int, item: str | None = None) -> None:
        if self._bar is not None:
            self._bar.update(by, item)


def _shown(item: object) -> str | None:
    return None if item is None else str(item)


def _line(progress: Progress, rate: float, left: float | None) -> Text:
    zh, en = f"{progress.records:,} 条，{rate:,.0f} 条/秒", f"{progress.records:,} records, {rate:,.0f}/s"
    if not progress.size or left is None:
        return Text(zh, en)
    share = 100 * progress.read // progress.size
    minutes, seconds = divmod(int(left), 60)
    return Text(f"{zh}，{share}%，约剩 {minutes} 分 {seconds} 秒", f"{en}, {share} %, about {minutes} min {seconds} s left")
