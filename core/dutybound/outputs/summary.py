"""Results as a readable table, one line a person, with the counts of each outcome below."""

from collections import Counter
from collections.abc import Iterable

from dutybound.decision import Decision, Refusal
from dutybound.labels import OUTCOME, listed
from dutybound.outputs.columns import clipped, columns, plain
from dutybound.outputs.records import REFUSED
from dutybound.reasons import waiving
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome
from dutybound.text import Language, Text
from dutybound.truth import Truth

_REFUSED = Text("退回", "refused")
_SHORT = {
    Outcome.OUT_OF_SCOPE: Text("不适用", "out of scope"),
    Outcome.NOT_LIABLE: Text("不担责", "not liable"),
    Outcome.EXEMPT: Text("免责", "exempt"),
    Outcome.WAIVED: Text("免予处分", "waived"),
    Outcome.LIABLE: Text("担责", "liable"),
    Outcome.UNDETERMINED: Text("待查明", "undetermined"),
}
_WIDEST = 60


def summary(results: Iterable[Decision | Refusal], rulebook: Rulebook, language: Language) -> str:
    """The table of all results and the number of each outcome; only the heading and the count where there are none."""
    heading = (Text("案件", "case"), Text("人员", "person"), Text("结论", "outcome"), Text("过错", "faults"), Text("说明", "what decides"))
    rows = [[each.into(language) for each in heading]]
    counts: Counter[Outcome | str] = Counter()
    for result in results:
        match result:
            case Refusal():
                counts[REFUSED] += 1
                rows.append(_refused(result, language))
            case Decision():
                counts[result.outcome] += 1
                rows.append(_decided(result, rulebook, language))
    return columns(rows) + "\n" + _total(counts, language)


def _refused(refusal: Refusal, language: Language) -> list[str]:
    reasons = "; ".join(plain(problem.into(language)) for problem in refusal.problems)
    return [clipped(refusal.case_id, _WIDEST), clipped(refusal.person_id, _WIDEST), _REFUSED.into(language), "", reasons]


def _decided(decision: Decision, rulebook: Rulebook, language: Language) -> list[str]:
    faults = [rulebook.rule(each.id).title for each in decision.faults if each.status is Truth.HOLDS]
    return [
        clipped(decision.case_id, _WIDEST),
        clipped(decision.person_id, _WIDEST),
        _SHORT[decision.outcome].into(language),
        clipped(listed(faults).into(language), _WIDEST),
        _decisive(decision, rulebook).into(language),
    ]


def _decisive(decision: Decision, rulebook: Rulebook) -> Text:
    """What the outcome comes down to: the ground, the range, or the first facts that are missing."""
    match decision.outcome:
        case Outcome.EXEMPT:
            return listed([rulebook.rule(each.id).title for each in decision.exemptions if each.status is Truth.HOLDS])
        case Outcome.LIABLE:
            return _range(decision, rulebook)
        case Outcome.WAIVED:
            return listed(waiving(rulebook, decision))
        case Outcome.UNDETERMINED:
            return _missing(decision, rulebook)
        case Outcome.NOT_LIABLE:
            lacking = any(each.outcome == "incomplete" for each in decision.faults)
            return Text("缺少构成要件", "an element is missing") if lacking else Text("没有过错成立", "no fault holds")
        case Outcome.OUT_OF_SCOPE:
            return OUTCOME[decision.outcome]


def _range(decision: Decision, rulebook: Rulebook) -> Text:
    if decision.sanction is None:
        return Text("无可适用的处分，可作其他处理", "no sanction is available; measures may follow")
    labels = {rung.id: rung.label for rung in rulebook.content.ladder.rungs}
    low, high = (labels[each] for each in decision.sanction.range)
    recommended = listed([labels[each] for each in decision.sanction.recommended])
    span = low if low == high else Text(f"{low.zh}至{high.zh}", f"{low.en} to {high.en}")
    return Text(f"{span.zh}；建议：{recommended.zh}", f"{span.en}; recommended: {recommended.en}")


def _missing(decision: Decision, rulebook: Rulebook) -> Text:
    first = [rulebook.fact(each).label for each in decision.needs_facts[:3]]
    said, more = listed(first), len(decision.needs_facts) - len(first)
    if more <= 0:
        return Text(f"须查明：{said.zh}", f"to be found out: {said.en}")
    return Text(f"须查明：{said.zh}等 {more + len(first)} 项", f"to be found out: {said.en} and {more} more")


def _total(counts: Counter[Outcome | str], language: Language) -> str:
    said = [f"{_SHORT[outcome].into(language)} {counts[outcome]}" for outcome in Outcome if counts[outcome]]
    if counts[REFUSED]:
        said.append(f"{_REFUSED.into(language)} {counts[REFUSED]}")
    total = sum(counts.values())
    joined = ("、" if language is Language.ZH else ", ").join(said)
    head = Text(f"共 {total} 条", f"{total} in all").into(language)
    colon = Text("：", ": ").into(language)
    return f"{head}{colon}{joined}\n" if said else f"{head}\n"
