"""The sources of cases on a command line: files, folders and `-`, each record decided in turn."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dutybound.deciding import Result, decide_json_file, decide_raw
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.reading import Raw, files_of, lines
from dutybound.stream.stream import Stream
from dutybound.text import Language


def results(engine: Engine, sources: tuple[str, ...], *, explained: bool = False) -> Iterator[Result]:
    """The results of every record of every source, in order; raises `Refused` where there is no such file, `OSError`."""
    for each in _records(sources):
        if isinstance(each, Raw):
            yield from decide_raw(engine, each, explained=explained)
        else:
            yield from decide_json_file(engine, each, explained=explained)


def written(engine: Engine, sources: tuple[str, ...], language: Language, *, explained: bool = False) -> Iterator[tuple[bytes, bool]]:
    """The same as lines of JSON, the lines of records by the quick way; each with whether it is a refusal."""
    stream: Stream | None = None
    for each in _records(sources):
        if isinstance(each, Raw):
            stream = stream or Stream(engine)
            yield from stream.explained(each, language) if explained else stream.lines(each, language)
            continue
        for result in decide_json_file(engine, each, explained=explained):
            yield encode(record_of(result, language)), isinstance(result, Refusal)


def record_of(result: Result, language: Language) -> dict[str, Any]:
    """The JSON object of a result."""
    match result:
        case Refusal():
            return refusal_record(result, language)
        case Explanation():
            return explained_record(result)
        case Decision():
            return decision_record(result)


def _records(sources: tuple[str, ...]) -> Iterator[Raw | Path]:
    """The lines of all sources, and those files that are to be read as a whole."""
    for source in sources:
        if source == "-":
            yield from lines(sys.stdin.buffer, "-")
            continue
        for path in files_of(source):
            if path.suffix.lower() == ".json":
                yield path
            else:
                with path.open("rb") as stream:
                    yield from lines(stream, str(path))
