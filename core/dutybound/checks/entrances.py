"""Which rules enter through a catch-all item, and on what basis."""

from dutybound.problems import Problems, did_you_mean
from dutybound.rulebook import Content
from dutybound.rules import Exemption, Fault, FaultKind, Rank

OPENS = ("faults", "exemptions", *FaultKind)
"""To what a catch-all item may open."""


def check_entrance(rule: Fault | Exemption, content: Content, problems: Problems) -> None:
    """A rule that enters through a catch-all item names one that opens to its kind, and a basis that is neither local nor such an item."""
    points = {point.provision: point for point in reversed(content.extension_points)}
    if rule.under is None:
        if rule.basis is not None:
            problems.add(
                rule.place.of("basis"),
                f"`{rule.id}` 有 basis 却没有 under",
                f"`{rule.id}` has a `basis` but names no catch-all item with `under`",
            )
        return
    point = points.get(rule.under)
    opens = rule.kind.value if isinstance(rule, Fault) else "exemptions"
    if point is None or not point.open_to(opens):
        hint = did_you_mean(str(rule.under), [str(each.provision) for each in points.values() if each.open_to(opens)])
        problems.add(
            rule.place.of("under"),
            f"`{rule.under}` 不是对 {opens} 开放的兜底项{hint.zh}",
            f"`{rule.under}` is not a catch-all item open to {opens}{hint.en}",
            also=None if point is None else point.place,
        )
    if rule.basis is None:
        problems.add(
            rule.place.of("under"),
            f"`{rule.id}` 经兜底项 `{rule.under}` 进入，须以 `basis` 写明法律、法规或规章依据",
            f"`{rule.id}` enters through `{rule.under}` and must name the law, regulation or rule it rests on as `basis`",
        )
        return
    if rule.basis in points:
        problems.add(
            rule.place.of("basis"),
            f"`{rule.id}` 的依据 `{rule.basis}` 是兜底项，须写明它所指的其他法律、法规或规章",
            f"the basis `{rule.basis}` of `{rule.id}` is a catch-all item, not the other law, regulation or rule that it refers to",
        )
    rank = next((each.rank for each in content.instruments if each.id == rule.basis.instrument), None)
    if rank is Rank.LOCAL:
        problems.add(
            rule.place.of("basis"),
            f"`{rule.id}` 的依据 `{rule.basis}` 是地方文件，不是法律、法规或规章",
            f"the basis `{rule.basis}` of `{rule.id}` is a local document, not a law, regulation or rule",
        )
