"""Exemptions: what they excuse, how they enter, and their provisos."""

from dutybound.checks.entrances import check_entrance
from dutybound.checks.names import check_names
from dutybound.problems import Place, Problems
from dutybound.reach import Reach
from dutybound.rulebook import Content
from dutybound.rules import FaultKind


def check_exemptions(content: Content, problems: Problems) -> None:
    """Each exemption excuses known faults, at least one, and names each proviso once."""
    known = [*(fault.id for fault in content.faults), *FaultKind]
    labels = {fault.id: fault.title for fault in content.faults}
    reach = Reach.over(content.faults)
    for exemption in content.exemptions:
        check_names(exemption.applies_to, known, (exemption.place, "applies_to"), ("过错", "fault"), problems, labels=labels)
        check_entrance(exemption, content, problems)
        if exemption.denies_fault and set(exemption.applies_to) != set(FaultKind):
            problems.add(
                exemption.place.of("applies_to"),
                f"`{exemption.id}` 否定过错，applies_to 应为全部两类",
                f"`{exemption.id}` denies fault, so it applies to both kinds of fault",
            )
        if set(known).issuperset(exemption.applies_to) and not reach.of(exemption.applies_to):
            problems.add(
                exemption.place.of("applies_to"),
                f"免责 `{exemption.id}` 不能免除任何过错",
                f"the exemption `{exemption.id}` excuses nothing",
            )
        seen: dict[str, Place] = {}
        for proviso in exemption.unless:
            if proviso.id in seen:
                problems.add(
                    proviso.place.of("id"),
                    f"除外标识 `{proviso.id}` 重复",
                    f"the proviso id `{proviso.id}` is taken",
                    also=seen[proviso.id],
                )
            seen.setdefault(proviso.id, proviso.place.of("id"))
