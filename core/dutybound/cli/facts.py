"""`dutybound facts`: the facts a case may hold, listed or one in full."""

import click

from dutybound.citations import Citations
from dutybound.cli import completing
from dutybound.cli.options import json_option, rulebook_options
from dutybound.cli.places import check_instrument, provision_option, within
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language
from dutybound.labels import TYPE
from dutybound.outputs.catalogue import fact_lines, fact_record, type_of
from dutybound.outputs.columns import columns
from dutybound.outputs.records import encode
from dutybound.problems import Place, Problem, Refused, did_you_mean
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.text import Text


@words_command(
    "facts",
    helped(
        "列出事实，或显示一项事实\n\n"
        "案件的 facts 中可写的每一项事实：标识、类型、名称和需要它的条款。给出标识则显示全部内容：问题、可答的值、来源，以及用到它的规则。",
        "list the facts, or show one\n\n"
        "Every fact that the `facts` of a case may hold: its id, type, name and the provision that needs it. With an id, all of "
        "it: the question, the answers it admits, where its value comes from, and the rules that use it.",
        "dutybound facts",
        "dutybound facts --provision samr-2020/21",
        "dutybound facts gravity",
        "dutybound facts --json",
    ),
)
@click.argument("name", required=False, metavar="[FACT]", shell_complete=completing.facts)
@provision_option
@json_option
@rulebook_options
def command(rulebook: Rulebook, name: str | None, provision: Provision | None, as_json: bool) -> int:
    """List the facts or show one, and return the exit code."""
    check_instrument(provision, rulebook)
    known = {fact.id: fact for fact in rulebook.content.facts}
    if name is not None and name not in known:
        hint = did_you_mean(name, known)
        message = Text(f"没有事实 `{name}`{hint.zh}", f"there is no fact `{name}`{hint.en}")
        raise Refused((Problem(Place("facts"), message),))
    found = [fact for fact in known.values() if name in (None, fact.id) and within(provision, fact.provision)]
    if as_json:
        for fact in found:
            click.echo(encode(fact_record(fact, rulebook)), nl=False)
    elif name is not None:
        click.echo("\n".join(fact_lines(known[name], rulebook, language())))
    else:
        heading = (Text("事实", "fact"), Text("类型", "type"), Text("名称", "name"), Text("条款", "provision"))
        rows = [[each.into(language()) for each in heading]]
        cited = Citations.of(rulebook.content)
        rows += [
            [
                fact.id,
                TYPE[type_of(fact)].into(language()),
                fact.label.into(language()),
                f"{fact.provision}  {cited.place(fact.provision).into(language())}",
            ]
            for fact in found
        ]
        click.echo(columns(rows), nl=False)
    return 0
