"""What a rulebook says that its authors may not have meant: dead rules, idle exemptions and facts, overlaps, gaps, cliffs.

The command `check --deep` shows these findings. None of them is an error by itself, except tiers that overlap.
"""

from collections.abc import Iterator
from enum import StrEnum

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.assembly import bounds
from dutybound.facts import Choice, Fact, Facts
from dutybound.problems import Place
from dutybound.program import Program, Stage
from dutybound.proof.claims import Claim, Denied, Each, Some, ends, fails, holds
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Answer, Change, Impossible, Open, Question, Seeker, Varies, Witness, one, two
from dutybound.reach import covered
from dutybound.rulebook import Rulebook
from dutybound.rules import Exemption, Outcome, SanctionRange
from dutybound.text import Text


class Kind(StrEnum):
    """What was found."""

    NEVER_HOLDS = "never-holds"
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
        """Tiers that overlap break the promise their authors made; a question left open is not an answer."""
        return self.kind in (Kind.OVERLAP, Kind.UNDECIDED)


def deep_findings(rulebook: Rulebook, program: Program, seeker: Seeker) -> Iterator[Observation]:
    """All observations, kind by kind; each answer that could not be had is one too."""
    look = _Look(rulebook, program, seeker)
    yield from _never(look)
    yield from _covered(look)
    yield from _overlaps(look)
    yield from _gaps(look)
    yield from _idle(look)
    yield from _cliffs(look)


@frozen
class _Look:
    rulebook: Rulebook
    program: Program
    seeker: Seeker

    def ask(self, claim: Claim, *, shrunk: bool = False) -> Answer:
        return self.seeker.seek(Question(one(self.program, claim).sides, claim, shrunk=shrunk))

    def open(self, subject: str, place: Place, answer: Answer) -> Iterator[Observation]:
        """The observation that a question about `subject` was left open."""
        if isinstance(answer, Open):
            reason = Text(f"`{subject}`：{answer.reason.zh}", f"`{subject}`: {answer.reason.en}")
            yield Observation(Kind.UNDECIDED, subject, place, reason)


def _never(look: _Look) -> Iterator[Observation]:
    places = {rule.id: rule.place for rule in look.rulebook.content.rules()}
    for definition in look.program.definitions:
        own = definition.name == definition.rule or definition.name.startswith(f"{definition.rule}/")
        if not definition.rule or not own or definition.stage is Stage.CONSTRAINT:
            continue
        answer = look.ask(holds(definition.name))
        if isinstance(answer, Impossible):
            words = Text(f"`{definition.name}` 在任何案件中都不成立", f"`{definition.name}` can never hold")
            yield Observation(Kind.NEVER_HOLDS, definition.name, places[definition.rule], words)
        yield from look.open(definition.name, places[definition.rule], answer)


def _covered(look: _Look) -> Iterator[Observation]:
    """An exemption that holds only where another one holds that reaches at least the same faults."""
    exemptions = look.rulebook.content.exemptions
    for mine in exemptions:
        wider = [each for each in exemptions if each is not mine and _reaches(look.rulebook, each) >= _reaches(look.rulebook, mine)]
        if not wider or isinstance(look.ask(holds(mine.id)), Impossible):
            continue
        alone = Each((holds(mine.id), *(Denied(holds(each.id)) for each in wider)))
        if not isinstance(look.ask(alone), Impossible):
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


def _overlaps(look: _Look) -> Iterator[Observation]:
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


def _gaps(look: _Look) -> Iterator[Observation]:
    """A range that applies while none of its tiers does, and a fault that stands with no sanction at all."""
    content = look.rulebook.content
    for sanction in content.sanctions:
        answer = look.ask(_gap(sanction), shrunk=True)
        if isinstance(answer, Witness):
            words = Text(
                f"处分幅度 `{sanction.id}` 适用而没有一档成立", f"the range `{sanction.id}` can apply while none of its tiers holds"
            )
            yield Observation(Kind.GAP, sanction.id, sanction.place, words, answer.copies)
        yield from look.open(sanction.id, sanction.place, answer)
    for fault in content.faults:
        ranged = [names.active(each.id) for each in content.sanctions if fault.id in covered(each.applies_to, content.faults)]
        liable = ends(Outcome.LIABLE, look.program)
        answer = look.ask(Each((liable, holds(names.stands(fault.id)), *map(fails, ranged))), shrunk=True)
        if isinstance(answer, Witness):
            words = Text(f"过错 `{fault.id}` 成立而没有适用的处分幅度", f"the fault `{fault.id}` can stand while no range applies to it")
            yield Observation(Kind.GAP, fault.id, fault.place, words, answer.copies)
        yield from look.open(fault.id, fault.place, answer)


def _gap(sanction: SanctionRange) -> Claim:
    tiers = (fails(f"{sanction.id}/{number}") for number, _ in enumerate(sanction.tiers, 1))
    return Each((holds(names.active(sanction.id)), *tiers))


def shown(program: Program) -> tuple[str, ...]:
    """The definitions a decision shows."""
    stages = (
        *(Stage.FAULT, Stage.STANDS, Stage.EXEMPTION, Stage.CIRCUMSTANCE, Stage.WAIVER),
        *(Stage.OUTCOME, Stage.MEASURE, Stage.REFERRAL, Stage.OBLIGATION),
    )
    return (*(each.name for each in program.definitions if each.stage in stages), *bounds(program.rungs))


def _idle(look: _Look) -> Iterator[Observation]:
    """A fact of which no value ever turns anything a decision shows."""
    content = look.rulebook.content
    counted = {each.due.start for each in content.obligations if each.due is not None}
    for told in (each.counted for each in content.facts if each.counted is not None):
        counted |= {told.start, told.end, told.extension}
    reaching = _reaching(look.program, shown(look.program))
    graph = Graph.of(look.program)
    constrained = graph.cone(()).facts  # these can have a case refused, which is to matter
    for fact in content.facts:
        if fact.origin or fact.id in counted or fact.id in constrained:
            continue
        claim = Some(tuple(Each((holds(name, 0), fails(name, 1))) for name in reaching.get(fact.id, ())))
        answer: Answer = Impossible()
        if claim.parts:
            question = two(look.program, claim, Varies(fact.id))
            answer = look.seeker.seek(Question(question.sides, claim, question.relation, shrunk=False))
        if isinstance(answer, Impossible):
            words = Text(f"事实 `{fact.id}` 对任何结论都没有影响", f"the fact `{fact.id}` never matters to any decision")
            yield Observation(Kind.IDLE_FACT, fact.id, fact.place, words)
        yield from look.open(fact.id, fact.place, answer)


def _reaching(program: Program, wanted: tuple[str, ...]) -> dict[str, list[str]]:
    """For each fact, those of the definitions that rest on it."""
    found: dict[str, list[str]] = {}
    graph = Graph.of(program)
    for name in wanted:
        for fact in sorted(graph.cone((name,), constraints=False).facts):
            found.setdefault(fact, []).append(name)
    return found


def _cliffs(look: _Look) -> Iterator[Observation]:
    """One fact changed by one step moves an end of the range by two rungs or more; the longest such jump of each fact.

    Told apart: a jump while the same faults stand, which the tiers and circumstances make, and one that another standing fault makes.
    """
    reaching = _reaching(look.program, bounds(look.program.rungs))
    alike = _same_faults(look.program)
    for fact in look.rulebook.content.facts:
        if fact.origin or fact.id not in reaching:
            continue
        found = _longest(look, fact, alike, "same") or _longest(look, fact, Each(()), "other")
        if found is not None:
            yield found


def _longest(look: _Look, fact: Fact, condition: Claim, standing: str) -> Observation | None:
    """The longest jump that one step of a fact makes under a condition, or that this was left open; `None` if it makes none."""
    varies = Varies(fact.id, Change.OTHER if isinstance(fact.domain, Choice) else Change.NEXT)

    def asked(jump: int, *, shrunk: bool) -> Answer:
        claim = Each((condition, _jumps(look.program, jump)))
        return look.seeker.seek(evolve(two(look.program, claim, varies), shrunk=shrunk))

    if isinstance(asked(2, shrunk=False), Impossible):  # so it is for most facts, which one question tells
        return None
    for jump in range(look.program.rungs - 1, 1, -1):
        answer = asked(jump, shrunk=True)
        if isinstance(answer, Witness):
            return Observation(Kind.CLIFF, fact.id, fact.place, _cliff_words(fact, jump, standing), answer.copies)
        if isinstance(answer, Open):
            return next(look.open(fact.id, fact.place, answer))
    return None


def _same_faults(program: Program) -> Claim:
    """The same faults stand in both cases."""
    standing = [each.name for each in program.stage(Stage.STANDS)]
    return Each(tuple(Some((Each((holds(name, 0), holds(name, 1))), Each((fails(name, 0), fails(name, 1))))) for name in standing))


_STANDING = {"same": Text("成立的过错不变", "while the same faults stand"), "other": Text("因成立的过错不同", "as other faults stand")}


def _cliff_words(fact: Fact, jump: int, standing: str) -> Text:
    how = _STANDING[standing]
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
