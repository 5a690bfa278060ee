"""The contents of a report as plain data: the same for the page and for JSON."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dutybound.batch.report.counting import Tallies
from dutybound.batch.report.likeness import FAR, FEW, Unlike, far_offices
from dutybound.batch.verdicts import OUTCOMES
from dutybound.facts import Fact
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.text import Language, Text

OUTCOME_WORDS = {
    "out_of_scope": Text("不适用", "out of scope"),
    "not_liable": Text("不追责", "not liable"),
    "exempt": Text("免责", "exempt"),
    "waived": Text("免予处分", "waived"),
    "liable": Text("追责", "liable"),
    "undetermined": Text("待查明", "undetermined"),
    "refused": Text("退回", "refused"),
}


def contents(rulebook: Rulebook, source: str, tallies: Tallies, unlike: Unlike) -> dict[str, Any]:
    """Everything a report says, nothing cut short but the groups of like cases decided unlike, whose number is told."""
    return {
        "source": source,
        "rulebook": {"digest": rulebook.digest, "instruments": [each.id for each in rulebook.content.instruments]},
        "records": sum(tallies.outcomes.values()),
        "outcomes": _by_outcome(tallies.outcomes),
        "articles": _grouped(((key, outcome, count) for (key, outcome), count in tallies.articles.items()), _article(rulebook)),
        "offices": _grouped(
            ((f"{kind} {region}".strip(), outcome, count) for (kind, region, outcome), count in tallies.offices.items()), _office(rulebook)
        ),
        "regions": _grouped(((region, outcome, count) for (_, region, outcome), count in tallies.offices.items()), _as_it_is),
        "months": sorted(
            _grouped(((month, outcome, count) for (month, outcome), count in tallies.months.items()), _as_it_is),
            key=lambda each: each["id"],
        ),
        "ranges": [
            {"lightest": low, "heaviest": high, **_both(_range(rulebook, low, high)), "count": count}
            for (low, high), count in sorted(tallies.ranges.items(), key=lambda each: (-each[1], each[0]))
        ],
        "missing": [
            {"id": name, **_both(rulebook.fact(name).label), "question": _both(rulebook.fact(name).question), "count": count}
            for name, count in _ranked(tallies.missing)
        ],
        "reasons": [{"reason": reason, "count": count} for reason, count in _ranked(tallies.reasons)],
        "unlike": [
            [
                {"outcome": each.outcome, "lightest": each.lightest, "heaviest": each.heaviest, "count": each.count, "row": each.row}
                for each in group
            ]
            for group in unlike.groups
        ],
        "unlike_groups": unlike.number,
        "far": {
            "least_settled": FEW,
            "least_distance": FAR,
            "offices": [
                {
                    "id": f"{each.kind} {each.region}".strip(),
                    **_both(_office(rulebook)(f"{each.kind} {each.region}".strip())),
                    "settled": each.settled,
                    "liable": round(each.share, 4),
                    "rest": round(each.rest, 4),
                    "distance": round(each.distance, 1),
                }
                for each in far_offices(tallies)
            ],
        },
    }


def _both(words: Text) -> dict[str, str]:
    return {language.value: words.into(language) for language in Language}


def _by_outcome(counts: "Counter[str]") -> list[dict[str, Any]]:
    return [{"id": name, **_both(OUTCOME_WORDS[name]), "count": counts[name]} for name in OUTCOMES if counts[name]]


def _ranked(counts: "Counter[str]") -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _grouped(counts: Iterable[tuple[str, str, int]], named: Any) -> list[dict[str, Any]]:
    found: dict[str, Counter[str]] = {}
    for key, outcome, count in counts:
        found.setdefault(key, Counter())[outcome] += count
    ranked = sorted(found.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return [{"id": key, **_both(named(key)), "count": sum(each.values()), "outcomes": _by_outcome(each)} for key, each in ranked]


def _as_it_is(key: str) -> Text:
    return Text(key, key) if key else Text("不详", "not known")


def _article(rulebook: Rulebook) -> Any:
    def named(key: str) -> Text:
        provision = Provision.parse(key)
        title = rulebook.instrument(provision.instrument).title
        return Text(f"{title.zh}{provision.numbered(Language.ZH)}", f"{title.en}, {provision.numbered(Language.EN)}")

    return named


def _office(rulebook: Rulebook) -> Any:
    fact: Fact | None = rulebook.origin("authority.kind")
    labels = {option.id: option.label for option in fact.options} if fact else {}

    def named(key: str) -> Text:
        kind, _, region = key.partition(" ")
        label = labels.get(kind, Text(kind, kind))
        return Text(f"{label.zh} {region}".strip(), f"{label.en} {region}".strip()) if key else _as_it_is(key)

    return named


def _range(rulebook: Rulebook, low: str, high: str) -> Text:
    labels = {rung.id: rung.label for rung in rulebook.content.ladder.rungs}
    if low == high:
        return labels[low]
    return Text(f"{labels[low].zh}至{labels[high].zh}", f"{labels[low].en} to {labels[high].en}")
