"""Properties as linked: what they speak of is looked up and lowered, so that a misspelt promise is never taken for a kept one."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from dutybound import program as names
from dutybound.conditions import Expression
from dutybound.facts import Choice
from dutybound.lowering import Vocabulary, lower
from dutybound.problems import Problems, did_you_mean
from dutybound.properties import SANCTION, Property, parts
from dutybound.rulebook import Content
from dutybound.rules import Attribution, Document, Exemption, Outcome, Principle, Remedy, SanctionRange, Step


def findings(content: Content) -> Iterator[str]:
    """Everything a property may name: findings of rules, and what the pipeline makes of them."""
    for rule in content.rules():
        if isinstance(rule, Principle | Step | Remedy | Document | Attribution):
            continue
        yield rule.id
        if isinstance(rule, Exemption):
            yield from (f"{rule.id}/{proviso.id}" for proviso in rule.unless)
        elif isinstance(rule, SanctionRange):
            yield from (f"{rule.id}/{number}" for number, _ in enumerate(rule.tiers, 1))
    for fault in content.faults:
        yield from (names.complete(fault.id), names.excused(fault.id), names.stands(fault.id))
    yield from (names.outcome(each) for each in Outcome if each is not Outcome.UNDETERMINED)
    yield from (names.sanction(rung.id) for rung in content.ladder.rungs)


def lower_properties(content: Content, vocabulary: Vocabulary, problems: Problems) -> Mapping[str, Expression]:
    """The expressions of all conditions in properties, by name; what is wrong with a property is added to `problems`."""
    known = tuple(findings(content))
    # a property stands after every stage, so it may name any finding
    reach = evolve(vocabulary, stages=dict.fromkeys(known, 0))
    found: dict[str, Expression] = {}
    for each in content.properties:
        _check(each, vocabulary, known, problems)
        for name, condition in parts(each):
            found[name] = lower(condition, reach, 1, problems)
    return found


def _check(wanted: Property, vocabulary: Vocabulary, known: tuple[str, ...], problems: Problems) -> None:
    forms = [bool(wanted.never_together), wanted.always is not None, wanted.monotone is not None, wanted.independent is not None]
    if sum(forms) != 1 or len(wanted.never_together) not in (0, 2):
        problems.add(
            wanted.place,
            f"性质 `{wanted.id}` 应恰好写一种：两项的 never_together、always、monotone 或 independent",
            f"the property `{wanted.id}` should be one of `never_together` (two things), `always`, `monotone` or `independent`",
        )
    for form in (wanted.monotone, wanted.independent):
        if form is None:
            continue
        fact = vocabulary.facts.get(form.fact)
        if fact is None:
            hint = did_you_mean(form.fact, vocabulary.facts)
            problems.add(wanted.place, f"没有事实 `{form.fact}`{hint.zh}", f"there is no fact `{form.fact}`{hint.en}")
        elif form is wanted.monotone and isinstance(fact.domain, Choice):
            problems.add(
                wanted.place,
                f"事实 `{form.fact}` 的值没有顺序，不能写 monotone",
                f"the values of `{form.fact}` have no order to be monotone in",
            )
        if form.finding != SANCTION and form.finding not in known:
            hint = did_you_mean(form.finding, known)
            problems.add(wanted.place, f"没有认定 `{form.finding}`{hint.zh}", f"there is no finding `{form.finding}`{hint.en}")
