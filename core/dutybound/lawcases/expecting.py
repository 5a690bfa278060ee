"""What a lawyer expects of a case, every name in it checked against the rulebook: a misspelt rule expects nothing."""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from dutybound import source
from dutybound.facts import NOWHERE
from dutybound.lawcases.matters import check_expected
from dutybound.problems import Place, Problems, did_you_mean
from dutybound.rulebook import Rulebook
from dutybound.rules import Mode, Outcome
from dutybound.source import Scalar, Sequence
from dutybound.truth import Truth

UNFILLED = "to-be-filled-in"
"""The outcome of a case that was written by the program; a person replaces it by what the law says."""


@frozen(kw_only=True)
class Expectation:
    """What the lawyer expects; only what is written is compared.

    `modes` says of measures, waivers and circumstances by id whether the law permits (`may`) or commands (`shall`) them.
    """

    outcome: str = ""
    refused: str = ""
    faults: source.Mapping | None = None
    findings: source.Mapping | None = None
    sanction: source.Node | None = None
    recommended: tuple[str, ...] | None = None
    measures: tuple[str, ...] | None = None
    no_measures: tuple[str, ...] | None = None
    referrals: tuple[str, ...] | None = None
    obligations: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None
    modes: source.Mapping | None = None
    decision: source.Mapping | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


def check_expectation(expect: Expectation, rulebook: Rulebook, problems: Problems) -> None:
    """Add every name in an expectation that the rulebook does not have."""
    content = rulebook.content
    rungs = [each.id for each in content.ladder.rungs]
    rules = [each.id for each in content.rules()]
    provisos = [f"{each.id}/{proviso.id}" for each in content.exemptions for proviso in each.unless]
    tiers = [f"{each.id}/{number}" for each in content.sanctions for number, _ in enumerate(each.tiers, 1)]
    moded = [each.id for each in (*content.measures, *content.waivers, *content.circumstances)]
    known: dict[str, Iterable[str]] = {
        "outcome": [*Outcome, UNFILLED],
        "refused": [each.id for each in content.constraints],
        "faults": [each.id for each in content.faults],
        "findings": [*rules, *provisos, *tiers],
        "sanction": [*rungs, "none"],
        "recommended": rungs,
        "measures": [each.id for each in content.measures],
        "no_measures": [each.id for each in content.measures],
        "referrals": [each.id for each in content.referrals],
        "obligations": [each.id for each in content.obligations],
        "needs": [each.id for each in content.facts],
        "modes": moded,
    }
    for key, names in known.items():
        for name in _named(getattr(expect, key)):
            if name not in names:
                hint = did_you_mean(name, names)
                place = expect.place.of(key, name)
                problems.add(place, f"{key} 中没有 `{name}`{hint.zh}", f"`{name}` is no name that `{key}` knows{hint.en}")
    check_expected(expect.decision, problems)
    for key, words in (("faults", Truth), ("findings", Truth), ("modes", Mode)):
        _check_words(getattr(expect, key), [each.value for each in words], problems)


def _named(written: object) -> Iterable[str]:
    """The names an entry holds: a word, a list, or the keys of a mapping."""
    match written:
        case None | "":
            return ()
        case str():
            return (written,)
        case Scalar(text=text):
            return (text,)
        case Sequence(items=items):
            return [item.text if isinstance(item, Scalar) else "?" for item in items]
        case Mapping() | tuple():
            return tuple(written)
        case _:
            raise TypeError(f"an expectation holds no {type(written).__name__}")


def _check_words(mapping: source.Mapping | None, words: Iterable[str], problems: Problems) -> None:
    for node in (mapping or {}).values():
        if not isinstance(node, Scalar) or node.text not in words:
            listed = ", ".join(words)
            problems.add(node.place, f"应为 {listed} 之一", f"this should be one of {listed}")
