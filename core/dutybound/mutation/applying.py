"""A mutant made: the changed rulebook, its program, and the definitions that differ; only what changed is made anew."""

from collections.abc import Mapping

from attrs import evolve, frozen

from dutybound.branches import replaced
from dutybound.building import build
from dutybound.conditions import Expression
from dutybound.facts import Fact
from dutybound.linking import relinked, vocabulary_of
from dutybound.lowering import Vocabulary, lower
from dutybound.mutation.mutants import Mutant, Written, mutated
from dutybound.precedence import check_conflicts
from dutybound.problems import Problems
from dutybound.program import Definition, Program
from dutybound.rulebook import Rulebook
from dutybound.rules import Attribution, Constraint, Instrument, Ladder, Rule, SanctionRange


@frozen(eq=False)
class Applied:
    """A mutant over the rulebook it changes.

    `changed`: the definitions with another expression. `reshaped`: the program has other definitions or another order.
    """

    mutant: Mutant
    rulebook: Rulebook
    program: Program
    changed: Mapping[str, Expression]
    reshaped: bool = False


@frozen(eq=False)
class Workshop:
    """Makes mutants of one rulebook."""

    rulebook: Rulebook
    program: Program
    vocabulary: Vocabulary
    definitions: Mapping[str, Definition]

    @classmethod
    def of(cls, rulebook: Rulebook, program: Program) -> "Workshop":
        """The workshop of a rulebook and its program."""
        return cls(rulebook, program, vocabulary_of(rulebook.content), {each.name: each for each in program.definitions})

    def make(self, mutant: Mutant) -> Applied:
        """The mutant made; raises `Refused` where the checks refuse it."""
        if mutant.written is not None and not isinstance(mutant.mutated, Instrument | Ladder | Fact):
            return self._rewritten(mutant, mutant.mutated, mutant.written)
        rulebook = relinked(self.rulebook, mutated(self.rulebook.content, mutant))
        program = build(rulebook)
        before = self.definitions
        changed = {each.name: each.expression for each in program.definitions if not _same(before.get(each.name), each)}
        reshaped = [each.name for each in program.definitions] != list(before)
        return Applied(mutant, rulebook, program, changed, reshaped)

    def _rewritten(self, mutant: Mutant, rule: Rule, written: Written) -> Applied:
        """As linking and building would make it: a condition moves no other condition and no definition but its rule's own."""
        problems = Problems()
        stage = 0 if isinstance(rule, Attribution) else self.vocabulary.stages[rule.id]
        new = lower(written.condition, self.vocabulary, stage, problems)
        expressions = {**self.rulebook.expressions, written.part: new}
        content = mutated(self.rulebook.content, mutant)
        if isinstance(rule, SanctionRange):
            check_conflicts(content, expressions, problems)
        problems.raise_any()
        rulebook = evolve(self.rulebook, content=content, expressions=expressions)
        name = rule.id if isinstance(rule, Constraint) else written.part
        own = self.definitions.get(name)
        if own is None:
            return Applied(mutant, rulebook, self.program, {})  # told beside the program
        expression = replaced(own.expression, self.rulebook.expressions[written.part], new)
        definitions = tuple(evolve(each, expression=expression) if each is own else each for each in self.program.definitions)
        return Applied(mutant, rulebook, evolve(self.program, definitions=definitions), {name: expression})


def _same(one: Definition | None, other: Definition) -> bool:
    return one is not None and one.expression == other.expression
