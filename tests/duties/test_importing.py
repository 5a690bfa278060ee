"""Lists from tables: both encodings, XLSX, every problem by row, and back into a table unchanged."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from duty_tables import LIST, written
from hypothesis import given
from hypothesis import strategies as st

from dutybound.codes import SCHEMES
from dutybound.duties.importing import read_items, resting_on
from dutybound.duties.items import LEVELS, DutyItem, ItemType, TimeLimit
from dutybound.duties.writing import table
from dutybound.problems import Refused
from dutybound.provision import Provision

ANY = SCHEMES["any"]


def _problems(path: Path, scheme: str = "any") -> list[str]:
    with pytest.raises(Refused) as refused:
        read_items(path, SCHEMES[scheme])
    return sorted(f"{problem.place.line} {problem.message.en}" for problem in refused.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    items = read_items(written(tmp_path, "list.csv", LIST, encoding), ANY)
    assert [item.code for item in items] == ["A-01", "B-01", "C-01"]
    first = items[0]
    assert first.type is ItemType.LICENCE
    assert first.parts == ("A-01/1", "A-01/2")
    assert first.basis == (Provision.parse("food-2021/35"), Provision.parse("licensing-2019/42"))
    assert (first.statutory, first.promised) == (TimeLimit(20, True), TimeLimit(10, True, promised=True))
    assert items[1].levels == ("county", "city")
    assert items[1].interval_months == 24
    assert items[2].begins == date(2020, 1, 1)


def test_a_list_reads_the_same_from_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in LIST.splitlines():
        sheet.append(line.split(","))
    book.save(tmp_path / "list.xlsx")
    assert read_items(tmp_path / "list.xlsx", ANY) == read_items(written(tmp_path, "list.csv", LIST), ANY)


def test_every_problem_of_every_row_is_listed(tmp_path: Path) -> None:
    wrong = (
        "职权编码,职权名称,职权类型,实施依据,实施主体,承办机构,行使层级,法定期限,承诺期限,检查间隔月数,生效日期,失效日期\n"
        "A-01,,行政许克,food 35,局,科,县级,20周,,零,2020-01-01,2019-01-01\n"
        "A-02,名称,行政许可,food-2021/35,局,科,村级,20工作日,30工作日,,2020/1/1,\n"
        "A-03,名称,行政许可,food-2021/35,局,科,县级,,,,,\n"
        "A-03,名称,行政许可,food-2021/35,局,科,县级,,,,,\n"
        "A-02,名称,行政许可,food-2021/35,局,科,镇,,,,,\n"
    )
    assert _problems(written(tmp_path, "list.csv", wrong)) == [
        "2 basis: `food 35` is not a citation such as `samr-2020/21.1.4`",
        "2 interval_months: `零` is no number of months",
        "2 name: this is empty",
        "2 statutory: `20周` is no time limit such as `20 working days` or `30 days`",
        "2 type: there is no type `行政许克`, did you mean `行政许可`?",
        "2 until: the end is not after the beginning",
        "3 from: `2020/1/1` is not a day such as 2021-03-04, did you mean `2020-01-01`?",
        "3 levels: there is no level `村级`",
        "3 promised: the promised time limit is longer than the statutory one",
        "5 the code `A-03` is taken",
        "6 levels: there is no level `镇`",
        "6 the code `A-02` is taken",
    ]


def test_a_sub_item_written_twice_is_told_under_the_heading_of_the_list(tmp_path: Path) -> None:
    doubled = LIST.replace("新办；变更", "新办；变更；新办").replace(",食品科,", ",,")
    with pytest.raises(Refused) as refused:
        read_items(written(tmp_path, "list.csv", doubled), ANY)
    told = [each.message for each in refused.value.problems]
    assert (told[0].zh, told[0].en) == ("子项：`新办` 重复", "sub_items: `新办` comes twice")
    assert "承办机构：是空的" in [each.zh for each in told]


def test_a_heading_that_is_unknown_or_missing_is_told(tmp_path: Path) -> None:
    assert _problems(written(tmp_path, "list.csv", "职权编码,职权名字\nA,x\n"))[:2] == [
        "1 the column `basis` (实施依据) is missing",
        "1 the column `holder` (实施主体) is missing",
    ]
    assert "1 there is no column `职权名字`, did you mean `职权名称`?" in _problems(tmp_path / "list.csv")


@pytest.mark.parametrize(
    ("scheme", "right", "wrong"),
    [
        ("hubei", "4201050230101502", "420105023010150"),
        ("guizhou", "XK00012001", "xk00012001"),
        ("sichuan", "511A0138000000-511602000000-000-115113010833722043-1-00", "511A0138000000-511602000000-000-115113010833722043-1"),
    ],
)
def test_codes_fit_their_scheme(tmp_path: Path, scheme: str, right: str, wrong: str) -> None:
    assert SCHEMES[scheme].fits(right)
    path = written(tmp_path, "list.csv", LIST.replace("A-01", wrong).replace("B-01", right).replace("C-01", right + "x"))
    told = [problem.partition(" does not fit")[0] for problem in _problems(path, scheme)]
    assert told == [f"2 code: `{wrong}`", f"4 code: `{right}x`"]


def test_items_rest_on_what_has_changed(tmp_path: Path) -> None:
    items = read_items(written(tmp_path, "list.csv", LIST), ANY)

    def resting(changed: str) -> list[tuple[str, str]]:
        return [(item.code, str(provision)) for item, provision in resting_on(items, [Provision.parse(changed)])]

    assert resting("food-2021/35.2") == [("A-01", "food-2021/35")]
    assert resting("food-2021/110") == [("B-01", "food-2021/110")]
    assert resting("food-2021/3") == []


_WORD = st.text("职权名称事项abc 12", min_size=1, max_size=8).map(str.strip).filter(bool)
_LIMITS = st.none() | st.builds(TimeLimit, st.integers(1, 400), st.booleans())


@st.composite
def _items(draw: st.DrawFn) -> tuple[DutyItem, ...]:
    found = []
    for code in draw(st.lists(st.from_regex(r"[A-Z]-[0-9]{1,3}", fullmatch=True), min_size=1, max_size=4, unique=True)):
        statutory = draw(_LIMITS)
        promised = None
        if statutory is not None and draw(st.booleans()):
            promised = TimeLimit(draw(st.integers(1, statutory.days)), statutory.working, promised=True)
        found.append(
            DutyItem(
                code=code,
                name=draw(_WORD),
                type=draw(st.sampled_from(ItemType)),
                holder=draw(_WORD),
                unit=draw(_WORD),
                basis=tuple(
                    draw(st.lists(st.sampled_from([Provision.parse("food-2021/110"), Provision.parse("drug-2019/99.2.1")]), min_size=1))
                ),
                levels=tuple(draw(st.lists(st.sampled_from(list(LEVELS)), min_size=1, unique=True))),
                sub_items=tuple(draw(st.lists(_WORD, max_size=3, unique=True))),
                target=draw(st.just("") | _WORD),
                responsibilities=tuple(draw(st.lists(_WORD, max_size=3))),
                channel=draw(st.just("") | _WORD),
                statutory=statutory,
                promised=promised,
                interval_months=draw(st.none() | st.integers(1, 120)),
                begins=draw(st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1))),
                ends=draw(st.none() | st.dates(date(2020, 1, 2), date(2040, 1, 1))),
            )
        )
    return tuple(found)


@given(_items())
def test_the_canonical_table_reads_back_unchanged(tmp_path_factory: pytest.TempPathFactory, items: tuple[DutyItem, ...]) -> None:
    path = written(tmp_path_factory.mktemp("lists"), "list.csv", table(items))
    assert read_items(path, ANY) == items
