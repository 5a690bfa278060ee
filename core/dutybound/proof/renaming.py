"""Local faults that are a national one by another name: what excuses that one has to reach them."""

from collections.abc import Iterable, Iterator, Mapping

from dutybound import program as names
from dutybound.proof.claims import Claim, Each, Some, ends, fails, holds
from dutybound.proof.halving import shown
from dutybound.proof.pairs import LOCAL, NATIONAL, Pair, forces
from dutybound.proof.questions import Impossible, Question, Seeker
from dutybound.rules import Exemption, Outcome


def renamed(pair: Pair, seeker: Seeker) -> Iterator[Question]:
    """A local fault that is a national one by another name must be akin to it, or its exemptions would not reach the act."""
    for local, missed in pair.missed().items():
        for other, undone in _same_acts(pair, local, missed, seeker):
            yield pair.ask(_punished_all_the_same(pair, local, other, undone))


def _same_acts(pair: Pair, local: str, missed: Mapping[str, list[Exemption]], seeker: Seeker) -> Iterator[tuple[str, list[Exemption]]]:
    """Those of the faults that the local one is by another name, where the pack is in force, each with the exemptions it undoes:

    all it misses where the local fault cannot be complete without the other; else those it misses in every case they excuse.
    """
    here = (*(holds(name, LOCAL) for name in forces(pair.joined, local)), holds(names.SCOPE, LOCAL))
    mine = names.complete(local)
    asked = tuple(name for name, exemptions in missed.items() if exemptions)
    missing = {name: fails(names.complete(name), LOCAL) for name in asked}
    alone = {*shown(missing, (*here, holds(mine, LOCAL)), pair.glance, seeker)}
    spared: set[tuple[str, str]] = set()
    for exemption in {each.id: each for exemptions in missed.values() for each in exemptions}.values():
        excused = {name: holds(names.complete(name), LOCAL) for name in asked if exemption in missed[name]}
        without = shown(excused, (*here, fails(mine, LOCAL), holds(exemption.id, LOCAL)), pair.glance, seeker)
        spared |= {(other, exemption.id) for other in without}
    for other in asked:
        # INVARIANT: a question left open counts as the same act, for then its exemptions must be shown to reach it
        undone = [each for each in missed[other] if other not in alone or (other, each.id) not in spared]
        if not undone:
            continue
        together = Each((*here, holds(mine, LOCAL), holds(names.complete(other), LOCAL)))
        if not isinstance(seeker.seek(pair.glance(together)), Impossible):
            yield other, undone


def _punished_all_the_same(pair: Pair, local: str, other: str, missed: Iterable[Exemption]) -> Claim:
    excusing = Some(tuple(holds(each.id, NATIONAL) for each in missed))
    after = Some((ends(Outcome.LIABLE, pair.joined, LOCAL), ends(Outcome.WAIVED, pair.joined, LOCAL)))
    facts = (holds(names.complete(other), NATIONAL), holds(names.stands(local), LOCAL))
    return Each((*facts, excusing, ends(Outcome.EXEMPT, pair.alone, NATIONAL), after))
