"""The outcome in one or two sentences."""

from collections.abc import Iterable, Mapping

from dutybound import program as names
from dutybound.assembly import BELOW
from dutybound.decision import Decision
from dutybound.engines.reference import Derived
from dutybound.labels import listed, quoted
from dutybound.reach import covered
from dutybound.rulebook import Rulebook
from dutybound.rules import Effect, Mode, Outcome, Rule
from dutybound.text import Text
from dutybound.truth import Truth


def outcome_reason(rulebook: Rulebook, decision: Decision, derived: Mapping[str, Derived]) -> Text:
    """Why the case ended as it did, naming the rules it turned on."""
    content = rulebook.content
    match decision.outcome:
        case Outcome.OUT_OF_SCOPE:
            failing = _named(rule for rule in content.scope if derived[rule.id].truth is Truth.FAILS)
            return Text(f"适用范围的条件不具备：{failing.zh}", f"a condition of scope is not met: {failing.en}")
        case Outcome.NOT_LIABLE:
            return _not_liable(rulebook, derived)
        case Outcome.EXEMPT:
            return _exempt(rulebook, derived)
        case Outcome.WAIVED:
            return _waived(rulebook, decision, derived)
        case Outcome.LIABLE:
            return _standing(rulebook, derived)
        case Outcome.UNDETERMINED:
            return _open(rulebook, decision)


def _named(rules: Iterable[Rule]) -> Text:
    return listed([quoted(rule.title) for rule in rules])


def _not_liable(rulebook: Rulebook, derived: Mapping[str, Derived]) -> Text:
    content = rulebook.content
    found = [fault for fault in content.faults if derived[fault.id].truth is not Truth.FAILS]
    if not found:
        return Text("没有过错成立", "no fault holds")
    lacking = _named(
        element
        for element in content.elements
        if derived[element.id].truth is Truth.FAILS and any(element.id not in fault.contains for fault in found)
    )
    faults = _named(found)
    return Text(f"过错{faults.zh}缺少构成要件{lacking.zh}", f"{faults.en} lacks the element {lacking.en}")


def _exempt(rulebook: Rulebook, derived: Mapping[str, Derived]) -> Text:
    content = rulebook.content
    if derived[names.GATE].truth is Truth.HOLDS:
        denying = _named(each for each in content.exemptions if each.denies_fault and derived[each.id].truth is Truth.HOLDS)
        return Text(f"{denying.zh}成立，不认定过错", f"{denying.en} holds, which denies any fault")
    complete = [fault for fault in content.faults if derived[names.complete(fault.id)].truth is Truth.HOLDS]
    reaching = [
        each
        for each in content.exemptions
        if derived[each.id].truth is Truth.HOLDS
        and not each.denies_fault
        and covered(each.applies_to, content.faults) & {fault.id for fault in complete}
    ]
    faults, grounds = _named(complete), _named(reaching)
    return Text(f"过错{faults.zh}成立，因免责事由{grounds.zh}不予追究", f"{faults.en} holds and is excused by {grounds.en}")


def _standing(rulebook: Rulebook, derived: Mapping[str, Derived]) -> Text:
    faults = _named(fault for fault in rulebook.content.faults if derived[names.stands(fault.id)].truth is Truth.HOLDS)
    return Text(f"过错{faults.zh}成立，构成要件齐备，无免责事由", f"{faults.en} stands: every element is met and nothing excuses it")


def _waived(rulebook: Rulebook, decision: Decision, derived: Mapping[str, Derived]) -> Text:
    """What waives the sanction; where the law only permits it, that the organ chooses, and what commands a heavier sanction meanwhile."""
    grounds = listed([quoted(each) for each in waiving(rulebook, decision)])
    stands = _standing(rulebook, derived)
    courses = {each.id for each in rulebook.content.waivers if each.alternative}
    held = [each.mode for each in decision.waivers if each.status is Truth.HOLDS and each.id not in courses]
    if Mode.SHALL in held:
        return Text(f"{stands.zh}；免予处分的事由：{grounds.zh}", f"{stands.en}; the sanction is waived: {grounds.en}")
    said = Text(
        f"{stands.zh}；可以免予处分，由决定机关裁量，事由：{grounds.zh}",
        f"{stands.en}; the sanction may be waived, which is left to the deciding organ: {grounds.en}",
    )
    against = [
        quoted(each.title)
        for each in rulebook.content.circumstances
        if each.effect is Effect.HEAVIER and each.mode is Mode.SHALL and derived[each.id].truth is Truth.HOLDS
    ]
    if not against:
        return said
    others = listed(against)
    return Text(f"{said.zh}；不予免除的，因{others.zh}应当从重", f"{said.en}; if it is not, it shall be heavier: {others.en}")


def waiving(rulebook: Rulebook, decision: Decision) -> list[Text]:
    """What a sanction is waived for: the grounds that hold, and mitigation below the lowest rung only where it is commanded."""
    titles = {rule.id: rule.title for rule in rulebook.content.waivers if not rule.alternative}
    below = Text("应当减轻至最低档以下", "mitigation below the lowest sanction")
    if any(each.id == BELOW and each.mode is Mode.SHALL for each in decision.waivers):
        titles[BELOW] = below
    return [titles[each.id] for each in decision.waivers if each.status is Truth.HOLDS and each.id in titles]


def _open(rulebook: Rulebook, decision: Decision) -> Text:
    facts = listed([quoted(rulebook.fact(name).label) for name in decision.needs_facts])
    if not decision.needs_facts:
        return Text("现有事实不足以得出结论", "what is known does not settle the outcome")
    return Text(f"尚待查明：{facts.zh}", f"still to be found out: {facts.en}")
