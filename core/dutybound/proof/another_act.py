"""Local faults that punish an excused act: where a national exemption excuses somebody, a pack's fault has to be another act.

A fault is another act where it holds whatever the excused fault and its exemption rest on, and rests itself on more than the
circumstances. Otherwise it must be akin to the excused fault, so that the exemption reaches it as well.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.conditions import Expression, reads
from dutybound.facts import Fact
from dutybound.packs import is_local, told_by
from dutybound.program import Definition, Program, Stage
from dutybound.proof.claims import Claim, Denied, Each, Some, ends, fails, holds
from dutybound.proof.graph import Graph
from dutybound.proof.halving import shown
from dutybound.proof.literals import can_hold, compatible, leaf_of, literals, spelt_out, without
from dutybound.proof.pairs import LOCAL, NATIONAL, Pair
from dutybound.proof.questions import Question, Seeker, one
from dutybound.rules import Exemption, Outcome

OF_EVERY_CASE = ("act.kind", "act.date", "authority.kind", "authority.region", "authority.level", "person.role")
"""The fields of the record that tell which case it is, not what somebody did."""


def excused_acts(pair: Pair, seeker: Seeker) -> Iterator[Question]:
    """Whether somebody is punished by a fault of a pack for what national law excuses."""
    missed = pair.missed()
    if not missed:
        return
    law = _Law.of(pair)
    asked = {local: _claims(pair, law, (local, missed[local]), seeker) for local in missed}
    more = tuple(definition for _, definitions in asked.values() for definition in definitions)
    wider = evolve(pair, joined=evolve(pair.joined, definitions=(*pair.joined.definitions, *more)))
    for local, (claims, _) in asked.items():
        if claims:
            after = Some((ends(Outcome.LIABLE, pair.joined, LOCAL), ends(Outcome.WAIVED, pair.joined, LOCAL)))
            punished = Each((holds(names.stands(local), LOCAL), after, Some(tuple(claims))))
            # the plainer case first, where nobody answers for another fault beside it
            yield wider.ask(Each((ends(Outcome.EXEMPT, pair.alone, NATIONAL), punished)))
            yield wider.ask(punished)


def _claims(
    pair: Pair, law: "_Law", fault: tuple[str, Mapping[str, list[Exemption]]], seeker: Seeker
) -> tuple[list[Claim], list[Definition]]:
    """That the fault is no other act than one a missed exemption excuses, and the definitions this speaks of."""
    local, missed = fault
    condition = law.condition(local)
    told = law.told(condition, seeker)
    bare = without(condition, [each for each in literals(condition) if law.is_act(each)])
    definitions: dict[Expression, Definition] = {}

    def left(expression: Expression) -> str:
        name = f"left:{local}:{len(definitions)}"
        return definitions.setdefault(expression, Definition(name, Stage.COMPLETE, expression, local)).name

    claims: list[Claim] = []
    for other, exemptions in missed.items():
        for exemption in exemptions:
            resting = {*law.literals_of(other), *law.literals_of(exemption.id)}
            taken = [each for each, said in told.items() if not resting.isdisjoint(said)]
            same: list[Claim] = [Denied(holds(left(without(condition, taken)), LOCAL))] if taken else []
            same += [holds(left(bare), LOCAL)] if can_hold(bare) else []
            if same:
                claims.append(Each((holds(names.complete(other), NATIONAL), holds(exemption.id, NATIONAL), Some(tuple(same)))))
    return claims, list(definitions.values())


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

    def literals_of(self, rule: str) -> tuple[Expression, ...]:
        """What a national fault or exemption rests on."""
        return self.spelt[rule]

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
