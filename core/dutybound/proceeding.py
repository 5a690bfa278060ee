"""What was done when on a person's case: the dated events of one proceeding, as the record tells them."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen


@frozen
class Event:
    """A step that was taken: its day, numbers it records such as `investigators`, and the rung proposed or decided.

    `office` is the office that took it, `by` the persons who had a part in it, `states` what its paper states; all may be left
    unsaid (`None` for what a paper states: an empty one states nothing).
    """

    step: str
    day: date
    numbers: Mapping[str, int] = field(factory=dict, hash=False)
    sanction: str = ""
    extended: bool = False
    office: str = ""
    by: tuple[str, ...] = ()
    states: tuple[str, ...] | None = None


@frozen(kw_only=True)
class Recusal:
    """A person of the inquiry with a ground to withdraw; `granted` is how it was decided, `None` while nobody has.

    `head`: the person heads the deciding organ, so the organ above decides. `decided_by` is the office that decided.
    """

    person: str
    ground: str
    head: bool = False
    granted: bool | None = None
    decided_by: str = ""


@frozen
class Proceeding:
    """The events on one person's case on one track, and the day up to which it is judged.

    `office` and `position` are those of the person concerned.
    """

    track: str
    events: tuple[Event, ...]
    as_of: date
    office: str = ""
    position: str = "staff"
    recusals: tuple[Recusal, ...] = ()
