"""`dutybound rules`: the rules by stage or by article, or one in full."""

import click

from dutybound.citations import Citations
from dutybound.cli import completing
from dutybound.cli.by_article import show_by_article
from dutybound.cli.options import json_option, rulebook_options
from dutybound.cli.places import check_instrument, provision_option, within
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.labels import STAGE
from dutybound.outputs.catalogue import rule_lines, rule_record
from dutybound.outputs.columns import columns
from dutybound.outputs.records import encode
from dutybound.problems import Place, Problem, Refused, did_you_mean
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.rules import Rule
from dutybound.stages import STAGES
from dutybound.statute.attached import attached
from dutybound.statute.finding import Found
from dutybound.statute.storing import folder
from dutybound.text import Text


@words_command(
    "rules",
    helped(
        "列出规则，或显示一条规则\n\n"
        "按阶段（适用范围、职责、过错、构成要件、免责……）或按条款列出全部规则。给出标识则显示全部内容，条件用文字写出；导入过法律文本的附原文。",
        "list the rules, or show one\n\n"
        "All rules by stage (scope, duties, faults, elements, exemptions ...) or by article. With an id, all of the rule, its "
        "condition in words, and the official wording where the text was imported with `statute import`.",
        "dutybound rules --stage exemptions",
        "dutybound rules --by article --provision samr-2020/14",
        "dutybound rules --by-article --provision samr-2020/14",
        "dutybound rules relied-on-expert-report",
        "dutybound rules --json",
    ),
)
@click.argument("name", required=False, metavar="[RULE]", shell_complete=completing.rules)
@option(
    "--by",
    type=click.Choice(["stage", "article"]),
    default="stage",
    words=Text("按阶段（默认）或条款排列", "by stage (the default) or by article"),
)
@option("--stage", type=click.Choice(STAGES), words=Text("只列这一阶段", "only this stage"))
@option(
    "--by-article",
    is_flag=True,
    words=Text(
        "逐条逐款逐项列出由什么落实，有没有着落的退出码为 1",
        "every article, paragraph and item with what stands for it; exit 1 if one is left over",
    ),
)
@provision_option
@json_option
@rulebook_options
def command(
    rulebook: Rulebook, name: str | None, by: str, stage: str | None, by_article: bool, provision: Provision | None, as_json: bool
) -> int:
    """List the rules or show one, and return the exit code."""
    check_instrument(provision, rulebook)
    if by_article:
        return show_by_article(rulebook, provision, as_json=as_json)
    staged = [(each, rule) for each in STAGES for rule in getattr(rulebook.content, each)]
    known = [rule.id for _, rule in staged]
    if name is not None and name not in known:
        hint = did_you_mean(name, known)
        message = Text(f"没有规则 `{name}`{hint.zh}", f"there is no rule `{name}`{hint.en}")
        raise Refused((Problem(Place("rules"), message),))
    found = [
        (each, rule) for each, rule in staged if name in (None, rule.id) and stage in (None, each) and within(provision, rule.provision)
    ]
    if by == "article":
        found.sort(key=lambda each: (each[1].provision, each[1].id))
    if as_json:
        for each, rule in found:
            click.echo(encode(rule_record(each, rule, rulebook)), nl=False)
    elif name is not None:
        for each, rule in found:
            click.echo("\n".join(rule_lines(each, rule, rulebook, language())))
            _wording(rule)
    elif by == "article":
        _by_article(found, rulebook)
    else:
        _by_stage(found, rulebook)
    return 0


def _wording(rule: Rule) -> None:
    """What the official text says, where one was imported for the instrument."""
    found = attached(rule.provision, folder())
    if isinstance(found, Found):
        click.echo(Text("原文：", "wording:").into(language()))
        click.echo("\n".join(f"  {line}" for line in found.text.split("\n")))
    elif found is not None:
        message = found.message
        say(Text(f"已导入的 `{rule.provision.instrument}` {message.zh}", f"in the imported `{rule.provision.instrument}` {message.en}"))


def _by_stage(found: list[tuple[str, Rule]], rulebook: Rulebook) -> None:
    cited = Citations.of(rulebook.content)
    first = True
    for stage in STAGES:
        rows = [
            (rule.id, cited.written(rule.provision).into(language()), rule.title.into(language())) for each, rule in found if each == stage
        ]
        if rows:
            click.echo(("" if first else "\n") + f"{STAGE[stage].into(language())} ({stage})")
            click.echo(columns(rows, indent=2), nl=False)
            first = False


def _by_article(found: list[tuple[str, Rule]], rulebook: Rulebook) -> None:
    cited = Citations.of(rulebook.content)
    instrument = ""
    for name in dict.fromkeys(rule.provision.instrument for _, rule in found):
        rows = [
            (cited.place(rule.provision).into(language()), STAGE[stage].into(language()), rule.id, rule.title.into(language()))
            for stage, rule in found
            if rule.provision.instrument == name
        ]
        click.echo(("\n" if instrument else "") + f"{cited.title(name).into(language())} ({name})")
        click.echo(columns(rows, indent=2), nl=False)
        instrument = name
