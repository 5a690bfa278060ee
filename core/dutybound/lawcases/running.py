"""Lawyers' cases against an engine: what was expected, what came, and where they part."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from dutybound.assembly import Body, body
from dutybound.decision import Consequence, Factor, WaiverFinding
from dutybound.engine import Engine
from dutybound.engines.reference import PredicateError
from dutybound.facts import Facts
from dutybound.lawcases.expecting import UNFILLED, Expectation
from dutybound.lawcases.matters import engine_for, matter_misses
from dutybound.lawcases.reading import LawCase
from dutybound.problems import Place, Refused
from dutybound.program import Stage
from dutybound.rules import Outcome
from dutybound.source import Node, Scalar, Sequence
from dutybound.text import Text
from dutybound.truth import Truth


@frozen
class Ruling:
    """What came of a case: the findings, and the constraints it breaks or else the decision; `needs`: the facts still needed."""

    values: Mapping[str, Truth]
    broken: tuple[str, ...] = ()
    decision: Body | None = None
    needs: tuple[str, ...] = ()


@frozen
class CaseResult:
    """One case with every expectation it does not meet; empty when it passes. Without `ruling` it could not be decided at all."""

    case: LawCase
    misses: tuple[Text, ...]
    facts: Facts | None = None
    alleged: tuple[str, ...] | None = None
    ruling: Ruling | None = None

    @property
    def passed(self) -> bool:
        """Whether everything expected came."""
        return not self.misses

    @property
    def decision(self) -> Body | None:
        """The decision, if there is one."""
        return None if self.ruling is None else self.ruling.decision


def run_case(engine: Engine, case: LawCase) -> CaseResult:
    """The result of one case."""
    expect = case.written.expect
    try:
        engine = engine_for(engine, case.matter)
        person = engine.read(case.record, Place(case.written.name)).persons[0]
        examining = engine if person.alleged is None else engine.examining(person.alleged)
        ruling = _ruling(examining, person.facts, expect)
        told = () if ruling.broken else tuple(matter_misses(expect.decision, engine, person, case.matter.day))
    except Refused as refused:
        zh = "；".join(problem.message.zh for problem in refused.problems)
        en = "; ".join(problem.message.en for problem in refused.problems)
        return CaseResult(case, (Text(f"被退回：{zh}", f"it was refused: {en}"),))
    except PredicateError as error:
        return CaseResult(case, (Text(f"被退回：谓词 `{error.predicate}` 出错：{error.reason.zh}", f"it was refused: {error}"),))
    return CaseResult(case, (*misses(expect, ruling), *told), person.facts, person.alleged, ruling)


def _ruling(engine: Engine, facts: Facts, expect: Expectation) -> Ruling:
    values = engine.values(facts)
    broken = tuple(each.rule for each in engine.program.stage(Stage.CONSTRAINT) if values[each.name] is Truth.FAILS)
    if broken:
        return Ruling(values, broken)
    found = body(engine.rulebook, values)
    # what is needed takes a search, which is made only where somebody looks at it
    wanted = found.outcome is Outcome.UNDETERMINED and expect.needs is not None
    return Ruling(values, (), found, engine.needed(facts) if wanted else ())


def misses(expect: Expectation, ruling: Ruling, *, looking_at_needs: bool = True) -> Iterable[Text]:
    """What was expected and did not come."""
    if expect.outcome == UNFILLED:
        yield Text("期望的结论还没有填写", "the expected outcome is still to be filled in")
    elif not expect.outcome and not expect.refused:
        yield Text("没有写期望的结论", "no outcome is expected")
    if ruling.decision is None:
        yield from _refusal(expect, ruling.broken)
        return
    if expect.refused:
        got = ruling.decision.outcome
        yield Text(f"应因 {expect.refused} 退回，却得出 {got}", f"expected a refusal by {expect.refused}, got {got}")
    if expect.outcome not in ("", UNFILLED, ruling.decision.outcome):
        got = ruling.decision.outcome
        yield Text(f"结论应为 {expect.outcome}，实为 {got}", f"expected the outcome {expect.outcome}, got {got}")
    yield from finding_misses(expect, ruling.values)
    yield from _consequences(expect, ruling.decision)
    if looking_at_needs:
        yield from _among("needs", expect.needs, ruling.needs)


def _refusal(expect: Expectation, broken: tuple[str, ...]) -> Iterable[Text]:
    listed = ", ".join(broken)
    if not expect.refused:
        yield Text(f"被退回：违反 {listed}", f"it was refused by {listed}")
    elif expect.refused not in broken:
        yield Text(f"应因 {expect.refused} 退回，实因 {listed}", f"expected a refusal by {expect.refused}, it was by {listed}")


def finding_misses(expect: Expectation, values: Mapping[str, Truth]) -> Iterable[Text]:
    """The findings that were expected otherwise."""
    for rule, node in (*(expect.faults or {}).items(), *(expect.findings or {}).items()):
        wanted = node.text if isinstance(node, Scalar) else ""
        if rule not in values:
            yield Text(f"{rule} 没有认定", f"there is no finding of {rule}")
        elif wanted != values[rule].value:
            yield Text(f"{rule} 应为 {wanted}，实为 {values[rule].value}", f"expected {rule} to be {wanted}, it is {values[rule].value}")


def _consequences(expect: Expectation, decision: Body) -> Iterable[Text]:
    yield from _sanction(expect.sanction, decision)
    if expect.recommended is not None:
        yield from _same("recommended", expect.recommended, decision.sanction.recommended if decision.sanction else ())
    if expect.referrals is not None:
        yield from _same("referrals", sorted(expect.referrals), sorted(each.id for each in decision.referrals))
    measures = [each.id for each in decision.measures]
    yield from _among("measures", expect.measures, measures)
    yield from _among("obligations", expect.obligations, [each.id for each, _ in decision.obligations])
    for name in expect.no_measures or ():
        if name in measures:
            yield Text(f"不应有处理 {name}", f"the measure {name} should not be there")
    factors = decision.sanction.factors if decision.sanction else ()
    moded: tuple[Consequence | WaiverFinding | Factor, ...] = (*decision.measures, *decision.waivers, *factors)
    modes = {each.id: each.mode.value for each in moded}
    for name, node in (expect.modes or {}).items():
        got, wanted = modes.get(name, "none"), node.text if isinstance(node, Scalar) else ""
        if got != wanted:
            yield Text(f"{name} 的 mode 应为 {wanted}，实为 {got}", f"expected the mode of {name} to be {wanted}, it is {got}")


def _sanction(wanted: Node | None, decision: Body) -> Iterable[Text]:
    if wanted is None:
        return
    if isinstance(wanted, Sequence):
        expected: tuple[str, ...] = tuple(item.text for item in wanted.items if isinstance(item, Scalar))
    else:
        expected = () if isinstance(wanted, Scalar) and wanted.text == "none" else ("?",)
    yield from _same("sanction", expected, decision.sanction.range if decision.sanction else ())


def _same(what: str, expected: Iterable[str], got: Iterable[str]) -> Iterable[Text]:
    left, right = ", ".join(expected) or "none", ", ".join(got) or "none"
    if left != right:
        yield Text(f"{what} 应为 {left}，实为 {right}", f"expected {what} {left}, got {right}")


def _among(what: str, expected: Iterable[str] | None, got: Iterable[str]) -> Iterable[Text]:
    there = tuple(got)
    for name in expected or ():
        if name not in there:
            listed = ", ".join(there) or "none"
            yield Text(f"{what} 中应有 {name}，实有 {listed}", f"expected {name} among {what}, there are {listed}")
