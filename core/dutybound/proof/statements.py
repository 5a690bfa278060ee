"""Statements about every case of a rulebook, and what became of each: proved, refuted, undecided, unmet, or about nothing."""

from attrs import frozen

from dutybound.proof.questions import Impossible, Open, Question, Seeker, Witness
from dutybound.text import Text

NO_CASE = Text("没有任何案件属于此句所说的情形", "no case at all is of the kind it speaks of")


@frozen(kw_only=True)
class Statement:
    """A sentence that every case bears out. `premise` asks whether it speaks of any case at all; a witness of one of
    the `exceptions` refutes it. `nothing` says what is missing where there is none. A sentence that is `needed` says
    itself that there is a case: where there is none, it is not met.
    """

    id: str
    title: Text
    premise: Question | None
    exceptions: tuple[Question, ...]
    nothing: Text = NO_CASE
    needed: bool = False
    mend: Text | None = None


@frozen
class Proved:
    """No case is an exception. `leaned`: predicates it holds for whatever they return, but for `sampled`, whose answers were used."""

    leaned: tuple[str, ...] = ()
    sampled: tuple[str, ...] = ()


@frozen
class Refuted:
    """Here is an exception, and the question it answers."""

    question: Question
    witness: Witness


@frozen
class Undecided:
    """Neither, and why."""

    reason: Text


@frozen
class Vacuous:
    """It speaks of no case, so there is nothing to prove."""

    reason: Text


@frozen
class Unmet:
    """It says that there is such a case, and there is none."""

    reason: Text


Verdict = Proved | Refuted | Undecided | Vacuous | Unmet


@frozen
class Result:
    """A statement and its verdict."""

    statement: Statement
    verdict: Verdict


def judge(statement: Statement, seeker: Seeker) -> Result:
    """The verdict on a statement. INVARIANT: a statement about nothing is never called proved."""
    return Result(statement, _verdict(statement, seeker))


def _verdict(statement: Statement, seeker: Seeker) -> Verdict:
    nothing = Unmet(statement.nothing) if statement.needed else Vacuous(statement.nothing)
    if statement.premise is None:
        return nothing
    match seeker.seek(statement.premise):
        case Impossible():
            return nothing
        case Open(reason):
            return Undecided(reason)
        case Witness():
            pass
    left_open: list[Text] = []
    leaned: dict[str, None] = {}
    sampled: dict[str, None] = {}
    for question in statement.exceptions:
        match seeker.seek(question):
            case Witness() as witness:
                return Refuted(question, witness)
            case Open(reason):
                left_open.append(reason)
            case Impossible(rested, used):
                leaned.update(dict.fromkeys(rested))
                sampled.update(dict.fromkeys(used))
    return Undecided(left_open[0]) if left_open else Proved(tuple(leaned), tuple(sampled))
