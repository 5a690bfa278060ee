"""The sources of cases on a command line: files, folders and `-`, each record decided in turn."""

import sys
from collections.abc import Iterator
from typing import Any

from dutybound.deciding import Result, decide_raw
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import decision_record, refusal_record
from dutybound.reading import Raw, files_of, lines, records
from dutybound.stream.stream import Stream
from dutybound.text import Language


def results(engine: Engine, sources: tuple[str, ...], *, explained: bool = False) -> Iterator[Result]:
    """The results of every record of every source, in order; raises `Refused` where there is no such file, `OSError`."""
    for each in _records(sources):
        yield from decide_raw(engine, each, explained=explained)


def written(engine: Engine, sources: tuple[str, ...], language: Language, *, explained: bool = False) -> Iterator[tuple[bytes, bool]]:
    """The same as lines of JSON, by the quick way; each with whether it is a refusal."""
    stream: Stream | None = None
    for each in _records(sources):
        stream = stream or Stream(engine)
        yield from stream.explained(each, language) if explained else stream.lines(each, language)


def record_of(result: Result, language: Language) -> dict[str, Any]:
    """The JSON object of a result."""
    match result:
        case Refusal():
            return refusal_record(result, language)
        case Explanation():
            return explained_record(result)
        case Decision():
            return decision_record(result)


def _records(sources: tuple[str, ...]) -> Iterator[Raw]:
    for source in sources:
        if source == "-":
            yield from lines(sys.stdin.buffer, "-")
        else:
            for path in files_of(source):
                yield from records(path)
