"""An explanation: why one person's case ended as it did, as a tree from the outcome down to the facts."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from dutybound.decision import Decision
from dutybound.provision import Provision
from dutybound.rules import NO_TEXT
from dutybound.text import Text
from dutybound.truth import Truth


class Kind(StrEnum):
    """What a node stands for."""

    RULE = "rule"
    PROVISO = "proviso"
    TIER = "tier"
    CONDITION = "condition"
    REFERENCE = "reference"
    FACT = "fact"


@frozen(kw_only=True)
class Node:
    """One step of the reasoning.

    `id` is the id of a rule or fact, empty for a group of conditions. `reason` says why the truth is what it is; `effect` what a
    finding does in this case, such as which faults an exemption reaches; `bears` is false for an exemption or range that reaches no
    fault of this case. `facts` are those the node itself reads. The parts of a
    node are what its truth rests on and nothing else: what failed of a condition that fails, what held of one that holds by
    an alternative. A `REFERENCE` points to a rule that has a node of its own elsewhere in the tree, or to the outcome.
    """

    kind: Kind
    id: str = ""
    truth: Truth
    title: Text
    provision: Provision | None = None
    citation: Text = NO_TEXT
    effect: Text = NO_TEXT
    reason: Text = NO_TEXT
    bears: bool = True
    facts: tuple[str, ...] = ()
    parts: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """The node and everything below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@frozen(kw_only=True)
class Section:
    """One stage of the pipeline with what every rule in it came to; `id` is the key of the stage in a policy file."""

    id: str
    title: Text
    nodes: tuple[Node, ...]


@frozen(kw_only=True)
class Need:
    """A fact that still matters: what to ask, what requires it, where its value usually comes from."""

    id: str
    label: Text
    question: Text
    answers: Text
    provision: Provision
    citation: Text
    source: Text
    disputed: bool


@frozen(kw_only=True)
class Explanation:
    """A decision with its reasons.

    `other_law` explains what the law of the other day says, where the law of the act and that of the decision differ.
    """

    decision: Decision
    reason: Text
    sections: tuple[Section, ...]
    needs: tuple[Need, ...]
    other_law: "Explanation | None" = None


def facts_named(explanation: Explanation) -> frozenset[str]:
    """The ids of all facts the explanation names.

    INVARIANT: as long as these keep their values (or stay unknown), no other fact can change the outcome or the sanction.
    """
    return frozenset(fact for section in explanation.sections for node in section.nodes for part in node.walk() for fact in part.facts)
