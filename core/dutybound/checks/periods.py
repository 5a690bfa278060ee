"""When, for whom and where an instrument or rule is in force."""

import re

from dutybound.checks.names import check_names
from dutybound.facts import value_labels
from dutybound.problems import Place, Problems
from dutybound.rulebook import Content
from dutybound.rules import Constraint, Document, Principle, Remedy, Step


def check_periods(content: Content, problems: Problems) -> None:
    """Each period ends after it begins, authorities are known, and a region is a six-digit code that a case can tell."""
    for thing in (*content.instruments, *content.rules()):
        if thing.begins is not None and thing.ends is not None and thing.ends <= thing.begins:
            problems.add(thing.place.of("until"), f"`{thing.id}` 的 until 不晚于 from", f"`until` of `{thing.id}` is not after its `from`")
    kind = next((fact for fact in content.facts if fact.origin == "authority.kind"), None)
    region = next((fact for fact in content.facts if fact.origin == "authority.region"), None)
    if not any(fact.origin == "act.date" for fact in content.facts):
        problems.add(
            Place("rulebook"), "没有事实取自 `act.date`，无法判断施行日期", "no fact is taken `from: act.date`, so nothing can be dated"
        )
    kinds = value_labels(kind) if kind else {}
    for speaking in (*content.instruments, *content.rules()):
        if speaking.authorities and isinstance(speaking, Constraint | Principle | Document | Step | Remedy):
            zh, en = (
                f"`{speaking.id}` 对一切机关相同，不带 authorities",
                f"`{speaking.id}` is the same for every authority and takes no `authorities`",
            )
            problems.add(speaking.place.of("authorities"), zh, en)
        words = ("机关类型", "kind of authority")
        check_names(speaking.authorities, kinds, (speaking.place, "authorities"), words, problems, labels=kinds)
    for instrument in content.instruments:
        if instrument.region and region is None:
            problems.add(
                instrument.place.of("region"),
                "没有事实取自 `authority.region`，无法限定地区",
                "no fact is taken `from: authority.region`, so no region can be told",
            )
        if instrument.region and not re.fullmatch(r"[1-9][0-9]{5}", instrument.region):
            meant = re.search(r"[1-9][0-9]{5}", instrument.region)
            zh, en = (f"，是否想写 `{meant[0]}`？", f", did you mean `{meant[0]}`?") if meant else ("", "")
            problems.add(
                instrument.place.of("region"),
                f"地区 `{instrument.region}` 不是六位行政区划代码{zh}",
                f"the region `{instrument.region}` is not a six-digit code such as 440100{en}",
            )
