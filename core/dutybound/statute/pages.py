"""What printed pages add between the lines of a text, which is left out: page numbers and running heads."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve

from dutybound.statute.line import Line
from dutybound.statute.marks import article_mark, heading_mark, is_annex, is_complete, is_unnumbered_heading, item_mark
from dutybound.statute.markup import is_page_number

_NUMBERED = re.compile(
    r"(?P<before>(?:.*\S\s)?)\s*(?:第\s?)?(?P<number>[0-9０-９]{1,4})(?P<total>\s*/\s*[0-9０-９]{1,4})?(?:\s?页)?(?P<after>(?:\s+\D*)?)"
)
_DIGITS = re.compile(r"[0-9０-９]+")
_SHORTEST_PAGE = 5
_LONGEST_HEAD = 80


def without_pages(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without page numbers and running heads; a sentence goes on over them."""
    if not lines:
        return ()
    numbers = {at for at, line in enumerate(lines) if is_page_number(line.text)} | set(_counted(lines))
    gone = numbers | _heads(lines, numbers)
    if not gone and not any(line.turned for line in lines):
        return tuple(lines)
    indents = any(line.indented for line in lines)
    kept: list[Line] = []
    turned = apart = False
    for at, line in enumerate(lines):
        turned, apart = turned or line.turned, apart or line.apart
        if at in gone:
            turned = True
            continue
        if turned and kept:
            # The blank lines around a page's end say nothing of where paragraphs end.
            apart = apart and is_complete(kept[-1].text) and not indents
        kept.append(evolve(line, apart=apart))
        turned = apart = False
    return tuple(kept)


def _counted(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that are alike but for a number, which counts on from page to page."""
    alike: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        text = line.text
        match = _NUMBERED.fullmatch(text) if len(text) <= _LONGEST_HEAD and _DIGITS.search(text) else None
        if match is not None and not _opens(line):
            key = tuple("".join((match[name] or "").split()) for name in ("before", "total", "after"))
            alike.setdefault(key, []).append((at, int(match["number"])))
    title = "".join(lines[0].text.split())
    for (before, total, after), found in alike.items():
        runs: list[list[int]] = []
        ending: dict[int, list[int]] = {}
        for at, number in found:
            run = ending.pop(number - 1, [])
            if not run or at - run[-1] < _SHORTEST_PAGE:
                run = []
                runs.append(run)
            run.append(at)
            ending[number] = run
        longest = max(runs, key=len)
        words = before + after
        only = words == title or "://" in words or (len(found) == 1 and not words and found[0][1] == 1 and (total or found[0][0]))
        if only or len(longest) > (2 if words else 1):
            yield from longest


def _heads(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """The lines at the top or foot of pages that come again and again, or repeat the first."""
    edges: set[int] = set()
    for at in numbers | {at for at, line in enumerate(lines) if line.turned}:
        before, after = at - 1, at + (at in numbers)
        edges |= {edge for edge in (before, after) if 0 <= edge < len(lines)}
    edges = {at for at in edges - numbers if len(lines[at].text) <= _LONGEST_HEAD and not _opens(lines[at]) and not _says(lines[at])}
    alike = Counter(_key(line) for line in lines)
    there = Counter(_key(lines[at]) for at in edges)
    again = {key for key, count in there.items() if count > 1 and 2 * count > alike[key]} | {_key(lines[0])}
    return {at for at in edges if at and _key(lines[at]) in again}


def _key(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text[: _LONGEST_HEAD + 1].split()))


def _opens(line: Line) -> bool:
    text = line.text
    if item_mark(text) is not None or article_mark(text) is not None or heading_mark(text) is not None:
        return True
    return is_annex(text) or is_unnumbered_heading(text) or text.startswith("|")


def _says(line: Line) -> bool:
    return line.text[-1] in "。；;：:，,"
