"""Faults and the catch-all items: what a fault names and how it enters."""

from dutybound.checks.entrances import OPENS, check_entrance
from dutybound.checks.names import check_names
from dutybound.problems import Problems
from dutybound.rulebook import Content
from dutybound.rules import FaultKind


def check_faults(content: Content, problems: Problems) -> None:
    """Faults name known duties, elements and faults; each catch-all item is declared once and open to one kind of rule."""
    fault_ids = [fault.id for fault in content.faults]
    labels = {fault.id: fault.title for fault in content.faults}
    for fault in content.faults:
        if fault.id in list(FaultKind):
            problems.add(
                fault.place.of("id"),
                f"`{fault.id}` 是过错种类，不能作过错标识",
                f"`{fault.id}` is a kind of fault and cannot name one",
            )
        if fault.duty:
            check_names((fault.duty,), (duty.id for duty in content.duties), (fault.place, "duty"), ("职责", "duty"), problems)
        check_names(fault.contains, (each.id for each in content.elements), (fault.place, "contains"), ("构成要件", "element"), problems)
        check_names(fault.akin_to, fault_ids, (fault.place, "akin_to"), ("过错", "fault"), problems, labels=labels)
        if fault.akin_to and fault.under is None:
            problems.add(
                fault.place.of("akin_to"),
                f"`{fault.id}` 没有 under，不能写 akin_to",
                f"`{fault.id}` enters through no catch-all item, so it takes no `akin_to`",
            )
        check_entrance(fault, content, problems)
    first = {point.provision: point for point in reversed(content.extension_points)}
    for point in content.extension_points:
        if first[point.provision] is not point:
            problems.add(
                point.place.of("provision"),
                f"兜底项 `{point.provision}` 重复",
                f"the catch-all item `{point.provision}` is declared twice",
                also=first[point.provision].place.of("provision"),
            )
        if point.opens not in OPENS:
            spelt = [f"`{each}`" for each in OPENS]
            problems.add(
                point.place.of("for"),
                f"`for` 应为 {'、'.join(spelt)} 之一，而非 `{point.opens}`",
                f"`for` should be one of {', '.join(spelt)}, not `{point.opens}`",
            )
