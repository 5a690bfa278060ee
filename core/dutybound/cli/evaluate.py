"""`dutybound evaluate`: records in, one JSON line out for each record and person."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dutybound.cli.options import engine_options
from dutybound.cli.words import command as words_command
from dutybound.cli.words import language, say
from dutybound.deciding import Result, decide_json_file, decide_raw
from dutybound.decision import Refusal
from dutybound.engine import Engine
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.reading import files_of, lines
from dutybound.text import Text


@words_command(
    "evaluate",
    Text(
        "对案件作出结论（文件、文件夹或标准输入）\n\n每个案件的每个人输出一行 JSON。",
        "decide cases from files, folders or standard input\n\nWrites one line of JSON for each person of each case.",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR|-...")
@engine_options
def command(engine: Engine, sources: tuple[str, ...]) -> int:
    """Evaluate and return the exit code: 1 if any record was refused."""
    out = sys.stdout.buffer
    refused = 0
    for result in _results(engine, sources):
        if isinstance(result, Refusal):
            refused += 1
            out.write(encode(refusal_record(result, language())))
        else:
            out.write(encode(decision_record(result)))
    out.flush()
    if refused:
        say(Text(f"{refused} 条记录被退回", f"{refused} records refused"))
    return 1 if refused else 0


def _results(engine: Engine, sources: tuple[str, ...]) -> Iterator[Result]:
    for source in sources:
        if source == "-":
            for raw in lines(sys.stdin.buffer, "-"):
                yield from decide_raw(engine, raw)
            continue
        for path in files_of(Path(source)):
            if path.suffix == ".json":
                yield from decide_json_file(engine, path)
            else:
                with path.open("rb") as stream:
                    for raw in lines(stream, str(path)):
                        yield from decide_raw(engine, raw)
