"""How `dutybound statute` prints what it found: lines for people, JSON for programs."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import asdict

from dutybound.cli.words import language
from dutybound.problems import Problem
from dutybound.provision import Provision
from dutybound.statute.comparing import Change, Difference
from dutybound.statute.counts import Counts, part_counts
from dutybound.statute.finding import Found
from dutybound.statute.mentions import Mention
from dutybound.statute.model import Article, Form, Level, Statute
from dutybound.text import Language, Text

if TYPE_CHECKING:
    from dutybound.resting import Resting

_UNITS = {
    "books": Text("编", "parts"),
    "subbooks": Text("分编", "subparts"),
    "chapters": Text("章", "chapters"),
    "sections": Text("节", "sections"),
    "articles": Text("条", "articles"),
    "points": Text("点", "points"),
    "paragraphs": Text("款", "paragraphs"),
    "items": Text("项", "items"),
    "subitems": Text("目", "sub-items"),
}
_ALWAYS = ("chapters", "articles", "paragraphs", "items", "subitems")
_CHANGES = {
    Change.ADDED: Text("新增", "added"),
    Change.REMOVED: Text("删除", "removed"),
    Change.CHANGED: Text("修改", "changed"),
    Change.RENUMBERED: Text("改号", "renumbered"),
}
_LEVELS = {Level.BOOK: "编", Level.SUBBOOK: "分编", Level.CHAPTER: "章", Level.SECTION: "节"}


def json_line(value: object) -> str:
    """One line of JSON, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False)


def counted(counts: Counts) -> str:
    """The counts as `chapters 5, articles 28, …`, levels the text does not use left out."""
    numbers: dict[str, int] = asdict(counts)
    shown = [
        (name, number) for name, number in numbers.items() if number or (name in _ALWAYS and not (name == "articles" and counts.points))
    ]
    if language() is Language.ZH:
        return "，".join(f"{_UNITS[name].zh} {number}" for name, number in shown)
    return ", ".join(f"{_UNITS[name].en} {number}" for name, number in shown)


def summary(statute: Statute, name: str) -> list[str]:
    """What `check` says of a text: its title and the counts of its parts."""
    lines = [f"{name}: {statute.title}" if statute.title else name]
    for number, part in enumerate(statute.parts, start=1):
        head = "" if number == 1 else f"{part.title or number}: "
        lines.append(f"  {head}{counted(part_counts(part))}")
    return lines


def without_articles(statute: Statute) -> Text | None:
    """What is to be said of a text that has no article."""
    if any(part.articles and part.form is Form.ARTICLES for part in statute.parts):
        return None
    if statute.articles:
        return Text("文本没有条（第…条），按“一、二、”编号", "the text has no articles, it is numbered by points (一、二、)")
    return Text("文本没有条（第…条），也没有编号", "the text has no articles and no numbered points")


def checked_json(statute: Statute, name: str, problems: Iterable[Problem]) -> dict[str, object]:
    """The result of `check` for one file."""
    return {
        "file": name,
        "title": statute.title,
        "encoding": statute.origin.encoding,
        "sha256": statute.origin.sha256,
        "numbering": statute.parts[0].form.value if statute.articles else "none",
        "counts": asdict(part_counts(statute.parts[0])),
        "annexes": [{"title": part.title, "counts": asdict(part_counts(part))} for part in statute.parts[1:]],
        "defects": [problem_json(problem) for problem in problems],
    }


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem with its place."""
    place = problem.place
    return {"file": place.source, "line": place.line, "column": place.column, "message": problem.message.into(language())}


def written(place: Provision, article: Article | None, form: Form = Form.ARTICLES) -> str:
    """A provision as people write it, with its citation."""
    short = str(place).partition("/")[2] if place.instrument == "text" else str(place)
    name = place.numbered(language(), paragraphs=len(article.paragraphs) if article is not None else 2)
    if form is Form.POINTS:
        name = name.replace("条", "点", 1).replace("Art.", "point", 1)
    return f"{name} [{short}]"


def shown(found: Found, form: Form) -> list[str]:
    """What `show` says of a provision: where it stands, then its wording."""
    article = found.article
    caption = f"（{article.caption}）" if article.caption else ""
    above = " ".join(_heading(level, number, title) for level, number, title in _above(article))
    name = written(found.provision, article, form)
    if language() is Language.EN and form is Form.ARTICLES:
        name = f"{name} {found.provision.numbered(Language.ZH, paragraphs=len(article.paragraphs))}"
    return [f"{name}{caption}" + (f"  {above}" if above else ""), *found.text.split("\n")]


def found_json(found: Found, part: int) -> dict[str, object]:
    """A provision found, as JSON values."""
    place = found.provision
    return {
        "provision": str(place).partition("/")[2] if place.instrument == "text" else str(place),
        "written": place.numbered(Language.ZH, paragraphs=len(found.article.paragraphs)),
        "caption": found.article.caption,
        "under": [_heading(level, number, title) for level, number, title in _above(found.article)],
        "part": part,
        "line": found.line,
        "text": found.text,
    }


def difference_lines(difference: Difference) -> list[str]:
    """One difference: what happened where, and the words between `[-` `-]` and `{+` `+}`."""
    ends = [written(place, None) for place in (difference.old, difference.new) if place is not None]
    places = ends[:1] if len(set(ends)) == 1 else ends
    head = f"{_CHANGES[difference.change].into(language())} {' → '.join(places)}"
    marks = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
    words = "".join(f"{marks[piece.mark][0]}{piece.text}{marks[piece.mark][1]}" for piece in difference.words)
    return [head, f"  {words}"] if words else [head]


def difference_json(difference: Difference) -> dict[str, object]:
    """One difference as JSON values."""
    return {
        "change": difference.change.value,
        "old": str(difference.old) if difference.old is not None else None,
        "new": str(difference.new) if difference.new is not None else None,
        "words": [[piece.mark, piece.text] for piece in difference.words],
    }


def mention_line(mention: Mention) -> str:
    """A file that rests on a changed provision."""
    words = Text(f"引用的 {mention.cited} 已变动", f"{mention.cited} is cited and has changed")
    return f"{mention.place}: {words.into(language())}"


def resting_line(found: "Resting") -> str:
    """A rule or fact that rests on a changed provision, with the tests or the command it names."""
    words = Text(
        f"{found.id}（{found.kind}）依据的 {found.cited} 已变动", f"{found.id} ({found.kind}) rests on {found.cited}, which has changed"
    )
    detail = f" [{', '.join(found.detail)}]" if found.detail else ""
    return f"{found.place}: {words.into(language())}{detail}"


def resting_json(found: "Resting") -> dict[str, object]:
    """The same as JSON values."""
    return {
        "file": found.place.source,
        "line": found.place.line,
        "id": found.id,
        "kind": found.kind,
        "cited": str(found.cited),
        "changed": str(found.changed),
        "detail": list(found.detail),
    }


def mention_json(mention: Mention) -> dict[str, object]:
    """A mention as JSON values."""
    place = mention.place
    return {
        "file": place.source,
        "line": place.line,
        "column": place.column,
        "cited": str(mention.cited),
        "changed": str(mention.changed),
    }


def _above(article: Article) -> list[tuple[Level, int, str]]:
    return [(heading.level, heading.number, heading.title) for heading in article.under]


def _heading(level: Level, number: int, title: str) -> str:
    if not number:
        return title
    return f"{Provision('text', number).numbered(Language.ZH).removesuffix('条')}{_LEVELS.get(level, '')} {title}".strip()
