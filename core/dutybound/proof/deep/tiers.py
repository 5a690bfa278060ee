"""Tiers of one range that can hold together."""

from collections.abc import Iterator

from dutybound.proof.claims import Each, holds
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.questions import Witness
from dutybound.text import Text


def find(look: Look) -> Iterator[Observation]:
    """Tiers that should exclude each other and do not."""
    for sanction in look.rulebook.content.sanctions:
        for number, tier in enumerate(sanction.tiers, 1):
            for later in range(number + 1, len(sanction.tiers) + 1):
                answer = look.ask(Each((holds(f"{sanction.id}/{number}"), holds(f"{sanction.id}/{later}"))), shrunk=True)
                if isinstance(answer, Witness):
                    words = Text(
                        f"处分幅度 `{sanction.id}` 的第 {number} 档与第 {later} 档可同时成立",
                        f"tiers {number} and {later} of the range `{sanction.id}` can hold together",
                    )
                    yield Observation(Kind.OVERLAP, sanction.id, tier.place, words, answer.copies)
                yield from look.open(sanction.id, tier.place, answer)
