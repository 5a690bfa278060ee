"""`dutybound new-plugin`: a local pack that passes `check`, `test` and `prove` as it stands, to be filled in by a lawyer."""

import shlex
import sys
from datetime import date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from dutybound.blueprints.answers import AUTHORITIES, KINDS, Answers, Kind, day_problem, name_problem, region_problem
from dutybound.blueprints.rendering import rendered
from dutybound.blueprints.writing import check_target, write_new
from dutybound.cli.options import load_rulebook
from dutybound.cli.questioning import ask, ask_several
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.text import Text

if TYPE_CHECKING:
    from dutybound.rulebook import Rulebook

_NAME = Text("名称（小写字母、数字、连字符，如 guangzhou-2024）", "name (lower-case letters, digits, hyphens, such as guangzhou-2024)")
_REGION = Text("地区（六位行政区划代码，如 440100）", "region (six-digit code such as 440100)")
_AUTHORITIES = Text("机关（可选多个，以逗号或空格分开）", "authorities (several, with commas or blanks between)")
_KIND = Text("种类", "kind")


@words_command(
    "new-plugin",
    helped(
        "新建地方规则包：文件夹或者可安装的插件\n\n"
        "逐项询问没有写明的：名称、地区、机关、种类、写到哪里；每一项也可以用参数写明，没有终端时必须写明。写出的是一份样例，原样即可通过"
        " check、test 和 prove，带有第一批案例；请换成本地真实的规定。已经存在的不覆盖；要么全部写出，要么什么也不写。",
        "write a new local pack: a folder, or a plugin to install\n\n"
        "Asks for what is not given: name, region, authorities, kind, and where to write it; each can be given on the command line, "
        "and must be where there is no terminal. What is written is a sample that passes check, test and prove as it stands, with "
        "its first lawyer's cases, to be replaced by the office's own document. Nothing is overwritten; all is written or nothing.",
        "dutybound new-plugin",
        "dutybound new-plugin guangzhou-2024 --region 440100 --authority market --kind folder",
        "dutybound new-plugin sichuan-drug --region 510000 --authority drug --kind distribution --to plugins/sichuan",
    ),
)
@click.argument("name", required=False, metavar="[NAME]")
@option(
    "--region",
    metavar="CODE",
    words=Text("六位行政区划代码：440000 省，440100 市，440106 县", "six-digit code: a province, city or county"),
)
@option(
    "--authority",
    "authorities",
    type=click.Choice(list(AUTHORITIES)),
    multiple=True,
    words=Text("适用的机关（可多次）", "the authorities it applies to (may be repeated)"),
)
@option(
    "--kind", type=click.Choice([each.value for each in Kind]), words=Text("文件夹或者可安装的插件", "a folder, or a plugin to install")
)
@option(
    "--from",
    "begins",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    words=Text("施行之日（默认今天）", "the day it comes into force (default: today)"),
)
@option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    words=Text(
        "要新建的文件夹，上级文件夹没有的一并新建（默认按名称）",
        "the folder to be made, with those above it (default: by the name)",
    ),
)
def command(
    name: str | None, region: str | None, authorities: tuple[str, ...], kind: str | None, begins: datetime | None, target: Path | None
) -> int:
    """Ask, write and return the exit code."""
    asking = sys.stdin.isatty()
    if not asking:
        _check_given({"NAME": name, "--region": region, "--authority": authorities, "--kind": kind})
    checks = _Checks(load_rulebook((), ()))
    # the one place where today's date comes in: as an answer that could have been given
    first_day = date.today() if begins is None else begins.date()
    _raise_any(
        day_problem(first_day, checks.rulebook),
        None if name is None else checks.name(name),
        None if region is None else region_problem(region),
    )
    answers = Answers(
        name=ask(_NAME, checks.name) if name is None else name,
        region=ask(_REGION, region_problem) if region is None else region,
        authorities=tuple(dict.fromkeys(authorities)) or ask_several(_AUTHORITIES, AUTHORITIES),
        kind=Kind(kind or ask_several(_KIND, {each.value: label for each, label in KINDS.items()}, most=1)[0]),
        begins=first_day,
    )
    path = target or (_target(answers) if asking else Path(answers.folder))
    check_target(path)
    files = rendered(answers, path.name)
    write_new(path, files)
    for each in files:
        click.echo(path / each)
    _say_next(answers, path)
    return 0


@frozen
class _Checks:
    """What a name is held against."""

    rulebook: "Rulebook"

    def name(self, typed: str) -> Text | None:
        """What is wrong with this name."""
        return name_problem(typed, self.rulebook, frozenset(point.name for point in entry_points(group="dutybound")))


def _raise_any(*problems: Text | None) -> None:
    found = [each.into(language()) for each in problems if each is not None]
    if found:
        raise click.UsageError("\n".join(found), click.get_current_context())


def _check_given(given: dict[str, object]) -> None:
    missing = [name for name, value in given.items() if not value]
    if missing:
        zh, en = "、".join(missing), ", ".join(missing)
        _raise_any(Text(f"没有终端可供询问，请写明 {zh}", f"there is no terminal to ask at; give {en}"))


def _target(answers: Answers) -> Path:
    return Path(ask(Text("新建的文件夹", "folder to be made"), lambda _: None, default=answers.folder))


def _say_next(answers: Answers, path: Path) -> None:
    here, cases = shlex.quote(str(path)), shlex.quote(str(path / "cases"))
    if answers.kind is Kind.FOLDER:
        lines = [f"dutybound check {here}", f"dutybound test --policies {here}", f"dutybound prove --policies {here}"]
    else:
        # a bare name would be looked for in a package index
        local = here if path.is_absolute() else shlex.quote(f"./{path}")
        lines = [f"python -m pip install {local}", "dutybound check", f"dutybound test {cases}", "dutybound prove"]
    say(Text("已写好一份样例，接下来：", "a sample is written; next:"))
    for line in lines:
        click.echo(f"    {line}", err=True)
