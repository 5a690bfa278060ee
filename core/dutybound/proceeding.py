"""What was done when on a person's case: the dated events of one proceeding, as the record tells them."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen


@frozen
class Event:
    """A step that was taken: its day, numbers it records such as `investigators`, and the rung proposed or decided."""

    step: str
    day: date
    numbers: Mapping[str, int] = field(factory=dict, hash=False)
    sanction: str = ""
    extended: bool = False


@frozen
class Proceeding:
    """The events on one person's case on one track, and the day up to which it is judged."""

    track: str
    events: tuple[Event, ...]
    as_of: date
