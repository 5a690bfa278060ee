"""Rules that can never hold, ranges that never govern and contradictions that nothing keeps, with the reason where it can be told."""

from collections.abc import Iterator

from dutybound import program as names
from dutybound.precedence import prevailing
from dutybound.program import Stage
from dutybound.proof.claims import Claim, Each, Some, fails, holds
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.keeping import kept, never_kept
from dutybound.proof.questions import Impossible
from dutybound.reach import covered
from dutybound.rules import SanctionRange
from dutybound.text import Text


def find(look: Look) -> Iterator[Observation]:
    """Every rule, proviso and tier that holds in no case; of a range that never governs only that, with what stands above it."""
    rules = {rule.id: rule for rule in look.rulebook.content.rules()}
    told: set[str] = set()
    for sanction in look.rulebook.content.sanctions:
        if look.never(holds(names.active(sanction.id))):
            told |= {sanction.id, *(f"{sanction.id}/{number}" for number, _ in enumerate(sanction.tiers, 1))}
            yield Observation(Kind.NEVER_HOLDS, sanction.id, sanction.place, _why_never(look, sanction))
    for definition in look.program.definitions:
        name = definition.name
        own = name == definition.rule or name.startswith(f"{definition.rule}/")
        if not definition.rule or not own or definition.stage is Stage.CONSTRAINT or name in told:
            continue
        place = rules[definition.rule].place
        answer = look.ask(holds(name))
        if isinstance(answer, Impossible):
            yield Observation(Kind.NEVER_HOLDS, name, place, _never(name))
        yield from look.open(name, place, answer)
    constraints = look.rulebook.content.constraints
    for rule, question in zip(constraints, kept(look.program, constraints).values(), strict=True):
        answer = look.seeker.seek(question)
        if isinstance(answer, Impossible):
            yield Observation(Kind.NEVER_KEPT, rule.id, rule.place, never_kept(rule))
        yield from look.open(rule.id, rule.place, answer)


def _never(name: str) -> Text:
    return Text(f"`{name}` 在任何案件中都不成立", f"`{name}` can never hold")


def _why_never(look: Look, sanction: SanctionRange) -> Text:
    """Why a range never governs: its own condition, its faults, or the ranges to which it gives way."""
    if look.never(holds(sanction.id)):
        return _never(sanction.id)
    faults = look.rulebook.content.faults
    reached = covered(sanction.applies_to, faults)
    meant: tuple[Claim, ...] = (holds(sanction.id), Some(tuple(holds(names.stands(fault)) for fault in sorted(reached))))
    if look.never(Each(meant)):
        return Text(
            f"处分幅度 `{sanction.id}` 从不适用：其条件成立时，它所及的过错都不成立",
            f"the range `{sanction.id}` never governs: no fault that it reaches can stand while its condition holds",
        )
    above = prevailing(sanction, look.rulebook.content)
    wide = [other for other in above if covered(other.applies_to, faults) >= reached]
    always = [other for other in wide if look.never(Each((*meant, fails(other.id))))] or list(above)
    listed = "、".join(f"`{each.id}`（{each.place}）" for each in always), ", ".join(f"`{each.id}` ({each.place})" for each in always)
    return Text(
        f"处分幅度 `{sanction.id}` 从不适用：凡其成立之处，均优先适用 {listed[0]}",
        f"the range `{sanction.id}` never governs: wherever it holds it gives way to {listed[1]}",
    )
