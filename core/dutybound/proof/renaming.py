"""Local faults that are a national one by another name: what excuses that one has to reach them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from dutybound import program as names
from dutybound.packs import is_local
from dutybound.proof.claims import Claim, Each, Some, ends, fails, holds
from dutybound.proof.pairs import LOCAL, NATIONAL, Pair, forces
from dutybound.proof.questions import Impossible, Question, Seeker, Witness
from dutybound.reach import covered
from dutybound.rules import Exemption, Outcome


def renamed(pair: Pair, seeker: Seeker) -> Iterator[Question]:
    """A local fault that is a national one by another name must be akin to it, or its exemptions would not reach the act."""
    content = pair.rulebook.content
    faults = content.faults
    nation = [each for each in content.exemptions if not each.denies_fault and not is_local(each, pair.packs)]
    for local in (each for each in faults if is_local(each, pair.packs)):
        missed = {
            other.id: [
                each for each in nation if other.id in covered(each.applies_to, faults) and local.id not in covered(each.applies_to, faults)
            ]
            for other in faults
            if not is_local(other, pair.packs)
        }
        for other, undone in _same_acts(pair, local.id, missed, seeker):
            yield pair.ask(_punished_all_the_same(pair, local.id, other, undone))


def _same_acts(pair: Pair, local: str, missed: Mapping[str, list[Exemption]], seeker: Seeker) -> Iterator[tuple[str, list[Exemption]]]:
    """Those of the faults that the local one is by another name, where the pack is in force, each with the exemptions it undoes:

    all it misses where the local fault cannot be complete without the other; else those it misses in every case they excuse.
    """
    here = (*(holds(name, LOCAL) for name in forces(pair.joined, local)), holds(names.SCOPE, LOCAL))
    mine = names.complete(local)
    asked = tuple(name for name, exemptions in missed.items() if exemptions)
    alone = {*_together(pair, asked, (*here, holds(mine, LOCAL)), (fails, seeker))}
    spared: set[tuple[str, str]] = set()
    for exemption in {each.id: each for exemptions in missed.values() for each in exemptions}.values():
        excused = tuple(name for name in asked if exemption in missed[name])
        without = _together(pair, excused, (*here, fails(mine, LOCAL), holds(exemption.id, LOCAL)), (holds, seeker))
        spared |= {(other, exemption.id) for other in without}
    for other in asked:
        # INVARIANT: a question left open counts as the same act, for then its exemptions must be shown to reach it
        undone = [each for each in missed[other] if other not in alone or (other, each.id) not in spared]
        if not undone:
            continue
        together = Each((*here, holds(mine, LOCAL), holds(names.complete(other), LOCAL)))
        if not isinstance(seeker.seek(pair.glance(together)), Impossible):
            yield other, undone


def _together(
    pair: Pair, others: tuple[str, ...], given: tuple[Claim, ...], by: tuple[Callable[[str, int], Claim], Seeker]
) -> Iterator[str]:
    """Those faults of which some case has it so, found many at a time: half by half where one case cannot have them all."""
    truth, seeker = by
    if not others:
        return
    claim = Each((*given, *(truth(names.complete(each), LOCAL) for each in others)))
    if isinstance(seeker.seek(pair.glance(claim)), Witness):
        yield from others
    elif len(others) > 1:
        half = len(others) // 2
        yield from _together(pair, others[:half], given, by)
        yield from _together(pair, others[half:], given, by)


def _punished_all_the_same(pair: Pair, local: str, other: str, missed: Iterable[Exemption]) -> Claim:
    excusing = Some(tuple(holds(each.id, NATIONAL) for each in missed))
    after = Some((ends(Outcome.LIABLE, pair.joined, LOCAL), ends(Outcome.WAIVED, pair.joined, LOCAL)))
    facts = (holds(names.complete(other), NATIONAL), holds(names.stands(local), LOCAL))
    return Each((*facts, excusing, ends(Outcome.EXEMPT, pair.alone, NATIONAL), after))
