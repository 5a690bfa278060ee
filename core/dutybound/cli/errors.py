"""Mistakes on the command line in words: what is wrong, what would be right, where help is."""

import re

import click

from dutybound.problems import did_you_mean
from dutybound.text import Text


def usage_words(error: click.UsageError) -> Text:
    """What is wrong with a command line."""
    match error:
        case click.MissingParameter():
            return _missing(error)
        case click.NoSuchOption():
            known = [] if error.ctx is None else [name for each in error.ctx.command.get_params(error.ctx) for name in each.opts]
            hint = did_you_mean(error.option_name, [name for name in known if name.startswith("-")])
            return Text(f"没有选项 `{error.option_name}`{hint.zh}", f"there is no option `{error.option_name}`{hint.en}")
        case click.BadOptionUsage():
            return Text(f"选项 `{error.option_name}` 需要一个值", f"the option `{error.option_name}` needs a value")
        case click.BadParameter():
            return _bad(error)
        case _:
            return _plain(error)


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    if isinstance(parameter, click.Argument):
        return (parameter.metavar or parameter.name or "").strip("[].")
    return max(parameter.opts, key=len)


def _missing(error: click.MissingParameter) -> Text:
    name = _name(error.param)
    if isinstance(error.param, click.Argument):
        return Text(f"缺少参数 `{name}`", f"the argument `{name}` is missing")
    return Text(f"缺少选项 `{name}`", f"the option `{name}` is missing")


def _bad(error: click.BadParameter) -> Text:
    name = _name(error.param)
    match error.param.type if error.param is not None else None:
        case click.Choice(choices=choices):
            known = [str(each) for each in choices]
            given = re.match(r"'(.*)' is not", error.message)
            hint = did_you_mean(given[1], known) if given else Text("", "")
            return Text(
                f"`{name}` 的值应为下列之一：{'、'.join(known)}{hint.zh}",
                f"the value of `{name}` should be one of {', '.join(known)}{hint.en}",
            )
        case click.DateTime():
            return Text(f"`{name}` 的值应为日期，如 2021-03-04", f"the value of `{name}` should be a day such as 2021-03-04")
        case click.IntRange(min=least):
            bound = Text("整数", "a whole number") if least is None else Text(f"不小于 {least} 的整数", f"a whole number, {least} or more")
            return Text(f"`{name}` 的值应为{bound.zh}", f"the value of `{name}` should be {bound.en}")
        case click.Path() if "does not exist" in error.message:
            path = error.message.split("'")[1]
            return Text(f"`{name}`：没有 `{path}`", f"`{name}`: there is no `{path}`")
        case _:
            return Text(f"`{name}` 的值不对：{error.message}", f"the value of `{name}` is wrong: {error.message}")


def _plain(error: click.UsageError) -> Text:
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message)
    if extra:
        return Text(f"多出了参数 `{extra[1]}`", f"there is an argument too many: `{extra[1]}`")
    if error.message == "Missing command.":
        return Text("缺少命令", "a command is missing")
    return Text(error.message, error.message)
