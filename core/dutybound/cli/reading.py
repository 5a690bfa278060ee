"""The sources of cases on a command line: files, folders and `-`, each record decided in turn."""

import sys
from collections.abc import Iterator
from pathlib import Path

from dutybound.deciding import Result, decide_json_file, decide_raw
from dutybound.engine import Engine
from dutybound.reading import files_of, lines


def results(engine: Engine, sources: tuple[str, ...], *, explained: bool = False) -> Iterator[Result]:
    """The results of every record of every source, in order; raises `Refused` where there is no such file, `OSError`."""
    for source in sources:
        if source == "-":
            for raw in lines(sys.stdin.buffer, "-"):
                yield from decide_raw(engine, raw, explained=explained)
            continue
        for path in files_of(Path(source)):
            if path.suffix == ".json":
                yield from decide_json_file(engine, path, explained=explained)
            else:
                with path.open("rb") as stream:
                    for raw in lines(stream, str(path)):
                        yield from decide_raw(engine, raw, explained=explained)
