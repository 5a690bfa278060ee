"""The sanction on a decision's line as bytes: what stands before and behind its factors, kept for what determines it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec

from dutybound import program as names
from dutybound.assembly import Span, basis_of, bounds, own_ranges, sanction_within, tiers_of
from dutybound.engine import Engine
from dutybound.engines.compiled import Run
from dutybound.engines.wanted import Section
from dutybound.outputs.records import sanction_record
from dutybound.precedence import prevailing
from dutybound.provision import Provision
from dutybound.stream.reports import Reported, position_of, truths
from dutybound.stream.typed import Read

Around = tuple[bytes, bytes] | None
"""What stands before and behind the factors, `None` where there is no sanction."""

_MOVES = (names.LIGHTER, names.HEAVIER, names.MUST_MITIGATE, names.MAY_MITIGATE)


class Ranges:
    """Spells sanctions for one rulebook from what is reported of `sanction` and `standing`.

    `keep` remembers what a function made, `most` are so many different values that are kept.
    """

    def __init__(self, engine: Engine, keep: Callable[[Callable[..., Any]], Callable[..., Any]], most: int) -> None:
        self._compiled, self._rulebook, self._most = engine.compiled, engine.rulebook, most
        content, rungs = engine.rulebook.content, engine.program.rungs
        self._faults = tuple(fault.id for fault in content.faults)
        self._within = Section((*bounds(rungs), names.least(1), *_MOVES))
        self._first = len(self._within.definitions)  # tiers come behind what the range as a whole rests on
        tiers = tiers_of(content)
        self._tiers = tuple(tiers.values())
        self._above = Section(tuple(dict.fromkeys(other.id for each in content.sanctions for other in prevailing(each, content))))
        self.sanction = Section((*self._within.definitions, *tiers))
        self.standing = Section(tuple(map(names.stands, self._faults)))
        self._around: Callable[[Reported, Reported, Reported], Around] = keep(self._make_around)
        self._spelt: Callable[[Reported, tuple[Span, ...], tuple[Provision, ...]], Around] = keep(self._make_spelt)
        self._alike: dict[Reported, Around] = {}

    def around(self, reported: Reported, standing: Reported, read: Read) -> Around:
        """What stands around the factors."""
        if len(standing) != 1:
            return self._around(reported, standing, self._prevailing(read))
        # Where one fault stands alone, every tier that applies does so to it, and which fault it is makes no difference.
        if reported not in self._alike:
            if len(self._alike) >= self._most:
                self._alike.clear()
            self._alike[reported] = self._around(reported, standing, self._prevailing(read))
        return self._alike[reported]

    def _prevailing(self, read: Read) -> Reported:
        """The ranges that may prevail over others and are in force."""
        (found,) = self._in_force(*read.known)
        return tuple(found)

    @cached_property
    def _in_force(self) -> Run:
        return self._compiled.function((self._above,))

    def _make_around(self, reported: Reported, standing: Reported, above: Reported) -> Around:
        """Many combinations of tiers and faults come to the same few spans."""
        within = tuple(at for at in reported if position_of(at) < self._first)
        tiers = [at for at in reported if position_of(at) >= self._first]
        prevails = {self._above.definitions[at] for at in above if at >= 0}
        own = own_ranges(
            [self._tiers[position_of(at) - self._first] for at in tiers],
            [self._faults[position_of(at)] for at in standing],
            prevails.__contains__,
        )
        return self._spelt(within, own, basis_of(self._tiers[at - self._first] for at in tiers if at >= 0))

    def _make_spelt(self, within: Reported, own: tuple[Span, ...], basis: tuple[Provision, ...]) -> Around:
        found = sanction_within(self._rulebook, truths(self._within, within), own, basis)
        if found is None:
            return None
        record = sanction_record(found)
        keys = list(record)
        at = keys.index("factors")
        before = {key: record[key] for key in keys[:at]}
        behind = {key: record[key] for key in keys[at + 1 :]}
        return msgspec.json.encode(before)[:-1] + b',"factors":', b"," + msgspec.json.encode(behind)[1:]
