"""The words people read for the fixed vocabularies: outcomes, truth, modes, effects and what became of a fault."""

from collections.abc import Mapping

from dutybound.rules import Effect, FaultKind, Mode, Outcome, Rank
from dutybound.text import Text
from dutybound.truth import Truth

TRUTH: Mapping[Truth, Text] = {
    Truth.HOLDS: Text("成立", "holds"),
    Truth.FAILS: Text("不成立", "fails"),
    Truth.UNKNOWN: Text("待查明", "unknown"),
}

OUTCOME: Mapping[Outcome, Text] = {
    Outcome.OUT_OF_SCOPE: Text("不属适用范围", "out of scope"),
    Outcome.NOT_LIABLE: Text("不承担行政执法责任", "not liable"),
    Outcome.EXEMPT: Text("免责（不予追究行政执法责任）", "exempt: responsibility is not pursued"),
    Outcome.WAIVED: Text("免予处分", "sanction waived"),
    Outcome.LIABLE: Text("承担行政执法责任", "liable"),
    Outcome.UNDETERMINED: Text("尚待查明", "undetermined"),
}

MODE: Mapping[Mode, Text] = {Mode.MAY: Text("可以", "may"), Mode.SHALL: Text("应当", "shall")}

EFFECT: Mapping[Effect, Text] = {
    Effect.LIGHTER: Text("从轻", "be lighter"),
    Effect.MITIGATED: Text("减轻", "be mitigated"),
    Effect.LIGHTER_OR_MITIGATED: Text("从轻或者减轻", "be lighter or mitigated"),
    Effect.HEAVIER: Text("从重", "be heavier"),
}

KIND: Mapping[FaultKind, Text] = {
    FaultKind.NON_PERFORMANCE: Text("不履行职责", "non-performance"),
    FaultKind.IMPROPER_PERFORMANCE: Text("不正确履行职责", "improper performance"),
}

RANK: Mapping[Rank, Text] = {
    Rank.LAW: Text("法律", "law"),
    Rank.REGULATION: Text("行政法规", "regulation"),
    Rank.RULE: Text("规章", "rule"),
    Rank.LOCAL: Text("地方文件", "local document"),
}

TYPE: Mapping[str, Text] = {
    "flag": Text("是否", "yes or no"),
    "choice": Text("选项", "choice"),
    "grade": Text("等级", "grade"),
    "number": Text("整数", "whole number"),
    "day": Text("日期", "day"),
}

STAGE: Mapping[str, Text] = {
    "law": Text("适用的法律文件", "Law in force"),
    "constraints": Text("事实之间的约束", "Constraints between facts"),
    "scope": Text("适用范围", "Scope"),
    "duties": Text("职责", "Duties"),
    "faults": Text("过错", "Faults"),
    "elements": Text("构成要件", "Elements"),
    "exemptions": Text("免责事由", "Exemptions"),
    "sanctions": Text("处分幅度", "Sanction ranges"),
    "circumstances": Text("从轻、减轻、从重情节", "Circumstances"),
    "waivers": Text("免予处分事由", "Waivers"),
    "limits": Text("处分限制", "Limits"),
    "measures": Text("处理措施", "Measures"),
    "referrals": Text("移送", "Referrals"),
    "obligations": Text("后续义务", "Obligations"),
    "principles": Text("原则", "Principles"),
    "procedure": Text("程序", "Procedure"),
    "remedies": Text("救济", "Remedies"),
    "documents": Text("文书和登记", "Documents and registers"),
    "attributions": Text("责任归属", "Attribution"),
}
"""The stages of the pipeline under the names of a policy file's keys; `law` comes before them in an explanation."""


def listed(texts: "tuple[Text, ...] | list[Text]") -> Text:
    """Several words in a row: with 、 in Chinese, with commas in English."""
    return Text("、".join(each.zh for each in texts), ", ".join(each.en for each in texts))


def quoted(text: Text) -> Text:
    """A title as it is mentioned inside a sentence."""
    return Text(f"“{text.zh}”", f"“{text.en}”")
