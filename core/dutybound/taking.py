"""How a step of a procedure was taken: by a competent office, by nobody who had to withdraw, with a paper that states what it must."""

from collections.abc import Iterator

from attrs import frozen

from dutybound.duties.offices import Offices
from dutybound.proceeding import Event, Proceeding, Recusal
from dutybound.provision import Provision
from dutybound.rules import Step, Withdrawal


@frozen
class Taking:
    """The offices and persons of one proceeding; `rungs` is the ladder of sanctions."""

    proceeding: Proceeding
    steps: list[Step]
    offices: Offices
    rungs: list[str]

    def without_competence(self, step: Step, event: Event) -> Iterator[Provision]:
        """The law by which the deciding office is not competent; nothing where offices or persons are not told."""
        proceeding = self.proceeding
        if step.competent is None or not self.offices.offices or not event.office or not proceeding.office:
            return
        height = self.rungs.index(event.sanction) if event.sanction in self.rungs else 0
        if not self.offices.may_decide(event.office, (proceeding.office, proceeding.position), height, self.rungs):
            yield step.competent.head if proceeding.position == "head" else step.competent.provision

    def lacking(self, step: Step, event: Event) -> Iterator[Provision]:
        """What the law asks of the step and the event does not have: numbers, and what its paper must state where that is told."""
        for need in step.needs:
            number = event.numbers.get(need.attribute, 0)
            if number < need.at_least or (need.at_most is not None and number > need.at_most):
                yield need.provision
        if event.states is not None:
            yield from (each.provision for each in step.states if each.id not in event.states)

    def not_withdrawn(self, event: Event) -> Iterator[Provision]:
        """The grounds on which somebody who took part in an event had to withdraw, or the law that says who decides it."""
        law = next((step.withdrawal for step in self.steps if step.withdrawal is not None), None)
        if law is None:
            return
        for recusal in self.proceeding.recusals:
            if recusal.person in event.by:
                yield from self._biased(recusal, law)

    def _biased(self, recusal: Recusal, law: Withdrawal) -> Iterator[Provision]:
        if recusal.granted is not False:
            yield from (ground.provision for ground in law.grounds if ground.id == recusal.ground)
        elif not self._competent(recusal):
            yield law.decided

    def _competent(self, recusal: Recusal) -> bool:
        """Whether the withdrawal was refused by the right organ: that above for a head, for others the deciding one or one above."""
        deciding = self._deciding()
        if not deciding:
            return True
        above = {office.id for office in self.offices.above(deciding)}
        known = bool(self.offices.offices)
        if recusal.head:
            return recusal.decided_by not in ("", deciding) and (not known or recusal.decided_by in above)
        return recusal.decided_by in ("", deciding) or not known or recusal.decided_by in above

    def _deciding(self) -> str:
        deciding = {step.id for step in self.steps if step.decides}
        return next((event.office for event in self.proceeding.events if event.step in deciding), "")
