"""Who answers for the act where several persons had a hand in it: handler, reviewer, approver, leader."""

from datetime import date

from dutybound.decision import Attributed
from dutybound.facts import Facts
from dutybound.informing import truth
from dutybound.rulebook import Rulebook
from dutybound.rules import Attribution
from dutybound.truth import Truth


def attributions(rulebook: Rulebook, facts: Facts) -> tuple[Attributed, ...]:
    """The rules of attribution that hold, by the law of the day of the act; what is not known to hold is not told."""
    day = rulebook.origin("act.date")
    acted = facts.get(day.id) if day else None
    samples = {each.id for each in rulebook.content.instruments if each.sample}
    return tuple(
        Attributed(rule.id, rule.provision, rule.bears, rule.provision.instrument in samples)
        for rule in rulebook.content.attributions
        if isinstance(acted, date) and _in_force(rule, rulebook, acted) and _here(rule, rulebook, facts)
        if truth(rulebook.expressions[rule.id], facts) is Truth.HOLDS
    )


def _in_force(rule: Attribution, rulebook: Rulebook, day: date) -> bool:
    instrument = rulebook.instrument(rule.provision.instrument)
    begins, ends = rule.begins or instrument.begins, rule.ends or instrument.ends
    return begins <= day and (ends is None or day < ends)


def _here(rule: Attribution, rulebook: Rulebook, facts: Facts) -> bool:
    """Whether the rule is one of this authority and region; unknown is not known to be."""
    instrument = rulebook.instrument(rule.provision.instrument)
    kind, region = rulebook.origin("authority.kind"), rulebook.origin("authority.region")
    authorities = rule.authorities or instrument.authorities
    if authorities and (kind is None or facts.get(kind.id) not in authorities):
        return False
    if not instrument.region:
        return True
    written = facts.get(region.id) if region else None
    return isinstance(written, int) and f"{written:06}".startswith(_prefix(instrument.region))


def _prefix(region: str) -> str:
    """What the codes of all places in a region begin with: two digits of a province, four of a city, six of a county."""
    if region.endswith("0000"):
        return region[:2]
    return region[:4] if region.endswith("00") else region
