"""What the engine says about one person in one case: the record every output is made from."""

from datetime import date

from attrs import frozen

from dutybound.problems import Problem
from dutybound.procedure import ProcedureReview
from dutybound.provision import Provision
from dutybound.rules import Mode, Outcome
from dutybound.truth import Truth


@frozen
class FaultFinding:
    """One fault that holds or may hold. `outcome`: `stands`, `excused`, `incomplete` (an element fails) or `open`."""

    id: str
    provision: Provision
    status: Truth
    outcome: str


@frozen
class Finding:
    """A rule that holds or may hold."""

    id: str
    provision: Provision
    status: Truth


@frozen
class Factor:
    """A circumstance that moves, or may move, the sanction; `effect` as in the policy."""

    id: str
    provision: Provision
    effect: str
    mode: Mode
    status: Truth


@frozen
class WaiverFinding:
    """A ground for waiving the sanction; `may` leaves it to the deciding organ."""

    id: str
    provision: Provision
    mode: Mode
    status: Truth


@frozen
class Sanction:
    """A range the deciding organ chooses from.

    `range`: lightest and heaviest rung. `recommended`: the rungs the circumstances point to. `months`: for each rung of
    the range the least and greatest period in months, none for a rung without a period.
    """

    range: tuple[str, str]
    recommended: tuple[str, ...]
    months: tuple[tuple[int, int] | None, ...]
    factors: tuple[Factor, ...]
    basis: tuple[Provision, ...]


@frozen
class Consequence:
    """A measure that may or shall follow."""

    id: str
    provision: Provision
    mode: Mode
    status: Truth


@frozen
class Owed:
    """An obligation of the authority, with the day it falls due where the law gives one."""

    id: str
    provision: Provision
    status: Truth
    due: date | None


@frozen
class Attributed:
    """Who answers for the act, by role, because a rule of attribution holds; `sample` marks a design assumption that is no law."""

    id: str
    provision: Provision
    bears: tuple[str, ...]
    sample: bool


@frozen
class Origin:
    """The rulebook a decision rests on."""

    digest: str
    plugins: tuple[str, ...]
    instruments: tuple[str, ...]


@frozen
class Version:
    """What the law of one day says: the day of the act, or the day of the decision; `applies` marks the one followed."""

    day: date
    outcome: Outcome
    range: tuple[str, str] | None
    applies: bool


@frozen(kw_only=True)
class Decision:
    """Everything said about one person in one case. Advice to the competent organ: `binding` is always false.

    `alleged` names the faults that were examined where the record limits them; `None` means all of them were.
    `procedure` tells whether the steps taken let a sanction be executed; whether there is ground for one, `outcome` and `sanction` tell.
    `attributions` tell who answers where several persons had a hand in the act; they decide nothing.
    `versions` compares the law of the day of the act with that of the day of the decision where the two differ.
    """

    case_id: str
    person_id: str
    outcome: Outcome
    faults: tuple[FaultFinding, ...]
    exemptions: tuple[Finding, ...]
    sanction: Sanction | None
    waivers: tuple[WaiverFinding, ...]
    measures: tuple[Consequence, ...]
    obligations: tuple[Owed, ...]
    referrals: tuple[Finding, ...]
    needs_facts: tuple[str, ...]
    rulebook: Origin
    versions: tuple[Version, ...] = ()
    alleged: tuple[str, ...] | None = None
    procedure: ProcedureReview | None = None
    attributions: tuple[Attributed, ...] = ()
    binding: bool = False


@frozen(kw_only=True)
class Refusal:
    """A record, or one person of it, that could not be decided: where it came from and every reason.

    `line` is counted from 1 in JSON Lines and 0 where the source has no lines of records.
    """

    source: str
    line: int
    problems: tuple[Problem, ...]
    case_id: str = ""
    person_id: str = ""
