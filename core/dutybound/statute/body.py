"""The lines of one article, built into paragraphs, items and sub-items."""

from collections.abc import Sequence

from attrs import Factory, define, frozen

from dutybound.statute.inline import lists_within, pieces
from dutybound.statute.line import Line
from dutybound.statute.marks import Kind, Mark, item_mark
from dutybound.statute.model import Item, Paragraph, Subitem
from dutybound.statute.quotes import has_quotes, open_after, without_quoted


@frozen
class _Unit:
    mark: Mark | None
    text: str
    line: int
    column: int


@define
class _Draft:
    """An item or sub-item being filled."""

    unit: _Unit
    mark: Mark
    text: list[str]
    inner: list["_Draft"] = Factory(list)


@define
class _Opened:
    """A paragraph being filled."""

    text: list[str]
    line: int
    items: list[_Draft] = Factory(list)

    def kind(self) -> Kind | None:
        return self.items[0].mark.kind if self.items else None


def paragraphs(lines: Sequence[Line], *, quoting: bool = False) -> tuple[Paragraph, ...]:
    """The paragraphs of an article; with `quoting`, what stands in quotation marks is part of the paragraph."""
    units = _units(lines, quoting)
    following = _following(units)
    opened: list[_Opened] = []
    for unit, ahead in zip(units, following, strict=True):
        if unit.mark is not None and not _stray(opened, unit.mark):
            _add_marked(opened, unit, unit.mark)
        elif opened and (unit.text.startswith("|") or _takes(opened[-1], ahead)):
            _append(_last_text(opened[-1]), unit.text)
        else:
            words = f"{unit.mark.label}{unit.mark.rest}" if unit.mark is not None else unit.text
            opened.append(_Opened([words], unit.line))
    return tuple(_paragraph(number, draft) for number, draft in enumerate(opened, start=1))


def _stray(opened: list[_Opened], mark: Mark) -> bool:
    """Whether a number at the start of a line opens no list, as in 二、三类疫病 and 2.5米."""
    listing = bool(opened) and bool(opened[-1].items)
    decimal = mark.kind is Kind.DOT and mark.rest[:1].isdigit()
    return (mark.kind is Kind.COMMA or decimal) and mark.number > 1 and not listing


def _add_marked(opened: list[_Opened], unit: _Unit, mark: Mark) -> None:
    if not opened:
        opened.append(_Opened([], unit.line))
    paragraph = opened[-1]
    draft = _Draft(unit, mark, [mark.rest])
    if not paragraph.items or mark.kind is paragraph.kind():
        paragraph.items.append(draft)
        return
    inner = paragraph.items[-1].inner
    if not inner or mark.kind is inner[0].mark.kind:
        inner.append(draft)
    else:
        inner[-1].text.append(f"{mark.label}{mark.rest}")


def _takes(paragraph: _Opened, ahead: dict[Kind, int]) -> bool:
    """Whether a line without a number belongs to the last item: its number stood alone, or the list goes on."""
    return bool(paragraph.items) and (not any(_last_text(paragraph)) or _resumes(paragraph, ahead))


def _append(text: list[str], line: str) -> None:
    if text == [""]:
        text.clear()
    text.append(line)


def _resumes(paragraph: _Opened, ahead: dict[Kind, int]) -> bool:
    """Whether the list goes on after a line without a number, which then belongs to the item before it."""
    item = paragraph.items[-1]
    if item.inner and ahead.get(item.inner[0].mark.kind) == item.inner[-1].mark.number + 1:
        return True
    return ahead.get(item.mark.kind) == item.mark.number + 1


def _last_text(paragraph: _Opened) -> list[str]:
    if not paragraph.items:
        return paragraph.text
    item = paragraph.items[-1]
    return item.inner[-1].text if item.inner else item.text


def _units(lines: Sequence[Line], quoting: bool) -> list[_Unit]:
    units: list[_Unit] = []
    quoted = False
    for at, line in enumerate(lines):
        if quoting and units and (quoted or line.text[0] in '“"「『'):
            units[-1] = _continued(units[-1], line.text)
        else:
            following = item_mark(lines[at + 1].text) if at + 1 < len(lines) else None
            whole = quoting and has_quotes(line.text) and not lists_within(without_quoted(line.text))
            for start, mark, text in [(0, *_unmarked(line.text))] if whole else pieces(line.text, following):
                if text or mark is not None:
                    units.append(_Unit(mark, text, line.number, line.column + start))
        quoted = quoting and open_after(line.text, before=quoted)
    return units


def _unmarked(text: str) -> tuple[Mark | None, str]:
    mark = item_mark(text)
    return (None, text) if mark is None else (mark, "")


def _continued(unit: _Unit, text: str) -> _Unit:
    if unit.mark is None:
        return _Unit(None, f"{unit.text}\n{text}", unit.line, unit.column)
    mark = Mark(unit.mark.kind, unit.mark.number, unit.mark.label, f"{unit.mark.rest}\n{text}")
    return _Unit(mark, unit.text, unit.line, unit.column)


def _following(units: Sequence[_Unit]) -> list[dict[Kind, int]]:
    """For each unit, the number of the next mark of every kind after it, as far as no list of a kind outside it begins."""
    ranks: dict[Kind, int] = {}
    for unit in units:
        if unit.mark is not None:
            ranks.setdefault(unit.mark.kind, len(ranks))
    ahead: dict[Kind, int] = {}
    found: list[dict[Kind, int]] = []
    for unit in reversed(units):
        found.append(ahead)
        if unit.mark is not None:
            rank = ranks[unit.mark.kind]
            outer = {kind: number for kind, number in ahead.items() if ranks[kind] <= rank}
            ahead = {**outer, unit.mark.kind: unit.mark.number}
    return found[::-1]


def _paragraph(number: int, draft: _Opened) -> Paragraph:
    return Paragraph(number, "\n".join(draft.text), draft.line, tuple(_item(item) for item in draft.items))


def _item(draft: _Draft) -> Item:
    unit = draft.unit
    inner = tuple(Subitem(sub.mark.number, sub.mark.label, "\n".join(sub.text), sub.unit.line, sub.unit.column) for sub in draft.inner)
    return Item(draft.mark.number, draft.mark.label, "\n".join(draft.text), unit.line, unit.column, inner)
