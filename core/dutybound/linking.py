"""Contributions into one checked rulebook: a set keyed by id, in which a clash is an error that shows both places."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from attrs import evolve, field, frozen

from dutybound.checks.content import check_content
from dutybound.codes import check_schemes
from dutybound.conditions import Condition, Expression, Predicate
from dutybound.facts import Fact
from dutybound.lowering import Vocabulary, lower
from dutybound.naming import check_labels
from dutybound.packs import check_packs
from dutybound.policy import Policy
from dutybound.precedence import check_conflicts
from dutybound.problems import MOST_PROBLEMS, TOO_MANY, Place, Problems
from dutybound.promises import lower_properties
from dutybound.rulebook import Content, Rulebook, digest
from dutybound.rules import (
    Attribution,
    Constraint,
    Document,
    Exemption,
    Principle,
    Remedy,
    Rule,
    SanctionRange,
    Step,
)
from dutybound.stages import STAGE_OF, STAGES

Contribution = Fact | Predicate | Rule

_KIND_OF: Mapping[type, str] = {**STAGE_OF, Fact: "facts", Predicate: "predicates"}


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def place(self) -> Place: ...


@frozen(kw_only=True)
class Sources:
    """All that plugins contributed: policy files read, and facts, predicates and rules made in Python."""

    policies: tuple[Policy, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    plugins: tuple[str, ...] = ()
    nowhere: Place = field(default=Place("rulebook"))


def link(sources: Sources) -> Rulebook:
    """The rulebook of all sources; raises `Refused` with every problem found in them."""
    problems = Problems()
    instruments = _unique((policy.instrument for policy in sources.policies), problems, "法律文件", "instrument")
    kinds: dict[str, list[Any]] = {stage: [] for stage in (*STAGES, "facts", "predicates")}
    for policy in sources.policies:
        for stage in (*STAGES, "facts"):
            kinds[stage].extend(getattr(policy, stage))
    for contribution in sources.contributions:
        kinds[_KIND_OF[type(contribution)]].append(contribution)
    declared = _unique(kinds.pop("facts"), problems, "事实", "fact")
    facts = tuple(sorted(declared, key=lambda fact: not fact.origin))  # first what a record says in fields of its own
    predicates = _unique(kinds.pop("predicates"), problems, "谓词", "predicate")
    everything = [rule for stage in STAGES for rule in kinds[stage]]
    kept = _unique(everything, problems, "规则", "rule")
    properties = _unique((each for policy in sources.policies for each in policy.properties), problems, "性质", "property")
    ladders = [policy.ladder for policy in sources.policies if policy.ladder is not None]
    for extra in ladders[1:]:
        problems.add(extra.place, "处分阶梯只能有一个", "there is more than one ladder", also=ladders[0].place)
    if not ladders:
        problems.add(sources.nowhere, "没有声明处分阶梯 `ladder`", "no policy declares the `ladder` of sanctions")
    problems.raise_any()  # what follows from a clash would only hide it
    labels = sorted((label for policy in sources.policies for label in policy.labels), key=lambda label: (label.of, label.provision))
    points = sorted((point for policy in sources.policies for point in policy.extension_points), key=lambda point: point.provision)
    staged = {stage: tuple(rule for rule in kept if STAGE_OF[type(rule)] == stage) for stage in STAGES}
    content = Content(
        instruments=instruments,
        ladder=ladders[0],
        extension_points=tuple(points),
        facts=facts,
        labels=tuple(labels),
        predicates=predicates,
        properties=properties,
        **staged,
    )
    schemes = check_schemes((scheme for policy in sources.policies for scheme in policy.code_schemes), problems)
    expressions = _checked(content, sources.policies, problems)
    return Rulebook(
        content=content,
        plugins=tuple(sorted(sources.plugins)),
        expressions=expressions,
        digest=digest(content),
        code_schemes=schemes,
    )


def _checked(content: Content, policies: tuple[Policy, ...], problems: Problems) -> Mapping[str, Expression]:
    """The lowered conditions of content that passes every check; raises `Refused` with these and all earlier problems."""
    check_content(content, problems)
    check_packs(policies, content, problems)
    check_labels(content, problems)
    expressions = _expressions(content, problems)
    if not len(problems):
        check_conflicts(content, expressions, problems)
    problems.raise_any()
    return expressions


def relinked(rulebook: Rulebook, content: Content) -> Rulebook:
    """The rulebook with other content, held to the same checks, for trying what a change would do; raises `Refused`.

    It is no rulebook to decide by: it keeps the digest of the one it was made from.
    """
    return evolve(rulebook, content=content, expressions=_checked(content, (), Problems()))


def _unique(named: Iterable[Any], problems: Problems, zh: str, en: str) -> tuple[Any, ...]:
    kept: dict[str, _Named] = {}
    for each in named:
        if each.id not in kept:
            kept[each.id] = each
        else:
            first = kept[each.id]
            problems.add(each.place.of("id"), f"{zh}标识 `{each.id}` 重复", f"the {en} id `{each.id}` is taken", also=first.place.of("id"))
    return tuple(kept[name] for name in sorted(kept))


def _expressions(content: Content, problems: Problems) -> Mapping[str, Expression]:
    vocabulary = vocabulary_of(content)
    stages = vocabulary.stages
    found: dict[str, Expression] = {}
    for rule in content.rules():
        # an attribution is told beside the program, so it knows no findings
        stage = 0 if isinstance(rule, Attribution) else stages[rule.id]
        for name, condition in written_conditions(rule):
            found[name] = lower(condition, vocabulary, stage, problems)
        if len(problems) >= MOST_PROBLEMS:
            problems.add(rule.place, TOO_MANY.zh, TOO_MANY.en)
            break  # hints for thousands of wrong words would take longer than anybody waits
    return {**found, **lower_properties(content, vocabulary, problems)}


def vocabulary_of(content: Content) -> Vocabulary:
    """What the conditions of these rules may speak of."""
    return Vocabulary(
        facts={fact.id: fact for fact in content.facts},
        stages={rule.id: STAGES.index(STAGE_OF[type(rule)]) for rule in content.rules()},
        predicates={predicate.id: predicate for predicate in content.predicates},
    )


def written_conditions(rule: Rule) -> Iterable[tuple[str, Condition]]:
    """The conditions of a rule as written, each with the name under which `Rulebook.expressions` has it lowered."""
    match rule:
        case Constraint():
            if rule.given is not None and rule.then is not None:
                yield f"{rule.id}/if", rule.given
                yield f"{rule.id}/then", rule.then
            for number, part in enumerate(rule.never_together, 1):
                yield f"{rule.id}/{number}", part
        case Principle() | Step() | Remedy() | Document():
            return
        case Exemption():
            yield rule.id, rule.when
            for proviso in rule.unless:
                yield f"{rule.id}/{proviso.id}", proviso.when
        case SanctionRange():
            yield rule.id, rule.when
            for number, tier in enumerate(rule.tiers, 1):
                yield f"{rule.id}/{number}", tier.when
        case _:
            yield rule.id, rule.when
