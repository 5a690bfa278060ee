"""Two rulebooks compared by meaning: every kind of change with the provisions it comes from and a witness case each."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.assembly import bounds
from dutybound.building import build
from dutybound.engines.reference import evaluate
from dutybound.facts import Facts
from dutybound.program import Definition, Program, Stage
from dutybound.proof.claims import Claim, Denied, Each, Says, Some, ends, fails, holds, is_so, possible
from dutybound.proof.questions import Impossible, Open, Question, Seeker, Side
from dutybound.rulebook import Rulebook
from dutybound.rules import NO_TEXT, Attribution, Circumstance, Document, Exemption, Limit, Outcome, Remedy, Rule, SanctionRange, Step
from dutybound.text import Text
from dutybound.truth import Truth

OLD, NEW = 0, 1

_SEVERITY = {Outcome.OUT_OF_SCOPE: 0, Outcome.NOT_LIABLE: 0, Outcome.EXEMPT: 0, Outcome.WAIVED: 1, Outcome.LIABLE: 2}

MOST_WAYS = 20
"""How many ways in which one kind of change arises are told before the rest is left open."""


class Kind(StrEnum):
    """What kind of change it is."""

    STRICTER = "stricter"
    MORE_LENIENT = "more-lenient"
    OTHER_ENDING = "other-ending"
    RANGE_UP = "range-up"
    RANGE_DOWN = "range-down"
    RECOMMENDED = "recommended"
    UNDETERMINED_NOW = "undetermined-now"
    DETERMINED_NOW = "determined-now"
    REFUSED_NOW = "refused-now"
    ACCEPTED_NOW = "accepted-now"
    CONSEQUENCE = "consequence"


@frozen
class Difference:
    """One way in which a kind of change arises: `rules` are those whose findings differ, `facts` the case that shows it."""

    kind: Kind
    what: Text
    rules: tuple[str, ...]
    facts: Facts


@frozen
class Unsettled:
    """Whether there is (more of) this kind of change is left open."""

    kind: Kind
    what: Text
    reason: Text


@frozen
class _Change:
    kind: Kind
    what: Text
    claim: Claim
    valid: tuple[bool, bool] = (True, True)


@frozen
class Vocabulary:
    """What the two rulebooks ask about: facts only one of them declares, and facts declared with other values."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]


def vocabulary_change(old: Rulebook, new: Rulebook) -> Vocabulary:
    """The difference in declared facts."""
    before = {each.id: each.domain for each in old.content.facts}
    after = {each.id: each.domain for each in new.content.facts}
    changed = tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name]))
    return Vocabulary(tuple(sorted(before.keys() - after.keys())), tuple(sorted(after.keys() - before.keys())), changed)


_BESIDE = (Step, Remedy, Attribution, Document)
_TOLD = ("mode", "holder", "due", "to")


def told_otherwise(old: Rulebook, new: Rulebook) -> tuple[str, ...]:
    """The rules in which the two differ beside every finding: of procedure, remedies, attribution and papers, and who must do what how."""
    before, after = ({each.id: each for each in one.content.rules()} for one in (old, new))
    found: set[str] = set()
    for name in before.keys() | after.keys():
        one, other = before.get(name), after.get(name)
        if isinstance(one, _BESIDE) or isinstance(other, _BESIDE):
            found.update({name} if one != other else ())
        elif one is not None and other is not None:  # what only one of them has is told by its finding
            found.update(name for key in _TOLD if getattr(one, key, None) != getattr(other, key, None))
    return tuple(sorted(found))


def differences(old: Rulebook, new: Rulebook, seeker: Seeker) -> Iterator[Difference | Unsettled]:
    """Every way in which the two differ, on cases spelt with the values both admit; nothing at all is a proof of sameness."""
    before, after = build(old), build(new)
    telling = _telling(old, new, before, after)
    for change in _changes(before, after):
        yield from _ways(change, (before, after), telling, seeker)


def _changes(before: Program, after: Program) -> Iterator[_Change]:
    for one, low in _SEVERITY.items():
        for other, high in _SEVERITY.items():
            if one is not other:
                kind = Kind.STRICTER if high > low else Kind.MORE_LENIENT if high < low else Kind.OTHER_ENDING
                yield _Change(kind, _arrow(one, other), Each((ends(one, before, OLD), ends(other, after, NEW))))
    for each in _SEVERITY:
        lost = Each((ends(each, before, OLD), ends(Outcome.UNDETERMINED, after, NEW)))
        yield _Change(Kind.UNDETERMINED_NOW, _arrow(each, Outcome.UNDETERMINED), lost)
        won = Each((ends(Outcome.UNDETERMINED, before, OLD), ends(each, after, NEW)))
        yield _Change(Kind.DETERMINED_NOW, _arrow(Outcome.UNDETERMINED, each), won)
    both_liable = (ends(Outcome.LIABLE, before, OLD), ends(Outcome.LIABLE, after, NEW))
    shared = bounds(min(before.rungs, after.rungs))
    up = Some(tuple(Each((Denied(holds(name, OLD)), holds(name, NEW))) for name in shared))
    down = Some(tuple(Each((holds(name, OLD), Denied(holds(name, NEW)))) for name in shared))
    yield _Change(Kind.RANGE_UP, Text("处分幅度的一端升高", "an end of the range is higher"), Each((*both_liable, up)))
    yield _Change(Kind.RANGE_DOWN, Text("处分幅度的一端降低", "an end of the range is lower"), Each((*both_liable, down)))
    moved = Some(
        tuple(
            Each((Says(one, name, Truth.HOLDS), Denied(Says(1 - one, name, Truth.HOLDS))))
            for name in (names.LIGHTER, names.HEAVIER)
            for one in (OLD, NEW)
        )
    )
    yield _Change(Kind.RECOMMENDED, Text("幅度内的建议改变", "the recommendation within the range moves"), Each((*both_liable, moved)))
    yield from _refusals(before, after)
    yield from _consequences(before, after)


def _arrow(one: Outcome, other: Outcome) -> Text:
    return Text(f"{one.value} → {other.value}", f"{one.value} → {other.value}")


def _refusals(before: Program, after: Program) -> Iterator[_Change]:
    refused = Some(tuple(fails(each.name, NEW) for each in after.stage(Stage.CONSTRAINT)))
    accepted = Some(tuple(fails(each.name, OLD) for each in before.stage(Stage.CONSTRAINT)))
    yield _Change(Kind.REFUSED_NOW, Text("案件因矛盾被退回", "the case is refused as contradictory"), refused, (True, False))
    yield _Change(Kind.ACCEPTED_NOW, Text("案件不再被退回", "the case is no longer refused"), accepted, (False, True))


def _consequences(before: Program, after: Program) -> Iterator[_Change]:
    """Measures, hand-overs and obligations that come or go while the outcome stays."""
    same = Some(tuple(Each((ends(each, before, OLD), ends(each, after, NEW))) for each in _SEVERITY))
    stages = (Stage.MEASURE, Stage.REFERRAL, Stage.OBLIGATION)
    mine = {each.name for stage in stages for each in before.stage(stage)}
    theirs = {each.name for stage in stages for each in after.stage(stage)}
    for name in sorted(mine | theirs):
        parts: list[Claim] = []
        if name in mine:
            parts.append(Each((holds(name, OLD), *((Denied(holds(name, NEW)),) if name in theirs else ()))))
        if name in theirs:
            parts.append(Each((holds(name, NEW), *((Denied(holds(name, OLD)),) if name in mine else ()))))
        yield _Change(Kind.CONSEQUENCE, Text(f"`{name}` 增减", f"`{name}` comes or goes"), Each((same, Some(tuple(parts)))))


@frozen
class _Felt:
    """When a changed rule makes itself felt. `shape`: its findings are the same, but what follows from them is another."""

    claim: Claim
    shape: bool = False


def _telling(old: Rulebook, new: Rulebook, before: Program, after: Program) -> Mapping[str, _Felt]:
    """For every rule that was changed, added or removed, when it makes itself felt: its findings differ."""
    one, other = _own(before), _own(after)
    rules = {each.id: _bare(each) for each in old.content.rules()}, {each.id: _bare(each) for each in new.content.rules()}
    found: dict[str, _Felt] = {}
    for rule in sorted(one.keys() | other.keys()):
        mine, theirs = one.get(rule, {}), other.get(rule, {})
        if {name: each.expression for name, each in mine.items()} != {name: each.expression for name, each in theirs.items()}:
            parts: list[Claim] = [possible(name, OLD) for name in mine.keys() - theirs.keys()]
            parts += [possible(name, NEW) for name in sorted(theirs.keys() - mine.keys())]
            for name in sorted(mine.keys() & theirs.keys()):
                parts += [Each((Says(OLD, name, truth), Denied(Says(NEW, name, truth)))) for truth in Truth]
            found[rule] = _Felt(Some(tuple(parts)))
        elif rules[OLD].get(rule) != rules[NEW].get(rule):
            ranged = isinstance(rules[NEW][rule], SanctionRange | Limit | Circumstance)
            telling = sorted(name for name in mine if name != rule) if isinstance(rules[NEW][rule], SanctionRange) else [rule]
            found[rule] = _Felt(Some(tuple(possible(name, side) for side in (OLD, NEW) for name in telling)), shape=ranged)
    return found


def _own(program: Program) -> dict[str, dict[str, Definition]]:
    found: dict[str, dict[str, Definition]] = {}
    for each in program.definitions:
        if each.rule and (each.name == each.rule or each.name.startswith(f"{each.rule}/")):
            found.setdefault(each.rule, {})[each.name] = each
    return found


def _bare(rule: Rule) -> Rule:
    """The rule without its words."""
    if isinstance(rule, Exemption):
        rule = evolve(rule, unless=tuple(evolve(each, title=NO_TEXT) for each in rule.unless))
    return evolve(rule, title=NO_TEXT, note=NO_TEXT)


_OF_RANGES = (Kind.RANGE_UP, Kind.RANGE_DOWN, Kind.RECOMMENDED, Kind.UNDETERMINED_NOW, Kind.DETERMINED_NOW)


def _ways(
    change: _Change, programs: tuple[Program, Program], telling: Mapping[str, _Felt], seeker: Seeker
) -> Iterator[Difference | Unsettled]:
    """Each way in which a change arises, those that come from one rule alone first."""
    sides = tuple(Side(program, valid=valid) for program, valid in zip(programs, change.valid, strict=True))
    told: list[Claim] = []
    for _ in range(MOST_WAYS):
        claim = Each((change.claim, *(Denied(each) for each in told)))
        answer = seeker.seek(Question(sides, claim, shrunk=False))
        if isinstance(answer, Impossible):
            return
        if isinstance(answer, Open):
            yield Unsettled(change.kind, change.what, answer.reason)
            return
        felt = _felt(change, sides, telling, answer.copies[0])
        cause, facts = _alone(claim, sides, felt, answer.copies[0], seeker)
        yield Difference(change.kind, change.what, cause, facts)
        told.append(Each(tuple(telling[name].claim for name in cause)))
    more = Text(f"还有更多（只列出 {MOST_WAYS} 种）", f"there are more than the {MOST_WAYS} told")
    yield Unsettled(change.kind, change.what, more)


def _felt(change: _Change, sides: tuple[Side, ...], telling: Mapping[str, _Felt], facts: Facts) -> dict[str, Claim]:
    """The changed rules to look for: what only shapes a range does not bring about another outcome, if anything else can."""
    every = {name: each.claim for name, each in telling.items()}
    if change.kind in _OF_RANGES:
        return every
    findings = {name: each.claim for name, each in telling.items() if not each.shape}
    values = [evaluate(side.program, facts) for side in sides]
    return findings if any(is_so(claim, values) for claim in findings.values()) else every


def _alone(claim: Claim, sides: tuple[Side, ...], felt: Mapping[str, Claim], facts: Facts, seeker: Seeker) -> tuple[tuple[str, ...], Facts]:
    """A small set of rules that brings the change about with no other changed rule felt, and a small case of it."""
    values = [evaluate(side.program, facts) for side in sides]
    cause = tuple(name for name, each in felt.items() if is_so(each, values))
    for name in cause if len(cause) > 1 else ():
        others = (Denied(each) for other, each in felt.items() if other != name)
        answer = seeker.seek(Question(sides, Each((claim, felt[name], *others))))
        if not isinstance(answer, Impossible | Open):
            return (name,), answer.copies[0]
    only = (each if name in cause else Denied(each) for name, each in felt.items())
    answer = seeker.seek(Question(sides, Each((claim, *only))))
    return cause, facts if isinstance(answer, Impossible | Open) else answer.copies[0]


def comparable(old: Rulebook, new: Rulebook) -> bool:
    """Whether both have the same ladder of sanctions, so that ranges can be compared rung by rung."""
    return [each.id for each in old.content.ladder.rungs] == [each.id for each in new.content.ladder.rungs]
