"""The power-and-responsibility list from a table: Chinese or English headings, every problem listed by row."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dutybound.codes import CodeScheme
from dutybound.days import calendar_day, day_meant
from dutybound.duties.items import ITEM_TYPES, LEVELS, DutyItem, ItemType, TimeLimit
from dutybound.duties.table import Row, read_table
from dutybound.problems import Place, Problem, Problems, Refused, did_you_mean
from dutybound.provision import Provision
from dutybound.text import Text

HEADINGS: dict[str, str] = {
    "职权编码": "code",
    "职权名称": "name",
    "职权类型": "type",
    "子项": "sub_items",
    "实施依据": "basis",
    "实施主体": "holder",
    "承办机构": "unit",
    "行使层级": "levels",
    "服务对象": "target",
    "责任事项": "responsibilities",
    "追责情形": "accountability",
    "监督方式": "channel",
    "救济途径": "redress",
    "法定期限": "statutory",
    "承诺期限": "promised",
    "检查间隔月数": "interval_months",
    "生效日期": "from",
    "失效日期": "until",
    "版本": "version",
}
"""Chinese headings and the keys they stand for; the keys themselves are headings too."""

_LABELS = {key: label for label, key in HEADINGS.items()}

REQUIRED = ("code", "name", "type", "basis", "holder", "unit", "levels")

_LIMIT = re.compile(r"(?P<days>[1-9]\d{0,3})\s*(?:个)?\s*(?P<unit>工作日|working days?|日|天|days?)")


def read_items(path: Path, scheme: CodeScheme) -> tuple[DutyItem, ...]:
    """The items of a list in the order of the table; raises `Refused` with every problem of every row, or `OSError`."""
    rows = read_table(path)
    problems = Problems()
    _check_headings(rows, path, problems)
    problems.raise_any()
    items: list[DutyItem] = []
    first: dict[str, Place] = {}
    for row in rows:
        reader = _Reader(row, scheme, problems)
        item = reader.item()
        if item is not None:
            items.append(item)
        taken = first.setdefault(reader.code, row.place)
        if reader.code and taken is not row.place:  # told of a row with other problems too
            problems.add(row.place, f"编码 `{reader.code}` 重复", f"the code `{reader.code}` is taken", also=taken)
    problems.raise_any()
    return tuple(items)


def _check_headings(rows: tuple[Row, ...], path: Path, problems: Problems) -> None:
    if not rows:
        raise Refused((Problem(Place(str(path)), Text("清单没有任何事项", "the list has no item")),))
    known = {*HEADINGS, *HEADINGS.values()}
    place = Place(str(path), 1, 1)
    for name in rows[0].cells:
        if name not in known:
            hint = did_you_mean(name, known)
            problems.add(place, f"不认识列 `{name}`{hint.zh}", f"there is no column `{name}`{hint.en}")
    present = {HEADINGS.get(name, name) for name in rows[0].cells}
    for key in REQUIRED:
        if key not in present:
            problems.add(place, f"缺少列 `{_LABELS[key]}`（{key}）", f"the column `{key}` ({_LABELS[key]}) is missing")


class _Reader:
    """Reads one row, noting each problem under its column."""

    def __init__(self, row: Row, scheme: CodeScheme, problems: Problems) -> None:
        self._cells = {HEADINGS.get(name, name): text for name, text in row.cells.items()}
        self._place = row.place
        self._scheme = scheme
        self._problems = problems
        self._before = len(problems)

    @property
    def code(self) -> str:
        """The code as written, perhaps nothing."""
        return self._cells.get("code", "")

    def item(self) -> DutyItem | None:
        code = self._required("code")
        if code and not self._scheme.fits(code):
            self._wrong(
                "code", f"`{code}` 不合编码规则（{self._scheme.title.zh}）", f"`{code}` does not fit the scheme ({self._scheme.title.en})"
            )
        statutory, promised = self._limit("statutory"), self._limit("promised")
        if statutory and promised and statutory.working == promised.working and promised.days > statutory.days:
            self._wrong("promised", "承诺期限长于法定期限", "the promised time limit is longer than the statutory one")
        begins, ends = self._day("from"), self._day("until")
        if begins and ends and ends <= begins:
            self._wrong("until", "失效日期不晚于生效日期", "the end is not after the beginning")
        kind = self._type()
        found = {key: self._required(key) for key in ("name", "holder", "unit")}
        levels, basis, parts = self._levels(), self._basis(), self._parts()
        interval = self._months()
        if len(self._problems) > self._before or kind is None:
            return None
        return DutyItem(
            code=code,
            type=kind,
            **found,
            basis=basis,
            levels=levels,
            sub_items=parts,
            target=self._cells.get("target", ""),
            responsibilities=self._list("responsibilities"),
            accountability=self._list("accountability"),
            channel=self._cells.get("channel", ""),
            redress=self._cells.get("redress", ""),
            statutory=statutory,
            promised=None if promised is None else TimeLimit(promised.days, promised.working, promised=True),
            interval_months=interval,
            begins=begins,
            ends=ends,
            version=self._cells.get("version", ""),
            place=self._place,
        )

    def _wrong(self, key: str, zh: str, en: str) -> None:
        self._problems.add(self._place, f"{_LABELS[key]}：{zh}", f"{key}: {en}")

    def _required(self, key: str) -> str:
        text = self._cells.get(key, "")
        if not text:
            self._wrong(key, "是空的", "this is empty")
        return text

    def _list(self, key: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in re.split(r"[；;\n]", self._cells.get(key, "")) if part.strip())

    def _parts(self) -> tuple[str, ...]:
        """The sub-items; one written twice would be a duty more than the office has."""
        found = self._list("sub_items")
        for name in dict.fromkeys(name for name in found if found.count(name) > 1):
            self._wrong("sub_items", f"`{name}` 重复", f"`{name}` comes twice")
        return found

    def _type(self) -> ItemType | None:
        text = self._required("type")
        named = {label.zh: kind for kind, label in ITEM_TYPES.items()} | {kind.value: kind for kind in ItemType}
        if text and text not in named:
            hint = did_you_mean(text, named)
            self._wrong("type", f"没有类型 `{text}`{hint.zh}", f"there is no type `{text}`{hint.en}")
        return named.get(text)

    def _levels(self) -> tuple[str, ...]:
        named = {label.zh: level for level, label in LEVELS.items()} | {level: level for level in LEVELS}
        found: list[str] = []
        for text in self._list("levels") or (self._required("levels"),):
            if text in named:
                found.append(named[text])
            elif text:
                hint = did_you_mean(text, named)
                self._wrong("levels", f"没有层级 `{text}`{hint.zh}", f"there is no level `{text}`{hint.en}")
        return tuple(found)

    def _basis(self) -> tuple[Provision, ...]:
        found: list[Provision] = []
        for text in self._list("basis") or (self._required("basis"),):
            try:
                if text:
                    found.append(Provision.parse(text))
            except ValueError as error:
                self._wrong("basis", f"`{text}` 不是条款引用，应如 food-2021/110", str(error))
        return tuple(found)

    def _limit(self, key: str) -> TimeLimit | None:
        text = self._cells.get(key, "")
        if not text:
            return None
        match = _LIMIT.fullmatch(text)
        if match is None:
            self._wrong(
                key, f"`{text}` 不是期限，应如 20工作日 或 30日", f"`{text}` is no time limit such as `20 working days` or `30 days`"
            )
            return None
        return TimeLimit(int(match["days"]), match["unit"] in ("工作日", "working day", "working days"))

    def _months(self) -> int | None:
        text = self._cells.get("interval_months", "")
        if not text:
            return None
        if not re.fullmatch(r"[1-9]\d{0,2}", text):
            self._wrong("interval_months", f"`{text}` 不是月数", f"`{text}` is no number of months")
            return None
        return int(text)

    def _day(self, key: str) -> date | None:
        text = self._cells.get(key, "").removesuffix(" 00:00:00")
        if not text:
            return None
        try:
            return calendar_day(text)
        except ValueError:
            hint = day_meant(text)
            self._wrong(key, f"`{text}` 不是日期，应如 2021-03-04{hint.zh}", f"`{text}` is not a day such as 2021-03-04{hint.en}")
            return None


def resting_on(items: Iterable[DutyItem], changed: Iterable[Provision]) -> tuple[tuple[DutyItem, Provision], ...]:
    """The items whose basis lies in, or contains, a changed provision (samr-2020/7), with that provision."""
    moved = tuple(changed)
    return tuple(
        (item, provision)
        for item in items
        for provision in item.basis
        if any(provision.contains(each) or each.contains(provision) for each in moved)
    )
