"""The invariants of the design that are statements about one program: 1 to 4 and 8 to 10."""

from collections.abc import Iterator

from dutybound import program as names
from dutybound.assembly import bounds
from dutybound.program import Program
from dutybound.proof.claims import Claim, Denied, Each, Says, Some, ends, ends_among, fails, holds, possible, sanctioned
from dutybound.proof.questions import Learns, one, two
from dutybound.proof.statements import Statement
from dutybound.reach import covered
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome, Rank
from dutybound.text import Text
from dutybound.truth import Truth

_ENDINGS = tuple(each for each in Outcome if each is not Outcome.UNDETERMINED)
_FINAL = (Outcome.LIABLE, Outcome.WAIVED)


def invariants(rulebook: Rulebook, program: Program) -> Iterator[Statement]:
    """The statements, in the order of the design."""
    yield _exempt(rulebook, program)
    yield _complete(rulebook, program)
    yield _grounded(rulebook, program)
    yield _lasting(program)
    yield _no_sanction_left(rulebook, program)
    yield _mitigated(rulebook, program)
    yield _combined(rulebook, program)
    yield _one_outcome(program)


_NOBODY = Text(
    "没有任何案件会受处分或者处理：没有处分幅度，或者有规则使其全部落空",
    "no case at all ends with a sanction or a measure: there is no range, or some rule does away with all of them",
)


def _exempt(rulebook: Rulebook, program: Program) -> Statement:
    exempt = holds(names.outcome(Outcome.EXEMPT))
    consequences = [names.outcome(each) for each in _FINAL] + [each.id for each in rulebook.content.measures]
    return Statement(
        id="invariant-1",
        title=Text("免责者不受处分，也不受处理", "an exempt person receives no sanction and no measure"),
        premise=one(program, exempt),
        exceptions=(one(program, Each((exempt, Some(tuple(map(possible, consequences)))))),),
    )


def _complete(rulebook: Rulebook, program: Program) -> Statement:
    content = rulebook.content
    consequence = Some((ends_among(_FINAL, program), *(holds(each.id) for each in content.measures)))
    grounds = tuple(
        Each((holds(fault.id), *(holds(each.id) for each in content.elements if each.id not in fault.contains))) for fault in content.faults
    )
    return Statement(
        id="invariant-2",
        title=Text("缺过错或缺要件者，不受处分，也不受处理", "without a fault and all its elements there is no sanction and no measure"),
        premise=one(program, consequence),
        exceptions=(one(program, Each((consequence, Denied(Some(grounds))))),),
        nothing=_NOBODY,
    )


def _grounded(rulebook: Rulebook, program: Program) -> Statement:
    content = rulebook.content
    upper = {each.id for each in content.instruments if each.rank in (Rank.LAW, Rank.REGULATION)}
    grounds = tuple(
        Each((holds(f"{sanction.id}/{number}"), holds(names.stands(fault))))
        for sanction in content.sanctions
        if sanction.provision.instrument in upper
        for number, _ in enumerate(sanction.tiers, 1)
        for fault in sorted(covered(sanction.applies_to, content.faults))
    )
    return Statement(
        id="invariant-3",
        title=Text("每项处分都有成立的过错和上位法幅度", "every sanction rests on a holding fault and a range of an upper law"),
        premise=one(program, sanctioned(program)),
        exceptions=(one(program, Each((sanctioned(program), Denied(Some(grounds))))),),
        nothing=_NOBODY,
    )


def _lasting(program: Program) -> Statement:
    overturned: list[Claim] = [
        Each((holds(names.outcome(one), 0), holds(names.outcome(other), 1))) for one in _ENDINGS for other in _ENDINGS if one is not other
    ]
    overturned += [Each((ends(each, program, 0), Denied(ends(each, program, 1)))) for each in _ENDINGS]
    moved = (
        Each((Says(0, bound, truth), Denied(Says(1, bound, truth))))
        for bound in bounds(program.rungs)
        for truth in (Truth.HOLDS, Truth.FAILS)
    )
    overturned.append(Each((ends(Outcome.LIABLE, program, 0), Some(tuple(moved)))))
    return Statement(
        id="invariant-4",
        title=Text(
            "已确定的结论和幅度，不因多知道一个事实而推翻", "learning a fact never overturns an outcome or a range that was determined"
        ),
        premise=two(program, ends_among(_ENDINGS, program), Learns()),
        exceptions=(two(program, Some(tuple(overturned)), Learns()),),
    )


def _no_sanction_left(rulebook: Rulebook, program: Program) -> Statement:
    limits = [each.id for each in rulebook.content.limits if each.most == "none"]
    some_sanction = Some(tuple(possible(names.most(rung)) for rung in range(1, program.rungs + 1)))
    return Statement(
        id="invariant-8",
        title=Text(
            "法律排除处分的人（如监察机关已给予政务处分），不再受处分",
            "where the law leaves no sanction, as after one by the supervisory organ, there is none",
        ),
        premise=one(program, Some(tuple(map(holds, limits)))) if limits else None,
        exceptions=(one(program, Each((Some(tuple(map(holds, limits))), some_sanction))),),
        nothing=Text("没有排除处分的限制（`most: none`）", "there is no limit that leaves no sanction (`most: none`)"),
    )


def _mitigated(rulebook: Rulebook, program: Program) -> Statement:
    """With the lower end at rung k: exactly k - 1 where mitigation is commanded, down to k - 1 where it is permitted."""
    must, may = holds(names.MUST_MITIGATE), holds(names.MAY_MITIGATE)
    liable = ends(Outcome.LIABLE, program)
    wrong: list[Claim] = []
    for lower in range(1, program.rungs + 1):
        top = () if lower == program.rungs else (fails(f"own-least:{lower + 1}"),)
        here = Each((liable, holds(f"own-least:{lower}"), *top))
        wrong.append(Each((here, must, possible(names.most(lower)))))
        if lower == 1:
            wrong.append(Each((here, must, fails(names.BARRED))))  # below the lowest rung lies the waiver, if there is anything to waive
            continue
        below = fails(f"beyond:{lower - 1}")
        reached = Each((holds(names.most(lower - 1)), holds(names.least(lower - 1))))
        wrong.append(Each((here, Some((must, may)), below, Denied(reached))))
    return Statement(
        id="invariant-9",
        title=Text("减轻恰为下一档，不出处分阶梯", "mitigated is one grade below, never off the ladder"),
        premise=one(program, Each((liable, Some((must, may))))) if rulebook.content.circumstances else None,
        exceptions=(one(program, Some(tuple(wrong))),),
        nothing=Text("没有案件减轻处分", "no case is mitigated"),
    )


def _combined(rulebook: Rulebook, program: Program) -> Statement:
    """A period is its rung's own, added up for several faults and cut at the cap: it passes the cap only if the rung's own does."""
    ladder = rulebook.content.ladder
    cap = ladder.combined.most_months
    beyond = [number for number, rung in enumerate(ladder.rungs, 1) if rung.months is not None and rung.months > cap]
    in_range = Some(
        tuple(
            Each((holds(names.most(rung)), Denied(holds(names.least(rung + 1))) if rung < program.rungs else Each(()))) for rung in beyond
        )
    )
    return Statement(
        id="invariant-9b",
        title=Text(f"合并执行的处分期不超过 {cap} 个月", f"combined periods stay within {cap} months"),
        premise=one(program, sanctioned(program)),
        exceptions=(one(program, Each((sanctioned(program), in_range))),),
    )


def _one_outcome(program: Program) -> Statement:
    two_at_once = Some(
        tuple(
            Each((holds(names.outcome(each)), holds(names.outcome(other))))
            for number, each in enumerate(_ENDINGS)
            for other in _ENDINGS[number + 1 :]
        )
    )
    return Statement(
        id="invariant-10",
        title=Text(
            "每人恰有一个结论；事实齐备时结论必定", "every person has exactly one outcome, and a settled one where every fact is known"
        ),
        premise=one(program, ends_among(_ENDINGS, program), complete=True),
        exceptions=(one(program, two_at_once), one(program, ends(Outcome.UNDETERMINED, program), complete=True)),
    )
