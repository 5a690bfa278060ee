"""The options that name an office's register, and the register they make."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dutybound.cli.words import language, option
from dutybound.text import Text

if TYPE_CHECKING:
    from dutybound.codes import CodeScheme
    from dutybound.duties.derive import Register
    from dutybound.rulebook import Rulebook

_FILE = click.Path(path_type=Path, dir_okay=False)

scheme_option = option(
    "--scheme",
    default="any",
    metavar="ID",
    words=Text(
        "职权编码规则：any（默认）、hubei、guizhou、sichuan，或政策文件声明的",
        "how codes are written: any, hubei, guizhou, sichuan, or a policy's",
    ),
)
posts_option = option("--posts", type=_FILE, metavar="FILE", words=Text("职责分解到岗位的表", "the table that gives duties to posts"))


def register_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--duties`, `--posts`, `--calendar`, `--offices` and `--scheme`."""
    for added in (
        scheme_option,
        option("--offices", type=_FILE, metavar="FILE", words=Text("机关及处分权限（YAML）", "the offices and what they decide (YAML)")),
        option(
            "--calendar",
            type=_FILE,
            multiple=True,
            metavar="FILE",
            words=Text("一年的节假日安排（YAML，可多次）", "the holidays of a year (YAML, may be repeated)"),
        ),
        posts_option,
        option(
            "--duties", type=_FILE, metavar="FILE", words=Text("权责清单（CSV、XLSX）", "the power-and-responsibility list (CSV, XLSX)")
        ),
    ):
        function = added(function)
    return function


def chosen_scheme(rulebook: "Rulebook", name: str) -> "CodeScheme":
    """The code scheme with this id; a usage error names those there are."""
    from dutybound.problems import did_you_mean  # noqa: PLC0415  # help must not pay for loading the rules

    known = rulebook.code_schemes
    if name not in known:
        hint = did_you_mean(name, known)
        listed = ", ".join(known)
        words = Text(f"没有编码规则 `{name}`{hint.zh}（可用：{listed}）", f"there is no code scheme `{name}`{hint.en} (there are {listed})")
        raise click.UsageError(words.into(language()), click.get_current_context())
    return known[name]


def read_chosen(rulebook: "Rulebook", options: dict[str, Any]) -> "Register":
    """The register the options name, empty if they name none; takes them out of `options`. Raises `Refused` and `OSError`."""
    from dutybound.duties.filing import read_register  # noqa: PLC0415  # help must not pay for loading the rules

    duties, posts, offices = options.pop("duties"), options.pop("posts"), options.pop("offices")
    calendar, scheme = options.pop("calendar"), options.pop("scheme")
    if posts is not None and duties is None:
        words = Text("--posts 须与 --duties 合用", "`--posts` needs `--duties`")
        raise click.UsageError(words.into(language()), click.get_current_context())
    rungs = [rung.id for rung in rulebook.content.ladder.rungs]
    return read_register(
        duties,
        chosen_scheme(rulebook, scheme),
        posts=posts,
        calendar=calendar,
        offices=None if offices is None else (offices, rungs),
    )
