"""Lists of duties for the tests: a small one of an office, and generated ones with their decomposition to posts."""

from pathlib import Path

from hypothesis import strategies as st

from dutybound.duties.items import DutyItem, ItemType
from dutybound.duties.posts import NEEDED, Assignment
from dutybound.problems import Place
from dutybound.provision import Provision

LIST = """职权编码,职权名称,职权类型,子项,实施依据,实施主体,承办机构,行使层级,法定期限,承诺期限,检查间隔月数,生效日期
A-01,食品经营许可,行政许可,新办；变更,food-2021/35；licensing-2019/42,某区市场监管局,许可科,县级,20工作日,10工作日,,2020-01-01
B-01,食品生产监督检查,行政检查,,food-2021/110,某区市场监管局,食品科,县级；市级,,,24,2020-01-01
C-01,食品违法处罚,行政处罚,,food-2021/122,某区市场监管局,执法队,县级,90日,,,2020-01-01
"""

POSTS = """职权编码,执法机构,执法岗位,环节
A-01/1,许可科,受理岗,承办
A-01/2,许可科,变更岗,承办
A-01,许可科,科长,审核
A-01,局领导,分管副局长,批准
B-01,食品科,检查岗,承办
B-01,食品科,科长,审核
B-01,局领导,分管副局长,批准
C-01,执法队,办案岗,承办
C-01,法规科,法制审核岗,审核
C-01,局领导,局长,批准
C-01,局领导,局长,领导
"""

CALENDAR_2021 = """year: 2021
holidays: [2021-01-01, 2021-02-11, 2021-02-12, 2021-02-15, 2021-02-16, 2021-02-17, 2021-04-05, 2021-05-03, 2021-05-04, 2021-05-05]
workdays: [2021-02-07, 2021-02-20, 2021-04-25, 2021-05-08]
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def item(code: str, sub_items: tuple[str, ...] = ()) -> DutyItem:
    """An item of which only code and sub-items matter."""
    return DutyItem(
        code=code,
        name=f"item {code}",
        type=ItemType.INSPECTION,
        holder="office",
        unit="unit",
        basis=(Provision.parse("food-2021/110"),),
        levels=("county",),
        sub_items=sub_items,
        place=Place("list", 2, 1),
    )


@st.composite
def decompositions(draw: st.DrawFn) -> tuple[tuple[DutyItem, ...], tuple[Assignment, ...]]:
    """A list and a decomposition that keeps it: every part of every item has a post at each needed step, by part or as a whole."""
    sizes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=5))
    items = tuple(item(f"I{number}", tuple(f"sub {each}" for each in range(size))) for number, size in enumerate(sizes))
    given: list[Assignment] = []
    for each in items:
        for step in NEEDED:
            whole = draw(st.booleans())
            for code in (each.code,) if whole else each.parts:
                for unit in draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True)):
                    given.append(Assignment(code, unit, f"post {step}", step, Place("posts", len(given) + 2, 1)))
    return items, tuple(draw(st.permutations(given)))
