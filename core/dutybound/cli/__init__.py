"""The command line: `dutybound`. Data goes to stdout, words to stderr; exit 0 done, 1 something to repair, 2 usage."""

import sys
from importlib import import_module

import click

from dutybound.cli.words import WordsGroup, language
from dutybound.problems import Refused
from dutybound.text import Text

COMMANDS: dict[str, Text] = {
    "evaluate": Text("对案件作出结论（文件、文件夹或标准输入）", "decide cases from files, folders or standard input"),
    "statute": Text("法律文本：检查、查看、查找、导入、比较", "official texts: check, show, find, import, compare"),
}
"""Every command with its summary; the module `dutybound.cli.<name>` holds it and is imported only when it is called."""


class _Program(WordsGroup):
    """The program: lists commands from the table, imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"dutybound.cli.{cmd_name.replace('-', '_')}")
        found: click.Command = module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(Text("命令", "Commands").into(language())):
            formatter.write_dl([(name, summary.into(language())) for name, summary in COMMANDS.items()])


program = _Program(
    "dutybound",
    words=Text(
        "行政执法责任的可执行规则：追责、免责，还是尚需查明。\n\n先试：dutybound evaluate cases.jsonl",
        "Executable law on official accountability: liable, exempt, or still to be found out.\n\n"
        "Start with: dutybound evaluate cases.jsonl",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: list[str] | None = None) -> None:
    """Run the program; the one place where an exception becomes an exit."""
    try:
        code = program.main(arguments, prog_name="dutybound", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo(Text("已中断", "interrupted").into(language()), err=True)
        sys.exit(130)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(problem.into(language()), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(1)
