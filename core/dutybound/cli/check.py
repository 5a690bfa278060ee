"""`dutybound check`: every problem of policy files, or of everything that is installed, with its place."""

from pathlib import Path

import click

from dutybound import host
from dutybound.cli import completing
from dutybound.cli.deepening import deepen
from dutybound.cli.standing import taken_as_upper_law
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.linking import link
from dutybound.problems import Problems, Refused
from dutybound.rulebook import Content
from dutybound.text import Text


@words_command(
    "check",
    helped(
        "检查政策文件和已安装的全部规则\n\n"
        "不给文件时检查已安装的全部插件；给出文件或文件夹时，把它们与已安装的插件合在一起检查（--alone：只检查它们自己）。所有问题"
        "一次列出，每行一个，写明文件、行、列。没有问题时退出码为 0，否则为 1。",
        "check policy files, or everything that is installed\n\n"
        "Without files, checks all installed plugins; with files or folders, checks these together with the installed plugins "
        "(--alone: by themselves). All problems are listed at once, one a line, with file, line and column. Exit 0 if there is "
        "none, else 1.",
        "dutybound check",
        "dutybound check local/guangzhou/",
        "dutybound check --alone draft.yaml",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|DIR]...")
@option("--alone", is_flag=True, words=Text("不与已安装的插件合在一起", "without the installed plugins"))
@option(
    "--without",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.plugins,
    words=Text("不使用某个已安装的插件（可多次）", "leave out an installed plugin (may be repeated)"),
)
@option(
    "--deep",
    is_flag=True,
    words=Text(
        "另查规则的含义：死规则、重叠、空档、无用事实、断崖",
        "also look at what the rules mean: dead rules, overlaps, gaps, idle facts, cliffs",
    ),
)
def command(paths: tuple[Path, ...], alone: bool, without: tuple[str, ...], deep: bool) -> int:
    """Check and return the exit code: 1 if there is any problem."""
    if alone and not paths:
        message = Text("`--alone` 须给出要检查的文件", "`--alone` needs the files to check")
        raise click.UsageError(message.into(language()), click.get_current_context())
    read = False
    try:
        plugins = {} if alone else host.installed(without)
        sources = host.gather(plugins, paths)
        read = True
        rulebook = link(sources)
        content = rulebook.content
        _check_documents(content)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(problem.into(language()))
        count = len(refused.problems)
        say(Text(f"{count} 个问题", "1 problem" if count == 1 else f"{count} problems"))
        if not read and any(problem.place.line for problem in refused.problems):
            say(_AGAIN)
        return 1
    instruments, rules, facts = len(content.instruments), sum(1 for _ in content.rules()), len(content.facts)
    say(
        Text(
            f"没有问题：{instruments} 个法律文件，{rules} 条规则，{facts} 项事实",
            f"no problems: {instruments} instruments, {rules} rules, {facts} facts",
        )
    )
    for note in taken_as_upper_law(content):
        say(note)
    return deepen(rulebook) if deep else 0


_AGAIN = Text(
    "改好之后请再检查一次：所引用的是否存在、规则之间是否相合，要等全部读入才能检查",
    "then check again: whether what is named exists, and whether the rules agree, can only be looked at once everything is read",
)


def _check_documents(content: Content) -> None:
    """What is said to be made by a command is made by one that there is; raises `Refused`."""
    problems = Problems()
    for document in content.documents:
        context = click.get_current_context().find_root()
        found: click.Command | None = context.command
        for name in document.made_by.split():
            found = found.get_command(context, name) if isinstance(found, click.Group) else None
        if found is None or isinstance(found, click.Group):
            problems.add(
                document.place.of("made_by"),
                f"没有命令 `{document.made_by}`，文书 `{document.id}` 无从产生",
                f"there is no command `{document.made_by}` to make the document `{document.id}`",
            )
    problems.raise_any()
