"""`dutybound explain`: why a case ends as it does, as text or as JSON."""

import sys

import click

from dutybound.cli.choosing import chosen, person_options
from dutybound.cli.options import engine_options, json_option
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language
from dutybound.engine import Engine
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.prose import explanation_text
from dutybound.outputs.records import encode


@words_command(
    "explain",
    helped(
        "说明一个案件的结论及其理由\n\n"
        "逐阶段列出每条规则成立、不成立还是待查明，依据哪一条款，取决于哪些事实；未列出的事实不影响结论。FILE 为 JSON 或 JSON "
        "Lines，- 表示标准输入。",
        "explain why a case ends as it does\n\n"
        "Stage by stage, every rule with its provision: whether it holds, fails or is unknown, and the facts this rests on. A fact "
        "that is not named cannot change the outcome. FILE is JSON or JSON Lines; - is standard input.",
        "dutybound explain case.json",
        "dutybound explain --case GZ-2021-014 --person li cases.jsonl",
        "dutybound explain --json - < case.json",
    ),
)
@click.argument("source", metavar="FILE|-")
@person_options
@json_option
@engine_options
def command(engine: Engine, source: str, case_id: str | None, person_id: str | None, as_json: bool) -> int:
    """Print the explanations and return the exit code."""
    for number, each in enumerate(chosen(engine, source, case_id, person_id)):
        explanation = engine.explain_person(each.case.case_id, each.person)
        if as_json:
            sys.stdout.buffer.write(encode(explained_record(explanation)))
        else:
            if number:
                click.echo(f"\n{'-' * 60}\n")
            click.echo(explanation_text(explanation, engine.rulebook, language()), nl=False)
    return 0
