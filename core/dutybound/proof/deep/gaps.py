"""Combinations of facts for which no sanction is named."""

from collections.abc import Iterator

from dutybound import program as names
from dutybound.proof.claims import Claim, Each, ends, fails, holds
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.questions import Witness
from dutybound.reach import covered
from dutybound.rules import Outcome, SanctionRange
from dutybound.text import Text


def find(look: Look) -> Iterator[Observation]:
    """A range that applies while none of its tiers does, and a fault that stands with no sanction at all."""
    content = look.rulebook.content
    for sanction in content.sanctions:
        answer = look.ask(_gap(sanction), shrunk=True)
        if isinstance(answer, Witness):
            words = Text(
                f"处分幅度 `{sanction.id}` 适用而没有一档成立", f"the range `{sanction.id}` can apply while none of its tiers holds"
            )
            yield Observation(Kind.GAP, sanction.id, sanction.place, words, answer.copies)
        yield from look.open(sanction.id, sanction.place, answer)
    for fault in content.faults:
        ranged = [names.active(each.id) for each in content.sanctions if fault.id in covered(each.applies_to, content.faults)]
        liable = ends(Outcome.LIABLE, look.program)
        answer = look.ask(Each((liable, holds(names.stands(fault.id)), *map(fails, ranged))), shrunk=True)
        if isinstance(answer, Witness):
            words = Text(f"过错 `{fault.id}` 成立而没有适用的处分幅度", f"the fault `{fault.id}` can stand while no range applies to it")
            yield Observation(Kind.GAP, fault.id, fault.place, words, answer.copies)
        yield from look.open(fault.id, fault.place, answer)


def _gap(sanction: SanctionRange) -> Claim:
    tiers = (fails(f"{sanction.id}/{number}") for number, _ in enumerate(sanction.tiers, 1))
    return Each((holds(names.active(sanction.id)), *tiers))
