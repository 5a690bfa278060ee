"""Which rules enter through a catch-all item, and on what basis."""

from dutybound.problems import Problems, did_you_mean
from dutybound.rulebook import Content
from dutybound.rules import Exemption, Fault, Rank


def check_entrance(rule: Fault | Exemption, opens: str, content: Content, problems: Problems) -> None:
    """A rule that enters through a catch-all item names one that `opens` to its kind, and a basis that is no local document."""
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
    if point is None or point.opens != opens:
        hint = did_you_mean(str(rule.under), [str(each.provision) for each in points.values() if each.opens == opens])
        problems.add(
            rule.place.of("under"),
            f"`{rule.under}` 不是可扩展的兜底项{hint.zh}",
            f"`{rule.under}` is not a catch-all item open to {opens}{hint.en}",
        )
    if rule.basis is None:
        problems.add(
            rule.place.of("under"),
            f"`{rule.id}` 经兜底项 `{rule.under}` 进入，须以 `basis` 写明法律、法规或规章依据",
            f"`{rule.id}` enters through `{rule.under}` and must name the law, regulation or rule it rests on as `basis`",
        )
        return
    rank = next((each.rank for each in content.instruments if each.id == rule.basis.instrument), None)
    if rank is Rank.LOCAL:
        problems.add(
            rule.place.of("basis"),
            f"`{rule.id}` 的依据 `{rule.basis}` 是地方文件，不是法律、法规或规章",
            f"the basis `{rule.basis}` of `{rule.id}` is a local document, not a law, regulation or rule",
        )
