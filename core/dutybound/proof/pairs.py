"""A rulebook without and with its local packs: the two sides of every question about what packs may do."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.building import build
from dutybound.conditions import Ref, leaves
from dutybound.packs import is_local, local_instruments
from dutybound.program import Program, Stage
from dutybound.proof.claims import Claim, Denied, Each, holds
from dutybound.proof.questions import Question, Side
from dutybound.reach import Reach
from dutybound.rulebook import Rulebook, digest
from dutybound.rules import Exemption, Rule
from dutybound.stages import STAGES

NATIONAL, LOCAL = 0, 1
"""The sides of every question here: national law alone, and with the packs."""


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
class Pair:
    """A rulebook, the packs in it, and the programs without and with them; `free`: with them, but for their limits."""

    rulebook: Rulebook
    packs: frozenset[str]
    alone: Program
    free: Program
    joined: Program

    @classmethod
    def of(cls, rulebook: Rulebook, program: Program) -> "Pair":
        """The pair of a rulebook and its own program."""
        packs = local_instruments(rulebook.content)
        return cls(rulebook, packs, build(national(rulebook)), build(without_limits(rulebook)), program)

    def local(self, rules: Iterable[Rule]) -> list[str]:
        """The ids of those rules that are a pack's."""
        return [each.id for each in rules if is_local(each, self.packs)]

    def missed(self) -> Mapping[str, Mapping[str, list[Exemption]]]:
        """For each fault of a pack and each national one, the national exemptions that reach the national one alone."""
        content = self.rulebook.content
        reach = Reach.over(content.faults)
        nation = [(each, reach.of(each.applies_to)) for each in content.exemptions if not each.denies_fault]
        nation = [(each, reached) for each, reached in nation if not is_local(each, self.packs)]
        others = [each.id for each in content.faults if not is_local(each, self.packs)]
        return {
            local: {other: [each for each, reached in nation if other in reached and local not in reached] for other in others}
            for local in self.local(content.faults)
        }

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


def forces(program: Program, name: str) -> list[str]:
    """The definitions that tell whether a rule is in force."""
    expression = next(each.expression for each in program.definitions if each.name == name)
    known = {each.name for each in program.stage(Stage.FORCE)}
    return [leaf.name for leaf in leaves(expression) if isinstance(leaf, Ref) and leaf.name in known]
