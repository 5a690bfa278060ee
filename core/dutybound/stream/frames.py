"""The line of a decision around what differs most from case to case: names, faults, the sanction, due days, who answers."""

from collections.abc import Callable, Mapping
from itertools import chain

import msgspec
from attrs import frozen

from dutybound.engine import Engine
from dutybound.engines.wanted import Section
from dutybound.rules import Outcome
from dutybound.stream.fragments import Fragments, blank_record
from dutybound.stream.reports import Reported, position_of

_VARYING = (
    "case_id",
    "person_id",
    "outcome",
    "alleged",
    "faults",
    "exemptions",
    "sanction",
    "waivers",
    "measures",
    "obligations",
    "referrals",
    "needs_facts",
    "attributions",
)
"""What differs between the decisions made here; the rest of a record is that of a decision that says nothing."""


@frozen
class Frame:
    """An outcome as it is spelt, what stands between the sanction and the obligations, and from there to the needed facts."""

    outcome: Outcome
    spelt: bytes
    between: bytes
    behind: bytes


_PARTS = ("ending", "waivers", "measures", "referrals")
"""The sections of which a frame is made: few different ones come together."""


class Frames:
    """Makes frames for one engine out of `fragments`, and keeps them as it keeps these.

    `section`: all that frames rest on, reported together, so that there is one thing to look up. `around`: what is the same on every
    line, by the part before which it stands; `closing` is its end.
    """

    def __init__(self, engine: Engine, fragments: Fragments) -> None:
        self._fragments = fragments
        *literals, self.closing = _literals(engine)
        self.around: Mapping[str, bytes] = dict(zip(_VARYING, literals, strict=True))
        parts = [fragments.sections[part].definitions for part in _PARTS]
        self.section = Section(tuple(dict.fromkeys(chain.from_iterable(parts))))
        self._in_parts: dict[str, list[tuple[int, int]]] = {}
        for part, definitions in enumerate(parts):
            for at, name in enumerate(definitions):
                self._in_parts.setdefault(name, []).append((part, at))
        self.of: Callable[[Reported], Frame] = fragments.keeping.keep(self._make)

    def _make(self, reported: Reported) -> Frame:
        parts, around = self._fragments, self.around
        end, waivers, measures, referrals = self._apart(reported)
        outcome, spelt = parts.ending(end)
        final = outcome is Outcome.LIABLE or outcome is Outcome.WAIVED
        waived, measured = (parts.waivers(waivers), parts.measures(measures)) if final else (b"[]", b"[]")
        between = (around["waivers"], waived, around["measures"], measured, around["obligations"])
        behind = (around["referrals"], parts.referrals(referrals), around["needs_facts"])
        return Frame(outcome, spelt, b"".join(between), b"".join(behind))

    def _apart(self, reported: Reported) -> list[Reported]:
        """What is reported of each of the parts."""
        found: list[list[int]] = [[] for _ in _PARTS]
        for each in reported:
            for part, at in self._in_parts[self.section.definitions[position_of(each)]]:
                found[part].append(at if each >= 0 else ~at)
        return list(map(tuple, found))


def _literals(engine: Engine) -> list[bytes]:
    """What stands on the line of a decision before each part that varies, and behind the last."""
    record = blank_record(engine)
    assert tuple(key for key in record if key in _VARYING) == _VARYING, "the keys of a decision's record changed their order"
    found = [b"{"]
    for key, value in record.items():
        found[-1] += b"" if found == [b"{"] else b","
        found[-1] += msgspec.json.encode(key) + b":"
        if key in _VARYING:
            found.append(b"")
        else:
            found[-1] += msgspec.json.encode(value)
    found[-1] += b"}\n"
    return found
