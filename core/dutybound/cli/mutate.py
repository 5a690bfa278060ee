"""`dutybound mutate`: the policy changed in one small way after another, and which changes no case of the pack notices."""

from pathlib import Path
from typing import Any

import click
import msgspec

from dutybound.cli.completing import instruments as complete_instruments
from dutybound.cli.mutate_words import report_lines, summary
from dutybound.cli.options import json_option, rulebook_options
from dutybound.cli.places import ProvisionType, check_instrument
from dutybound.cli.processors import processors
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.lawcases.finding import case_paths, pack_instruments
from dutybound.lawcases.reading import read_law_cases
from dutybound.mutation.accepting import check_accepted, read_accepted
from dutybound.mutation.finding import Bench, Recipe, judged
from dutybound.mutation.mutants import Operator
from dutybound.mutation.report import WITNESSES, Report, chosen
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.text import Text


class _ProvisionOrInstrument(ProvisionType):
    """A citation, or the id of an instrument for all of it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Provision | str:  # type: ignore[override]  # an instrument stays text
        """The provision written, or the instrument's id."""
        return super().convert(value, param, ctx) if "/" in str(value) else str(value)


@words_command(
    "mutate",
    helped(
        "改动规则，看案例能否发现\n\n"
        "逐一对规则作一处小改动（删去并列条件、条件取反、移动界限或日期、删去除外或免责、换成相邻档次、扩大适用、“可以”与“应当”互换），"
        "再运行案例；任何一条期望落空，这个变异就被发现。列出存活的变异：位置、改动、条款，以及一个能发现它的案件。"
        "装有 dutybound[prove] 时，与原规则等价的会被证明。被检查拒绝的和等价的不计入比例。\n\n"
        "案例的位置与 dutybound test 相同，须先全部通过。案例旁的 survivors.yaml 可写明某个变异为何允许存活（mutation、why）。"
        "有存活的变异没有理由，退出码为 1；写了 --least 时，比例低于它才为 1。",
        "change the rules and see whether the cases notice\n\n"
        "Makes one small change of the rules after another (drops a conjunct, turns a condition round, shifts a bound or a date, drops "
        "an exception or an exemption, takes the neighbouring sanction, reaches more faults, swaps may and shall) and runs the cases: a "
        "mutant is killed when an expectation is missed. Lists the survivors with place, change, provision and a case that would notice. "
        "With dutybound[prove] those that mean the same are proved to. What the checks refuse and what is equivalent counts on neither "
        "side of the share.\n\n"
        "Cases are found as by dutybound test, and all must pass first. `survivors.yaml` beside them may say of a mutant why it is left "
        "(mutation, why). Exit 1 if a survivor has no reason; with --least, if the share is below it.",
        "dutybound mutate tests/law",
        "dutybound mutate --policies local/guangzhou/ --least 98",
        "dutybound mutate tests/law --provision samr-2020/21 --write-cases to-write/",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
@option(
    "--operator",
    "operators",
    multiple=True,
    type=click.Choice([each.value for each in Operator]),
    words=Text("只作这一种改动（可多次）", "make this kind of change only (may be repeated)"),
)
@option(
    "--provision",
    type=_ProvisionOrInstrument(),
    metavar="CITATION",
    shell_complete=complete_instruments,
    words=Text("只改此条款及其下的，如 samr-2020/21，或者一个法律文件", "change this provision and what lies in it only, or an instrument"),
)
@option(
    "--least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    words=Text("被发现的比例低于此数时退出码为 1", "exit 1 if fewer than this many in a hundred are killed"),
)
@option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    words=Text("同时使用的进程数（默认每个处理器一个）", "processes to use (default: one a processor)"),
)
@option(
    "--seconds",
    type=click.FloatRange(min=0.001),
    default=10.0,
    show_default=True,
    words=Text("每个证明最多用时（秒）", "most seconds for one proof"),
)
@option(
    "--junit",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    words=Text("另写一份 JUnit XML", "also write a report as JUnit XML"),
)
@option(
    "--write-cases",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    words=Text("把能发现存活变异的案件写入此文件夹，结论留待填写", "write a case for each survivor into this folder, to be filled in"),
)
@json_option
@click.pass_context
@rulebook_options
def command(
    rulebook: Rulebook,
    context: click.Context,
    paths: tuple[Path, ...],
    operators: tuple[str, ...],
    provision: Provision | str | None,
    least: float | None,
    jobs: int | None,
    seconds: float,
    report_file: Path | None,
    folder: Path | None,
    as_json: bool,
) -> int:
    """Judge the mutants and return the exit code: 1 if a survivor has no reason, or too few are killed, or an entry is wrong."""
    check_instrument(provision, rulebook)
    policies: tuple[Path, ...] = context.params["policies"]
    cases = case_paths(paths, policies)
    recipe = Recipe(context.params["without"], policies, cases, pack_instruments(policies), seconds)
    accepted = read_accepted(cases)
    bench = Bench(rulebook, read_law_cases(cases, rulebook), recipe)
    if not bench.cases:
        say(Text("没有案例", "there is no case"))
        return 1
    numbers = chosen(bench.mutants, frozenset(operators), provision)
    found = tuple(judged(bench, recipe, numbers, min(jobs or processors(), processors())))
    report = Report(rulebook, bench.cases, found, {each.mutation: each.why for each in accepted})
    if as_json:
        click.echo(msgspec.json.encode(report.record()).decode())
    else:
        for line in report_lines(report, language()):
            click.echo(line)
    if report_file is not None:
        report_file.write_bytes(report.junit(language()))
    if folder is not None:
        written = report.write_cases(folder, language())
        say(Text(f"{folder / WITNESSES}：{written} 个待填的案例", f"{folder / WITNESSES}: {written} cases to fill in"))
    say(summary(report))
    check_accepted(accepted, bench.mutants, found).raise_any()
    if least is not None:
        return int(report.share < least * 10)
    return int(bool(report.unaccounted()))
