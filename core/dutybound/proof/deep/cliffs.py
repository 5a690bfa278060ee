"""Cliffs: one fact changed by one step moves an end of the range by two rungs or more."""

from collections.abc import Iterator

from attrs import evolve

from dutybound import program as names
from dutybound.assembly import bounds
from dutybound.facts import Choice, Fact
from dutybound.program import Program, Stage
from dutybound.proof.claims import Claim, Each, Some, ends, fails, holds
from dutybound.proof.deep.idle import reaching
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.questions import Answer, Change, Impossible, Varies, Witness, two
from dutybound.rules import Outcome
from dutybound.text import Text


def find(look: Look) -> Iterator[Observation]:
    """One fact changed by one step moves an end of the range by two rungs or more; the longest such jump of each fact.

    First the jumps while the same faults stand, which the tiers and circumstances make, then those that another standing fault makes.
    """
    rests = reaching(look.program, bounds(look.program.rungs))
    alike = _same_faults(look.program)
    told = []
    for fact in look.rulebook.content.facts:
        if not fact.origin and fact.id in rests:
            same = list(_longest(look, fact, alike, same=True))
            yield from same
            told += [fact.id] if same else []
    for fact in look.rulebook.content.facts:
        if not fact.origin and fact.id in rests and fact.id not in told:
            yield from _longest(look, fact, Each(()), same=False)


def _longest(look: Look, fact: Fact, condition: Claim, *, same: bool) -> Iterator[Observation]:
    """The longest jump that one step of a fact makes under a condition, or that this was left open; nothing if it makes none."""
    varies = Varies(fact.id, Change.OTHER if isinstance(fact.domain, Choice) else Change.NEXT)

    def asked(jump: int, *, shrunk: bool) -> Answer:
        claim = Each((condition, _jumps(look.program, jump)))
        return look.seeker.seek(evolve(two(look.program, claim, varies), shrunk=shrunk))

    if same and isinstance(asked(2, shrunk=False), Impossible):  # so it is for most facts, which one question tells
        return
    for jump in range(look.program.rungs - 1, 1, -1):
        answer = asked(jump, shrunk=True)
        if isinstance(answer, Witness):
            yield Observation(Kind.CLIFF, fact.id, fact.place, _cliff_words(fact, jump, same=same), answer.copies)
        yield from look.open(fact.id, fact.place, answer)
        if not isinstance(answer, Impossible):
            return


def _same_faults(program: Program) -> Claim:
    """The same faults stand in both cases."""
    standing = [each.name for each in program.stage(Stage.STANDS)]
    return Each(tuple(Some((Each((holds(name, 0), holds(name, 1))), Each((fails(name, 0), fails(name, 1))))) for name in standing))


def _cliff_words(fact: Fact, jump: int, *, same: bool) -> Text:
    how = Text("成立的过错不变", "while the same faults stand") if same else Text("因成立的过错不同", "as other faults stand")
    return Text(
        f"事实 `{fact.id}` 变动一步，处分变动 {jump} 档（{how.zh}）",
        f"one step of the fact `{fact.id}` moves the sanction by {jump} rungs, {how.en}",
    )


def _jumps(program: Program, by: int) -> Claim:
    """Both cases are liable, and an end of the second range lies `by` rungs above that of the first."""
    liable = (ends(Outcome.LIABLE, program, 0), ends(Outcome.LIABLE, program, 1), holds(names.most(1), 0))
    moved: list[Claim] = []
    for rung in range(1, program.rungs - by + 1):
        moved.append(Each((fails(names.most(rung + 1), 0), holds(names.most(rung + by), 1))))
        moved.append(Each((fails(names.least(rung + 1), 0), holds(names.least(rung + by), 1))))
    return Each((*liable, Some(tuple(moved))))
