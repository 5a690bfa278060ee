"""Explanations as JSON objects: the same keys always, both languages, in the order of the pipeline."""

from typing import Any

from dutybound.explanation import Explanation, Need, Node, Section
from dutybound.outputs.records import decision_record
from dutybound.text import Text


def explained_record(explanation: Explanation) -> dict[str, Any]:
    """The JSON object of a decision with its explanation in it."""
    found = {**decision_record(explanation.decision), "explanation": explanation_record(explanation)}
    other = other_law_record(explanation)
    return found if other is None else {**found, "other_law": other}


def other_law_record(explanation: Explanation) -> dict[str, Any] | None:
    """The JSON object of what the law that is not followed says, `None` where both say the same."""
    other = explanation.other_law
    return None if other is None else {"outcome": other.decision.outcome.value, "explanation": explanation_record(other)}


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """The JSON object of the reasons alone."""
    return {
        "reason": _text(explanation.reason),
        "stages": [_section(each) for each in explanation.sections],
        "needs_facts": [need_record(each) for each in explanation.needs],
    }


def need_record(need: Need) -> dict[str, Any]:
    """The JSON object of a fact that is asked for."""
    return {
        "id": need.id,
        "label": _text(need.label),
        "question": _text(need.question),
        "answers": _text(need.answers),
        "provision": str(need.provision),
        "citation": _text(need.citation),
        "source": _text(need.source),
        "disputed": need.disputed,
    }


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "title": _text(section.title), "findings": [node_record(each) for each in section.nodes]}


def node_record(node: Node) -> dict[str, Any]:
    """The JSON object of one step of the reasoning."""
    return {
        "kind": node.kind.value,
        "id": node.id,
        "status": node.truth.value,
        "title": _text(node.title),
        "provision": "" if node.provision is None else str(node.provision),
        "citation": _text(node.citation),
        "effect": _text(node.effect),
        "reason": _text(node.reason),
        "bears": node.bears,
        "facts": list(node.facts),
        "parts": [node_record(each) for each in node.parts],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
