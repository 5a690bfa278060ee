"""The rules of an instrument, one class a kind, in the order of the pipeline."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from dutybound.conditions import ALWAYS, Condition
from dutybound.facts import NOWHERE
from dutybound.problems import Place
from dutybound.provision import Provision
from dutybound.text import Text

NO_TEXT = Text("", "")

ENDS = "ends"
"""Marks a list whose two items are the ends of something and may be the same; any other list names each thing once."""


class Rank(StrEnum):
    """The rank of an instrument, highest first."""

    LAW = "law"
    REGULATION = "regulation"
    RULE = "rule"
    LOCAL = "local"

    @property
    def place(self) -> int:
        """Its place among the ranks, 0 for the highest."""
        return list(Rank).index(self)


class FaultKind(StrEnum):
    """Non-performance (Art. 14) or improper performance (Art. 15)."""

    NON_PERFORMANCE = "non-performance"
    IMPROPER_PERFORMANCE = "improper-performance"


class Mode(StrEnum):
    """Whether the law permits or commands."""

    MAY = "may"
    SHALL = "shall"


class Effect(StrEnum):
    """How a circumstance moves a sanction."""

    LIGHTER = "lighter"
    MITIGATED = "mitigated"
    LIGHTER_OR_MITIGATED = "lighter_or_mitigated"
    HEAVIER = "heavier"


class Outcome(StrEnum):
    """The six endings of one person's case."""

    OUT_OF_SCOPE = "out_of_scope"
    NOT_LIABLE = "not_liable"
    EXEMPT = "exempt"
    WAIVED = "waived"
    LIABLE = "liable"
    UNDETERMINED = "undetermined"


@frozen(kw_only=True)
class Instrument:
    """A law, regulation, rule or local document, in force from `begins` until before `ends`.

    `basis`: what empowers a local document. `contents`: every place in the text that wants an entry in the rulebook, by article,
    paragraph and item (`21.1.4`); empty where only parts of the text are used. `articles`: the number of the text's last article,
    `None` where it is not told; `inserted`: its articles that stand between two numbers, such as `133-1` for 第一百三十三条之一.
    """

    id: str
    title: Text
    rank: Rank
    begins: date = field(metadata={"key": "from"})
    ends: date | None = field(default=None, metadata={"key": "until"})
    authorities: tuple[str, ...] = ()
    region: str = ""
    basis: tuple[Provision, ...] = ()
    sample: bool = False
    articles: int | None = None
    inserted: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class ExtensionPoint:
    """A catch-all item of the law, through which a rule resting on other law may enter.

    `opens`: to `faults` or `exemptions`, or to faults of one kind only, where the item speaks of that kind.
    """

    provision: Provision
    opens: str = field(metadata={"key": "for"})
    title: Text
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    def open_to(self, what: str) -> bool:
        """Whether it opens to `exemptions`, or to faults of a kind."""
        return self.opens == what or (self.opens == "faults" and what in list(FaultKind))


@frozen(kw_only=True)
class _Rule:
    """What every rule has; `also` names further provisions that the rule carries out.

    `authorities` are the kinds of authority it speaks to, where they are others than those of its instrument.
    """

    id: str
    provision: Provision
    title: Text
    note: Text = NO_TEXT
    also: tuple[Provision, ...] = ()
    authorities: tuple[str, ...] = ()
    begins: date | None = field(default=None, metadata={"key": "from"})
    ends: date | None = field(default=None, metadata={"key": "until"})
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class Constraint(_Rule):
    """Facts that contradict or imply each other: either `never_together` (two conditions) or `given` implies `then`."""

    never_together: tuple[Condition, ...] = ()
    given: Condition | None = field(default=None, metadata={"key": "if"})
    then: Condition | None = None


@frozen(kw_only=True)
class ScopeRule(_Rule):
    """A condition that every case in scope meets."""

    when: Condition


@frozen(kw_only=True)
class Duty(_Rule):
    """What an officer is bound to do, and when it binds."""

    when: Condition = ALWAYS


@frozen(kw_only=True)
class Fault(_Rule):
    """A deviation from duty. Through a catch-all item it names the item (`under`), its `basis` and what it is `akin_to`."""

    kind: FaultKind
    when: Condition
    duty: str = ""
    contains: tuple[str, ...] = ()
    under: Provision | None = None
    basis: Provision | None = None
    akin_to: tuple[str, ...] = ()


@frozen(kw_only=True)
class Element(_Rule):
    """A constituent element of responsibility that every fault needs unless it `contains` it."""

    when: Condition


@frozen(kw_only=True)
class Proviso:
    """An exception to an exemption (但…除外), a finding of its own; its citation is the exemption's."""

    id: str
    title: Text
    when: Condition
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class Exemption(_Rule):
    """A ground on which no responsibility is pursued for the faults it applies to (by id or by kind)."""

    applies_to: tuple[str, ...]
    when: Condition
    unless: tuple[Proviso, ...] = ()
    denies_fault: bool = False
    under: Provision | None = None
    basis: Provision | None = None


@frozen(kw_only=True)
class Tier:
    """One step of a sanction range, by gravity: from the lighter to the heavier rung."""

    when: Condition
    range: tuple[str, ...] = field(metadata={ENDS: True})
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True)
class SanctionRange(_Rule):
    """The range an upper law sets for some faults, tier by tier.

    Among ranges of one rank it may prevail over others as the special one, give way to them, or stand beside them, so that the
    heavier counts. A plugin that knows another's range says how its own stands to it; the other need not know of the plugin.
    """

    applies_to: tuple[str, ...]
    tiers: tuple[Tier, ...]
    when: Condition = ALWAYS
    prevails_over: tuple[str, ...] = ()
    gives_way_to: tuple[str, ...] = ()
    concurs_with: tuple[str, ...] = ()


@frozen(kw_only=True)
class Circumstance(_Rule):
    """A circumstance that makes the sanction lighter, mitigated or heavier."""

    effect: Effect
    mode: Mode
    when: Condition


@frozen(kw_only=True)
class Waiver(_Rule):
    """A ground on which a liable person's sanction is waived.

    An `alternative` is one of several courses the law leaves open beside each other: it is listed and decides nothing.
    """

    mode: Mode
    when: Condition
    alternative: bool = False


@frozen(kw_only=True)
class Limit(_Rule):
    """What is available to a kind of person: at `most` a rung, or `none`; at `least` a rung; or both. Empty: that end stays.

    A lower end is raised within the range only, and only where nothing mitigates.
    """

    when: Condition
    most: str = ""
    least: str = ""

    def caps(self, rung: int, rungs: Sequence[str]) -> bool:
        """Whether it leaves this rung of the ladder out, counted from 1."""
        return self.most == "none" or (self.most != "" and rungs.index(self.most) + 1 < rung)


@frozen(kw_only=True)
class Measure(_Rule):
    """A measure (处理) that is not a sanction."""

    mode: Mode
    on: tuple[Outcome, ...]
    when: Condition = ALWAYS


@frozen(kw_only=True)
class Referral(_Rule):
    """A hand-over to another organ."""

    to: Text
    on: tuple[Outcome, ...] = ()
    when: Condition = ALWAYS


@frozen(kw_only=True)
class Due:
    """When an obligation falls due: `days` (calendar or working) after the day fact `start`."""

    days: int
    start: str = field(metadata={"key": "from"})
    working: bool = False


@frozen(kw_only=True)
class Obligation(_Rule):
    """What the authority must do now.

    With `reaches` it is owed only where the sanction that was due goes up to that rung, whatever has barred it as a whole since
    (a retirement, an earlier sanction); with `below` only where the range begins under that rung, so that something lighter is left.
    """

    holder: Text
    on: tuple[Outcome, ...] = ()
    when: Condition = ALWAYS
    due: Due | None = None
    reaches: str = ""
    below: str = ""


@frozen(kw_only=True)
class Principle(_Rule):
    """An article that is not executed but upheld, with the tests that uphold it."""

    upheld_by: tuple[str, ...]


@frozen(kw_only=True)
class Document(_Rule):
    """A paper or register that an article asks for, and the command of this program that makes it (`duties import`)."""

    made_by: str


@frozen(kw_only=True)
class Attribution(_Rule):
    """Who answers for the act, by role (`bears`), where several persons had a hand in it.

    It tells and decides nothing: every person's own faults and elements do. Its condition reads facts only.
    """

    bears: tuple[str, ...]
    when: Condition


@frozen(kw_only=True)
class Span:
    """How long a step may take, in months or days from another step's date; `extended` is the cap with approval, in the same unit."""

    start: str = field(metadata={"key": "from"})
    months: int | None = None
    days: int | None = None
    extended: int | None = None


@frozen(kw_only=True)
class Need:
    """What an event must record for its step to be in order: at least so many of something (investigators), or at most."""

    attribute: str
    provision: Provision
    at_least: int = 0
    at_most: int | None = None


@frozen(kw_only=True)
class Competent:
    """The law by which an office decides on its staff, and on the head of an office (whom a higher one decides on)."""

    provision: Provision
    head: Provision


@frozen(kw_only=True)
class Ground:
    """A ground on which whoever handles a case withdraws from it."""

    id: str
    provision: Provision


@frozen(kw_only=True)
class Statement:
    """Something the paper made at a step must state."""

    id: str
    provision: Provision


@frozen(kw_only=True)
class Barred:
    """Between which steps something may not be done: from the day of one until the day before the other, or until now."""

    start: str = field(metadata={"key": "from"})
    until: str


@frozen(kw_only=True)
class Withdrawal:
    """Who withdraws from a case, and by what law the withdrawal is decided: by the deciding organ's head, or by the next higher organ."""

    grounds: tuple[Ground, ...]
    decided: Provision


@frozen(kw_only=True)
class Step(_Rule):
    """A step of the procedure on one `track` (which organ acts): what comes before it, what it needs, how long it may take.

    With `sanction_at_least` it is due only where the sanction decided is that rung or a heavier one, with `positions` only for
    persons in these. Its paper must state what `states` lists, as far as the record tells what it states. What is `barred` is no
    step of the procedure but must not be done to the person while it lasts. The step that `hears` the person names by what law the
    defence makes nothing heavier (`no_heavier`). The deciding step names by what law an office is
    `competent` and who withdraws (`withdrawal`) from the whole track.
    """

    track: str
    required: bool
    after: tuple[str, ...] = ()
    within: Span | None = None
    needs: tuple[Need, ...] = ()
    proposes: bool = False
    decides: bool = False
    hears: bool = False
    no_heavier: Provision | None = None
    sanction_at_least: str = ""
    positions: tuple[str, ...] = ()
    states: tuple[Statement, ...] = ()
    barred: Barred | None = None
    competent: Competent | None = None
    withdrawal: Withdrawal | None = None


@frozen(kw_only=True)
class Remedy(_Rule):
    """A remedy of the person concerned: against what, within how long from which step; without `within` the law provides none."""

    track: str
    against: str
    within: Span | None = None


@frozen(kw_only=True)
class Rung:
    """One sanction of the ladder with its period in months, `None` where it has no period."""

    id: str
    label: Text
    months: int | None = None


@frozen(kw_only=True)
class Combined:
    """How equal sanctions for several faults combine: the cap of the added periods in months."""

    provision: Provision
    most_months: int


@frozen(kw_only=True)
class Ladder:
    """The sanctions from lightest to heaviest; `below` is the provision by which a mitigated lowest rung becomes a waiver."""

    provision: Provision
    periods: Provision
    rungs: tuple[Rung, ...]
    combined: Combined
    below: Provision
    place: Place = field(default=NOWHERE, eq=False, repr=False)


Rule = (
    Constraint
    | ScopeRule
    | Duty
    | Fault
    | Element
    | Exemption
    | SanctionRange
    | Circumstance
    | Waiver
    | Limit
    | Measure
    | Referral
    | Obligation
    | Principle
    | Step
    | Remedy
    | Document
    | Attribution
)
"""Every kind of rule that has an id of its own in the rulebook (a proviso lives in its exemption)."""
