"""`dutybound completion`: the script by which a shell completes commands, options and the names of facts, rules and plugins."""

import click
from click.shell_completion import get_completion_class

from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, say
from dutybound.text import Text

_WHERE = {
    "bash": ("~/.bashrc", 'eval "$(dutybound completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(dutybound completion zsh)"'),
    "fish": ("~/.config/fish/completions/dutybound.fish", "dutybound completion fish | source"),
}


@words_command(
    "completion",
    helped(
        "输出命令行补全脚本\n\n脚本写到标准输出；安装方法写到标准错误。补全包括命令、选项以及事实、规则和插件的标识。",
        "print the script for shell completion\n\n"
        "The script goes to standard output, how to install it to standard error. Commands, options and the ids of facts, rules "
        "and plugins complete.",
        'eval "$(dutybound completion bash)"',
        "dutybound completion fish > ~/.config/fish/completions/dutybound.fish",
    ),
)
@click.argument("shell", type=click.Choice(sorted(_WHERE)), metavar="bash|zsh|fish")
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print the script and return the exit code."""
    found = get_completion_class(shell)
    assert found is not None  # the choices are click's own shells
    root = context.find_root()
    click.echo(found(root.command, {}, "dutybound", "_DUTYBOUND_COMPLETE").source())
    file, line = _WHERE[shell]
    say(Text(f"在 {file} 中加入这一行即可：{line}", f"to install it, put this line into {file}: {line}"))
    return 0
