"""Lawyers' cases against an engine: what was expected, what came, and where they part."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from dutybound.decision import Decision
from dutybound.engine import Engine
from dutybound.lawcases.reading import Expectation, LawCase
from dutybound.problems import Place, Refused, did_you_mean
from dutybound.source import Mapping as NodeMapping
from dutybound.source import Node, Scalar, Sequence
from dutybound.text import Text
from dutybound.truth import Truth


@frozen
class CaseResult:
    """One case with every expectation it does not meet; empty when it passes. `values` are the findings, if it was decided."""

    case: LawCase
    misses: tuple[Text, ...]
    values: Mapping[str, Truth]
    decision: Decision | None

    @property
    def passed(self) -> bool:
        """Whether everything expected came."""
        return not self.misses


def run_case(engine: Engine, case: LawCase) -> CaseResult:
    """The result of one case."""
    expect = case.written.expect
    try:
        known = engine.read(case.record, Place(case.written.name))
        decision = engine.decide_person(known.case_id, known.persons[0])
    except Refused as refused:
        return CaseResult(case, tuple(_refusal(expect, refused)), {}, None)
    person = known.persons[0]
    examining = engine if person.alleged is None else engine.examining(person.alleged)
    values = examining.values(person.facts)
    return CaseResult(case, tuple(_misses(expect, decision, values)), values, decision)


def _refusal(expect: Expectation, refused: Refused) -> Iterable[Text]:
    told = "; ".join(problem.message.en for problem in refused.problems)
    told_zh = "；".join(problem.message.zh for problem in refused.problems)
    if not expect.refused:
        yield Text(f"被退回：{told_zh}", f"it was refused: {told}")
    elif f"({expect.refused}:" not in told:
        yield Text(f"应因 {expect.refused} 退回，实为：{told_zh}", f"expected a refusal by {expect.refused}, it was: {told}")


def _misses(expect: Expectation, decision: Decision, values: Mapping[str, Truth]) -> Iterable[Text]:
    if expect.refused:
        yield Text(
            f"应因 {expect.refused} 退回，却得出 {decision.outcome}", f"expected a refusal by {expect.refused}, got {decision.outcome}"
        )
    if not expect.outcome and not expect.refused:
        yield Text("没有写期望的结论", "no outcome is expected")
    if expect.outcome and expect.outcome != decision.outcome:
        yield Text(f"结论应为 {expect.outcome}，实为 {decision.outcome}", f"expected the outcome {expect.outcome}, got {decision.outcome}")
    for mapping in (expect.faults, expect.findings):
        yield from _findings(mapping, values)
    yield from _sanction(expect.sanction, decision)
    if expect.recommended is not None:
        got = decision.sanction.recommended if decision.sanction else ()
        yield from _same("recommended", expect.recommended, got)
    if expect.referrals is not None:
        yield from _same("referrals", sorted(expect.referrals), sorted(each.id for each in decision.referrals))
    yield from _among("measures", expect.measures, [each.id for each in decision.measures])
    yield from _among("obligations", expect.obligations, [each.id for each in decision.obligations])
    yield from _among("needs", expect.needs, list(decision.needs_facts))
    for name in expect.no_measures or ():
        if name in [each.id for each in decision.measures]:
            yield Text(f"不应有处理 {name}", f"the measure {name} should not be there")


def _findings(mapping: NodeMapping | None, values: Mapping[str, Truth]) -> Iterable[Text]:
    for rule, node in (mapping or {}).items():
        wanted = node.text if isinstance(node, Scalar) else ""
        if rule not in values:
            hint = did_you_mean(rule, values)
            yield Text(f"没有规则 {rule}{hint.zh}", f"there is no rule {rule}{hint.en}")
        elif wanted != values[rule].value:
            yield Text(f"{rule} 应为 {wanted}，实为 {values[rule].value}", f"expected {rule} to be {wanted}, it is {values[rule].value}")


def _sanction(wanted: Node | None, decision: Decision) -> Iterable[Text]:
    if wanted is None:
        return
    if isinstance(wanted, Sequence):
        expected: tuple[str, ...] = tuple(item.text for item in wanted.items if isinstance(item, Scalar))
    else:
        expected = () if isinstance(wanted, Scalar) and wanted.text == "none" else ("?",)
    got = decision.sanction.range if decision.sanction else ()
    yield from _same("sanction", expected, got)


def _same(what: str, expected: Iterable[str], got: Iterable[str]) -> Iterable[Text]:
    left, right = ", ".join(expected) or "none", ", ".join(got) or "none"
    if left != right:
        yield Text(f"{what} 应为 {left}，实为 {right}", f"expected {what} {left}, got {right}")


def _among(what: str, expected: Iterable[str] | None, got: list[str]) -> Iterable[Text]:
    for name in expected or ():
        if name not in got:
            there = ", ".join(got) or "none"
            yield Text(f"{what} 中应有 {name}，实有 {there}", f"expected {name} among {what}, there are {there}")
