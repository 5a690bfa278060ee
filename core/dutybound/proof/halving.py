"""Many things asked at once: those of which some case has it so."""

from collections.abc import Callable, Iterator, Mapping

from dutybound.proof.claims import Claim, Each
from dutybound.proof.questions import Question, Seeker, Witness


def shown(claims: Mapping[str, Claim], given: tuple[Claim, ...], ask: Callable[[Claim], Question], seeker: Seeker) -> Iterator[str]:
    """The names of those claims that are so in some case beside what is given: half by half where one case cannot have them all.

    What is left open is not among them.
    """
    if not claims:
        return
    if isinstance(seeker.seek(ask(Each((*given, *claims.values())))), Witness):
        yield from claims
    elif len(claims) > 1:
        named = tuple(claims)
        half = len(named) // 2
        for part in (named[:half], named[half:]):
            yield from shown({each: claims[each] for each in part}, given, ask, seeker)
