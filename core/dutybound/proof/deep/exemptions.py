"""Exemptions that another wholly covers."""

from collections.abc import Iterator

from dutybound import program as names
from dutybound.proof.claims import Denied, Each, holds
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.questions import Impossible
from dutybound.reach import covered
from dutybound.rulebook import Rulebook
from dutybound.rules import Exemption
from dutybound.text import Text


def find(look: Look) -> Iterator[Observation]:
    """An exemption that holds only where another one holds that reaches at least the same faults."""
    exemptions = look.rulebook.content.exemptions
    for mine in exemptions:
        wider = [each for each in exemptions if each is not mine and _reaches(look.rulebook, each) >= _reaches(look.rulebook, mine)]
        if not wider or look.never(holds(mine.id)):
            continue
        alone = Each((holds(mine.id), *(Denied(holds(each.id)) for each in wider)))
        if not look.never(alone):
            continue  # there is a case in which it is the only one, so none of the others covers it
        for other in wider:
            answer = look.ask(Each((holds(mine.id), Denied(holds(other.id)))))
            if isinstance(answer, Impossible):
                words = Text(f"免责 `{mine.id}` 完全为 `{other.id}` 所包含", f"the exemption `{mine.id}` is wholly covered by `{other.id}`")
                yield Observation(Kind.COVERED, mine.id, mine.place, words)
                break
            yield from look.open(mine.id, mine.place, answer)


def _reaches(rulebook: Rulebook, exemption: Exemption) -> frozenset[str]:
    reached = covered(exemption.applies_to, rulebook.content.faults)
    return reached | {names.GATE} if exemption.denies_fault else reached
