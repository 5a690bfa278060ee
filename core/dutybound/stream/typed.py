"""A JSON line into generated structs, as long as it is plainly in order.

INVARIANT: what is read here is what the strict reader would read. Whatever it would refuse, and whatever is unusual (disputed
facts, the steps of a procedure, a duty item while there is a register, everything while days are counted), is left to it: `read`
then returns `None`.
"""

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

import msgspec
from attrs import frozen
from msgspec import UNSET, Raw, UnsetType
from msgspec.structs import astuple

from dutybound.engine import Engine
from dutybound.engines.knowledge import Known, words_are_one, written_type
from dutybound.facts import Fact, Number
from dutybound.reach import covered
from dutybound.rules import FaultKind
from dutybound.stream.keeping import Keeping
from dutybound.stream.once import Once

_AUTHORITY = ("kind", "region", "level")
_ACT = ("kind", "date", "duty")
_LEARNS_AT = frozenset(16**power for power in range(8))
"""After so many lines the order of keys is looked at again."""


class Read(msgspec.Struct, frozen=True, gc=False):
    """One person of a case, ready for the compiled engine.

    `spelt`: what is given under `facts`, in declared order, as JSON between two braces; only where that was at hand.
    """

    case_id: str
    person_id: str
    known: Known
    alleged: tuple[str, ...] | None
    spelt: bytes | None = None


@frozen
class _Order:
    """Decoders that find facts fastest in one order of `names`, which may be the `declared` one.

    `nothing` is where no fact is given.
    """

    names: tuple[str, ...]
    declared: bool
    facts: msgspec.json.Decoder[Any]
    lines: msgspec.json.Decoder[Any]
    nothing: Any


class TypedReader:
    """Reads the lines of cases for one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        content = engine.rulebook.content
        self._compiled = engine.compiled
        self.shape = self._compiled.shape
        self._faults = content.faults
        self._fault_names = frozenset((*(fault.id for fault in content.faults), *FaultKind))
        self._origins = {fact.origin: fact for fact in content.facts if fact.origin}
        self._least_region, self._most_region = _bounds(self._origins.get("authority.region"))
        # a duty item tells facts where there is a register, and the strict reader asks it
        self._acts = _ACT if not engine.register.items else _ACT[:-1]
        keep = Keeping(most=8192).keep
        self.switches = keep(self._switches)
        self._examined = keep(self._read_examined)
        self._authority, self._act = self._block("authority", _AUTHORITY), self._block("act", self._acts)
        self._untold = [at for at, key in enumerate(_AUTHORITY) if key != "region" and f"authority.{key}" not in self._origins]
        self._unasked = [at for at, key in enumerate(self._acts) if f"act.{key}" not in self._origins]  # no fact is told by these
        self._placed = self._placing()
        # INVARIANT: values are compared by identity, so what is read must be the interned word
        self._usable = words_are_one(self.shape) and not self._counts(engine)
        self._order = self._decoders(self.shape.given)
        self._raw_lines = msgspec.json.Decoder(self._line_type(Raw))
        self.blocks = self._authority, self._act
        self._once = Once(self.shape, self.blocks)
        self._seen = 0

    def _counts(self, engine: Engine) -> bool:
        """Whether days may tell facts, which the strict reader counts."""
        return bool(engine.register.calendar.years) and any(fact.counted for fact in engine.rulebook.content.facts)

    def _placing(self) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
        """What makes what is known of the given facts, the switches, nothing, and the fields of a record that are facts."""
        read = ("person.role", *(f"authority.{key}" for key in _AUTHORITY), *(f"act.{key}" for key in self._acts))
        at = {origin: number for number, origin in enumerate(read, 3)}
        return itemgetter(0, 1, *(at.get(self.shape.facts[name].origin, 2) for name in self.shape.origins))

    def _decoders(self, names: tuple[str, ...]) -> _Order:
        given = self.shape.given_in(names)
        lines = msgspec.json.Decoder(self._line_type(given))
        return _Order(names, names == self.shape.given, msgspec.json.Decoder(given), lines, given())

    def _line_type(self, facts: Any) -> Any:
        """The struct of a line, with its blocks of facts read as `facts`; a block that is not given is the one made beforehand."""
        own = [(key, list[str] | UnsetType, UNSET) for key in ("alleged", "disputed")]
        own.append(("facts", facts | UnsetType, UNSET))
        named = [("person_id", str), ("role", self._kind("person.role") | UnsetType, UNSET)]
        person: Any = _struct("Person", [*named, *own])
        blocks = [(name, type(block), block) for name, block in (("authority", self._authority), ("act", self._act))]
        return _struct("Line", [("case_id", str), *blocks, *own, ("persons", list[person])])

    def _block(self, name: str, keys: Iterable[str]) -> Any:
        """A block that gives nothing."""
        fields = [(key, self._kind(f"{name}.{key}") | None, None) for key in keys]
        return _struct(name, fields, frozen=True)()

    def _kind(self, origin: str) -> Any:
        fact = self._origins.get(origin)
        return str if fact is None or origin == "authority.region" else written_type(fact)

    def read(self, line: bytes, *, spelling: bool = False) -> list[Read] | None:
        """The persons of the case on a line, `None` where the strict reader has to look at it; `spelling`: with `Read.spelt`."""
        if not self._usable:
            return None
        try:
            return self._read(line, spelling)
        except (msgspec.MsgspecError, UnicodeDecodeError, _Unusual):
            return None

    def decoded(self, line: bytes) -> Any:
        """A line as the decoder finds it, of which nothing is checked; raises `MsgspecError`, `UnicodeDecodeError`."""
        return self._order.lines.decode(line)

    def _read(self, line: bytes, spelling: bool) -> list[Read]:
        self._seen += 1
        if self._seen in _LEARNS_AT:
            self._learn(line)
        order = self._order
        case = order.lines.decode(line)
        case_id, authority, act, alleged, disputed, _, persons = astuple(case)
        if not persons or disputed is not UNSET or not case_id or case_id.isspace():
            raise _Unusual
        office, acted = self._office(authority), astuple(act)
        for at in self._unasked:
            if acted[at] is not None:
                _text(acted[at])
        if alleged is not UNSET:
            alleged = tuple(alleged)
        facts, spelt = self._once_each(case, line, order, spelling)
        found: list[Read] = []
        for person, given in zip(persons, facts, strict=True):
            person_id, role, own, disputed, _ = astuple(person)
            if disputed is not UNSET or not person_id or person_id.isspace():
                raise _Unusual
            switches, role, named = self._examined(role, alleged if own is UNSET else tuple(own))
            found.append(Read(case_id, person_id, self._placed((given, switches, None, role, *office, *acted)), named, spelt))
        if len(found) > 1 and len({each.person_id for each in found}) < len(found):
            raise _Unusual
        return found

    def _once_each(self, case: Any, line: bytes, order: _Order, spelling: bool) -> tuple[list[Any], bytes | None]:
        """The facts of each person of a line on which no key stands twice, and how they are spelt."""
        shared, persons = case.facts, case.persons
        facts = [person.facts for person in persons]
        if shared is UNSET:
            counted = facts = [order.nothing if own is UNSET else own for own in facts]
        elif facts.count(UNSET) == len(facts):
            counted, facts = [shared], [shared] * len(facts)
        else:  # a fact given for all may be given for one once more
            facts, repeated = self._together(self._raw_lines.decode(line), order)
            if not self._once.counted(case, line, facts, repeated):
                raise _Unusual
            return facts, None
        written = self._once.shortest(case, line)
        if written is None and not self._once.counted(case, line, counted, 0):
            raise _Unusual
        if written is None or not spelling or not order.declared or len(counted) > 1 or counted[0] is order.nothing:
            return facts, None
        return facts, _spelt(written, alone=shared is UNSET)

    def _together(self, case: Any, order: _Order) -> tuple[list[Any], int]:
        """The facts of each person, some given for all and some for one, both as one object; and how many are the same colons again."""
        shared = _entries(case.facts)
        found: list[Any] = []
        for person in case.persons:
            own = b"" if person.facts is UNSET else _entries(person.facts)
            found.append(order.facts.decode(b"{%b%b%b}" % (shared, b"," if shared and own else b"", own)))
        return found, (len(found) - 1) * shared.count(b":")

    def _learn(self, line: bytes) -> None:
        """Decode facts in the order in which lines have them: the decoder looks for a key next to the one before it."""
        case = self._raw_lines.decode(line)
        blocks = (case.facts, *(person.facts for person in case.persons))
        keys = [key for block in blocks if block is not UNSET for key in msgspec.json.decode(block, type=dict[str, Raw])]
        before = self._order.names
        order = _merged(keys, before)
        if order != before and len(order) == len(before):
            self._order = self._decoders(order)

    def _office(self, authority: Any) -> tuple[Any, ...]:
        """What an authority says."""
        kind, region, level = office = astuple(authority)
        for at in self._untold:
            if office[at] is not None:
                _text(office[at])
        return office if region is None else (kind, self._read_region(region), level)

    def _read_region(self, written: str) -> int:
        if not (len(written) == 6 and written.isascii() and written.isdigit()):
            raise _Unusual
        region = int(written)
        if not self._least_region <= region <= self._most_region:
            raise _Unusual
        return region

    def _read_examined(self, role: Any, alleged: Any) -> tuple[Any, str | None, tuple[str, ...] | None]:
        """The switches of the faults that are examined, the person's role, and the faults alleged, sorted."""
        if role is UNSET:
            role = None
        elif "person.role" not in self._origins:
            _text(role)
        if alleged is UNSET:
            return self.switches(None), role, None
        if not alleged or not self._fault_names.issuperset(alleged):
            raise _Unusual
        named = tuple(sorted(set(alleged)))
        return self.switches(named), role, named

    def _switches(self, alleged: tuple[str, ...] | None) -> Any:
        return self._compiled.switches(None if alleged is None else covered(alleged, self._faults))


def _struct(name: str, fields: Iterable[Any], *, frozen: bool = False) -> Any:
    """A struct that is written with what is given alone."""
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, frozen=frozen, gc=False)


def _bounds(region: Fact | None) -> tuple[int, int]:
    """The least and the most that a code of six digits may be, none of which begins with a nought."""
    match region and region.domain:
        case None:
            return 100_000, 999_999
        case Number(least=least, most=most):
            return max(100_000, least or 0), 999_999 if most is None else min(most, 999_999)
        case _:
            return 1, 0


class _Unusual(Exception):
    """Something that the strict reader should look at."""


def _merged(keys: Iterable[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """An order in which these keys stand as they come, and every other behind the one that it stood behind before."""
    place = {key: number for number, key in enumerate(before)}
    wanted = list(dict.fromkeys(keys))
    if [place.get(key, -1) for key in wanted] == sorted(place.get(key, -1) for key in wanted):
        return before
    followed: dict[str, list[str]] = {key: [] for key in ("", *wanted)}
    behind = ""
    for key in before:
        if key in followed:
            behind = key
        else:
            followed[behind].append(key)
    return tuple(each for key in followed for each in (key, *followed[key]) if each)


def _text(written: str) -> str:
    if not written or written.isspace():
        raise _Unusual
    return written


def _spelt(written: bytearray, *, alone: bool) -> bytes:
    """The only facts of a line as the encoder wrote them, between two braces; `alone`: they are those of its only person."""
    begin = written.find(_FACTS) + len(_FACTS)
    end = len(written) - len(b"}}]}") if alone else written.find(_PERSONS)
    return bytes(memoryview(written)[begin:end])


_FACTS, _PERSONS = b'"facts":{', b'},"persons":['
"""Nothing else on a line is like these, since quotation marks in a text are escaped."""


def _entries(raw: Raw) -> bytes:
    """What stands between the braces of an object."""
    written = bytes(raw)
    if written[:1] != b"{":
        raise _Unusual
    return written[1:-1].strip()
