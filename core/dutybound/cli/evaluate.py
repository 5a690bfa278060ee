"""`dutybound evaluate`: records in, one JSON line out for each record and person, or a table to read."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from dutybound.cli.batch import FORMATS, batch_options, evaluate_batch, options_of
from dutybound.cli.exactly import evaluate_exactly, given
from dutybound.cli.options import engine_on, engine_options, on_option
from dutybound.cli.reading import record_of, results, written
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.deciding import Result
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.outputs.records import encode
from dutybound.outputs.summary import summary
from dutybound.text import Text


@words_command(
    "evaluate",
    helped(
        "对案件作出结论（文件、文件夹或标准输入）\n\n"
        "读取 JSON Lines（每行一案）或 JSON（一案或案件列表），- 表示标准输入。每个案件的每个人输出一行 JSON；读不懂的记录输出为 "
        "refused，写明行号和理由，不影响其他记录。没有记录被退回时退出码为 0，否则为 1。\n\n"
        "用 -o 写成文件时，也读 CSV（UTF-8 或 GB18030）、XLSX 和 Parquet（一行一人），按输出文件名写成其中任何一种；中断后可续跑。",
        "decide cases from files, folders or standard input\n\n"
        "Reads JSON Lines (one case a line) or JSON (one case or a list); - is standard input. Writes one line of JSON for each "
        "person of each case. A record that cannot be read comes out as `refused`, with its line and every reason, and does not "
        "stop the others. Exit 0 if none was refused, else 1.\n\n"
        "With -o it also reads CSV (UTF-8 or GB18030), XLSX and Parquet, one row a person, writes any of these by the name of the "
        "output, and can be resumed after it was stopped.",
        "dutybound evaluate cases.jsonl > decisions.jsonl",
        "dutybound evaluate --format summary cases/ more.json",
        "head -3 cases.jsonl | dutybound evaluate --explain -",
        "dutybound evaluate 2021.csv -o decisions.parquet",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR|-...")
@option(
    "--explain",
    "explained",
    is_flag=True,
    words=Text("每条结论附上完整理由（explanation）", "add the full explanation to each decision"),
)
@option(
    "--format",
    "form",
    type=click.Choice(["summary", *FORMATS]),
    words=Text(
        "jsonl：每人一行 JSON（默认）；summary：便于阅读的表格；其他须与 -o 合用（默认按文件名）",
        "jsonl: a line of JSON each (the default); summary: a table to read; the others go with -o (default: by the file's name)",
    ),
)
@option(
    "--exact",
    is_flag=True,
    words=Text(
        "另写明每人可能得到的全部结论（possible），不多不少",
        "add every outcome that each person can still come to (possible), no more and no less",
    ),
)
@on_option
@batch_options
@engine_options
def command(
    engine: Engine, sources: tuple[str, ...], explained: bool, form: str | None, exact: bool, decision_day: datetime | None, **batch: Any
) -> int:
    """Evaluate and return the exit code: 1 if any record was refused."""
    if decision_day is not None and exact:
        raise click.UsageError(
            Text("`--on` 不能与 `--exact` 合用", "`--on` excludes `--exact`").into(language()), click.get_current_context()
        )
    if exact:
        return evaluate_exactly(engine, sources, plain=form in (None, "jsonl") and not explained and not any(map(given, batch)))
    deciding = engine_on(engine, decision_day)
    options = options_of(form, explained, None if decision_day is None else decision_day.date(), batch)
    if options is not None:
        return evaluate_batch(deciding, sources, options)
    if explained and form == "summary":
        raise click.UsageError(
            Text("`--explain` 与 `--format summary` 不能并用", "`--explain` and `--format summary` exclude each other").into(language()),
            click.get_current_context(),
        )
    counted = _Counted(results(deciding, sources, explained=explained))
    if form == "summary":
        click.echo(summary((_decision(each) for each in counted), engine.rulebook, language()), nl=False)
    else:
        # the law of two days is weighed by way of objects
        by_objects = ((encode(record_of(each, language())), False) for each in counted)
        lines = written(engine, sources, language(), explained=explained) if decision_day is None else by_objects
        out = sys.stdout.buffer
        for line, refused in lines:
            counted.found += 1
            counted.refused += refused
            out.write(line)
        out.flush()
    if not counted.found:
        say(Text("没有案件", "there is no case here"))
    if counted.refused:
        say(Text(f"{counted.refused} 条记录被退回", f"records refused: {counted.refused}"))
    return 1 if counted.refused else 0


class _Counted:
    """The results, counting them and the refusals among them as they pass."""

    def __init__(self, results: Iterator[Result]) -> None:
        self._results = results
        self.found = 0
        self.refused = 0

    def __iter__(self) -> Iterator[Result]:
        for result in self._results:
            self.found += 1
            self.refused += isinstance(result, Refusal)
            yield result


def _decision(result: Result) -> Decision | Refusal:
    return result.decision if isinstance(result, Explanation) else result
