"""A duty item: one line of the power-and-responsibility list (samr-2020/7)."""

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from dutybound.facts import NOWHERE
from dutybound.problems import Place
from dutybound.provision import Provision
from dutybound.text import Text


class ItemType(StrEnum):
    """The ten types of items that such lists use."""

    LICENCE = "licence"
    PENALTY = "penalty"
    COERCION = "coercion"
    LEVY = "levy"
    PAYMENT = "payment"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    ADJUDICATION = "adjudication"
    OTHER = "other"


ITEM_TYPES: dict[ItemType, Text] = {
    ItemType.LICENCE: Text("行政许可", "licence"),
    ItemType.PENALTY: Text("行政处罚", "penalty"),
    ItemType.COERCION: Text("行政强制", "coercion"),
    ItemType.LEVY: Text("行政征收", "levy"),
    ItemType.PAYMENT: Text("行政给付", "payment"),
    ItemType.INSPECTION: Text("行政检查", "inspection"),
    ItemType.CONFIRMATION: Text("行政确认", "confirmation"),
    ItemType.REWARD: Text("行政奖励", "reward"),
    ItemType.ADJUDICATION: Text("行政裁决", "adjudication"),
    ItemType.OTHER: Text("其他行政权力", "other power"),
}

LEVELS: dict[str, Text] = {
    "national": Text("国家级", "national"),
    "province": Text("省级", "province"),
    "city": Text("市级", "city"),
    "county": Text("县级", "county"),
    "township": Text("乡级", "township"),
}


@frozen
class TimeLimit:
    """How long an act may take: `days`, calendar or `working`; `promised` if the office bound itself to less than the law."""

    days: int
    working: bool
    promised: bool = False


@frozen(kw_only=True)
class DutyItem:
    """One item with the record fields of the list; `interval_months` is the longest time between two inspections."""

    code: str
    name: str
    type: ItemType
    holder: str
    unit: str
    basis: tuple[Provision, ...]
    levels: tuple[str, ...]
    sub_items: tuple[str, ...] = ()
    target: str = ""
    responsibilities: tuple[str, ...] = ()
    accountability: tuple[str, ...] = ()
    channel: str = ""
    redress: str = ""
    statutory: TimeLimit | None = None
    promised: TimeLimit | None = None
    interval_months: int | None = None
    begins: date | None = None
    ends: date | None = None
    version: str = ""
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    def in_force(self, day: date) -> bool:
        """Whether the item is on the list on `day`."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day < self.ends)

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes that posts may be given: the sub-items `code/1` …, or the item itself where it has none."""
        if not self.sub_items:
            return (self.code,)
        return tuple(f"{self.code}/{number}" for number, _ in enumerate(self.sub_items, 1))
