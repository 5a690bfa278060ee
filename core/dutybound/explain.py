"""The explanation of a decision: the derivation told stage by stage, every rule with what its finding rests on."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from dutybound import program as names
from dutybound.case import Person
from dutybound.consequences import Consequences
from dutybound.decision import Decision
from dutybound.engines.reference import Derived
from dutybound.explanation import Explanation, Need, Section
from dutybound.facts import Day, Fact, Flag, Number
from dutybound.findings import Findings, bearing, governed
from dutybound.grounds import Grounds, Names
from dutybound.labels import STAGE
from dutybound.program import Program, Stage
from dutybound.reasons import outcome_reason
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.stages import STAGES
from dutybound.text import Text
from dutybound.truth import Truth

LAW = "law"
_BEFORE_LIABILITY = ("scope", "duties", "faults", "elements", "exemptions")
_OF_LIABILITY = ("sanctions", "circumstances", "limits", "waivers")
_AFTER = ("measures", "referrals", "obligations")


@frozen
class Explainer:
    """Explains decisions made by one rulebook."""

    rulebook: Rulebook
    names: Names
    governed: Mapping[str, Text]

    @classmethod
    def of(cls, rulebook: Rulebook, program: Program) -> "Explainer":
        """The explainer of a rulebook and the program built from it."""
        found = Names.of(rulebook, program)
        return cls(rulebook, found, governed(found))

    def explain(self, person: Person, decision: Decision, derived: Mapping[str, Derived]) -> Explanation:
        """Why `decision` was made on `person`, from the derivation of every definition."""
        stages = stages_told(decision.outcome, derived[names.LIABILITY].truth)
        grounds = Grounds(self.names, person.facts, person.disputed, shown(self.rulebook, stages))
        bears = bearing(self.rulebook, self.names.reach, derived)
        findings = Findings(self.rulebook, grounds, derived, self.governed, bears, self.names.referred)
        dues = {each.id: each.due for each in decision.obligations}
        tells = {**findings.tells(), **Consequences(self.rulebook, grounds, derived, dues, bears).tells()}
        told = ((stage, tuple(node for each in self.subjects(stage) for node in tells[stage](each))) for stage in stages)
        return Explanation(
            decision=decision,
            reason=outcome_reason(self.rulebook, decision, derived),
            sections=tuple(Section(id=stage, title=STAGE[stage], nodes=nodes) for stage, nodes in told if nodes),
            needs=tuple(self.need(fact, person) for fact in decision.needs_facts),
        )

    def subjects(self, stage: str) -> tuple[object, ...]:
        """What a stage tells of, in order: its rules, and beside the waivers the ladder, below whose lowest rung a sanction is waived."""
        if stage == LAW:
            return tuple(each for each in self.names.definitions.values() if each.stage is Stage.FORCE)
        rules: tuple[object, ...] = getattr(self.rulebook.content, stage)
        return (*rules, self.rulebook.content.ladder) if stage == "waivers" else rules

    def need(self, name: str, person: Person) -> Need:
        """A fact as it is asked for; raises `KeyError` if there is none of this id."""
        fact = self.names.facts[name]
        return Need(
            id=fact.id,
            label=fact.label,
            question=fact.question,
            answers=answers(fact),
            provision=fact.provision,
            citation=self.names.citations.written(fact.provision),
            source=fact.source,
            disputed=fact.id in person.disputed,
        )


def stages_told(outcome: Outcome, liability: Truth) -> tuple[str, ...]:
    """The law in force and the stages that can bear on the outcome: out of scope nothing else can, without liability no range can."""
    if outcome is Outcome.OUT_OF_SCOPE:
        return (LAW, "scope")
    wanted = {*_BEFORE_LIABILITY, *_AFTER, *(() if liability is Truth.FAILS else _OF_LIABILITY)}
    return (LAW, *(stage for stage in STAGES if stage in wanted))


def shown(rulebook: Rulebook, stages: Iterable[str]) -> frozenset[str]:
    """The rules that have a node of their own where these stages are told."""
    return frozenset(rule.id for stage in stages if stage != LAW for rule in getattr(rulebook.content, stage))


def answers(fact: Fact) -> Text:
    """In words, the answers a fact admits."""
    match fact.domain:
        case Flag():
            return Text("是 / 否", "yes / no")
        case Number(unit, least, most):
            span = _span(least, most)
            return Text(f"整数（{unit.zh}{span.zh}）", f"a whole number ({unit.en}{span.en})")
        case Day():
            return Text("日期，如 2021-03-04", "a day such as 2021-03-04")
        case _:
            return Text(" / ".join(each.label.zh for each in fact.options), " / ".join(each.label.en for each in fact.options))


def _span(least: int | None, most: int | None) -> Text:
    if least is None and most is None:
        return Text("", "")
    low, high = "" if least is None else str(least), "" if most is None else str(most)
    if not high:
        return Text(f"，不少于 {low}", f", at least {low}")
    return Text(f"，{low} 至 {high}", f", {low} to {high}") if low else Text(f"，不超过 {high}", f", at most {high}")
