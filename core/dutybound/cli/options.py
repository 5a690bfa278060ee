"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dutybound.cli import completing
from dutybound.cli.registers import read_chosen, register_options
from dutybound.cli.words import option
from dutybound.text import Text

if TYPE_CHECKING:
    from datetime import datetime

    from dutybound.engine import Engine
    from dutybound.rulebook import Rulebook

_policies = option(
    "--policies",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    words=Text("另加一个政策文件夹或文件（可多次）", "add a folder of policy files, or one file (may be repeated)"),
)
_without = option(
    "--without",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.plugins,
    words=Text("不使用某个已安装的插件（可多次）", "leave out an installed plugin (may be repeated)"),
)

on_option = option(
    "--on",
    "decision_day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    words=Text(
        "作出结论之日：当日的法律较轻的适用当日的（从旧兼从轻），两者都列出",
        "the day of the decision: its law governs where it is more lenient than that of the act, and both are shown",
    ),
)

json_option = option("--json", "as_json", is_flag=True, words=Text("输出 JSON", "write JSON"))


def engine_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--without` and `--policies`, and hands the command the engine they make as its first argument."""

    @register_options
    @_policies
    @_without
    @wraps(function)
    def with_engine(*args: Any, without: tuple[str, ...], policies: tuple[Path, ...], **kwargs: Any) -> Any:
        from dutybound.engine import Engine  # noqa: PLC0415  # help must not pay for loading the engine

        engine = Engine.installed(without=without, policies=policies)
        register = read_chosen(engine.rulebook, kwargs)
        return function(engine if register == engine.register else engine.with_register(register), *args, **kwargs)

    return with_engine


def rulebook_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `engine_options`, for commands that need the rules but decide nothing."""

    @_policies
    @_without
    @wraps(function)
    def with_rulebook(*args: Any, without: tuple[str, ...], policies: tuple[Path, ...], **kwargs: Any) -> Any:
        return function(load_rulebook(without, policies), *args, **kwargs)

    return with_rulebook


def load_rulebook(without: tuple[str, ...], policies: tuple[Path, ...]) -> "Rulebook":
    """The rulebook of the installed plugins and the policy folders given; raises `Refused`."""
    from dutybound import host  # noqa: PLC0415  # help must not pay for loading the rules
    from dutybound.linking import link  # noqa: PLC0415  # as above

    return link(host.gather(host.installed(without), policies))


def engine_on(engine: "Engine", decision_day: "datetime | None") -> "Engine":
    """The engine that decides on that day; the engine itself where no day is given."""
    if decision_day is None:
        return engine
    from dutybound.versions import EngineOn  # noqa: PLC0415  # only where a day is given

    return EngineOn(engine, decision_day.date())
