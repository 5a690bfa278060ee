"""`dutybound test`: lawyers' cases run against the law, what they show of it, and the cases that are still to be written."""

from pathlib import Path
from typing import Any

import click
import msgspec

from dutybound.cli.options import engine_options, json_option
from dutybound.cli.testing_words import case_record, coverage_lines, coverage_record, result_lines
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.engine import Engine
from dutybound.lawcases.coverage import cover
from dutybound.lawcases.finding import case_paths, pack_instruments
from dutybound.lawcases.junit import junit
from dutybound.lawcases.missing import Missing, missing
from dutybound.lawcases.reading import read_law_cases
from dutybound.lawcases.running import CaseResult, run_case
from dutybound.lawcases.suite import Suite
from dutybound.lawcases.writing import write_missing
from dutybound.text import Text


@words_command(
    "test",
    helped(
        "运行法律工作者写的案例\n\n"
        "案例写在 YAML 中，逐条写明期望的结论。不写 PATH 时，读取各 --policies 文件夹中的 cases，没有则读取 tests/law。任何一条期望落空、"
        "任何一个名称不认识、或者一个案例也没有，退出码为 1。\n\n"
        "--coverage 另列出这些案例说明了什么：每个条件是否都有案例表明它成立时起决定作用、不成立时也起决定作用（改变它，该规则的认定就"
        "改变），每个条款、每种结论是否都有案例。--missing 把缺的案例写成文件，期望的结论留给人填写。",
        "run lawyers' cases\n\n"
        "Cases are written in YAML with the outcome the law calls for. Without PATH, reads the folder `cases` of each --policies "
        "folder, else tests/law. An expectation that is not met, a name that nobody knows, or no case at all: exit 1.\n\n"
        "--coverage also tells what the cases show: whether each condition was seen to decide by being true and by being false (the "
        "rule's finding would be another if it were the other way), and which provisions and outcomes have cases. --missing writes "
        "the cases that are missing into a file, with the expected outcome left to a person.",
        "dutybound test tests/law",
        "dutybound test --policies local/guangzhou/ --coverage",
        "dutybound test tests/law --junit report.xml --missing to-write.yaml",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
@option(
    "--junit",
    "report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    words=Text("另写一份 JUnit XML", "also write a report as JUnit XML"),
)
@option("--coverage", "covering", is_flag=True, words=Text("列出这些案例说明了什么", "tell what the cases show"))
@option(
    "--missing",
    "wanted",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    words=Text("把缺的案例写入此文件", "write the cases that are missing into this file"),
)
@option(
    "--instrument",
    "instruments",
    multiple=True,
    metavar="ID",
    words=Text(
        "只看这个法律文件的规则（可多次；默认为 --policies 中的，否则全部）",
        "look at the rules of this instrument only (may be repeated; default: those of --policies, else all)",
    ),
)
@json_option
@click.pass_context
@engine_options
def command(
    engine: Engine,
    context: click.Context,
    paths: tuple[Path, ...],
    report: Path | None,
    covering: bool,
    wanted: Path | None,
    instruments: tuple[str, ...],
    as_json: bool,
) -> int:
    """Test and return the exit code: 1 if an expectation is not met or there is no case."""
    policies: tuple[Path, ...] = context.params["policies"]
    cases = read_law_cases(case_paths(paths, policies), engine.rulebook)
    results = tuple(run_case(engine, case) for case in cases)
    failed = sum(not each.passed for each in results)
    if report is not None:
        report.write_bytes(junit(results, language()))
    if not as_json:
        for result in results:
            for line in result_lines(result, language()):
                click.echo(line)
    record: dict[str, Any] = {"cases": [case_record(each) for each in results], "passed": len(results) - failed, "failed": failed}
    if covering or wanted is not None:
        record["coverage"] = _covered(engine, results, instruments or pack_instruments(policies), wanted, shown=covering and not as_json)
    if as_json:
        click.echo(msgspec.json.encode(record).decode())
    if not results:
        say(Text("没有案例", "there is no case"))
        return 1
    say(Text(f"{len(results)} 个案例，{failed} 个不符", f"{len(results)} cases, {failed} failed"))
    return 1 if failed else 0


def _covered(
    engine: Engine, results: tuple[CaseResult, ...], instruments: tuple[str, ...], wanted: Path | None, *, shown: bool
) -> dict[str, Any]:
    suite = Suite.of(engine, results, instruments)
    coverage = cover(suite)
    if shown:
        for line in coverage_lines(coverage, language()):
            click.echo(line)
    found: tuple[Missing, ...] = () if wanted is None else missing(suite, coverage)
    if wanted is not None:
        written = write_missing(wanted, suite, found, language())
        left = len(found) - written
        say(Text(f"写了 {written} 个待填的案例，另有 {left} 个没有找到", f"{written} cases to fill in, {left} more were not found"))
    return coverage_record(coverage)
