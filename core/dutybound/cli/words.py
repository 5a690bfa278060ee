"""The language of the command line, and commands whose help speaks it."""

import locale
import os
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

import click

from dutybound.problems import did_you_mean
from dutybound.text import Language, Text

F = TypeVar("F", bound=Callable[..., Any])

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def language() -> Language:
    """The language chosen by `--lang`, else by the environment, else by the locale; English if none says Chinese."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    named = os.environ.get("DUTYBOUND_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named:
        named = locale.getlocale()[0] or ""
    return Language.ZH if named.lower().startswith("zh") else Language.EN


def choose_language(arguments: Sequence[str]) -> None:
    """Take the last `--lang` of a command line before it is parsed, so that errors in parsing speak that language too."""
    _chosen.set(None)
    for number, argument in enumerate(arguments):
        if argument == "--":
            return
        name, _, value = argument.partition("=")
        if name == "--lang":
            given = value or (arguments[number + 1] if number + 1 < len(arguments) else "")
            if given in list(Language):
                _chosen.set(Language(given))


def _choose(_: click.Context, __: click.Parameter, value: str | None) -> None:
    if value is not None:
        _chosen.set(Language(value))


class WordsOption(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.words.into(language())
        return super().get_help_record(ctx)


def lang_option() -> WordsOption:
    """`--lang zh|en`, on the program and on every command."""
    return WordsOption(
        ["--lang"],
        type=click.Choice([each.value for each in Language]),
        callback=_choose,
        expose_value=False,
        is_eager=True,
        words=Text("界面语言（默认按系统语言）", "language of messages (default: the locale's)"),
    )


class WordsCommand(click.Command):
    """A command whose help is a `Text`; it takes `--lang` too."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.params.append(lang_option())

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=Text("用法：", "Usage: ").into(language()))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.words.into(language())
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record for each in self.get_params(ctx) if isinstance(each, click.Option) for record in (each.get_help_record(ctx),) if record
        ]
        if records:
            with formatter.section(Text("选项", "Options").into(language())):
                formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.words.into(language()).split("\n", 1)[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Text("显示帮助", "show this help").into(language())
        return option


class WordsGroup(WordsCommand, click.Group):
    """A group whose help is a `Text`."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(Text("命令", "Commands").into(language())):
            formatter.write_dl([(name, self._summary(ctx, name)) for name in self.list_commands(ctx)])

    def _summary(self, ctx: click.Context, name: str) -> str:
        found = self.get_command(ctx, name)
        return "" if found is None else found.get_short_help_str()

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        known = self.list_commands(ctx)
        if name in known or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        hint = did_you_mean(name, known)
        message = Text(f"没有命令 `{name}`{hint.zh}", f"there is no command `{name}`{hint.en}")
        raise click.UsageError(message.into(language()), ctx)


def option(*names: str, words: Text, **kwargs: Any) -> Callable[[F], F]:
    """`click.option` with its help in two languages."""
    return click.option(*names, cls=WordsOption, words=words, **kwargs)


def command(name: str, words: Text, **kwargs: Any) -> Callable[[Callable[..., Any]], WordsCommand]:
    """`click.command` with its help in two languages; the first line is the summary."""
    return click.command(name, cls=WordsCommand, words=words, **kwargs)


def example(*lines: str) -> str:
    """Example command lines for the end of a help text, kept as they are."""
    return "\n\n\b\n" + "\n".join(f"  {line}" for line in lines)


def helped(zh: str, en: str, *examples: str) -> Text:
    """A help text with its examples, the same in both languages."""
    kept = example(*examples) if examples else ""
    return Text(f"{zh}\n\n例如：{kept}" if kept else zh, f"{en}\n\nFor example:{kept}" if kept else en)


def say(text: Text) -> None:
    """Words for a person, on stderr."""
    click.echo(text.into(language()), err=True)
