"""The language of the command line, and commands whose help speaks it."""

import locale
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from dutybound.text import Language, Text

F = TypeVar("F", bound=Callable[..., Any])

_META = "dutybound.language"


def language() -> Language:
    """The language chosen by `--lang`, else by the environment, else by the locale; English if none says Chinese."""
    context = click.get_current_context(silent=True)
    if context is not None and _META in context.meta:
        chosen: Language = context.meta[_META]
        return chosen
    named = os.environ.get("DUTYBOUND_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named:
        named = locale.getlocale()[0] or ""
    return Language.ZH if named.lower().startswith("zh") else Language.EN


def _choose(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_META] = Language(value)


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

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.words.into(language())
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.words.into(language()).split("\n", 1)[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Text("显示帮助", "show this help").into(language())
        return option


class WordsGroup(WordsCommand, click.Group):
    """A group whose help is a `Text`."""


def option(*names: str, words: Text, **kwargs: Any) -> Callable[[F], F]:
    """`click.option` with its help in two languages."""
    return click.option(*names, cls=WordsOption, words=words, **kwargs)


def command(name: str, words: Text, **kwargs: Any) -> Callable[[Callable[..., Any]], WordsCommand]:
    """`click.command` with its help in two languages; the first line is the summary."""
    return click.command(name, cls=WordsCommand, words=words, **kwargs)


def say(text: Text) -> None:
    """Words for a person, on stderr."""
    click.echo(text.into(language()), err=True)
