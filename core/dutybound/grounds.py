"""Derivations into nodes of an explanation: of each condition only the parts that its truth rests on, in words."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from dutybound.citations import Citations
from dutybound.conditions import All, Among, Any, AtMost, Not, Opaque, Predicate, Ref, Within, leaves
from dutybound.engines.reference import Derived
from dutybound.explanation import Kind, Node
from dutybound.facts import Fact, Facts, Flag
from dutybound.labels import OUTCOME, TRUTH, listed, quoted
from dutybound.program import BARRED, REACHING, SCOPE, UNDER, Definition, Program, Stage
from dutybound.reach import Reach
from dutybound.rulebook import Rulebook
from dutybound.rules import NO_TEXT, Exemption, Outcome, Proviso, Rule, SanctionRange
from dutybound.text import Text
from dutybound.truth import Truth
from dutybound.wording import compared, exact, requirement, value_words

_ALL = Text("下列各项须同时具备", "all of these")
_ANY = Text("下列情形之一", "one of these")
_NONE = Text("没有可适用的情形", "nothing applies here")
UNKNOWN_FACT = Text("未知", "unknown")


@frozen
class Names:
    """What an explanation looks up by name in a rulebook and its program, made once.

    `referred` are the definitions that others use; `reach` are the faults of this rulebook to which an exemption or range applies.
    """

    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    provisos: Mapping[str, Proviso]
    predicates: Mapping[str, Predicate]
    definitions: Mapping[str, Definition]
    referred: frozenset[str]
    reach: Mapping[str, frozenset[str]]
    citations: Citations
    rungs: tuple[Text, ...]

    @classmethod
    def of(cls, rulebook: Rulebook, program: Program) -> "Names":
        """The names of a rulebook and of the program built from it."""
        content = rulebook.content
        reach = Reach.over(content.faults)
        reaching: tuple[Exemption | SanctionRange, ...] = (*content.exemptions, *content.sanctions)
        return cls(
            {each.id: each for each in content.facts},
            {each.id: each for each in content.rules()},
            {f"{each.id}/{proviso.id}": proviso for each in content.exemptions for proviso in each.unless},
            program.predicates,
            {each.name: each for each in program.definitions},
            frozenset(leaf.name for each in program.definitions for leaf in leaves(each.expression) if isinstance(leaf, Ref)),
            {each.id: reach.of(each.applies_to) for each in reaching},
            Citations.of(content),
            tuple(rung.label for rung in content.ladder.rungs),
        )


@frozen
class Grounds:
    """What is known of one person, and which rules have a node of their own (`shown`), so that they are only referred to."""

    names: Names
    facts: Facts
    disputed: frozenset[str]
    shown: frozenset[str]

    def of(self, derivation: Derived, *, negated: bool = False, joint: bool = True) -> tuple[Node, ...]:
        """The nodes that settle a derivation, read together (`joint`) or as alternatives.

        INVARIANT: while the facts named in these nodes stay as they are, so does the truth of the derivation.
        """
        expression = derivation.expression
        match expression:
            case Not():
                return self.of(derivation.parts[0], negated=not negated, joint=joint)
            case All() | Any():
                return self._group(derivation, isinstance(expression, All) is not negated, negated, joint)
            case Ref(name):
                return self._reference(name, derivation.parts[0], negated)
            case Among() | Within() | AtMost() | Opaque():
                return (self._leaf(expression, _signed(derivation, negated), negated),)

    def _group(self, derivation: Derived, conjunction: bool, negated: bool, joint: bool) -> tuple[Node, ...]:
        truth = _signed(derivation, negated)
        decisive = Truth.FAILS if conjunction else Truth.HOLDS
        parts = derivation.parts
        if truth is decisive:
            parts = tuple(part for part in parts if _signed(part, negated) is decisive)
            parts = tuple(filter(self._in_force, parts)) or parts  # a rule that is not in force needs no other reason
        if not parts and truth is Truth.FAILS:
            return (Node(kind=Kind.CONDITION, truth=truth, title=_NONE),)
        if len(parts) == 1:
            return self.of(parts[0], negated=negated, joint=joint)
        found = tuple(node for part in parts for node in self.of(part, negated=negated, joint=conjunction))
        if conjunction is joint or len(found) < 2:
            return found
        return (Node(kind=Kind.CONDITION, truth=truth, title=_ALL if conjunction else _ANY, parts=found),)

    def _in_force(self, part: Derived) -> bool:
        return isinstance(part.expression, Ref) and self.names.definitions[part.expression.name].stage is Stage.FORCE

    def _reference(self, name: str, target: Derived, negated: bool) -> tuple[Node, ...]:
        truth = _signed(target, negated)
        definition = self.names.definitions[name]
        proviso = self.names.provisos.get(name)
        if proviso is not None:
            return (self._proviso(name, proviso, target),)
        if definition.stage is Stage.OUTCOME or name == SCOPE:
            return () if truth is Truth.HOLDS else (self._ending(name, truth, negated),)
        if name == BARRED:
            return () if truth is Truth.HOLDS else (self._barred(truth, negated),)
        if name.startswith(REACHING):
            return (self._reaching(name, truth, negated),)
        if name.startswith(UNDER):
            return (self._under(name, truth, negated),)
        if definition.stage is Stage.FORCE and truth is Truth.HOLDS:
            return ()  # said once, where the law in force is listed
        if definition.rule != name:
            return self.of(target, negated=negated)
        return (self._rule(name, target, negated),)

    def _rule(self, name: str, target: Derived, negated: bool) -> Node:
        rule = self.names.rules[name]
        truth = _signed(target, negated)
        citation = self.names.citations.written(rule.provision)
        own = name in self.shown
        return Node(
            kind=Kind.REFERENCE if own else Kind.RULE,
            id=name,
            truth=truth,
            title=_denied(rule.title, negated),
            provision=rule.provision,
            citation=citation,
            parts=() if own else self.of(target, negated=negated),
        )

    def _proviso(self, name: str, proviso: Proviso, target: Derived) -> Node:
        title = Text(f"但书：{proviso.title.zh}", f"exception: {proviso.title.en}")
        return Node(kind=Kind.PROVISO, id=name, truth=target.truth, title=title, parts=self.of(target))

    def _ending(self, name: str, truth: Truth, negated: bool) -> Node:
        if name == SCOPE:
            title = Text("属于适用范围", "in scope")
        else:
            label = OUTCOME[Outcome(name.partition(":")[2])]
            title = Text(f"结论：{label.zh}", f"outcome: {label.en}")
        return Node(kind=Kind.REFERENCE, truth=truth, title=_denied(title, negated))

    def _barred(self, truth: Truth, negated: bool) -> Node:
        """What bars the sanction is told by the limits, which have nodes of their own."""
        title = Text("法律已排除处分", "the law leaves no sanction to give")
        return Node(kind=Kind.REFERENCE, truth=truth, title=_denied(title, negated))

    def _reaching(self, name: str, truth: Truth, negated: bool) -> Node:
        """Which sanction was due is told by the ranges and circumstances, which have nodes of their own."""
        rung = self.names.rungs[int(name.removeprefix(REACHING)) - 1]
        title = Text(f"本应给予的处分可以达到{rung.zh}", f"the sanction due goes up to {rung.en}")
        return Node(kind=Kind.REFERENCE, truth=truth, title=_denied(title, negated))

    def _under(self, name: str, truth: Truth, negated: bool) -> Node:
        """Told by the ranges and circumstances too."""
        rung = self.names.rungs[int(name.removeprefix(UNDER)) - 1]
        title = Text(f"处分可以轻于{rung.zh}", f"the sanction may be lighter than {rung.en}")
        return Node(kind=Kind.REFERENCE, truth=truth, title=_denied(title, negated))

    # --- leaves ---

    def _leaf(self, leaf: Among | Within | AtMost | Opaque, truth: Truth, negated: bool) -> Node:
        match leaf:
            case Among() | Within():
                fact = self.names.facts[leaf.fact]
                return self._fact(fact, truth, requirement(leaf, fact, negated=negated), exact(leaf, negated=negated))
            case AtMost(left, right):
                one, other = self.names.facts[left], self.names.facts[right]
                title = compared(leaf, one, other, negated=negated)
                return Node(kind=Kind.FACT, truth=truth, title=title, reason=self._known(left, right), facts=(left, right))
            case Opaque(name, reads):
                title = _denied(self.names.predicates[name].title, negated)
                return Node(kind=Kind.FACT, id=name, truth=truth, title=title, reason=self._known(*reads), facts=reads)

    def _fact(self, fact: Fact, truth: Truth, wanted: Text, plain: bool) -> Node:
        asked = Text(f"（要求：{wanted.zh}）", f" (required: {wanted.en})")
        found, days = self.finding(fact.id), self._days(fact)
        told = isinstance(fact.domain, Flag) and truth is not Truth.UNKNOWN  # what is not yes is no
        if told or (truth is Truth.HOLDS and plain):
            asked = NO_TEXT
        return Node(
            kind=Kind.FACT,
            id=fact.id,
            truth=truth,
            title=fact.label,
            provision=fact.provision,
            citation=self.names.citations.written(fact.provision),
            reason=Text(found.zh + asked.zh + days.zh, found.en + asked.en + days.en),
            facts=(fact.id,),
        )

    def _days(self, fact: Fact) -> Text:
        """The two days that a counted flag was told by, and the time between them that the law allows."""
        rule = fact.counted
        if rule is None or fact.id not in self.facts or rule.start not in self.facts or rule.end not in self.facts:
            return NO_TEXT
        unit = Text("个工作日", " working days") if rule.working else Text("日", " days")
        start, end = ((self.names.facts[each].label, self.facts[each]) for each in (rule.start, rule.end))
        return Text(
            f"（{start[0].zh}：{start[1]}；{end[0].zh}：{end[1]}；期限 {rule.days} {unit.zh}）",
            f" ({start[0].en}: {start[1]}; {end[0].en}: {end[1]}; allowed: {rule.days}{unit.en})",
        )

    def finding(self, fact: str) -> Text:
        """What is known of a fact: its value in words, that it is disputed, or that it has not been established."""
        if fact in self.facts:
            return value_words(self.names.facts[fact], self.facts[fact])
        return Text("有争议", "disputed") if fact in self.disputed else UNKNOWN_FACT

    def _known(self, *facts: str) -> Text:
        found = ((self.names.facts[fact].label, self.finding(fact)) for fact in facts)
        return listed([Text(f"{label.zh}为{value.zh}", f"{label.en}: {value.en}") for label, value in found])


def because(nodes: tuple[Node, ...]) -> Text:
    """The nodes at the bottom in one sentence."""
    said = list(dict.fromkeys(statements(nodes)))
    return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))


def statements(nodes: tuple[Node, ...]) -> Iterator[Text]:
    """What the nodes at the bottom say, one after the other."""
    return (_stated(each) for node in nodes for each in telling(node))


def telling(node: Node) -> Iterator[Node]:
    """The nodes that say something by themselves: facts, references, and exceptions as a whole."""
    if node.kind in (Kind.FACT, Kind.REFERENCE, Kind.PROVISO) or not node.parts:
        yield node
    else:
        for part in node.parts:
            yield from telling(part)


def _stated(node: Node) -> Text:
    name = quoted(node.title)
    if node.kind is Kind.FACT:
        return Text(f"{name.zh}为{node.reason.zh}", f"{name.en} is {node.reason.en}")
    state = TRUTH[node.truth]
    return Text(f"{name.zh}{state.zh}", f"{name.en}: {state.en}")


def _signed(derivation: Derived, negated: bool) -> Truth:
    return ~derivation.truth if negated else derivation.truth


def _denied(title: Text, negated: bool) -> Text:
    return Text(f"并非：{title.zh}", f"not: {title.en}") if negated else title
