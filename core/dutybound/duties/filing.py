"""The register of an office read from its files: the list, the posts, the calendar, the tree of offices."""

from collections.abc import Iterable
from pathlib import Path

from dutybound.codes import CodeScheme
from dutybound.duties.calendar import read_calendar
from dutybound.duties.derive import Register
from dutybound.duties.importing import read_items
from dutybound.duties.offices import Offices, read_offices
from dutybound.duties.posts import Assignment, decomposition_problems, read_assignments
from dutybound.problems import Refused


def read_register(
    items: Path | None,
    scheme: CodeScheme,
    *,
    posts: Path | None = None,
    calendar: Iterable[Path] = (),
    offices: tuple[Path, list[str]] | None = None,
) -> Register:
    """The register of the files given; `offices` comes with the ladder of sanctions.

    Raises `Refused` with every problem, a decomposition that adds or drops duties (samr-2020/8.2) among them, or `OSError`.
    """
    listed = () if items is None else read_items(items, scheme)
    given: tuple[Assignment, ...] = () if posts is None else read_assignments(posts)
    if items is not None and posts is not None:
        wrong = decomposition_problems(listed, given)
        if wrong:
            raise Refused(wrong)
    known = Offices(()) if offices is None else read_offices(*offices)
    return Register(listed, given, read_calendar(calendar), known)
