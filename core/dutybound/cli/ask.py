"""`dutybound ask`: the questions that still matter, listed or asked one by one until the case is settled."""

import sys

import click

from dutybound.cli.choosing import Chosen, chosen, person_options
from dutybound.cli.exactly import ask_exactly
from dutybound.cli.interview import interview
from dutybound.cli.options import engine_options, json_option
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.labels import OUTCOME
from dutybound.outputs.columns import plain
from dutybound.outputs.explanations import need_record
from dutybound.outputs.prose import need_lines
from dutybound.outputs.records import encode
from dutybound.rules import Outcome
from dutybound.text import Text

BROKEN_OFF = 130
"""The exit code of what Ctrl-C ended, as shells know it."""


@words_command(
    "ask",
    helped(
        "列出或逐一询问尚能改变结论的事实\n\n"
        "最能决定结论的问题在前，并写明可答的值、依据的条款和通常的来源。加 --interactive 则逐题询问（直接回车表示仍不清楚，"
        "`<` 返回上一题），同案各人依次询问，直到结论确定，并把补全的案件以一行 JSON 写到标准输出。",
        "list, or ask one by one, the facts that still matter\n\n"
        "The most decisive question comes first, with the answers it admits, the provision that needs it and where its value "
        "usually comes from. With --interactive the questions are asked one by one (Enter alone: still not known; `<`: back "
        "to the question before), person by person, until the outcome is settled, and the completed case is written to standard "
        "output as a line of JSON.",
        "dutybound ask case.json",
        "dutybound ask --json cases.jsonl",
        "dutybound ask --interactive --person li case.json > completed.jsonl",
    ),
)
@click.argument("source", metavar="FILE|-")
@person_options
@json_option
@option(
    "--interactive",
    "-i",
    is_flag=True,
    words=Text("逐一询问，直到结论确定", "ask one by one until the outcome is settled"),
)
@option(
    "--exact",
    is_flag=True,
    words=Text(
        "列出可能的全部结论，以及足以定案的最少事实", "list every outcome still possible, and the fewest facts that settle the case"
    ),
)
@option(
    "--towards",
    metavar="OUTCOME|RULE",
    words=Text(
        "列出使案件得到此结论（或此规则成立）的最少变动",
        "list the fewest changes of fact that lead to this outcome, or make this rule hold",
    ),
)
@engine_options
def command(
    engine: Engine,
    source: str,
    case_id: str | None,
    person_id: str | None,
    as_json: bool,
    interactive: bool,
    exact: bool,
    towards: str | None,
) -> int:
    """List or ask the questions and return the exit code."""
    if exact or towards is not None:
        if interactive:
            message = Text("`--interactive` 与 `--exact`、`--towards` 不能并用", "`--interactive` excludes `--exact` and `--towards`")
            raise click.UsageError(message.into(language()), click.get_current_context())
        return ask_exactly(engine, chosen(engine, source, case_id, person_id), towards, as_json=as_json)
    if interactive:
        return _interactive(engine, source, case_id, person_id, as_json)
    found = [(each, engine.explain_person(each.case.case_id, each.person)) for each in chosen(engine, source, case_id, person_id)]
    if as_json:
        for _, explanation in found:
            sys.stdout.buffer.write(encode(_record(explanation)))
        return 0
    for number, (each, explanation) in enumerate(found):
        if number:
            click.echo()
        _list(each, explanation)
    return 0


def _record(explanation: Explanation) -> dict[str, object]:
    decision = explanation.decision
    return {
        "case_id": decision.case_id,
        "person_id": decision.person_id,
        "outcome": decision.outcome.value,
        "questions": [need_record(need) for need in explanation.needs],
    }


def _list(each: Chosen, explanation: Explanation) -> None:
    outcome = OUTCOME[explanation.decision.outcome].into(language())
    name = f"{plain(each.case.case_id)} / {plain(each.person.person_id)}"
    click.echo(f"{name}{Text('：', ': ').into(language())}{outcome}")
    for number, need in enumerate(explanation.needs, 1):
        for line in need_lines(need, number, language()):
            click.echo(line)
    if not explanation.needs and explanation.decision.outcome is not Outcome.UNDETERMINED:
        click.echo(Text("没有尚须查明的事实。", "There is nothing left to ask.").into(language()))


def _interactive(engine: Engine, source: str, case_id: str | None, person_id: str | None, as_json: bool) -> int:
    context = click.get_current_context()
    if as_json:
        message = Text("`--interactive` 与 `--json` 不能并用", "`--interactive` and `--json` exclude each other")
        raise click.UsageError(message.into(language()), context)
    if source == "-":
        message = Text(
            "`--interactive` 需要标准输入来回答问题，案件请写成文件",
            "`--interactive` reads the answers from standard input; give the case as a file",
        )
        raise click.UsageError(message.into(language()), context)
    found = chosen(engine, source, case_id, person_id)
    if any(each.record is not found[0].record for each in found):
        message = Text("文件中不止一个案件，请用 `--case` 选定一个", "there is more than one case here; choose one with `--case`")
        raise click.UsageError(message.into(language()), context)
    record, ended = interview(engine, found)
    sys.stdout.buffer.write(encode(record))
    if not ended:
        say(Text("已中断；已答的写入了输出的案件", "interrupted; the case written holds the answers given so far"))
        return BROKEN_OFF
    return 0
