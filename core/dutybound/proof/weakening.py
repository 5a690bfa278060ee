"""Invariant 7: with its local packs a rulebook keeps what national law decides; each sentence over all cases at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.building import build
from dutybound.conditions import Ref, facts_of, leaves
from dutybound.packs import is_local, local_instruments, owns, told_by
from dutybound.program import Program, Stage
from dutybound.proof.claims import Claim, Denied, Each, Some, ends, fails, holds, possible, sanctioned
from dutybound.proof.questions import Impossible, Question, Seeker, Side, Witness
from dutybound.proof.statements import Statement
from dutybound.reach import covered
from dutybound.rulebook import Rulebook, digest
from dutybound.rules import Exemption, Obligation, Outcome, Rule
from dutybound.stages import STAGES
from dutybound.text import Text

NATIONAL, LOCAL = 0, 1
"""The sides of every question here: national law alone, and with the packs."""

_SEVERITY = {Outcome.OUT_OF_SCOPE: 0, Outcome.NOT_LIABLE: 0, Outcome.EXEMPT: 0, Outcome.WAIVED: 1, Outcome.LIABLE: 2}


def national(rulebook: Rulebook) -> Rulebook:
    """The rulebook without the rules of its local packs. Facts stay: they decide nothing by themselves."""
    packs = local_instruments(rulebook.content)
    kept: dict[str, Any] = {
        stage: tuple(each for each in getattr(rulebook.content, stage) if not is_local(each, packs)) for stage in STAGES
    }
    content = evolve(rulebook.content, **kept)
    return evolve(rulebook, content=content, digest=digest(content))


def without_limits(rulebook: Rulebook) -> Rulebook:
    """The rulebook without the limits of its local packs: the ranges of what still stands once their exemptions are granted."""
    packs = local_instruments(rulebook.content)
    content = evolve(rulebook.content, limits=tuple(each for each in rulebook.content.limits if not is_local(each, packs)))
    return evolve(rulebook, content=content, digest=digest(content))


def with_packs(rulebook: Rulebook) -> Rulebook:
    """The rulebook as it is."""
    return rulebook


UNDER: Mapping[str, Callable[[Rulebook], Rulebook]] = {
    "national": national,
    "without-limits": without_limits,
    "with-packs": with_packs,
}
"""The rulebook that each side of a question about packs looks through, by the name it has in a result."""


@frozen
class _Pair:
    """A rulebook, the packs in it, and the programs without and with them; `free`: with them, but for their limits."""

    rulebook: Rulebook
    packs: frozenset[str]
    alone: Program
    free: Program
    joined: Program

    def local(self, rules: Iterable[Rule]) -> list[str]:
        """The ids of those rules that are a pack's."""
        return [each.id for each in rules if is_local(each, self.packs)]

    def ask(self, claim: Claim, *, taken: bool = True) -> Question:
        """A question about a case that national law takes, and the packs too if `taken`."""
        return Question((Side(self.alone, under="national"), Side(self.joined, valid=taken, under="with-packs")), claim)

    def glance(self, claim: Claim) -> Question:
        """A question of which only the answer counts, so that its case need not be made small."""
        return evolve(self.ask(claim), shrunk=False)

    def ask_of_limits(self, claim: Claim) -> Question:
        """A question about what the packs' limits alone change."""
        adding = [*self.local(self.rulebook.content.exemptions), *self.local(self.rulebook.content.faults)]
        before = Side(self.free, under="without-limits") if adding else Side(self.alone, under="national")
        return Question((before, Side(self.joined, under="with-packs")), claim)

    def no_local_fault(self) -> Claim:
        """No fault that a pack added stands: what is new is not the pack's own fault, which a catch-all item permits."""
        return Each(tuple(Denied(holds(names.stands(each), LOCAL)) for each in self.local(self.rulebook.content.faults)))


def weakenings(rulebook: Rulebook, program: Program, seeker: Seeker) -> Iterator[Statement]:
    """The statements, none if there is no pack. The seeker tells which local faults are a national one by another name."""
    packs = local_instruments(rulebook.content)
    if not packs:
        return
    pair = _Pair(rulebook, packs, build(national(rulebook)), build(without_limits(rulebook)), program)
    premise = pair.glance(_in_force(pair))
    nothing = Text("地方规则在任何案件中都不成立", "no rule of a pack ever holds")
    for number, (title, exceptions) in enumerate(_sentences(pair, seeker), 1):
        yield Statement(id=f"invariant-7.{number}", title=title, premise=premise, exceptions=exceptions, nothing=nothing)
    yield from _nobody_left(pair, seeker)


SANCTIONED_STILL = "invariant-7.7"
"""The statement that is made only where it speaks of nothing: a pack has done away with every sanction where it applies."""


def _nobody_left(pair: _Pair, seeker: Seeker) -> Iterator[Statement]:
    """Each exemption of a pack may be one of the law's catch-all kind, and all together still leave nobody who answers."""
    asked: set[tuple[str, ...]] = set()
    for exemption in pair.rulebook.content.exemptions:
        force = tuple(_force(pair.joined, exemption.id))
        if not is_local(exemption, pair.packs) or force in asked:
            continue
        asked.add(force)
        here = tuple(holds(name, LOCAL) for name in force)
        premise = pair.glance(Each((*here, sanctioned(pair.alone, NATIONAL), sanctioned(pair.joined, LOCAL))))
        if not isinstance(seeker.seek(premise), Impossible):
            continue
        if isinstance(seeker.seek(pair.glance(Each((*here, sanctioned(pair.alone, NATIONAL))))), Impossible):
            continue  # nor did national law sanction anybody there
        pack = exemption.provision.instrument
        yield Statement(
            id=SANCTIONED_STILL,
            title=Text(f"`{pack}` 适用之处，仍有人可受处分", f"where `{pack}` applies, somebody can still be sanctioned"),
            premise=premise,
            exceptions=(),
            nothing=Text(
                f"国家规则可以处分的人，都因地方免责（{exemption.place}）不受处分",
                f"whoever national law sanctions is exempt by the pack's exemptions ({exemption.place})",
            ),
        )


def _in_force(pair: _Pair) -> Claim:
    """A pack has a say: one of its rules holds."""
    defined = {each.name for each in pair.joined.definitions}
    return Some(tuple(holds(name, LOCAL) for name in pair.local(pair.rulebook.content.rules()) if name in defined))


def _sentences(pair: _Pair, seeker: Seeker) -> Iterator[tuple[Text, tuple[Question, ...]]]:
    yield (
        Text("国家规则的免责照旧成立", "every national exemption holds as before"),
        (pair.ask(_lost_exemption(pair)),),
    )
    yield (
        Text("国家规则不罚的，不因地方规则受罚或加重", "what national law does not punish is not punished, or punished more, by a pack"),
        (pair.ask(_newly_punished(pair)), *_renamed(pair, seeker)),
    )
    yield (
        Text("处分幅度不超出国家规则", "no range leaves the national one"),
        (pair.ask(_raised(pair)), pair.ask_of_limits(_lowered(pair))),
    )
    yield (
        Text("职责、后续义务和移送不减少", "no duty, obligation or hand-over is cut"),
        (pair.ask(_cut(pair)),),
    )
    yield (
        Text("国家规则受理的案件不被退回", "no case that national law decides is refused"),
        (pair.ask(_contradicted(pair), taken=False),),
    )
    yield (
        Text("地方规则之间不冲突", "no two packs contradict each other"),
        (pair.ask(_clash(pair)),),
    )


def _lost_exemption(pair: _Pair) -> Claim:
    content = pair.rulebook.content
    kept = [each.id for each in content.exemptions if not is_local(each, pair.packs)]
    kept += [names.excused(each.id) for each in content.faults if not is_local(each, pair.packs)]
    lost = [Each((holds(name, NATIONAL), Denied(holds(name, LOCAL)))) for name in (*kept, names.GATE)]
    denied = Each((holds(names.GATE, NATIONAL), Some((possible(names.LIABILITY, LOCAL),))))
    return Some((*lost, denied))


def _newly_punished(pair: _Pair) -> Claim:
    worse = Some(
        tuple(
            Each((ends(before, pair.alone, NATIONAL), _ends_worse(before, after, pair)))
            for before, low in _SEVERITY.items()
            for after, high in _SEVERITY.items()
            if high > low
        )
    )
    content = pair.rulebook.content
    shared = [each for each in content.faults if not is_local(each, pair.packs)]
    found = Some(
        tuple(
            Each((fails(name, NATIONAL), holds(name, LOCAL)))
            for fault in shared
            for name in (fault.id, names.complete(fault.id), names.stands(fault.id))
        )
    )
    return Some((Each((worse, pair.no_local_fault())), found))


def _ends_worse(before: Outcome, after: Outcome, pair: _Pair) -> Claim:
    """The graver ending. Whoever is liable for what no law sanctions is not worse off than one whose sanction is waived:

    so it is where a pack excuses the one of two faults that had a range, and national law alone decides the other.
    """
    if (before, after) == (Outcome.WAIVED, Outcome.LIABLE):
        return sanctioned(pair.joined, LOCAL)
    return ends(after, pair.joined, LOCAL)


def _renamed(pair: _Pair, seeker: Seeker) -> Iterator[Question]:
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


def _same_acts(pair: _Pair, local: str, missed: Mapping[str, list[Exemption]], seeker: Seeker) -> Iterator[tuple[str, list[Exemption]]]:
    """Those of the faults that the local one is by another name, where the pack is in force, each with the exemptions it undoes:

    all it misses where the local fault cannot be complete without the other; else those it misses in every case they excuse.
    """
    force = (*(holds(name, LOCAL) for name in _force(pair.joined, local)), holds(names.SCOPE, LOCAL))
    mine = names.complete(local)
    asked = tuple(name for name, exemptions in missed.items() if exemptions)
    alone = {*_together(pair, asked, (*force, holds(mine, LOCAL)), (fails, seeker))}
    spared: set[tuple[str, str]] = set()
    for exemption in {each.id: each for exemptions in missed.values() for each in exemptions}.values():
        excused = tuple(name for name in asked if exemption in missed[name])
        without = _together(pair, excused, (*force, fails(mine, LOCAL), holds(exemption.id, LOCAL)), (holds, seeker))
        spared |= {(other, exemption.id) for other in without}
    for other in asked:
        # INVARIANT: a question left open counts as the same act, for then its exemptions must be shown to reach it
        undone = [each for each in missed[other] if other not in alone or (other, each.id) not in spared]
        if not undone:
            continue
        together = Each((*force, holds(mine, LOCAL), holds(names.complete(other), LOCAL)))
        if not isinstance(seeker.seek(pair.glance(together)), Impossible):
            yield other, undone


def _together(
    pair: _Pair, others: tuple[str, ...], given: tuple[Claim, ...], by: tuple[Callable[[str, int], Claim], Seeker]
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


def _force(program: Program, name: str) -> list[str]:
    expression = next(each.expression for each in program.definitions if each.name == name)
    forces = {each.name for each in program.stage(Stage.FORCE)}
    return [leaf.name for leaf in leaves(expression) if isinstance(leaf, Ref) and leaf.name in forces]


def _punished_all_the_same(pair: _Pair, local: str, other: str, missed: Iterable[Exemption]) -> Claim:
    excusing = Some(tuple(holds(each.id, NATIONAL) for each in missed))
    after = Some((ends(Outcome.LIABLE, pair.joined, LOCAL), ends(Outcome.WAIVED, pair.joined, LOCAL)))
    facts = (holds(names.complete(other), NATIONAL), holds(names.stands(local), LOCAL))
    return Each((*facts, excusing, ends(Outcome.EXEMPT, pair.alone, NATIONAL), after))


def _raised(pair: _Pair) -> Claim:
    """The heavier end lies above the national one, though no fault of a pack stands."""
    liable = Each((ends(Outcome.LIABLE, pair.alone, NATIONAL), ends(Outcome.LIABLE, pair.joined, LOCAL), pair.no_local_fault()))
    rungs = range(1, pair.joined.rungs + 1)
    return Each((liable, Some(tuple(Each((fails(names.most(rung), NATIONAL), holds(names.most(rung), LOCAL))) for rung in rungs))))


def _lowered(pair: _Pair) -> Claim:
    """The lighter end lies below that of the faults which stand, or nothing is left of their range.

    Only a limit can do that: an exemption takes a fault away, and the range of the others is national law's.
    """
    free = NATIONAL  # the side without the limits
    liable = Each((ends(Outcome.LIABLE, pair.free, free), ends(Outcome.LIABLE, pair.joined, LOCAL)))
    rungs = range(2, pair.joined.rungs + 1)
    below = [Each((holds(names.least(rung), free), fails(names.least(rung), LOCAL))) for rung in rungs]
    gone = Each((holds(names.most(1), free), fails(names.most(1), LOCAL)))
    return Each((liable, Some((*below, gone))))


def _cut(pair: _Pair) -> Claim:
    content = pair.rulebook.content
    duties = [each.id for each in content.duties if not is_local(each, pair.packs)]
    following: tuple[Rule, ...] = (*content.obligations, *content.referrals, *content.measures)
    owed = [each for each in following if not is_local(each, pair.packs)]
    same = Some(tuple(Each((ends(each, pair.alone, NATIONAL), ends(each, pair.joined, LOCAL))) for each in _SEVERITY))
    cut_duty = [Each((holds(name, NATIONAL), Denied(holds(name, LOCAL)))) for name in duties]
    rungs = [each.id for each in content.ladder.rungs]
    # what follows from a sanction follows no more where a pack has excused the fault that called for it
    cut_rest = [Each((same, holds(each.id, NATIONAL), Denied(holds(each.id, LOCAL)), _called_for(each, rungs))) for each in owed]
    return Some((*cut_duty, *cut_rest))


def _called_for(rule: Rule, rungs: list[str]) -> Claim:
    """That the sanction which an obligation asks for is still due."""
    asked: list[Claim] = []
    if isinstance(rule, Obligation) and rule.reaches:
        asked.append(holds(names.reaching(rungs.index(rule.reaches) + 1), LOCAL))
    if isinstance(rule, Obligation) and rule.below:
        asked.append(holds(names.under(rungs.index(rule.below) + 1), LOCAL))
    return Each(tuple(asked))


def _contradicted(pair: _Pair) -> Claim:
    """A pack's constraint is broken; one on nothing but facts the pack declared itself can refuse no case of national law."""
    content = pair.rulebook.content
    facts = {each.id: each for each in content.facts}
    written = {each.name: each.expression for each in pair.joined.stage(Stage.CONSTRAINT)}
    return Some(
        tuple(
            fails(rule.id, LOCAL)
            for rule in content.constraints
            if is_local(rule, pair.packs)
            if not all(owns(rule, facts[name]) for name in told_by(facts_of(written[rule.id]), content.facts))
        )
    )


def _clash(pair: _Pair) -> Claim:
    """Two limits of packs that leave nothing between them."""
    rungs = [each.id for each in pair.rulebook.content.ladder.rungs]
    local = [each for each in pair.rulebook.content.limits if is_local(each, pair.packs)]
    liable = (ends(Outcome.LIABLE, pair.alone, NATIONAL), ends(Outcome.LIABLE, pair.joined, LOCAL))
    return Some(
        tuple(
            Each((*liable, holds(one.id, LOCAL), holds(other.id, LOCAL)))
            for one in local
            for other in local
            if one.least and other.most != "none" and rungs.index(one.least) > rungs.index(other.most)
        )
    )
