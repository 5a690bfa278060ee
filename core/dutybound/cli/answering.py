"""One question at a terminal: its prompt, what may be typed, and what it means."""

from enum import Enum

import click

from dutybound.cli.words import language, say
from dutybound.days import calendar_day, day_meant
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number, admits, expected
from dutybound.problems import did_you_mean
from dutybound.text import Text

_YES = ("y", "yes", "true", "是", "对", "有")
_NO = ("n", "no", "false", "否", "不", "没有", "无")

_BACK = ("<", "＜", "《", "返回", "back")
"""What goes back, also as the key is typed where Chinese punctuation is on."""

TO_GO_BACK = Text("；<：返回", "; <: back")
"""What a prompt says where there is something to go back to."""


class Typed(Enum):
    """What is typed instead of a value."""

    NOT_KNOWN = "not known"
    BACK = "back"


def goes_back(typed: str) -> bool:
    """Whether this asks for the question before."""
    return typed.strip().lower() in _BACK


def answered(fact: Fact, *, first: bool) -> object:
    """The value a person typed, asked again until it is one, or `Typed`; the `first` question has none before it."""
    while True:
        typed = click.prompt(_prompt(fact, first=first), default="", show_default=False, prompt_suffix=" ", err=True).strip()
        if not typed:
            return Typed.NOT_KNOWN
        value = read_answer(fact, typed)
        if value is not None:
            return value
        if goes_back(typed):
            if not first:
                return Typed.BACK
            say(Text("这是第一题，没有可以返回的", "this is the first question, there is none to go back to"))
            continue
        right = Text("是或否", "y or n") if isinstance(fact.domain, Flag) else expected(fact)
        words = [*fact.value_ids, *(option.label.into(language()) for option in fact.options)]
        hint = day_meant(typed) if isinstance(fact.domain, Day) else did_you_mean(typed, words)
        say(Text(f"`{typed}` 不是可答的值，应为{right.zh}{hint.zh}", f"`{typed}` is no answer here, which takes {right.en}{hint.en}"))


def _prompt(fact: Fact, *, first: bool) -> str:
    back = Text("", "") if first else TO_GO_BACK
    open_ = Text(f"（回车：不清楚{back.zh}）>", f"(Enter: not known{back.en}) >").into(language())
    match fact.domain:
        case Flag():
            return Text(f"是/否{open_}", f"y/n {open_}").into(language())
        case Choice(values) | Grade(values):
            listed = "  ".join(f"{number}={each.label.into(language())}" for number, each in enumerate(values, 1))
            return Text(f"{listed}{open_}", f"{listed} {open_}").into(language())
        case Number() | Day():
            return open_


def read_answer(fact: Fact, typed: str) -> object:
    """What was typed as the value a case record holds: a flag by yes or no, a choice by number, id or label; `None` if it is none."""
    match fact.domain:
        case Flag():
            return True if typed.lower() in _YES else False if typed.lower() in _NO else None
        case Choice(values) | Grade(values):
            for number, option in enumerate(values, 1):
                if typed in (str(number), option.id, option.label.zh, option.label.en):
                    return option.id
            return None
        case Number():
            value = int(typed) if typed.removeprefix("-").isdecimal() and typed.isascii() and len(typed) < 19 else None
            return value if value is not None and admits(fact, value) else None
        case Day():
            return typed if _is_day(typed) else None


def _is_day(typed: str) -> bool:
    try:
        return bool(calendar_day(typed))
    except ValueError:
        return False
