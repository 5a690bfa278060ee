"""Which provisions a rulebook names, and where."""

from collections.abc import Iterator

from dutybound.problems import Place
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.rules import Exemption, Fault, Rule, Step


def cited(content: Content) -> Iterator[tuple[Provision, Place]]:
    """Every provision that a rule, fact, local label, catch-all item or the ladder names, with the place that names it."""
    for rule in content.rules():
        yield rule.provision, rule.place.of("provision")
        yield from ((provision, rule.place.of("also", str(provision))) for provision in rule.also)
        if isinstance(rule, Fault | Exemption):
            for key, extra in (("under", rule.under), ("basis", rule.basis)):
                if extra is not None:
                    yield extra, rule.place.of(key)
        if isinstance(rule, Step):
            yield from ((provision, rule.place) for provision in _laws(rule))
    for fact in content.facts:
        yield fact.provision, fact.place.of("provision")
    for label in content.labels:
        yield label.provision, label.place.of("provision")
    for point in content.extension_points:
        yield point.provision, point.place.of("provision")
    for instrument in content.instruments:
        yield from ((provision, instrument.place.of("basis", str(provision))) for provision in instrument.basis)
    ladder = content.ladder
    yield ladder.provision, ladder.place.of("provision")
    yield ladder.periods, ladder.place.of("periods")
    yield ladder.combined.provision, ladder.place.of("combined", "provision")
    yield ladder.below, ladder.place.of("below")


def provisions_of(rule: Rule) -> Iterator[Provision]:
    """Every provision that a rule names: its own, what else it carries out, the item it enters through, its basis, a step's laws."""
    yield rule.provision
    yield from rule.also
    if isinstance(rule, Fault | Exemption):
        yield from (extra for extra in (rule.under, rule.basis) if extra is not None)
    if isinstance(rule, Step):
        yield from _laws(rule)


def _laws(step: Step) -> Iterator[Provision]:
    """The provisions that a step names beside its own."""
    yield from (need.provision for need in step.needs)
    yield from (statement.provision for statement in step.states)
    if step.no_heavier is not None:
        yield step.no_heavier
    if step.competent is not None:
        yield from (step.competent.provision, step.competent.head)
    if step.withdrawal is not None:
        yield step.withdrawal.decided
        yield from (ground.provision for ground in step.withdrawal.grounds)
