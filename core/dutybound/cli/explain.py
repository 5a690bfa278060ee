"""`dutybound explain`: why a case ends as it does, as text or as JSON."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from dutybound.cli.choosing import chosen, person_options
from dutybound.cli.options import engine_on, engine_options, json_option, on_option
from dutybound.cli.quoting import wording, wording_lines, wording_record
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option
from dutybound.engine import Engine
from dutybound.explanation import Explanation
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.prose import explanation_text
from dutybound.outputs.records import encode
from dutybound.text import Text


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
        "dutybound explain --row 17 decisions.parquet",
        "dutybound explain --wording case.json",
    ),
)
@click.argument("source", metavar="FILE|-")
@person_options
@option(
    "--row",
    type=click.IntRange(1),
    metavar="N",
    words=Text("FILE 是 evaluate -o 的输出；说明其中第 N 行", "FILE is an output of evaluate -o; explain its row N"),
)
@option(
    "--wording",
    "worded",
    is_flag=True,
    words=Text("另列所依据条款的原文（用 statute import 导入的）", "add what the provisions say, by texts from statute import"),
)
@on_option
@json_option
@engine_options
def command(
    engine: Engine,
    source: str,
    case_id: str | None,
    person_id: str | None,
    row: int | None,
    worded: bool,
    as_json: bool,
    decision_day: datetime | None,
) -> int:
    """Print the explanations and return the exit code."""
    deciding = engine_on(engine, decision_day)
    for number, explanation in enumerate(_explained(engine, deciding, source, (case_id, person_id), row)):
        if as_json:
            told = {"wording": wording_record(wording(explanation))} if worded else {}
            sys.stdout.buffer.write(encode({**explained_record(explanation), **told}))
        else:
            if number:
                click.echo(f"\n{'-' * 60}\n")
            click.echo(explanation_text(explanation, engine.rulebook, language()), nl=False)
            if worded:
                click.echo("\n" + "\n".join(wording_lines(wording(explanation), engine.rulebook)))
    return 0


def _explained(engine: Engine, deciding: Engine, source: str, ids: tuple[str | None, str | None], row: int | None) -> Iterator[Explanation]:
    if row is None:
        for each in chosen(engine, source, *ids):
            yield deciding.explain_person(each.case.case_id, each.person)
        return
    if ids != (None, None):
        raise click.UsageError(
            Text("`--row` 与 `--case`、`--person` 不能并用", "`--row` excludes `--case` and `--person`").into(language()),
            click.get_current_context(),
        )
    from dutybound.batch.confirming import confirm  # noqa: PLC0415  # only rows of outputs need it
    from dutybound.batch.outputs import row_at  # noqa: PLC0415  # as above

    found = row_at(engine, Path(source), row)
    explanation = deciding.explain_person(found.case_id, found.person)
    confirm(engine, Path(source), found, explanation.decision)
    yield explanation
