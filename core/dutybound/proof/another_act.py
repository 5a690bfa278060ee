"""Local faults that are no other act than a national one: they punish nothing that an exemption excuses, and nothing more than it.

A fault is another act where it holds whatever the national fault (and the exemption that excuses it) rests on, and rests itself on
more than the circumstances. What excuses a fault reaches those that are akin to it.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.conditions import Expression, reads
from dutybound.facts import Fact
from dutybound.packs import is_local, told_by
from dutybound.program import Definition, Program, Stage
from dutybound.proof.claims import Claim, Denied, Each, Some, ends, fails, holds, sanctioned
from dutybound.proof.graph import Graph
from dutybound.proof.halving import shown
from dutybound.proof.literals import can_hold, compatible, leaf_of, literals, spelt_out, without
from dutybound.proof.pairs import LOCAL, NATIONAL, Pair
from dutybound.proof.questions import Question, Seeker, one
from dutybound.rules import Exemption, Outcome

OF_EVERY_CASE = ("act.kind", "act.date", "authority.kind", "authority.region", "authority.level", "person.role")
"""The fields of the record that tell which case it is, not what somebody did."""


def same_acts(pair: Pair, seeker: Seeker) -> Iterator[Question]:
    """Whether somebody is punished by a fault of a pack for what national law excuses, or more than it does for what it punishes."""
    missed = pair.missed()
    if not missed:
        return
    law = _Law.of(pair)
    found = [_Same.of(law, local, missed[local], seeker) for local in missed]
    more = tuple(definition for each in found for definition in each.definitions)
    wider = evolve(pair, joined=evolve(pair.joined, definitions=(*pair.joined.definitions, *more)))
    for same in found:
        stands = holds(names.stands(same.local), LOCAL)
        if same.excused:
            after = Some((ends(Outcome.LIABLE, pair.joined, LOCAL), ends(Outcome.WAIVED, pair.joined, LOCAL)))
            punished = Each((stands, after, Some(same.excused)))
            # the plainer case first, where nobody answers for another fault beside it
            yield wider.ask(Each((ends(Outcome.EXEMPT, pair.alone, NATIONAL), punished)))
            yield wider.ask(punished)
        if same.punished:
            yield wider.ask(Each((stands, _harsher(pair), Some(same.punished))))


def _harsher(pair: Pair) -> Claim:
    """The heavier end of the range is raised, or a sanction that was waived is not."""
    liable = Each((ends(Outcome.LIABLE, pair.alone, NATIONAL), ends(Outcome.LIABLE, pair.joined, LOCAL)))
    raised = tuple(Each((fails(names.most(rung), NATIONAL), holds(names.most(rung), LOCAL))) for rung in range(1, pair.joined.rungs + 1))
    waived = Each((ends(Outcome.WAIVED, pair.alone, NATIONAL), sanctioned(pair.joined, LOCAL)))
    return Some((Each((liable, Some(raised))), waived))


@frozen
class _Same:
    """That a pack's fault is no other act: than one that an exemption excuses, or than one that stands; and the definitions named."""

    local: str
    excused: tuple[Claim, ...]
    punished: tuple[Claim, ...]
    definitions: tuple[Definition, ...]

    @classmethod
    def of(cls, law: "_Law", local: str, missed: Mapping[str, list[Exemption]], seeker: Seeker) -> "_Same":
        condition = law.condition(local)
        told = law.told(condition, seeker)
        bare = without(condition, [each for each in literals(condition) if law.is_act(each)])
        definitions: dict[Expression, Definition] = {}

        def left(expression: Expression) -> Claim:
            name = f"left:{local}:{len(definitions)}"
            return holds(definitions.setdefault(expression, Definition(name, Stage.COMPLETE, expression, local)).name, LOCAL)

        def no_other(*rules: str) -> tuple[Claim, ...]:
            resting = {each for rule in rules for each in law.spelt[rule]}
            taken = [each for each, said in told.items() if not resting.isdisjoint(said)]
            return (*((Denied(left(without(condition, taken))),) if taken else ()), *((left(bare),) if can_hold(bare) else ()))

        excused: list[Claim] = []
        punished: list[Claim] = []
        for other, exemptions in missed.items():
            if same := no_other(other):
                punished.append(Each((holds(names.stands(other), NATIONAL), Some(same))))
            for exemption in exemptions:
                if same := no_other(other, exemption.id):
                    excused.append(Each((holds(names.complete(other), NATIONAL), holds(exemption.id, NATIONAL), Some(same))))
        return cls(local, tuple(excused), tuple(punished), tuple(definitions.values()))


@frozen(eq=False)
class _Law:
    """What the conditions of national faults and exemptions rest on, and those of the packs are held against."""

    pair: Pair
    definitions: Mapping[str, Expression]
    facts: Mapping[str, Fact]
    circumstances: frozenset[str]
    own: frozenset[str]
    spelt: dict[str, tuple[Expression, ...]]
    acts: frozenset[str]

    @classmethod
    def of(cls, pair: Pair) -> "_Law":
        content = pair.rulebook.content
        graph = Graph.of(pair.joined)
        asked = graph.cone((*(each.id for each in content.elements), names.SCOPE), constraints=False).facts
        of_every_case = {fact.id for fact in content.facts if fact.origin in OF_EVERY_CASE}
        sources = {each.place.source for each in content.instruments if each.id in pair.packs}
        own = frozenset(
            fact.id
            for fact in content.facts
            if not (fact.origin or fact.derived or fact.counted)
            if fact.provision.instrument in pair.packs or fact.place.source in sources
        )
        facts = {fact.id: fact for fact in content.facts}
        law = cls(pair, graph.expressions, facts, frozenset(asked | of_every_case), own, {}, frozenset())
        for fault in content.faults:
            if not is_local(fault, pair.packs):
                law._spell(fault.id, pair.rulebook.expressions[fault.id])
        acts = frozenset(fact for said in law.spelt.values() for each in said for fact in law.told_of(each))
        for exemption in content.exemptions:
            if not is_local(exemption, pair.packs):
                law._spell(exemption.id, graph.expressions[exemption.id])
        return evolve(law, acts=acts - law.circumstances)

    def _spell(self, name: str, expression: Expression) -> None:
        said = literals(spelt_out(expression, self.definitions))
        self.spelt[name] = tuple(dict.fromkeys(each for each in said if not self.is_circumstance(each)))

    def condition(self, local: str) -> Expression:
        """The whole condition of a pack's fault, the duty it breaks and the force of its document included."""
        return spelt_out(self.definitions[local], self.definitions)

    def told_of(self, literal: Expression) -> frozenset[str]:
        """The facts that a literal tells of, with those from whose days they are counted."""
        return told_by(reads(leaf_of(literal)), self.facts.values())

    def is_circumstance(self, literal: Expression) -> bool:
        """Whether a literal tells only which case it is, or of what every fault asks."""
        return set(reads(leaf_of(literal))) <= self.circumstances

    def is_act(self, literal: Expression) -> bool:
        """Whether a literal tells what somebody did: by a fact of the pack's own, or by one that makes a national fault."""
        return not self.told_of(literal).isdisjoint(self.own | self.acts)

    def told(self, condition: Expression, seeker: Seeker) -> Mapping[Expression, frozenset[Expression]]:
        """For each literal of a pack's condition, the national ones that it tells: of the same fact, or because it implies them."""
        known = tuple(dict.fromkeys(each for said in self.spelt.values() for each in said))
        found: dict[Expression, frozenset[Expression]] = {}
        for mine in dict.fromkeys(literals(condition)):
            if self.is_circumstance(mine):
                continue
            facts = self.told_of(mine)
            same = [each for each in known if not facts.isdisjoint(self.told_of(each) - self.circumstances)]
            shared = {each for each in same if compatible(mine, each, self.facts)}
            others = [each for each in known if each not in same]
            found[mine] = frozenset(shared | (self._implied(mine, others, seeker) if facts.isdisjoint(self.own) else set()))
        return found

    def _implied(self, mine: Expression, others: Iterable[Expression], seeker: Seeker) -> set[Expression]:
        """Those that no case can lack which has this one: the law's contradictions tell so."""
        numbered = {f"literal:{number}": each for number, each in enumerate(others, 1)}
        small = _only_constraints(self.pair.joined, {"literal:0": mine, **numbered})
        # INVARIANT: a question left open counts as implied, for then the fault must be shown to be another act
        lacked = shown(
            {name: fails(name) for name in numbered},
            (holds("literal:0"),),
            lambda claim: evolve(one(small, claim), shrunk=False),
            seeker,
        )
        return {*numbered.values()} - {numbered[name] for name in lacked}


def _only_constraints(program: Program, more: Mapping[str, Expression]) -> Program:
    """The contradictions of a program and what they rest on, with definitions added."""
    kept = Graph.of(program).cone(()).definitions
    added = tuple(Definition(name, Stage.COMPLETE, expression) for name, expression in more.items())
    return evolve(program, definitions=(*(each for each in program.definitions if each.name in kept), *added))
