"""The sanction on a decision's line as bytes: what stands before and behind its factors, kept for what determines it."""

from collections.abc import Callable

import msgspec

from dutybound import program as names
from dutybound.assembly import Span, basis_of, bounds, own_ranges, sanction_within, tiers_of
from dutybound.engine import Engine
from dutybound.engines.wanted import Section
from dutybound.outputs.records import sanction_record
from dutybound.precedence import prevailing
from dutybound.stream.keeping import Keeping
from dutybound.stream.reports import Reported, position_of, truths
from dutybound.stream.typed import Read

Around = tuple[bytes, bytes] | None
"""What stands before and behind the factors, `None` where there is no sanction."""

_NOT_MADE: Around = (b"", b"")

_MOVES = (names.LIGHTER, names.HEAVIER, names.MUST_MITIGATE, names.MAY_MITIGATE)


class Ranges:
    """Spells sanctions for one rulebook from what is reported of `sanction` and `standing`.

    Which ranges may prevail over others, where they are in force, is asked in the few cases in which it may matter.
    """

    def __init__(self, engine: Engine, keeping: Keeping) -> None:
        self._rulebook, self._most = engine.rulebook, keeping.most
        content, rungs = engine.rulebook.content, engine.program.rungs
        self._faults = tuple(fault.id for fault in content.faults)
        self._within = Section((*bounds(rungs), names.least(1), *_MOVES))
        self._first = len(self._within.definitions)  # tiers come behind what the range as a whole rests on
        tiers = tiers_of(content)
        self._tiers = tuple(tiers.values())
        self._above = tuple(dict.fromkeys(other.id for each in content.sanctions for other in prevailing(each, content)))
        self._ask_above = engine.compiled.function((Section(self._above),))
        self.sanction = Section((*self._within.definitions, *tiers))
        self.standing = Section(tuple(map(names.stands, self._faults)))
        self._around: Callable[[Reported, Reported, Reported], Around] = keeping.keep(self._make_around)
        self._before: Callable[[Reported, tuple[Span, ...]], bytes | None] = keeping.keep(self._make_before)
        provisions = basis_of(self._tiers)
        ranks = {provision: rank for rank, provision in enumerate(provisions)}
        self._ranks = tuple(ranks[each.provision] for each in self._tiers)
        self._provisions = tuple(msgspec.json.encode(str(each)) for each in provisions)
        self._alike: dict[Reported, Around] = {}

    def around(self, reported: Reported, standing: Reported, read: Read) -> Around:
        """What stands around the factors."""
        if len(standing) != 1:
            return self._around(reported, standing, self._prevailing(read))
        # Where one fault stands alone, every tier that applies does so to it, and which fault it is makes no difference.
        found = self._alike.get(reported, _NOT_MADE)
        if found is _NOT_MADE:
            if len(self._alike) >= self._most:
                self._alike.clear()
            found = self._alike[reported] = self._around(reported, standing, self._prevailing(read))
        return found

    def _prevailing(self, read: Read) -> Reported:
        """The ranges in force that may prevail over others."""
        [found] = self._ask_above(*read.known)
        return tuple(found)

    def _make_around(self, reported: Reported, standing: Reported, above: Reported) -> Around:
        """Many combinations of tiers and faults come to the same few spans."""
        tiers = [at for at in reported if position_of(at) >= self._first]
        prevails = {self._above[at] for at in above if at >= 0}
        own = own_ranges(
            [self._tiers[position_of(at) - self._first] for at in tiers],
            [self._faults[position_of(at)] for at in standing],
            prevails.__contains__,
        )
        before = self._before(tuple(at for at in reported if position_of(at) < self._first), own)
        if before is None:
            return None
        basis = sorted({self._ranks[at - self._first] for at in tiers if at >= 0})
        return before, b',"basis":[%b]}' % b",".join([self._provisions[rank] for rank in basis])

    def _make_before(self, within: Reported, own: tuple[Span, ...]) -> bytes | None:
        found = sanction_within(self._rulebook, truths(self._within, within), own, ())
        if found is None:
            return None
        record = sanction_record(found)
        *before, factors, basis = record
        assert (factors, basis) == ("factors", "basis"), "the keys of a sanction's record changed their order"
        return msgspec.json.encode({key: record[key] for key in before})[:-1] + b',"factors":'
