"""What a new local pack is made from: its name, kind, region, authorities and first day, each checked."""

import re
import shlex
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from importlib.metadata import version

from attrs import frozen

from dutybound.rulebook import Rulebook
from dutybound.text import Text

LONGEST_NAME = 40

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_REGION = re.compile(r"[1-9][0-9]{5}")


class Kind(StrEnum):
    """A folder of policy files without code, or a distribution with an entry point and a predicate in Python."""

    FOLDER = "folder"
    DISTRIBUTION = "distribution"


KINDS: Mapping[Kind, Text] = {
    Kind.FOLDER: Text("文件夹：只有规则文件，不写程序", "a folder of policy files, no code"),
    Kind.DISTRIBUTION: Text(
        "可安装的插件：规则文件，另有一个 Python 谓词", "a plugin to install: policy files and one predicate in Python"
    ),
}

AUTHORITIES: Mapping[str, Text] = {
    "market": Text("市场监督管理部门", "market regulation department"),
    "drug": Text("药品监督管理部门", "drug administration"),
    "ip": Text("知识产权行政部门", "intellectual property office"),
    "authorised": Text("履行市场监管职责的组织", "organisation exercising market-regulation duties"),
}


@frozen(kw_only=True)
class Answers:
    """The answers, all checked by whoever asked."""

    name: str
    kind: Kind
    region: str
    authorities: tuple[str, ...]
    begins: date

    @property
    def package(self) -> str:
        """The Python package; the prefix keeps it apart from keywords and from every other package's name."""
        return f"dutybound_{self.name.replace('-', '_')}"

    @property
    def distribution(self) -> str:
        """The name under which pip knows it."""
        return f"dutybound-{self.name}"

    @property
    def folder(self) -> str:
        """The name of the new folder where none is given."""
        return self.name if self.kind is Kind.FOLDER else self.distribution

    def words(self, folder: str) -> Mapping[str, str]:
        """What the templates may name, with its text."""
        level, level_zh = _level(self.region)
        return {
            "name": self.name,
            "snake": self.name.replace("-", "_"),
            "package": self.package,
            "distribution": self.distribution,
            "folder": shlex.quote(folder),
            "region": self.region,
            "outside": "310101" if self.region.startswith("11") else "110101",
            "level": level,
            "level_zh": level_zh,
            "authority": self.authorities[0],
            "authorities": ", ".join(self.authorities),
            "authorities_zh": "、".join(AUTHORITIES[each].zh for each in self.authorities),
            "authorities_en": ", ".join(AUTHORITIES[each].en for each in self.authorities),
            "begins": self.begins.isoformat(),
            "day_before": (self.begins - timedelta(days=1)).isoformat(),
            "recently": (self.begins - timedelta(days=30)).isoformat(),
            "long_ago": (self.begins - timedelta(days=400)).isoformat(),
            "version": version("dutybound"),
        }


def _level(region: str) -> tuple[str, str]:
    if region.endswith("0000"):
        return "province", "省级"
    return ("city", "市级") if region.endswith("00") else ("county", "县级")


def name_problem(name: str, rulebook: Rulebook, plugins: frozenset[str]) -> Text | None:
    """What is wrong with a name: its spelling, or that something of the rulebook or a plugin has it already."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        return Text(
            f"`{name}` 不能作名称：以小写字母开头，只用小写字母、数字和单个连字符，不超过 {LONGEST_NAME} 个字符，如 guangzhou-2024",
            f"`{name}` cannot be a name: it begins with a lower-case letter and has lower-case letters, digits and single hyphens, "
            f"at most {LONGEST_NAME} characters, such as guangzhou-2024",
        )
    if name in plugins:
        return Text(f"已经安装了名为 `{name}` 的插件", f"a plugin called `{name}` is installed already")
    taken = next((each for each in _ids(rulebook) if each == name or each.replace("_", "-").startswith(f"{name}-")), None)
    if taken is not None:
        return Text(f"名称 `{name}` 已被占用：已有 `{taken}`", f"the name `{name}` is taken: there is `{taken}`")
    return None


def _ids(rulebook: Rulebook) -> tuple[str, ...]:
    content = rulebook.content
    named = (*content.instruments, *content.rules(), *content.facts, *content.predicates)
    return tuple(each.id for each in named)


def region_problem(region: str) -> Text | None:
    """What is wrong with a region's code."""
    if _REGION.fullmatch(region):
        return None
    return Text(
        f"`{region}` 不是六位行政区划代码：省如 440000，市如 440100，县如 440106",
        f"`{region}` is not a six-digit region code: a province such as 440000, a city 440100, a county 440106",
    )


def day_problem(begins: date, rulebook: Rulebook) -> Text | None:
    """What is wrong with the first day: a pack enters through the law's catch-all items, which must be in force the day before."""
    homes = {point.provision.instrument for point in rulebook.content.extension_points}
    earliest = max((each.begins for each in rulebook.content.instruments if each.id in homes), default=date.min)
    if begins > earliest:
        return None
    return Text(
        f"{begins} 不能作施行之日：所经的兜底项自 {earliest} 起施行，请写其后的一天",
        f"{begins} cannot be the first day: the catch-all items it enters through are in force from {earliest}; give a later day",
    )
