"""What is wrong with a text's own numbering: gaps, doubled numbers, disorder, empty units."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from dutybound.numerals import to_chinese
from dutybound.problems import Place, Problem
from dutybound.statute.model import Article, Form, Heading, Level, Part, Statute, Subitem
from dutybound.text import Text

_HEADED = {
    Level.BOOK: ("编", "part"),
    Level.SUBBOOK: ("分编", "subpart"),
    Level.CHAPTER: ("章", "chapter"),
    Level.SECTION: ("节", "section"),
}


@frozen
class _Step:
    """A number in a row of numbers, with how it is written in both languages and where it stands."""

    number: int
    name: Text
    place: Place


def defects(statute: Statute, name: str) -> tuple[Problem, ...]:
    """The defects of a statute, in the order of the text; `name` is the file to print before the line."""
    found: list[Problem] = []
    for part in statute.parts:
        found += _of_articles(part, statute.title, name)
        found += _of_headings(part, name)
        counted = 0
        for article in part.articles:
            found += _of_article(part, article, name, counted)
            counted = _counted_through(part, article, counted)
    for passage in statute.defaced:
        place = Place(name, passage.line, passage.text.index("\ufffd") + 1)
        found.append(Problem(place, Text("此处有无法辨认的字符（U+FFFD）", "there is an unreadable character (U+FFFD)")))
    return tuple(sorted(found, key=lambda problem: (problem.place.line, problem.place.column)))


def _of_articles(part: Part, title: str, name: str) -> Iterator[Problem]:
    steps = [_article_step(part, article, name) for article in part.articles]
    if steps and steps[0].number > 1 and not _begins_late(part, title):
        yield _missing(steps[0], _names(part, 1, steps[0].number - 1))
    seen: dict[tuple[int, int], Place] = {}
    for article, step in zip(part.articles, steps, strict=True):
        if article.key in seen:
            yield _doubled(step, seen[article.key])
        seen.setdefault(article.key, step.place)
    for (before, _), (article, step) in pairwise(zip(part.articles, steps, strict=True)):
        if article.key == before.key:
            continue
        if article.number < before.number or (article.number == before.number and article.inserted < before.inserted):
            yield _disordered(step, _name(part, before.number, before.inserted))
        elif article.number == before.number and article.inserted > before.inserted + 1:
            yield _missing(step, _name(part, article.number, before.inserted + 1))
        elif article.number > before.number + 1:
            yield _missing(step, _names(part, before.number + 1, article.number - 1))
        elif article.inserted > 1 and article.number > before.number:
            yield _missing(step, _name(part, article.number))


def _begins_late(part: Part, title: str) -> bool:
    """Whether the text is the later part of a longer one: an amendment to a constitution, a book of a code."""
    return "修正案" in title or (bool(part.headings) and part.headings[0].number > 1)


def _of_headings(part: Part, name: str) -> Iterator[Problem]:
    for level, (zh, en) in _HEADED.items():
        before: Heading | None = None
        for heading in part.headings:
            if heading.level is not level:
                continue
            step = _heading_step(heading, zh, en, name)
            last = (before.number, before.inserted) if before is not None else (0, 0)
            before = heading
            expected = heading.number in (1, last[0] + 1) or (heading.number == last[0] and heading.inserted == last[1] + 1)
            if expected or last == (0, 0):
                continue
            if heading.number == last[0]:
                yield _doubled(step, None)
            elif heading.number < last[0]:
                yield _disordered(step, Text(f"第{to_chinese(last[0])}{zh}", f"{en} {last[0]}"))
            else:
                first, end = last[0] + 1, heading.number - 1
                yield _missing(
                    step, _span(Text(f"第{to_chinese(first)}{zh}", f"{en} {first}"), Text(f"第{to_chinese(end)}{zh}", f"{en} {end}"))
                )


def _counted_through(part: Part, article: Article, before: int) -> int:
    """The last item up to here, as points 一、 count their items （一） through the whole text."""
    numbers = [item.number for paragraph in article.paragraphs for item in paragraph.items]
    return max(numbers, default=before) if part.form is Form.POINTS else 0


def _of_article(part: Part, article: Article, name: str, counted: int) -> Iterator[Problem]:
    step = _article_step(part, article, name)
    if not any(paragraph.text or paragraph.items for paragraph in article.paragraphs):
        yield _empty(step)
    for paragraph in article.paragraphs:
        items = [_Step(item.number, _item_name(step.name, item.number), Place(name, item.line, item.column)) for item in paragraph.items]
        yield from _of_list(items, counted)
        counted = max([counted, *(item.number for item in paragraph.items)]) if counted else 0
        for item, named in zip(paragraph.items, items, strict=True):
            if not item.text and not item.subitems:
                yield _empty(named)
            subitems = [
                _Step(sub.number, _subitem_name(named.name, sub.number), Place(name, sub.line, sub.column)) for sub in item.subitems
            ]
            for run in _runs(item.subitems, subitems):
                yield from _of_list(run)
            yield from (_empty(sub) for sub, value in zip(subitems, item.subitems, strict=True) if not value.text)


def _runs(values: Sequence[Subitem], steps: Sequence[_Step]) -> Iterator[Sequence[_Step]]:
    """The rows of sub-items, a new one where another sentence opens it: 下列：（一）…. 下列：（一）…."""
    start = 0
    for at, before in enumerate(values[:-1], start=1):
        if values[at].number == 1 and "\n" in before.text and before.text[-1] in "：:":
            yield steps[start:at]
            start = at
    yield steps[start:]


def _of_list(steps: Sequence[_Step], counted: int = 0) -> Iterator[Problem]:
    """The defects of a list, which begins with one, or after `counted`, the last number of the list before it."""
    seen: dict[int, Place] = {}
    last = counted if counted and steps and steps[0].number == counted + 1 else 0
    for step in steps:
        if step.number in seen:
            yield _doubled(step, seen[step.number])
        elif step.number < last:
            yield _wrong(step, Text("顺序错误", "is out of order"))
        elif step.number > last + 1:
            yield _wrong(step, Text(f"之前缺少第 {last + 1} 个编号", f"comes before any number {last + 1}"))
        seen.setdefault(step.number, step.place)
        last = max(last, step.number)


def _article_step(part: Part, article: Article, name: str) -> _Step:
    return _Step(article.number, _name(part, article.number, article.inserted), Place(name, article.line, article.column))


def _heading_step(heading: Heading, zh: str, en: str, name: str) -> _Step:
    text = Text(f"第{to_chinese(heading.number)}{zh}", f"{en} {heading.number}")
    return _Step(heading.number, text, Place(name, heading.line, heading.column))


def _name(part: Part, number: int, inserted: int = 0) -> Text:
    if part.form is Form.POINTS:
        return Text(f"第{to_chinese(number)}点", f"point {number}")
    more = f"之{to_chinese(inserted)}" if inserted else ""
    return Text(f"第{to_chinese(number)}条{more}", f"article {number}" + (f"-{inserted}" if inserted else ""))


def _names(part: Part, first: int, last: int) -> Text:
    return _span(_name(part, first), _name(part, last))


def _span(first: Text, last: Text) -> Text:
    return first if first == last else Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def _item_name(article: Text, number: int) -> Text:
    return Text(f"{article.zh}第（{to_chinese(number)}）项", f"{article.en}, item {number}")


def _subitem_name(item: Text, number: int) -> Text:
    return Text(f"{item.zh}第{number}目", f"{item.en}, sub-item {number}")


def _missing(step: _Step, what: Text) -> Problem:
    return Problem(step.place, Text(f"{step.name.zh}之前缺少{what.zh}", f"{what.en} is missing before {step.name.en}"))


def _doubled(step: _Step, also: Place | None) -> Problem:
    return Problem(step.place, Text(f"{step.name.zh}重复出现", f"{step.name.en} comes twice"), also)


def _disordered(step: _Step, before: Text) -> Problem:
    return Problem(step.place, Text(f"{step.name.zh}排在{before.zh}之后", f"{step.name.en} stands after {before.en}"))


def _empty(step: _Step) -> Problem:
    return Problem(step.place, Text(f"{step.name.zh}没有内容", f"{step.name.en} is empty"))


def _wrong(step: _Step, what: Text) -> Problem:
    return Problem(step.place, Text(f"{step.name.zh}{what.zh}", f"{step.name.en} {what.en}"))
