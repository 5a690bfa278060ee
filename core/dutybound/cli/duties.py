"""`dutybound duties`: the power-and-responsibility list imported, shown, checked against posts and against changed law."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from dutybound.cli import duties_words as words
from dutybound.cli.options import json_option, rulebook_options
from dutybound.cli.registers import chosen_scheme, posts_option, scheme_option
from dutybound.cli.words import WordsGroup, helped, language, option, say
from dutybound.cli.words import command as words_command
from dutybound.codes import CodeScheme
from dutybound.duties.importing import read_items, resting_on
from dutybound.duties.items import DutyItem
from dutybound.duties.offices import read_offices
from dutybound.duties.posts import Assignment, decomposition_problems, read_assignments
from dutybound.duties.writing import item_record, table
from dutybound.outputs.records import encode
from dutybound.problems import Place, Problem, Refused, did_you_mean
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.statute.comparing import changed_provisions
from dutybound.statute.opening import open_statute
from dutybound.statute.storing import folder
from dutybound.text import Text

duties = WordsGroup(
    "duties",
    words=helped(
        "权责清单：导入、查看、检查分解、找出依据已变动的事项\n\nLIST 是清单（CSV，UTF-8 或 GB18030；或 XLSX）。",
        "the power-and-responsibility list: import, show, check its posts, find what rests on changed law\n\n"
        "LIST is the list (CSV in UTF-8 or GB18030, or XLSX).",
        "dutybound duties import 权责清单.xlsx -o list.csv --scheme hubei",
        "dutybound duties show list.csv A-01 --posts posts.csv",
        "dutybound duties check list.csv --posts posts.csv",
        "dutybound duties changed list.csv --provisions food-2021/110",
        "dutybound duties offices offices.yaml",
    ),
)
command = duties

_LIST = click.argument("source", type=click.Path(path_type=Path), metavar="LIST")


def _with_scheme(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--scheme`, `--policies` and `--without`, and hands the command the scheme as its first argument."""

    @scheme_option
    @rulebook_options
    @wraps(function)
    def with_scheme(rulebook: Rulebook, *args: Any, scheme: str, **kwargs: Any) -> Any:
        return function(chosen_scheme(rulebook, scheme), *args, **kwargs)

    return with_scheme


@words_command(
    "import",
    Text(
        "读入清单，写成统一的表（UTF-8 CSV）\n\n每行的每个问题都列出；有问题时什么也不写，退出码为 1。",
        "read a list and write it as a canonical table (CSV in UTF-8)\n\n"
        "Every problem of every row is listed; if there is one, nothing is written, exit 1.",
    ),
)
@_LIST
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    words=Text("写入文件（默认标准输出）", "where to write (default: standard output)"),
)
@json_option
@_with_scheme
def import_(scheme: CodeScheme, source: Path, output: Path | None, as_json: bool) -> int:
    """Write the items and return the exit code."""
    items = read_items(source, scheme)
    written = b"".join(encode(item_record(item)) for item in items) if as_json else table(items).encode()
    if output is None:
        click.echo(written, nl=False)
    else:
        output.write_bytes(written)
    say(Text(f"{len(items)} 项", f"{len(items)} items"))
    return 0


@words_command("show", Text("显示清单事项及其岗位", "show the items of a list, and who holds them"))
@_LIST
@click.argument("code", required=False, default="")
@posts_option
@json_option
@_with_scheme
def show(scheme: CodeScheme, source: Path, code: str, posts: Path | None, as_json: bool) -> int:
    """Print all items, or one in full, and return the exit code."""
    items = read_items(source, scheme)
    held = () if posts is None else read_assignments(posts)
    found = [item for item in items if code in ("", item.code, *item.parts)]
    if not found:
        hint = did_you_mean(code, [part for item in items for part in (item.code, *item.parts)])
        raise _refused(source, Text(f"清单没有 `{code}`{hint.zh}", f"`{code}` is not on the list{hint.en}"))
    for item in found:
        if as_json:
            click.echo(encode(words.full_record(item, held)), nl=False)
        else:
            click.echo("\n".join(words.item_lines(item)))
            if held:
                click.echo("\n".join(list(words.held_lines(item, held))[1:]))
    return 0


@words_command(
    "check",
    Text(
        "检查职责分解：不得增加或者减少，谁在哪个环节承担\n\n有问题时退出码为 1。",
        "check the decomposition to posts: nothing added, nothing dropped, and who holds what\n\n"
        "Exit 1 if duties were added, dropped or doubled.",
    ),
)
@_LIST
@option(
    "--posts",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    words=Text("职责分解到岗位的表", "the table that gives duties to posts"),
)
@json_option
@_with_scheme
def check(scheme: CodeScheme, source: Path, posts: Path, as_json: bool) -> int:
    """Print who holds what, then what is wrong, and return the exit code."""
    items, held = read_items(source, scheme), read_assignments(posts)
    wrong = decomposition_problems(items, held)
    if as_json:
        record = {
            "items": [words.held_record(item, held) for item in items],
            "problems": [words.problem_record(problem) for problem in wrong],
        }
        click.echo(encode(record), nl=False)
    else:
        click.echo("\n".join(line for item in items for line in words.held_lines(item, held)))
        for problem in wrong:
            click.echo(problem.into(language()))
    say(_verdict(items, held, wrong))
    return int(bool(wrong))


@words_command(
    "offices",
    Text("检查机关树（上下级、层级、处分权限）并列出", "check a tree of offices (superiors, levels, competence) and show it"),
)
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@json_option
@rulebook_options
def offices_(rulebook: Rulebook, source: Path, as_json: bool) -> int:
    """Print the offices from the top and return the exit code."""
    labels = {rung.id: rung.label for rung in rulebook.content.ladder.rungs}
    offices = read_offices(source, list(labels))
    for office in offices.offices:
        if as_json:
            click.echo(encode(words.office_record(office)), nl=False)
    if not as_json:
        click.echo("\n".join(words.office_lines(offices, labels)))
    return 0


def _verdict(items: tuple[DutyItem, ...], held: tuple[Assignment, ...], wrong: tuple[Problem, ...]) -> Text:
    posts = len({(each.unit, each.post) for each in held})
    if wrong:
        return Text(f"{len(items)} 项，{posts} 个岗位，{len(wrong)} 个问题", f"{len(items)} items, {posts} posts, {len(wrong)} problems")
    return Text(
        f"{len(items)} 项全部分解到 {posts} 个岗位，没有增加或者减少",
        f"all {len(items)} items are given to {posts} posts, nothing added, nothing dropped",
    )


@words_command(
    "changed",
    Text(
        "列出依据已变动的事项（须相应调整清单）\n\n用 --provisions 给出变动的条款，或用 --old、--new 比较同一法律的两个文本。",
        "list the items that rest on changed law, which the list must follow\n\n"
        "Name the provisions, or compare two texts of one law with --old and --new.",
    ),
)
@_LIST
@option(
    "--provisions",
    multiple=True,
    metavar="CITATION",
    words=Text("变动的条款，如 food-2021/110（可多次）", "a changed provision (may be repeated)"),
)
@option("--old", metavar="FILE|ID", words=Text("旧文本", "the old text"))
@option("--new", metavar="FILE|ID", words=Text("新文本", "the new text"))
@option("--as", "identifier", default="", metavar="ID", words=Text("清单引用该法律所用的标识", "the id by which the list cites this law"))
@json_option
@_with_scheme
def changed(scheme: CodeScheme, source: Path, provisions: tuple[str, ...], as_json: bool, **texts: str | None) -> int:
    """Print the items resting on what has changed; exit 1 if there are any."""
    moved = [*_named(provisions), *_compared(**texts)]
    found = resting_on(read_items(source, scheme), moved)
    for item, provision in found:
        click.echo(encode(words.resting_record(item, provision)) if as_json else words.resting_line(item, provision) + "\n", nl=False)
    if not found:
        say(Text("没有事项以变动的条款为依据", "no item rests on a changed provision"))
    return int(bool(found))


def _named(provisions: tuple[str, ...]) -> list[Provision]:
    found: list[Provision] = []
    for written in provisions:
        try:
            found.append(Provision.parse(written))
        except ValueError as error:
            raise _usage(Text(f"`{written}` 不是条款引用，应如 food-2021/110", str(error))) from error
    return found


def _compared(old: str | None, new: str | None, identifier: str | None) -> list[Provision]:
    if (old is None) != (new is None):
        raise _usage(Text("--old 与 --new 须同时给出", "`--old` and `--new` go together"))
    if old is None or new is None:
        return []
    from attrs import evolve  # noqa: PLC0415  # only for comparing

    before, after = open_statute(old, folder(None)), open_statute(new, folder(None))
    name = identifier or before.id or after.id
    if not name:
        raise _usage(Text("请以 --as 给出清单引用该法律所用的标识", "name the id by which the list cites this law with `--as`"))
    return list(changed_provisions(evolve(before, id=name), evolve(after, id=name)))


def _usage(text: Text) -> click.UsageError:
    return click.UsageError(text.into(language()), click.get_current_context())


def _refused(source: Path, message: Text) -> Refused:
    return Refused((Problem(Place(str(source)), message),))


for _each in (import_, show, check, changed, offices_):
    duties.add_command(_each)
