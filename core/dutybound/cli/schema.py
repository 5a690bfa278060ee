"""`dutybound schema`: the JSON Schema of a case, a decision or a policy file."""

import json

import click

from dutybound.cli.options import rulebook_options
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped
from dutybound.rulebook import Rulebook
from dutybound.schemas.case import case_schema
from dutybound.schemas.decision import decision_schema
from dutybound.schemas.policy import policy_schema


@words_command(
    "schema",
    helped(
        "输出案件、结论或政策文件的 JSON Schema\n\n"
        "case 由已安装规则的事实生成，写明每项事实的问题和可答的值；decision 是 evaluate 的输出；policy 可供编辑器校验政策文件。",
        "print the JSON Schema of a case, decision or policy file\n\n"
        "`case` is made from the facts of the installed rules, with the question and the values of each; `decision` is what "
        "evaluate writes; `policy` lets an editor check policy files.",
        "dutybound schema case > case.schema.json",
        "dutybound schema policy > policy.schema.json",
    ),
)
@click.argument("kind", type=click.Choice(["case", "decision", "policy"]), metavar="case|decision|policy")
@rulebook_options
def command(rulebook: Rulebook, kind: str) -> int:
    """Print the schema and return the exit code."""
    match kind:
        case "case":
            schema = case_schema(rulebook)
        case "decision":
            schema = decision_schema()
        case _:
            schema = policy_schema()
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
