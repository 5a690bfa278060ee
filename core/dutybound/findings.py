"""The findings up to liability as nodes: the law in force, scope, duties, faults, elements, exemptions."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.conditions import Any as AnyOf
from dutybound.conditions import Ref, leaves
from dutybound.engines.reference import Derived
from dutybound.explanation import Kind, Node
from dutybound.grounds import Grounds, Names, because
from dutybound.labels import KIND, listed, quoted
from dutybound.program import Definition, Stage
from dutybound.rulebook import Rulebook
from dutybound.rules import NO_TEXT, Duty, Exemption, Fault, Rule
from dutybound.text import Text
from dutybound.truth import Truth

_REACHES_NOTHING = Text("不及于本案的过错", "reaches no fault of this case")

Tell = Callable[[Any], tuple[Node, ...]]
"""Tells one rule of a stage: its node, or none where there is nothing to tell."""


Bears = Callable[[str], bool]
"""Whether an exemption reaches a fault that is or may be complete, or a range one that stands or may stand."""


def bearing(rulebook: Rulebook, reach: Mapping[str, frozenset[str]], derived: Mapping[str, Derived]) -> Bears:
    """What tells whether an exemption or a range of the rulebook bears on a case."""
    ranges = {each.id for each in rulebook.content.sanctions}

    def bears(rule: str) -> bool:
        deviates = names.stands if rule in ranges else names.complete
        return any(derived[deviates(fault)].truth is not Truth.FAILS for fault in reach[rule])

    return bears


def rule_node(rule: Rule, grounds: Grounds, derivation: Derived, effect: Text = NO_TEXT) -> Node:
    """The node of a rule: what its finding rests on, a sentence that says so, and what the finding does."""
    parts = grounds.of(derivation)
    return Node(
        kind=Kind.RULE,
        id=rule.id,
        truth=derivation.truth,
        title=rule.title,
        provision=rule.provision,
        citation=grounds.names.citations.written(rule.provision),
        effect=effect,
        reason=because(parts),
        parts=parts,
    )


def governed(names: Names) -> Mapping[str, Text]:
    """For each definition that tells what is in force: the instruments, and the rules with days of their own, that it governs."""
    return governed_by(governing(names))


@frozen
class Governing:
    """That the rule `rule` lies under what tells that its law is in force, and the name and title of that law."""

    rule: str
    force: str
    name: str
    title: Text


def governing(names: Names) -> Iterator[Governing]:
    """For each rule by which law it lies, in the program's order."""
    forces = {each.name for each in names.definitions.values() if each.stage is Stage.FORCE}
    for definition in names.definitions.values():
        rule = names.rules.get(definition.name)
        if rule is None:
            continue
        own = rule.begins is not None or rule.ends is not None or bool(rule.authorities)
        name = rule.id if own else rule.provision.instrument
        for leaf in leaves(definition.expression):
            if isinstance(leaf, Ref) and leaf.name in forces:
                yield Governing(rule.id, leaf.name, name, rule.title if own else names.citations.title(name))


def governed_by(found: Iterable[Governing]) -> Mapping[str, Text]:
    """What each span of law governs, in the order in which the rules come."""
    titles: dict[str, dict[str, Text]] = {}
    for each in found:
        titles.setdefault(each.force, {})[each.name] = each.title
    return {force: listed([under[name] for name in sorted(under)]) for force, under in titles.items()}


@frozen
class Findings:
    """Tells the findings of one person's case; of the duties those that are `referred` to."""

    rulebook: Rulebook
    grounds: Grounds
    derived: Mapping[str, Derived]
    governed: Mapping[str, Text]
    bears: Bears
    referred: Container[str]

    def tells(self) -> Mapping[str, Tell]:
        """What tells a span of law in force, or a rule of a stage up to the exemptions."""
        return {
            "law": self._law,
            "scope": self._plain,
            "duties": self._duty,
            "faults": self._fault,
            "elements": self._plain,
            "exemptions": self._exemption,
        }

    def _plain(self, rule: Rule) -> tuple[Node, ...]:
        return (rule_node(rule, self.grounds, self.derived[rule.id]),)

    def _duty(self, duty: Duty) -> tuple[Node, ...]:
        return self._plain(duty) if duty.id in self.referred else ()

    def _truth(self, name: str) -> Truth:
        return self.derived[name].truth

    # --- which law ---

    def _law(self, force: Definition) -> tuple[Node, ...]:
        """The instruments, and rules with days of their own, by when and where they are in force."""
        title = self.governed.get(force.name)
        if title is None:
            return ()
        derivation = self.derived[force.name]
        parts = self.grounds.of(derivation)
        return (Node(kind=Kind.RULE, id=force.name, truth=derivation.truth, title=title, reason=because(parts), parts=parts),)

    # --- faults and exemptions ---

    def _examined(self, fault: Fault) -> bool:
        """Whether the fault was looked into at all: what a record does not allege has no condition to explain."""
        return self.derived[fault.id].expression != AnyOf(())

    def _fault(self, fault: Fault) -> tuple[Node, ...]:
        if not self._examined(fault):
            return ()
        effect = NO_TEXT if self._truth(fault.id) is Truth.FAILS else self._became(fault)
        return (rule_node(fault, self.grounds, self.derived[fault.id], effect),)

    def _became(self, fault: Fault) -> Text:
        """What becomes of a fault that holds or may hold."""
        kind = KIND[fault.kind]
        complete, excused = self._truth(names.complete(fault.id)), self._truth(names.excused(fault.id))
        if complete is Truth.FAILS:
            lacking = listed(self._elements(fault, Truth.FAILS))
            return Text(f"{kind.zh}；缺少构成要件：{lacking.zh}", f"{kind.en}; elements that fail: {lacking.en}")
        if complete is Truth.UNKNOWN and self._elements(fault, Truth.UNKNOWN):
            open_ = listed(self._elements(fault, Truth.UNKNOWN))
            return Text(f"{kind.zh}；构成要件待查明：{open_.zh}", f"{kind.en}; elements still unknown: {open_.en}")
        contained = listed([rule.title for rule in self.rulebook.content.elements if rule.id in fault.contains])
        extra = (
            Text(f"（{contained.zh}已含于过错本身）", f" ({contained.en} being part of the fault itself)") if contained.zh else Text("", "")
        )
        if complete is Truth.UNKNOWN:
            return kind
        elements = Text(f"{kind.zh}；构成要件齐备{extra.zh}", f"{kind.en}; every element is met{extra.en}")
        ending = self._excuse(fault, excused)
        return Text(f"{elements.zh}；{ending.zh}", f"{elements.en}; {ending.en}")

    def _elements(self, fault: Fault, truth: Truth) -> list[Text]:
        elements = self.rulebook.content.elements
        return [quoted(each.title) for each in elements if each.id not in fault.contains and self._truth(each.id) is truth]

    def _excuse(self, fault: Fault, excused: Truth) -> Text:
        if self._truth(names.GATE) is Truth.HOLDS:
            return Text("已严格履行职责，不认定过错", "the duty was strictly performed, which denies the fault")
        if excused is Truth.FAILS:
            return Text("无免责事由", "nothing excuses it")
        reaching = [
            quoted(each.title)
            for each in self.rulebook.content.exemptions
            if not each.denies_fault and fault.id in self.grounds.names.reach[each.id] and self._truth(each.id) is excused
        ]
        found = listed(reaching)
        if excused is Truth.HOLDS:
            return Text(f"因免责事由{found.zh}不予追究", f"excused by {found.en}")
        return Text(f"免责事由待查明：{found.zh}", f"may yet be excused by {found.en}")

    def _exemption(self, exemption: Exemption) -> tuple[Node, ...]:
        derivation = self.derived[exemption.id]
        bears = exemption.denies_fault or self.bears(exemption.id)
        effect = NO_TEXT if derivation.truth is Truth.FAILS else self._reached(exemption) if bears else _REACHES_NOTHING
        return (evolve(rule_node(exemption, self.grounds, derivation, effect), bears=bears),)

    def _reached(self, exemption: Exemption) -> Text:
        """Which faults of this case the exemption reaches."""
        if exemption.denies_fault:
            return Text("否定一切过错", "denies every fault")
        reach = self.grounds.names.reach[exemption.id]
        found = [
            quoted(fault.title)
            for fault in self.rulebook.content.faults
            if fault.id in reach and self._truth(names.complete(fault.id)) is not Truth.FAILS
        ]
        said = listed(found)
        return Text(f"及于过错{said.zh}", f"reaches {said.en}")
