"""The engine: one rulebook, ready to decide cases. This is what integrators embed."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from attrs import evolve

from dutybound import host
from dutybound.assembly import Body, body, deciding, origin, owed
from dutybound.attributing import attributions
from dutybound.building import build
from dutybound.case import Case, Person
from dutybound.conditions import facts_of
from dutybound.decision import Decision
from dutybound.duties.derive import Register
from dutybound.engines.compiled import Compiled
from dutybound.engines.knowledge import Known
from dutybound.engines.reference import PredicateError, derive, evaluate
from dutybound.explain import Explainer
from dutybound.explanation import Explanation
from dutybound.facts import Facts
from dutybound.informing import informed
from dutybound.intake import read_case
from dutybound.linking import Sources, link
from dutybound.needs import Inquiry
from dutybound.problems import Place, Problem, Refused
from dutybound.procedure import review
from dutybound.program import Program, Stage
from dutybound.reach import covered
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.text import Text
from dutybound.truth import Truth

CASE = Place("case")
NO_REGISTER = Register()
NO_PLUGINS: Mapping[str, object] = {}

MOST_ALLEGATIONS = 512
"""How many combinations of alleged faults an engine keeps an engine for."""


_REASONED = ("outcome", "faults", "exemptions", "sanction", "waivers", "measures", "referrals")
"""What of a decision an explanation gives reasons for, as body and decision call it."""

NOT_THE_SAME = Text(
    "再次推导得出不同的结论：某个谓词对同样的事实没有给出同样的回答",
    "deriving the decision again came to another one: a predicate does not answer the same for the same facts",
)


class Engine:
    """Decides cases by one rulebook. Frozen after it is made; it can be shared between threads."""

    def __init__(
        self,
        rulebook: Rulebook,
        law_day: date | None = None,
        alleged: tuple[str, ...] | None = None,
        compiled: Compiled | None = None,
        register: Register = NO_REGISTER,
        whole: "Engine | None" = None,
    ) -> None:
        faults = rulebook.content.faults
        self.rulebook = rulebook
        self.register = register
        self._law_day, self._alleged = law_day, alleged
        self._whole = whole or self  # the engine that examines everything
        self.compiled = compiled or Compiled(self.program if alleged is None else build(rulebook, law_day), [each.id for each in faults])
        self._examined = None if alleged is None else covered(alleged, faults)
        self._examining = lru_cache(maxsize=MOST_ALLEGATIONS)(
            lambda named: Engine(rulebook, law_day, named, self.compiled, register, self._whole)
        )
        self._origin = origin(rulebook)

    @cached_property
    def program(self) -> Program:
        """The rules as definitions; of an engine that examines some faults only, without what concerns the others."""
        return build(self.rulebook, self._law_day, self._alleged)

    @classmethod
    def installed(
        cls,
        *,
        without: Iterable[str] = (),
        plugins: Mapping[str, object] = NO_PLUGINS,
        policies: Iterable[str | Path] = (),
        register: Register = NO_REGISTER,
    ) -> "Engine":
        """The engine over all installed plugins but those named in `without`, and over what is given beside them.

        `plugins` are a program's own, by name; `policies` are folders of policy files, `register` is an office's.

        Raises `Refused` with every problem of every plugin and policy file, and for a name that is taken.
        """
        return cls.of(host.beside(host.installed(without), plugins), policies=policies, register=register)

    @classmethod
    def of(cls, plugins: Mapping[str, object], *, policies: Iterable[str | Path] = (), register: Register = NO_REGISTER) -> "Engine":
        """The engine over the given plugins, by name; raises `Refused`."""
        return cls(link(host.gather(plugins, [Path(each) for each in policies])), register=register)

    def with_register(self, register: Register) -> "Engine":
        """The same engine, told by an office's register."""
        return Engine(self.rulebook, compiled=self.compiled, register=register)

    @classmethod
    def from_sources(cls, sources: Sources) -> "Engine":
        """The engine over policies and contributions already read; raises `Refused`."""
        return cls(link(sources))

    def values(self, facts: Facts) -> Mapping[str, Truth]:
        """The truth of every definition of the program under these facts, by the compiled engine.

        Raises `PredicateError`, and `Refused` for a fact that is not declared or a value that it cannot have.
        """
        found = self._values(facts)
        return found if self._examined is None else {each.name: found[each.name] for each in self.program.definitions}

    def _values(self, facts: Facts) -> Mapping[str, Truth]:
        """The same; mostly also that the faults which are not examined fail, for which no program of its own has to be made."""
        try:
            return self.compiled.values(facts, self._examined)
        except PredicateError:
            if self._examined is None:
                raise
            # the compiled program asks what faults that are not examined would ask; the reference knows whether that matters
            return self.reference_values(facts)

    def truths(self, known: Known) -> Mapping[str, Truth]:
        """The same of facts already read, of every definition there is, examined or not; raises `PredicateError`."""
        return self.compiled.values_of(known)

    def reference_values(self, facts: Facts) -> Mapping[str, Truth]:
        """The same by the reference engine; raises `PredicateError`."""
        return evaluate(self.program, facts)

    def read(self, record: object, place: Place = CASE) -> Case:
        """The case in a decoded JSON object; raises `Refused` with everything that is wrong in it."""
        return informed(read_case(record, self.rulebook, place), self.register, self.rulebook, place)

    def decide(self, case: Case | Mapping[str, object]) -> tuple[Decision, ...]:
        """One decision for each person of the case, in their order.

        Raises `Refused` if the record is not a case, contradicts itself, or a predicate fails.
        """
        known = case if isinstance(case, Case) else self.read(case)
        return tuple(self.decide_person(known.case_id, person) for person in known.persons)

    def examining(self, alleged: tuple[str, ...]) -> "Engine":
        """The engine that examines only the faults alleged and what is akin to them."""
        return self._examining(alleged)

    def decide_person(self, case_id: str, person: Person) -> Decision:
        """The decision on one person; raises `Refused` if the facts contradict each other or a predicate fails."""
        if person.alleged is not None:
            limited = self.examining(person.alleged).decide_person(case_id, evolve(person, alleged=None))
            return evolve(limited, alleged=person.alleged)
        place = Place(f"{case_id}/{person.person_id}")
        try:
            values = self._values(person.facts)
        except PredicateError as error:
            message = Text(f"谓词 `{error.predicate}` 出错：{error.reason.zh}", str(error))
            raise Refused((Problem(place, message),)) from error
        self._refuse_contradictions(values, place)
        return self.assembled(case_id, person, body(self.rulebook, values), values)

    def assembled(self, case_id: str, person: Person, found: Body, truths: Mapping[str, Truth] | None = None) -> Decision:
        """The decision on one person whose body is known, with what rests on single facts: due days and needed facts.

        `truths` are the values of the definitions, where they are known already.
        """
        needs = self.needed(person.facts, truths) if found.outcome is Outcome.UNDETERMINED else ()
        return Decision(
            case_id=case_id,
            person_id=person.person_id,
            outcome=found.outcome,
            faults=found.faults,
            exemptions=found.exemptions,
            sanction=found.sanction,
            waivers=found.waivers,
            measures=found.measures,
            obligations=tuple(owed(rule, status, person.facts, self.register.calendar) for rule, status in found.obligations),
            referrals=found.referrals,
            needs_facts=needs,
            rulebook=self._origin,
            procedure=None if person.proceeding is None else review(person.proceeding, self.rulebook, self.register.offices),
            attributions=attributions(self.rulebook, person.facts),
        )

    def needed(self, facts: Facts, truths: Mapping[str, Truth] | None = None) -> tuple[str, ...]:
        """The unknown facts that an undetermined case still needs, most decisive first; raises `PredicateError`.

        `truths` are the values of the definitions under these facts, where they are known already.
        """
        if truths is None:
            truths = self._values(facts)
        known_of_all = len(truths) == len(self._whole.program.definitions)
        return (self._whole if known_of_all else self)._inquiry.needed(facts, truths=truths)

    def explain(self, case: Case | Mapping[str, object]) -> tuple[Explanation, ...]:
        """One explanation with its decision for each person of the case, in their order; raises `Refused` as `decide` does."""
        known = case if isinstance(case, Case) else self.read(case)
        return tuple(self.explain_person(known.case_id, person) for person in known.persons)

    def explain_person(self, case_id: str, person: Person) -> Explanation:
        """The decision on one person with its reasons, by the reference engine; raises `Refused` as `decide_person` does."""
        decision = self.decide_person(case_id, person)
        if person.alleged is not None:
            return self.examining(person.alleged).explained(person, decision)
        return self.explained(person, decision)

    def explained(self, person: Person, decision: Decision) -> Explanation:
        """The explanation of a decision this engine came to; raises `Refused` where the reasons would be those of another decision."""
        derivations = derive(self.program, person.facts)
        found = body(self.rulebook, {name: each.truth for name, each in derivations.items()})
        # INVARIANT: the reasons shown are those of the decision shown; a predicate that reads the clock may have answered otherwise
        if any(getattr(found, part) != getattr(decision, part) for part in _REASONED):
            place = Place(f"{decision.case_id}/{decision.person_id}")
            raise Refused((Problem(place, NOT_THE_SAME),))
        return self._explainer.explain(person, decision, derivations)

    @cached_property
    def _inquiry(self) -> Inquiry:
        return Inquiry.of(self.program, deciding(self.program.rungs), self.values)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer.of(self.rulebook, self.program)

    def _refuse_contradictions(self, values: Mapping[str, Truth], place: Place) -> None:
        broken = [each for each in self._whole.program.stage(Stage.CONSTRAINT) if values[each.name] is Truth.FAILS]
        if broken:
            raise Refused(Problem(place, self._contradiction(each.rule)) for each in broken)

    def _contradiction(self, rule_id: str) -> Text:
        rule = self.rulebook.rule(rule_id)
        definition = next(each for each in self._whole.program.stage(Stage.CONSTRAINT) if each.rule == rule_id)
        spelt = ", ".join(f"`{fact}`" for fact in facts_of(definition.expression))
        return Text(
            f"事实 {spelt} 相互矛盾（{rule_id}：{rule.title.zh}）", f"the facts {spelt} contradict each other ({rule_id}: {rule.title.en})"
        )
