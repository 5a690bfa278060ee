"""A case as the engine takes it: one act, one authority, some persons, and what is known."""

from attrs import field, frozen

from dutybound.duties.derive import Act
from dutybound.facts import Facts
from dutybound.proceeding import Proceeding


@frozen
class Person:
    """One person of a case with every fact known of them, shared and own, and the case record's fields as facts.

    `alleged` names the faults (by id or kind) that are examined, all of them where it is `None`: an inquiry is opened for some
    conduct, and what is not alleged is not decided.
    `act` is what the record says of the act for the duty item it names.
    `disputed` names the facts that count as unknown because the parties contest them; only the explanation tells them apart.
    """

    person_id: str
    facts: Facts
    disputed: frozenset[str] = frozenset()
    alleged: tuple[str, ...] | None = None
    proceeding: Proceeding | None = None
    act: Act = field(factory=Act)


@frozen
class Case:
    """One act that went wrong and the persons who had a part in it."""

    case_id: str
    persons: tuple[Person, ...]
