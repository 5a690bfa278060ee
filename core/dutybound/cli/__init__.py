"""The command line: `dutybound`. Data goes to stdout, words to stderr; exit 0 done, 1 something to repair, 2 usage."""

import os
import sys
from collections.abc import Sequence
from contextvars import copy_context
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from dutybound.cli.errors import usage_words
from dutybound.cli.words import WordsGroup, WordsOption, choose_language, helped, language
from dutybound.problems import Refused, system_words
from dutybound.text import Text

COMMANDS: dict[str, Text] = {
    "evaluate": Text("对案件作出结论（文件、文件夹或标准输入）", "decide cases from files, folders or standard input"),
    "explain": Text("说明一个案件的结论及其理由", "explain why a case ends as it does"),
    "ask": Text("列出或逐一询问尚能改变结论的事实", "list, or ask one by one, the facts that still matter"),
    "check": Text("检查政策文件和已安装的全部规则", "check policy files, or everything that is installed"),
    "facts": Text("列出事实，或显示一项事实", "list the facts, or show one"),
    "rules": Text("列出规则，或显示一条规则", "list the rules, or show one"),
    "plugins": Text("列出插件、各自提供的内容和规则库摘要", "list the plugins, what each contributes, and the digest"),
    "schema": Text("输出案件、结论或政策文件的 JSON Schema", "print the JSON Schema of a case, decision or policy file"),
    "prove": Text("对所有可能的案件证明不变量和自定性质", "prove the invariants and authors' properties for every case"),
    "duties": Text("权责清单：导入、查看、检查分解", "the power-and-responsibility list: import, show, check"),
    "diff": Text("按含义比较两套规则", "compare two rulebooks by meaning"),
    "test": Text("运行法律工作者写的案例，列出缺的案例", "run lawyers' cases, and tell which are missing"),
    "mutate": Text("改动规则，看案例能否发现", "change the rules and see whether the cases notice"),
    "statute": Text("法律文本：检查、查看、查找、导入、比较", "official texts: check, show, find, import, compare"),
    "new-plugin": Text("新建地方规则包：文件夹或者可安装的插件", "write a new local pack: a folder, or a plugin to install"),
    "completion": Text("输出命令行补全脚本", "print the script for shell completion"),
}
"""Every command with its summary; the module `dutybound.cli.<name>` holds it and is imported only when it is called."""


_HELP: tuple[type[Exception], ...] = tuple(filter(None, (getattr(click.exceptions, "NoArgsIsHelpError", None),)))
"""No arguments at all: from click 8.2 on an error whose message is the whole help."""


class _Program(WordsGroup):
    """The program: lists commands from the table, imports one when it is asked for, and ends every run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"dutybound.cli.{cmd_name.replace('-', '_')}")
        found: click.Command = module.command
        return found

    def _summary(self, ctx: click.Context, name: str) -> str:
        return COMMANDS[name].into(language())

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, **extra: Any) -> Any:
        """Run the program; what language it is told to speak holds for this call alone."""
        return copy_context().run(self._run, args, prog_name, *rest, **extra)

    def _run(self, args: Sequence[str] | None, prog_name: str | None, *rest: Any, **extra: Any) -> NoReturn:
        """The one place where an exception becomes an exit."""
        arguments = sys.argv[1:] if args is None else list(args)
        choose_language(arguments)
        _open_what_is_closed()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Chinese must not end in a traceback
        extra["standalone_mode"] = False
        try:
            code = super().main(arguments, prog_name or "dutybound", *rest, **extra)
            sys.stdout.flush()
            sys.exit(code if isinstance(code, int) else 0)
        except click.exceptions.Exit as done:
            sys.exit(done.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo(Text("已中断", "interrupted").into(language()), err=True)
            sys.exit(130)
        except click.UsageError as error:
            _show(error)
            sys.exit(2)
        except click.ClickException as error:
            click.echo(error.format_message(), err=True)
            sys.exit(1)
        except Refused as refused:
            for problem in refused.problems:
                click.echo(problem.into(language()), err=True)
            sys.exit(1)
        except BrokenPipeError:
            _let_go_of_stdout()
            sys.exit(1)
        except OSError as error:
            said = system_words(error).into(language())
            click.echo(f"{error.filename}: {said}" if error.filename else said, err=True)
            _let_go_of_stdout_if_it_fails()
            sys.exit(1)


def _show(error: click.UsageError) -> None:
    if isinstance(error, _HELP):
        click.echo(error.format_message(), err=True)
        return
    if error.ctx is None:  # some of the parser's errors know no command
        click.echo(usage_words(error).into(language()), err=True)
        return
    path = error.ctx.command_path
    click.echo(error.ctx.get_usage(), err=True)
    words = usage_words(error)
    hint = Text(f"（帮助：{path} --help）", f" (for help: {path} --help)")
    click.echo(words.into(language()) + hint.into(language()), err=True)


def _open_what_is_closed() -> None:
    """Standard streams that the caller closed: what is written to stdout then fails as to any closed file, and stdin is empty."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _let_go_of_stdout() -> None:
    """The reader of our output is gone; without this the interpreter would complain once more when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())


def _let_go_of_stdout_if_it_fails() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _let_go_of_stdout()


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415  # start-up must not pay for it

        click.echo(f"dutybound {version('dutybound')}")
        context.exit()


program = _Program(
    "dutybound",
    words=helped(
        "行政执法责任的可执行规则：应予追责、应予免责，还是尚需查明。\n\n"
        "输入案件，输出每个人的结论、理由、处分幅度和尚待查明的事实。结论供有权机关参考，不具有约束力。",
        "Executable law on official accountability: liable, exempt, or still to be found out.\n\n"
        "A case goes in; for each person an outcome comes out, with reasons, the range of sanctions and the facts still to be found "
        "out. It is advice to the competent organ and never binding.",
        "dutybound evaluate --format summary cases.jsonl",
        "dutybound explain --lang zh case.json",
        "dutybound ask --interactive case.json",
    ),
    params=[
        WordsOption(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            words=Text("显示版本", "show the version"),
        )
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit."""
    program.main(arguments)
