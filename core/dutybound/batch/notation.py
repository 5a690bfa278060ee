"""How values of a fact are written in a table: the words of its vocabulary, whole numbers, days."""

from collections.abc import Mapping

from attrs import field, frozen

from dutybound.batch.agreement import DAYS, USUAL_YES_NO, Agreement
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number

WHOLE = r"^[+-]?[0-9]{1,19}$"
REGION = r"^[0-9]{6}$"


@frozen
class Notation:
    """The ways in which one fact may be written as text; `words` are those of a vocabulary, with their values."""

    fact: Fact
    words: Mapping[str, bool | str] = field(factory=dict)
    days: tuple[str, ...] = ()


def notation(fact: Fact, agreement: Agreement, *, typed: bool) -> Notation:
    """The notation of a fact; where columns have types of their own (`typed`) text is read only as agreed."""
    agreed = agreement.values.get(fact.id, {})
    words: dict[str, bool | str] = {}
    match fact.domain:
        case Flag():
            for yes, no in (*(() if typed else USUAL_YES_NO), *agreement.yes_no):
                words.update({yes: True, no: False})
            words.update({written: value == "true" for written, value in agreed.items() if value in ("true", "false")})
        case Choice() | Grade():
            words.update({option.label.zh: option.id for option in fact.options})
            words.update({option.id: option.id for option in fact.options})
            words.update({written: value for written, value in agreed.items() if value in fact.value_ids})
        case Number() | Day():
            pass
    days = agreement.days if typed else tuple(dict.fromkeys((next(iter(DAYS)), *agreement.days)))
    return Notation(fact, words, days)
