"""`dutybound statute`: official texts read, checked, shown, searched, imported and compared."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from dutybound.cli import statute_words as words
from dutybound.cli.words import WordsGroup, helped, language, option, say
from dutybound.cli.words import command as words_command
from dutybound.problems import Place, Problem, Refused
from dutybound.provision import Provision
from dutybound.statute.attached import cited_text
from dutybound.statute.citation import TwoReadings
from dutybound.statute.comparing import changed_provisions, compare
from dutybound.statute.defects import defects
from dutybound.statute.finding import Found, NotFound, locate, search
from dutybound.statute.mentions import mentions
from dutybound.statute.model import Part, Statute
from dutybound.statute.opening import open_statute
from dutybound.statute.parsing import parse
from dutybound.statute.reading import LARGEST, read_bytes
from dutybound.statute.spans import read_citations
from dutybound.statute.storing import folder, is_id, store
from dutybound.text import Text

if TYPE_CHECKING:
    from dutybound.resting import Resting

statute = WordsGroup(
    "statute",
    words=helped(
        "法律文本：检查、查看、查找、导入、比较\n\nFILE 是公布的文本（纯文本或 Markdown），ID 是导入时起的标识。",
        "official texts: check, show, find, import, compare\n\n"
        "FILE is a text as published (plain text or Markdown), ID the name it was imported under.",
        "dutybound statute check law.txt",
        "dutybound statute import law.txt --as samr-2020",
        "dutybound statute show samr-2020 第二十一条第（四）项",
        "dutybound statute find samr-2020 专家 审慎",
        "dutybound statute compare samr-2020 law-revised.txt --rules",
    ),
)
command = statute

_json = option("--json", "as_json", is_flag=True, words=Text("输出 JSON", "write JSON"))
_into = option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    words=Text(
        "存放导入文本的文件夹（默认 $DUTYBOUND_STATUTES，或者用户数据文件夹）",
        "the folder of imported texts (default: $DUTYBOUND_STATUTES or the user's data folder)",
    ),
)


@words_command(
    "check",
    Text(
        "统计各级数量，指出编号缺漏、重复等缺陷\n\n有缺陷或无法读取时退出码为 1。",
        "count the units of every level and report defects of the numbering\n\nExit 1 if there are any, or if a text cannot be read.",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_json
@_into
def check(files: tuple[str, ...], as_json: bool, into: Path | None) -> int:
    """Check every file and return the exit code."""
    faulty = False
    for name in files:
        try:
            text = _opened(name, into)
        except Refused as refused:
            faulty = True
            for problem in refused.problems:
                click.echo(problem.into(language()), err=True)
            if as_json:
                click.echo(words.json_line({"file": name, "unreadable": [words.problem_json(problem) for problem in refused.problems]}))
            continue
        problems = defects(text, name)
        faulty = faulty or bool(problems)
        if as_json:
            click.echo(words.json_line(words.checked_json(text, name, problems)))
        else:
            lines = [*words.summary(text, name), *(problem.into(language()) for problem in problems)]
            click.echo("\n".join(lines))
        lacking = words.without_articles(text)
        if lacking is not None:
            say(Text(f"{name}: {lacking.zh}", f"{name}: {lacking.en}"))
    return int(faulty)


@words_command(
    "show",
    Text(
        "显示引用的条款\n\n引用如 第二十一条第一款第（四）项、21.1.4、第二十一条至第二十三条、第二十一条第一款、第三款；不写则显示全文。",
        "show the wording of a citation\n\n"
        "A citation is written 第二十一条第一款第（四）项, 21.1.4, 第二十一条至第二十三条 or 第二十一条第一款、第三款; "
        "without one the whole text is shown.",
    ),
)
@click.argument("source", metavar="FILE|ID")
@click.argument("citation", required=False, default="")
@option("--part", default=1, type=click.IntRange(min=1), words=Text("第几部分（附件依次为 2、3……）", "the part, annexes are 2, 3 …"))
@_json
@_into
def show(source: str, citation: str, part: int, as_json: bool, into: Path | None) -> int:
    """Print the provisions named, or the whole part if none is."""
    if not citation:
        source, citation = cited_text(source, folder(into))
    text = _opened(source, into)
    chosen = _part(text, source, part)
    if not citation:
        places = tuple(Provision(text.id or "text", article.number, article.inserted) for article in chosen.articles)
    else:
        try:
            places = tuple(place for span in read_citations(citation, text.id or "text") for place in span.within(chosen))
        except TwoReadings as error:
            raise _Usage(error.message.into(language())) from error
        except ValueError as error:
            message = Text(f"`{citation}` 不是条款引用，可写作 第二十一条第一款第（四）项 或 21.1.4", str(error))
            raise _Usage(message.into(language())) from error
    for found in [_found(chosen, place, source, text.id) for place in places]:
        if as_json:
            click.echo(words.json_line(words.found_json(found, part)))
        else:
            click.echo("\n".join(words.shown(found, chosen.form)))
    return 0


def _found(part: Part, place: Provision, source: str, identifier: str) -> Found:
    if identifier and place.instrument != identifier:
        raise _refused(source, f"`{place.instrument}` 不是这一文本的标识", f"`{place.instrument}` is not the id of this text")
    found = locate(part, place)
    if isinstance(found, NotFound):
        raise _refused(source, found.message.zh, found.message.en)
    return found


@words_command("find", Text("查找含有全部词语的条款", "find the provisions that hold all the words"))
@click.argument("source", metavar="FILE|ID")
@click.argument("wanted", nargs=-1, required=True, metavar="WORDS...")
@_json
@_into
def find(source: str, wanted: tuple[str, ...], as_json: bool, into: Path | None) -> int:
    """Print every provision that holds the words."""
    text = _opened(source, into)
    hits = 0
    for part, found in search(text, " ".join(wanted)):
        hits += 1
        if as_json:
            click.echo(words.json_line(words.found_json(found, part)))
        else:
            place = words.written(found.provision, found.article, text.parts[part - 1].form)
            click.echo(f"{source}:{found.line}: {place} {found.text}".replace("\n", " "))
    if not hits:
        say(Text("没有找到", "nothing found"))
    return 0


@words_command("import", Text("导入文本，此后各命令可用标识称呼它", "import a text, which every command can then name by its id"))
@click.argument("source", metavar="FILE")
@option("--as", "identifier", required=True, metavar="ID", words=Text("标识，如 samr-2020", "the id, such as samr-2020"))
@option("--title", default="", words=Text("名称（默认取自文本）", "the title (default: the text's own)"))
@_json
@_into
def import_(source: str, identifier: str, title: str, as_json: bool, into: Path | None) -> int:
    """Store the canonical copy and print where."""
    if not is_id(identifier):
        message = Text(
            f"`{identifier}` 不能作标识，请用小写字母、数字和连字符，如 samr-2020", f"`{identifier}` is no id such as `samr-2020`"
        )
        raise _Usage(message.into(language()))
    read = _opened(source, into)
    if not any(part.articles for part in read.parts):
        raise _refused(source, "文本没有条，也没有编号，无法引用", "the text has no articles and no numbered points to cite")
    text = evolve(read, id=identifier, title=title or read.title)
    path = store(text, folder(into))
    if as_json:
        click.echo(words.json_line({"id": identifier, "title": text.title, "path": str(path), "sha256": text.origin.sha256}))
    else:
        click.echo(f"{identifier} {text.origin.sha256} {path}")
    for problem in defects(text, source):
        click.echo(problem.into(language()), err=True)
    return 0


@words_command("compare", Text("比较两个文本：新增、删除、修改、改号", "compare two texts: what was added, removed, changed, renumbered"))
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@option("--as", "identifier", default="", metavar="ID", words=Text("引用旧文本所用的标识", "the id by which files cite the old text"))
@option(
    "--paths",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="DIR",
    words=Text("列出其中引用已变动条款的文件（可多次）", "list the files in it that cite a changed provision (may be repeated)"),
)
@option(
    "--rules",
    is_flag=True,
    words=Text(
        "列出以变动条款为依据的规则、事实、测试和文书", "list the rules, facts, tests and documents that rest on a changed provision"
    ),
)
@option(
    "--policies",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    words=Text("与 --rules 合用：另加的政策", "policies to add, with --rules"),
)
@option("--without", multiple=True, metavar="NAME", words=Text("与 --rules 合用：不用的插件", "plugins to leave out, with --rules"))
@_json
@_into
def compare_(
    old: str,
    new: str,
    *,
    identifier: str,
    paths: tuple[Path, ...],
    rules: bool,
    policies: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
    into: Path | None,
) -> int:
    """Print the differences, then the rules and the files that rest on them."""
    before, after = _opened(old, into), _opened(new, into)
    name = identifier or before.id or after.id
    if (paths or rules) and not name:
        words_ = Text("用 --paths 或 --rules 时请以 --as 给出标识", "--paths and --rules need an id, name it with --as")
        raise _Usage(words_.into(language()))
    before, after = evolve(before, id=name or "text"), evolve(after, id=name or "text")
    differences = compare(before, after)
    changed = changed_provisions(before, after) if paths or rules else ()
    resting = tuple(mentions(paths, changed)) if paths else ()
    ruled = _resting(changed, without, policies) if rules else ()
    if as_json:
        listed = [words.difference_json(difference) for difference in differences]
        record: dict[str, object] = {"differences": listed, "mentions": [words.mention_json(mention) for mention in resting]}
        if rules:
            record["rules"] = [words.resting_json(each) for each in ruled]
        click.echo(words.json_line(record))
        return 0
    for difference in differences:
        click.echo("\n".join(words.difference_lines(difference)))
    for each in ruled:
        click.echo(words.resting_line(each))
    for mention in resting:
        click.echo(words.mention_line(mention))
    if not differences:
        say(Text("没有差异", "no differences"))
    return 0


def _resting(changed: tuple[Provision, ...], without: tuple[str, ...], policies: tuple[Path, ...]) -> "tuple[Resting, ...]":
    from dutybound.cli.options import load_rulebook  # noqa: PLC0415  # only `--rules` pays for loading the rules
    from dutybound.resting import resting  # noqa: PLC0415  # as above

    return tuple(resting(load_rulebook(without, policies).content, changed))


for _each in (check, show, find, import_, compare_):
    statute.add_command(_each)


class _Usage(click.UsageError):
    """A usage error in the language of the user."""


def _opened(named: str, into: Path | None) -> Statute:
    if named == "-":
        return parse(read_bytes(sys.stdin.buffer.read(LARGEST + 1), "-"))
    return open_statute(named, folder(into))


def _part(text: Statute, source: str, number: int) -> Part:
    if number > len(text.parts):
        raise _refused(
            source, f"没有第 {number} 部分，共 {len(text.parts)} 部分", f"there is no part {number}, the text has {len(text.parts)}"
        )
    return text.parts[number - 1]


def _refused(source: str, zh: str, en: str) -> Refused:
    return Refused([Problem(Place(source), Text(zh, en))])
