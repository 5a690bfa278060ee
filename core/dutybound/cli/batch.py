"""`dutybound evaluate … -o OUT`: the batch way of evaluating; the options and what is said about them."""

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from attrs import evolve, field, frozen

from dutybound.batch.agreement import Agreement, read_agreement
from dutybound.batch.encodings import find_script
from dutybound.batch.inputs import STDIN, Input, Kind, find_inputs
from dutybound.batch.plan import Paths, Plan, refusal, writable
from dutybound.batch.recipe import OfficeFiles, Recipe
from dutybound.batch.run import evaluate_files
from dutybound.batch.sinks import Format, format_for, format_of
from dutybound.batch.work import ALL, Order
from dutybound.cli.processors import processors
from dutybound.cli.progress import Meter
from dutybound.cli.words import language, option, say
from dutybound.engine import Engine
from dutybound.naming import known_headings
from dutybound.presence import is_file, is_link, is_there
from dutybound.problems import Place, Problem, Refused, system_words
from dutybound.rules import Outcome
from dutybound.text import Text

FORMATS = tuple(each.value for each in Format)


@frozen(kw_only=True)
class Options:
    """The options of a batch as given."""

    out: Path
    format: str | None = None
    mapping: Path | None = None
    explain: tuple[str, ...] = ()
    max_rejects: int | None = None
    resume: bool = False
    restart: bool = False
    jobs: int | None = None
    spark: bool = False
    quiet: bool = False
    report: Path | None = None
    recipe: Recipe = field(factory=Recipe)


def evaluate_batch(engine: Engine, sources: tuple[str, ...], options: Options) -> int:
    """Evaluate into a file; the exit code is 1 if any record was refused. Raises `Refused` and `OSError`."""
    if options.spark:
        return _by_spark(engine, sources, options)
    options = evolve(options, out=_place(options.out), report=options.report and _place(options.report))
    plan = _plan(engine, sources, options)
    _report_apart(plan, options)
    signal.signal(signal.SIGTERM, _interrupt)
    _nothing_before(options)
    try:
        with _unsearched(), Meter(sum(each.size for each in plan.order.inputs), quiet=options.quiet) as meter:
            manifest = evaluate_files(evolve(plan, watch=meter))
    except KeyboardInterrupt:
        say(_interrupted(plan))
        raise click.exceptions.Exit(130) from None
    except OSError as error:
        if is_there(Paths(options.out).journal):  # else nothing has begun, and what is wrong is all there is to say
            said = system_words(error)
            say(
                Text(
                    f"已停止：{said.zh}；排除后{plan.onwards.zh}",
                    f"stopped: {said.en}; {plan.onwards.en} when that is mended",
                )
            )
        raise
    if options.report is not None:
        from dutybound.batch.report.making import write_report  # noqa: PLC0415  # only where it is asked for

        write_report(engine, options.out, options.report)
    return _said(manifest, options)


def _nothing_before(options: Options) -> None:
    """Say that there is nothing to resume: perhaps the earlier run was stopped at once, perhaps its output has another name."""
    paths = Paths(options.out)
    if options.resume and not options.quiet and not is_there(paths.out) and not is_there(paths.journal):
        out = options.out
        say(Text(f"没有中断了的 {out} 可以继续，从头开始", f"there is no stopped run of {out} to go on with; this one begins at the start"))


def _interrupted(plan: Plan) -> Text:
    """That a run was stopped, and which command goes on with it."""
    out = plan.out
    if not is_there(Paths(out).journal):
        return Text(f"已停止，{out} 还没有开始写；用同样的命令重来", f"stopped before {out} was begun; the same command begins anew")
    if not plan.resumable:
        return Text(
            f"已停止；用同样的命令加 `--restart` 重新写 {out}", f"stopped; the same command with `--restart` begins anew with {out}"
        )
    if plan.restart:
        return Text(
            f"已停止；用同样的命令，把 `--restart` 换成 `--resume`，继续写 {out}",
            f"stopped; the same command with `--resume` in place of `--restart` goes on with {out}",
        )
    return Text(f"已停止；用同样的命令加 `--resume` 继续写 {out}", f"stopped; the same command with `--resume` goes on with {out}")


@contextmanager
def _unsearched() -> Iterator[None]:
    """What is there by now, above all the rulebook, is not looked through for garbage again and again: a tenth of the time of a run."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _by_spark(engine: Engine, sources: tuple[str, ...], options: Options) -> int:
    from dutybound.batch.spark import run_spark  # noqa: PLC0415  # an extra

    agreement = read_agreement(options.mapping) if options.mapping else Agreement()
    one_machine = (options.format, options.explain, options.max_rejects, options.jobs, options.report)
    kept = (*one_machine, options.recipe.decision_day, options.recipe.office.paths)
    if options.resume or options.restart or any(each not in (None, ()) for each in kept):
        words = Text(
            "`--engine spark` 只与 `-o`、`--mapping`、`--quiet` 合用", "`--engine spark` goes with `-o`, `--mapping` and `--quiet` only"
        )
        raise click.UsageError(words.into(language()), click.get_current_context())
    if format_of(options.out) is not Format.PARQUET:
        words = Text(
            "`--engine spark` 写 Parquet，输出名应以 .parquet 结尾", "`--engine spark` writes Parquet; its output's name ends in .parquet"
        )
        raise click.UsageError(words.into(language()), click.get_current_context())
    counts = run_spark(engine, sources, str(options.out), agreement, language())
    return _said({"records": sum(counts.values()), "outcomes": dict(sorted(counts.items()))}, options)


def _place(path: Path) -> Path:
    """Where a file is written: what a link leads to, for the link would be replaced. Raises `Refused` for devices and pipes."""
    if is_there(path) and not is_file(path):
        raise refusal(path, "不是普通文件，不能作为输出", "this is no regular file, so nothing is written to it")
    return Path(os.path.realpath(path)) if is_link(path) else path


def _report_apart(plan: Plan, options: Options) -> None:
    """Raises `Refused` where the report would be written over an input or the output, or has no folder or no kind, before hours of work."""
    report = options.report
    if report is None:
        return
    taken = (*Paths(options.out).all(), *(Path(each.path) for each in plan.order.inputs if each.path != STDIN))
    if report.resolve() in {each.resolve() for each in taken}:
        raise refusal(
            report,
            "是本次运行的输入或输出，不能写成报告；请另起报告的名字",
            "this is an input or output of the run; name the report otherwise",
        )
    writable(report.parent)
    if report.suffix.lower() not in _REPORTS:
        spelt = ", ".join(_REPORTS)
        raise refusal(report, f"报告的名字应以 {spelt} 结尾", f"the name of a report ends in {spelt}")


_REPORTS = (".html", ".htm", ".json")


def _interrupt(_: int, __: Any) -> None:
    raise KeyboardInterrupt


def _plan(engine: Engine, sources: tuple[str, ...], options: Options) -> Plan:
    agreement = read_agreement(options.mapping) if options.mapping else Agreement()
    chosen = format_for(options.out, Format(options.format)) if options.format else format_of(options.out)
    known = (*known_headings(engine.rulebook.content), *agreement.columns)
    inputs = tuple(_scripted(each, known) for each in find_inputs(sources, Paths(options.out).all()))
    order = Order(inputs, chosen, language(), agreement, options.explain)
    _library(order)
    _fitting(order, options)
    return Plan(
        engine=engine,
        order=order,
        out=options.out,
        recipe=options.recipe,
        jobs=options.jobs or _jobs(order),
        most_rejects=options.max_rejects,
        resume=options.resume,
        restart=options.restart,
    )


def _fitting(order: Order, options: Options) -> None:
    """Raises `click.UsageError` for options that could not do what they say with these files."""
    office, tables = options.recipe.office, any(each.kind not in (Kind.LINES, Kind.DOCUMENT) for each in order.inputs)
    if tables and (office.duties is not None or office.offices is not None):
        words = Text(
            "`--duties` 和 `--offices` 只用于 JSON 记录：表格没有职权编码，也没有办理过程",
            "`--duties` and `--offices` are for JSON records: a table has neither codes of duties nor the steps of a procedure",
        )
        raise click.UsageError(words.into(language()), click.get_current_context())
    if options.recipe.decision_day is not None and (order.format is Format.PARQUET or options.report is not None):
        words = Text(
            "`--on` 不能与 Parquet 输出、`--report` 合用：按列保存的是一部法律的认定，`--on` 逐人比较两部；请写成 .jsonl、.csv 或 .xlsx",
            "`--on` does not go with Parquet output or `--report`: columns keep the findings of one law, and `--on` compares two "
            "for each person; write .jsonl, .csv or .xlsx",
        )
        raise click.UsageError(words.into(language()), click.get_current_context())


def _scripted(each: Input, known: Iterable[str]) -> Input:
    if each.kind is not Kind.DELIMITED:
        return each
    return evolve(each, script=find_script(Path(each.path), known))


def _jobs(order: Order) -> int:
    """One process where the columnar library's own threads do all the work, else one a processor."""
    if order.format is Format.PARQUET and all(each.kind is Kind.PARQUET for each in order.inputs):
        return 1
    if sum(each.size for each in order.inputs) < 4 << 20 and all(each.size for each in order.inputs):
        return 1  # less work than starting another process
    return processors()


def _library(order: Order) -> None:
    """Raises `Refused` where the columnar library is needed and not there."""
    if order.format is not Format.PARQUET and all(each.kind in (Kind.LINES, Kind.DOCUMENT) for each in order.inputs):
        return
    try:
        import polars  # noqa: F401, PLC0415  # an extra
    except ImportError as error:
        words = Text('表格需要 polars：pip install "dutybound[batch]"', 'tables need polars: pip install "dutybound[batch]"')
        raise Refused((Problem(Place("dutybound evaluate"), words),)) from error


def _said(manifest: Any, options: Options) -> int:
    refused = int(manifest["outcomes"].get("refused", 0))
    if not options.quiet:
        counts = ", ".join(f"{name} {count}" for name, count in manifest["outcomes"].items())
        say(
            Text(
                f"{manifest['records']} 条结果（{counts}）写入 {options.out}", f"{manifest['records']} results ({counts}) in {options.out}"
            )
        )
        if refused and not options.spark:
            rejects = Paths(options.out).rejects
            say(Text(f"{refused} 条被退回，原文和理由见 {rejects}", f"{refused} were refused; what they were and why is in {rejects}"))
    return 1 if refused else 0


_OPTIONS = (
    option(
        "-o",
        "--output",
        "out",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="OUT",
        words=Text("写入文件；名字决定格式", "write to a file; its name says the format"),
    ),
    option(
        "--mapping",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        words=Text("映射文件：本机关的列名和写法（与 -o 合用）", "mapping file: an agency's own headings and notations (with -o)"),
    ),
    option(
        "--explain-outcome",
        "explain_outcomes",
        type=click.Choice([each.value for each in Outcome]),
        multiple=True,
        words=Text("只给这种结论附上理由（可多次，与 -o 合用）", "add explanations to this outcome only (may be repeated; with -o)"),
    ),
    option(
        "--max-rejects",
        type=click.IntRange(0),
        metavar="N",
        words=Text("退回超过 N 条就停止（与 -o 合用）", "stop when more than N records are refused (with -o)"),
    ),
    option("--resume", is_flag=True, words=Text("从中断处继续（与 -o 合用）", "go on with a run that was stopped (with -o)")),
    option(
        "--restart", is_flag=True, words=Text("覆盖已有的输出，从头开始（与 -o 合用）", "overwrite what is there and begin anew (with -o)")
    ),
    option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        words=Text("用几个进程（默认按处理器，与 -o 合用）", "how many processes (default: one a processor; with -o)"),
    ),
    option(
        "--engine",
        "engine_name",
        type=click.Choice(["local", "spark"]),
        default="local",
        words=Text("在本机或在 Spark 集群上计算（与 -o 合用）", "compute here or on a Spark cluster (with -o)"),
    ),
    option("--quiet", is_flag=True, words=Text("不显示进度（与 -o 合用）", "show no progress (with -o)")),
    option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="OUT.html",
        words=Text("另写一页统计报告（.html 或 .json，与 -o 合用）", "write a report too, as a page or as JSON by its name (with -o)"),
    ),
)


def batch_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options of a batch."""
    for each in reversed(_OPTIONS):
        function = each(function)
    return function


def options_of(form: str | None, explained: bool, decision_day: date | None, given: Mapping[str, Any]) -> Options | None:
    """The options of a batch, `None` where no output file is named; raises `click.UsageError` for a batch option without `-o`."""
    context = click.get_current_context()
    if given["out"] is None:
        loose = next((name for name, value in given.items() if value not in (None, (), False, "local")), None)
        if loose is not None or form in FORMATS[1:]:
            spelt = (
                "--explain-outcome"
                if loose == "explain_outcomes"
                else "--engine"
                if loose == "engine_name"
                else f"--{(loose or 'format').replace('_', '-')}"
            )
            raise click.UsageError(Text(f"`{spelt}` 须与 `-o` 合用", f"`{spelt}` goes with `-o`").into(language()), context)
        return None
    if form == "summary":
        raise click.UsageError(
            Text("`--format summary` 不能与 `-o` 合用", "`--format summary` does not go with `-o`").into(language()), context
        )
    if given["resume"] and given["restart"]:
        raise click.UsageError(
            Text("`--resume` 与 `--restart` 不能并用", "`--resume` and `--restart` exclude each other").into(language()), context
        )
    return Options(
        out=given["out"],
        format=form,
        mapping=given["mapping"],
        explain=(ALL,) if explained else given["explain_outcomes"],
        max_rejects=given["max_rejects"],
        resume=given["resume"],
        restart=given["restart"],
        jobs=given["jobs"],
        spark=given["engine_name"] == "spark",
        quiet=given["quiet"],
        report=given["report"],
        recipe=_recipe(context.params, decision_day),
    )


def _recipe(given: Mapping[str, Any], decision_day: date | None) -> Recipe:
    def path(name: str) -> str | None:
        return None if given[name] is None else str(given[name])

    office = OfficeFiles(
        duties=path("duties"),
        posts=path("posts"),
        offices=path("offices"),
        calendar=tuple(map(str, given["calendar"])),
        scheme=given["scheme"],
    )
    return Recipe(tuple(given["without"]), tuple(map(str, given["policies"])), office, decision_day)
