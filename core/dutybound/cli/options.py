"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from dutybound.cli.words import option
from dutybound.text import Text


def engine_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--without` and `--policies`, and hands the command the engine they make as its first argument."""

    @option(
        "--policies",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="DIR",
        words=Text("另加一个政策文件夹（可多次）", "add a folder of policy files (may be repeated)"),
    )
    @option(
        "--without",
        multiple=True,
        metavar="NAME",
        words=Text("不使用某个已安装的插件（可多次）", "leave out an installed plugin (may be repeated)"),
    )
    @wraps(function)
    def with_engine(*args: Any, without: tuple[str, ...], policies: tuple[Path, ...], **kwargs: Any) -> Any:
        from dutybound.engine import Engine  # noqa: PLC0415  # help must not pay for loading the engine

        return function(Engine.installed(without=without, policies=policies), *args, **kwargs)

    return with_engine
