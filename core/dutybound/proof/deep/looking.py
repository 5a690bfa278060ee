"""What is looked at, what was seen of it, and how it is told."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from dutybound.facts import Facts
from dutybound.problems import Place
from dutybound.program import Program
from dutybound.proof.claims import Claim
from dutybound.proof.questions import Answer, Impossible, Open, Question, Seeker, one
from dutybound.rulebook import Rulebook
from dutybound.text import Text


class Kind(StrEnum):
    """What was found."""

    NEVER_HOLDS = "never-holds"
    NEVER_KEPT = "never-kept"
    COVERED = "covered"
    OVERLAP = "overlap"
    IDLE_FACT = "idle-fact"
    GAP = "gap"
    CLIFF = "cliff"
    UNDECIDED = "undecided"


@frozen
class Observation:
    """One finding: where, what, the case (for a cliff both cases) that shows it, and whether it must be repaired."""

    kind: Kind
    subject: str
    place: Place
    message: Text
    cases: tuple[Facts, ...] = ()

    @property
    def must_be_repaired(self) -> bool:
        """Tiers that overlap break the promise their authors made, what nothing keeps has cases refused that are in order, and a
        question left open is not an answer.
        """
        return self.kind in (Kind.OVERLAP, Kind.NEVER_KEPT, Kind.UNDECIDED)


@frozen
class Look:
    """A rulebook with its program, and who answers questions about it."""

    rulebook: Rulebook
    program: Program
    seeker: Seeker

    def ask(self, claim: Claim, *, shrunk: bool = False) -> Answer:
        """Whether there is a case of which the claim is so, made small if `shrunk`."""
        return self.seeker.seek(Question(one(self.program, claim).sides, claim, shrunk=shrunk))

    def never(self, claim: Claim) -> bool:
        """Whether it is proved that no case is so."""
        return isinstance(self.ask(claim), Impossible)

    def open(self, subject: str, place: Place, answer: Answer) -> Iterator[Observation]:
        """The observation that a question about `subject` was left open."""
        if isinstance(answer, Open):
            reason = Text(f"`{subject}`：{answer.reason.zh}", f"`{subject}`: {answer.reason.en}")
            yield Observation(Kind.UNDECIDED, subject, place, reason)
