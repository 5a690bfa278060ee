"""Elements that a local fault contains: it does without one only where national law does."""

from collections.abc import Iterator

from dutybound import program as names
from dutybound.packs import is_local
from dutybound.proof.claims import Denied, Each, holds
from dutybound.proof.pairs import LOCAL, NATIONAL, Pair
from dutybound.proof.questions import Impossible, Question, Seeker


def elements_asked(pair: Pair, seeker: Seeker) -> Iterator[Question]:
    """Whether a fault of a pack stands without an element that a fault it is akin to contains because its own words ask for it.

    National law contains some elements because the fault is so by itself (what is unlawful), others because its condition says
    the same again (with a consequence): these the pack's condition has to say as well.
    """
    faults = {each.id: each for each in pair.rulebook.content.faults}
    for local in (each for each in faults.values() if is_local(each, pair.packs)):
        akin = [each for each in local.akin_to if not is_local(faults[each], pair.packs)]
        for element in local.contains:
            asked = (pair.glance(Each((holds(names.complete(each), NATIONAL), Denied(holds(element, NATIONAL))))) for each in akin)
            if any(isinstance(seeker.seek(question), Impossible) for question in asked):
                yield pair.ask(Each((holds(names.stands(local.id), LOCAL), holds(names.SCOPE, LOCAL), Denied(holds(element, LOCAL)))))
