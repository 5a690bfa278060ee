"""Invariant 7: with its local packs a rulebook keeps what national law decides; each sentence over all cases at once."""

from collections.abc import Iterator

from dutybound import program as names
from dutybound.conditions import facts_of
from dutybound.packs import is_local, local_instruments, owns, told_by
from dutybound.program import Program, Stage
from dutybound.proof.another_act import same_acts
from dutybound.proof.claims import Claim, Denied, Each, Some, ends, fails, holds, possible, sanctioned
from dutybound.proof.containing import elements_asked
from dutybound.proof.keeping import kept, never_kept
from dutybound.proof.pairs import LOCAL, NATIONAL, Pair, forces
from dutybound.proof.questions import Impossible, Question, Seeker, Witness
from dutybound.proof.renaming import renamed
from dutybound.proof.statements import Statement
from dutybound.rulebook import Rulebook
from dutybound.rules import Obligation, Outcome, Rule
from dutybound.text import Text

_SEVERITY = {Outcome.OUT_OF_SCOPE: 0, Outcome.NOT_LIABLE: 0, Outcome.EXEMPT: 0, Outcome.WAIVED: 1, Outcome.LIABLE: 2}


def weakenings(rulebook: Rulebook, program: Program, seeker: Seeker) -> Iterator[Statement]:
    """The statements, none if there is no pack. The seeker tells which local faults are a national one by another name."""
    if not local_instruments(rulebook.content):
        return
    pair = Pair.of(rulebook, program)
    premise = pair.glance(_in_force(pair))
    nothing = Text("没有一条影响结论的地方规则在任何案件中成立", "no rule of a pack that bears on a decision ever holds")
    for number, (title, mend, exceptions) in enumerate(_sentences(pair, seeker), 1):
        yield Statement(id=f"invariant-7.{number}", title=title, premise=premise, exceptions=exceptions, nothing=nothing, mend=mend)
    yield from _nobody_left(pair, seeker)
    yield from _never_kept(pair, seeker)


def _nobody_left(pair: Pair, seeker: Seeker) -> Iterator[Statement]:
    """Each exemption of a pack may be one of the law's catch-all kind, and all together still leave nobody who answers.

    Told only where it is so.
    """
    asked: set[tuple[str, ...]] = set()
    for exemption in pair.rulebook.content.exemptions:
        force = tuple(forces(pair.joined, exemption.id))
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
            id="invariant-7.7",
            title=Text(f"`{pack}` 适用之处，仍有人可受处分", f"where `{pack}` applies, somebody can still be sanctioned"),
            premise=premise,
            exceptions=(),
            nothing=Text(
                f"国家规则可以处分的人，都因地方免责（{exemption.place}）不受处分",
                f"whoever national law sanctions is exempt by the pack's exemptions ({exemption.place})",
            ),
            needed=True,
        )


def _never_kept(pair: Pair, seeker: Seeker) -> Iterator[Statement]:
    """A pack's contradictions of its own facts refuse no national case, and may still refuse every case that tells them.

    Told only where it is so.
    """
    local = [each for each in pair.rulebook.content.constraints if is_local(each, pair.packs)]
    for rule, question in zip(local, kept(pair.joined, local).values(), strict=True):
        if isinstance(seeker.seek(question), Witness):
            continue
        yield Statement(
            id=f"invariant-7.8/{rule.id}",
            title=Text(f"约束 `{rule.id}` 可以满足", f"the constraint `{rule.id}` can be kept"),
            premise=question,
            exceptions=(),
            nothing=never_kept(rule),
            needed=True,
        )


def _in_force(pair: Pair) -> Claim:
    """A pack has a say: one of its rules holds."""
    defined = {each.name for each in pair.joined.definitions}
    return Some(tuple(holds(name, LOCAL) for name in pair.local(pair.rulebook.content.rules()) if name in defined))


def _sentences(pair: Pair, seeker: Seeker) -> Iterator[tuple[Text, Text, tuple[Question, ...]]]:
    yield (
        Text("国家规则的免责照旧成立", "every national exemption holds as before"),
        Text(
            "地方规则不得使国家的免责不成立：收窄所列地方规则的 when，使其不及于此案",
            "a pack may not make a national exemption fail: narrow the `when` of the local rule so that it leaves this case alone",
        ),
        (pair.ask(_lost_exemption(pair)),),
    )
    yield (
        Text("国家规则不罚的，不因地方规则受罚或加重", "what national law does not punish is not punished, or punished more, by a pack"),
        Text(
            "地方过错应以 akin_to 写明与之同类的国家过错，或者以本地自有的事实构成另一行为；contains 只写同类过错都包含的要件",
            "let the local fault name in `akin_to` the national one it is akin to, or rest on a fact of the pack's own that makes it "
            "another act; its `contains` names only what all that it is akin to contain",
        ),
        (pair.ask(_newly_punished(pair)), *renamed(pair, seeker), *same_acts(pair, seeker), *elements_asked(pair, seeker)),
    )
    yield (
        Text("处分幅度不超出国家规则", "no range leaves the national one"),
        Text(
            "收窄该地方限度（limits）的 when，使其在国家幅度整个高于 most 或者低于 least 之处不成立",
            "narrow the `when` of the limit so that it does not hold where the national range lies above its `most` or below its `least`",
        ),
        (pair.ask(_raised(pair)), pair.ask_of_limits(_lowered(pair))),
    )
    yield (
        Text("职责、后续义务和移送不减少", "no duty, obligation or hand-over is cut"),
        Text(
            "地方规则不得使国家的职责、义务、移送或者处理不成立：收窄其 when",
            "a pack may not make a national duty, obligation, measure or hand-over fail: narrow the `when` of the local rule",
        ),
        (pair.ask(_cut(pair)),),
    )
    yield (
        Text("国家规则受理的案件不被退回", "no case that national law decides is refused"),
        Text("地方约束只可涉及本规则包自己的事实", "let a pack's constraint speak of facts of the pack's own only"),
        (pair.ask(_contradicted(pair), taken=False),),
    )
    yield (
        Text("地方规则之间不冲突", "no two packs contradict each other"),
        Text(
            "使两条限度不同时成立，或者使 least 不高于 most",
            "let the two limits not hold together, or let `least` lie no higher than `most`",
        ),
        (pair.ask(_clash(pair)),),
    )


def _lost_exemption(pair: Pair) -> Claim:
    content = pair.rulebook.content
    kept = [each.id for each in content.exemptions if not is_local(each, pair.packs)]
    kept += [names.excused(each.id) for each in content.faults if not is_local(each, pair.packs)]
    lost = [Each((holds(name, NATIONAL), Denied(holds(name, LOCAL)))) for name in (*kept, names.GATE)]
    denied = Each((holds(names.GATE, NATIONAL), Some((possible(names.LIABILITY, LOCAL),))))
    return Some((*lost, denied))


def _newly_punished(pair: Pair) -> Claim:
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


def _ends_worse(before: Outcome, after: Outcome, pair: Pair) -> Claim:
    """The graver ending. Whoever is liable for what no law sanctions is not worse off than one whose sanction is waived:

    so it is where a pack excuses the one of two faults that had a range, and national law alone decides the other.
    """
    if (before, after) == (Outcome.WAIVED, Outcome.LIABLE):
        return sanctioned(pair.joined, LOCAL)
    return ends(after, pair.joined, LOCAL)


def _raised(pair: Pair) -> Claim:
    """The heavier end lies above the national one, though no fault of a pack stands."""
    liable = Each((ends(Outcome.LIABLE, pair.alone, NATIONAL), ends(Outcome.LIABLE, pair.joined, LOCAL), pair.no_local_fault()))
    rungs = range(1, pair.joined.rungs + 1)
    return Each((liable, Some(tuple(Each((fails(names.most(rung), NATIONAL), holds(names.most(rung), LOCAL))) for rung in rungs))))


def _lowered(pair: Pair) -> Claim:
    """The lighter end lies below that of the faults which stand, or nothing is left of their range.

    Only a limit can do that: an exemption takes a fault away, and the range of the others is national law's.
    """
    free = NATIONAL  # the side without the limits
    liable = Each((ends(Outcome.LIABLE, pair.free, free), ends(Outcome.LIABLE, pair.joined, LOCAL)))
    rungs = range(2, pair.joined.rungs + 1)
    below = [Each((holds(names.least(rung), free), fails(names.least(rung), LOCAL))) for rung in rungs]
    gone = Each((holds(names.most(1), free), fails(names.most(1), LOCAL)))
    return Each((liable, Some((*below, gone))))


def _cut(pair: Pair) -> Claim:
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


def _contradicted(pair: Pair) -> Claim:
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


def _clash(pair: Pair) -> Claim:
    """Two limits of packs that leave nothing between them."""
    rungs = [each.id for each in pair.rulebook.content.ladder.rungs]
    local = [each for each in pair.rulebook.content.limits if is_local(each, pair.packs)]
    liable = (ends(Outcome.LIABLE, pair.alone, NATIONAL), ends(Outcome.LIABLE, pair.joined, LOCAL))
    return Some(
        tuple(
            Each((*liable, holds(one.id, LOCAL), holds(other.id, LOCAL)))
            for one in local
            for other in local
            if one.least and other.most != "none" and other.caps(rungs.index(one.least) + 1, rungs)
        )
    )
