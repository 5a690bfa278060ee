"""A JSON line into generated structs, as long as it is plainly in order.

INVARIANT: what is read here is what the strict reader would read. Whatever it would refuse, and whatever is unusual (disputed
facts, the steps of a procedure, a duty item while there is a register, everything while days are counted), is left to it: `read`
then returns `None`.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from attrs import frozen
from msgspec import UNSET, Raw, UnsetType
from msgspec.structs import astuple

from dutybound.engine import Engine
from dutybound.engines.knowledge import Known, words_are_one, written_type
from dutybound.facts import Fact, Number, admits
from dutybound.reach import covered
from dutybound.rules import FaultKind

_AUTHORITY = ("kind", "region", "level")
_ACT = ("kind", "date", "duty")
_LEARNS_AT = frozenset(16**power for power in range(8))
"""After so many lines the order of keys is looked at again."""


class Read(msgspec.Struct, frozen=True, gc=False):
    """One person of a case, ready for the compiled engine.

    `spelt`: what is given under `facts`, in declared order, as JSON without spaces; only where that was asked for and the line has it so.
    """

    case_id: str
    person_id: str
    known: Known
    alleged: tuple[str, ...] | None
    spelt: bytes | None = None


@frozen
class _Order:
    """Decoders that find facts fastest in one order of `names`, which may be the `declared` one.

    `arranged` makes of decoded facts the tuple in declared order, which is `nothing` where no fact is given.
    """

    names: tuple[str, ...]
    declared: bool
    facts: msgspec.json.Decoder[Any]
    lines: msgspec.json.Decoder[Any]
    arranged: Callable[[Any], tuple[Any, ...]]
    nothing: tuple[Any, ...]


class TypedReader:
    """Reads the lines of cases for one engine."""

    def __init__(self, engine: Engine) -> None:
        content = engine.rulebook.content
        self._compiled = engine.compiled
        self._shape = self._compiled.shape
        self._faults = content.faults
        self._fault_names = frozenset((*(fault.id for fault in content.faults), *FaultKind))
        self._origins = {fact.origin: fact for fact in content.facts if fact.origin}
        self._region = self._origins.get("authority.region")
        # a duty item tells facts where there is a register, and the strict reader asks it
        self._acts = _ACT if not engine.register.items else _ACT[:-1]
        self.switches = lru_cache(maxsize=1024)(self._switches)
        self._examined = lru_cache(maxsize=8192)(self._read_examined)
        self._authority, self._act = self._block("authority", _AUTHORITY), self._block("act", self._acts)
        self._authorities = lru_cache(maxsize=8192)(self._read_authority)
        self._no_authority = astuple(self._authority), 0
        self._unasked = [at for at, key in enumerate(self._acts) if f"act.{key}" not in self._origins]  # no fact is told by these
        self._placed = self._placing()
        # INVARIANT: values are compared by identity, so what is read must be the interned word
        self._usable = words_are_one(self._shape) and not self._counts(engine)
        self._order = self._decoders(self._shape.given)
        self._unknown = _packed if all(_is_plain(self._shape.facts[name]) for name in self._shape.given) else _compared
        self._all_unknown = self._unknown(self._order.nothing)
        self._raw_lines = msgspec.json.Decoder(self._line_type(Raw))
        self._spell = msgspec.json.Encoder().encode_into
        self._seen = 0

    def _counts(self, engine: Engine) -> bool:
        """Whether days may tell facts, which the strict reader counts."""
        return bool(engine.register.calendar.years) and any(fact.counted for fact in engine.rulebook.content.facts)

    def _placing(self) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
        """What puts the switches, nothing, and the fields of a record that are facts into the order of what is known."""
        read = ("person.role", *(f"authority.{key}" for key in _AUTHORITY), *(f"act.{key}" for key in self._acts))
        at = {origin: number for number, origin in enumerate(read, 2)}
        slots = [at.get(self._shape.facts[name].origin, 1) for name in self._shape.origins]
        return itemgetter(0, *slots) if slots else lambda values: values[:1]

    def _decoders(self, names: tuple[str, ...]) -> _Order:
        given = self._shape.given_in(names)
        declared = self._shape.given
        at = {name: number for number, name in enumerate(names)}
        same = names == declared
        arranged = astuple if same or len(names) < 2 else _arranging(itemgetter(*(at[name] for name in declared)))
        return _Order(names, same, msgspec.json.Decoder(given), msgspec.json.Decoder(self._line_type(given)), arranged, arranged(given()))

    def _line_type(self, facts: Any) -> Any:
        """The struct of a line, with its blocks of facts read as `facts`; a block that is not given is the one made beforehand."""
        own = [(key, list[str] | UnsetType, UNSET) for key in ("alleged", "disputed")]
        own.append(("facts", facts | UnsetType, UNSET))
        role = ("role", self._kind("person.role") | UnsetType, UNSET)
        person: Any = msgspec.defstruct("Person", [("person_id", str), role, *own], forbid_unknown_fields=True, gc=False)
        required = [("case_id", str), ("persons", list[person])]
        blocks = [(name, type(block), block) for name, block in (("authority", self._authority), ("act", self._act))]
        return msgspec.defstruct("Line", [*required, *blocks, *own], forbid_unknown_fields=True, gc=False)

    def _block(self, name: str, keys: Iterable[str]) -> Any:
        """A block that gives nothing."""
        fields = [(key, self._kind(f"{name}.{key}") | None, None) for key in keys]
        return msgspec.defstruct(name, fields, forbid_unknown_fields=True, frozen=True, gc=False)()

    def _kind(self, origin: str) -> Any:
        fact = self._origins.get(origin)
        return str if fact is None or origin == "authority.region" else written_type(fact)

    def read(self, line: bytes, *, spelling: bool = False) -> list[Read] | None:
        """The persons of the case on a line, `None` where the strict reader has to look at it; `spelling`: with their facts spelt."""
        if not self._usable:
            return None
        try:
            return self._read(line, spelling)
        except (msgspec.MsgspecError, UnicodeDecodeError, _Unusual):
            return None

    def _read(self, line: bytes, spelling: bool) -> list[Read]:
        self._seen += 1
        if self._seen in _LEARNS_AT:
            self._learn(line)
        order = self._order
        case_id, persons, authority, act, alleged, disputed, shared = astuple(order.lines.decode(line))
        if not persons or disputed is not UNSET or not case_id or case_id.isspace():
            raise _Unusual
        office, keys = self._no_authority if authority is self._authority else self._authorities(authority)
        acted = astuple(act)
        keys += 2 + len(acted) - acted.count(None) + (act is not self._act) + (shared is not UNSET) + (alleged is not UNSET)
        for at in self._unasked:
            if acted[at] is not None:
                _text(acted[at])
        if alleged is not UNSET:
            alleged = tuple(alleged)
        facts, colons, spelt = self._facts_of(persons, shared, line, order, spelling)
        found: list[Read] = []
        for person, given in zip(persons, facts, strict=True):
            person_id, role, own, disputed, block = astuple(person)
            if disputed is not UNSET or not person_id or person_id.isspace():
                raise _Unusual
            keys += 1 + (role is not UNSET) + (block is not UNSET) + (own is not UNSET)
            switches, role, named = self._examined(role, alleged if own is UNSET else tuple(own))
            found.append(Read(case_id, person_id, self._placed((switches, None, role, *office, *acted)) + given, named, spelt))
        # INVARIANT: a key written twice, of which the decoder takes the last, is a colon too many. (So is anything that is `null`, a
        # fact given both for all and for one, and a colon in a name.) The decoder never finds more keys than there are colons, so
        # that the sum is right only if every part of it is.
        if colons != keys:
            raise _Unusual
        if len(found) > 1 and len({each.person_id for each in found}) < len(found):
            raise _Unusual
        return found

    def _facts_of(
        self, persons: list[Any], shared: Any, line: bytes, order: _Order, spelling: bool
    ) -> tuple[list[tuple[Any, ...]], int, bytes | None]:
        """The facts of each person, the colons on the line besides those of their keys, and how they are spelt, if that was found."""
        own = [person.facts for person in persons if person.facts is not UNSET]
        block = own[0] if shared is UNSET and len(own) == len(persons) == 1 else UNSET if own else shared
        if block is not UNSET:  # the only one on the line, of which all persons have their facts
            values = order.arranged(block)
            spelt = self._spelt(block, line) if spelling and order.declared else None
            colons, text = spelt or (_colons(line) - self._known(values), None)
            return [values] * len(persons), colons, text
        colons = _colons(line)
        if shared is UNSET:
            found = [order.nothing if person.facts is UNSET else order.arranged(person.facts) for person in persons]
            return found, colons - sum(map(self._known, found)), None
        found, repeated = self._together(self._raw_lines.decode(line), order)
        return found, colons + repeated - sum(map(self._known, found)), None

    def _spelt(self, block: Any, line: bytes) -> tuple[int, bytes] | None:
        """How many colons the line has besides those of the keys of a block of facts, and the block as it is spelt.

        `None` where the encoder would spell it otherwise.
        """
        at = line.find(_FACTS) + len(_FACTS)
        if _SPACED in line[at : at + _A_KEY]:
            return None
        spelt = bytearray(len(line))
        self._spell(block, spelt)
        if not line.startswith(spelt, at):
            return None
        # it has one colon for each known fact, since no id has any: where else this text may stand on the line is all one
        return line.count(b":", 0, at) + line.count(b":", at + len(spelt)), bytes(spelt)

    def _known(self, values: tuple[Any, ...]) -> int:
        """How many facts are known."""
        return self._all_unknown - self._unknown(values)

    def _together(self, case: Any, order: _Order) -> tuple[list[tuple[Any, ...]], int]:
        """The facts of each person, some given for all and some for one, both as one object; and how many are the same colons again."""
        shared = _entries(case.facts)
        found: list[tuple[Any, ...]] = []
        for person in case.persons:
            own = b"" if person.facts is UNSET else _entries(person.facts)
            found.append(order.arranged(order.facts.decode(b"{%b%b%b}" % (shared, b"," if shared and own else b"", own))))
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

    def _read_authority(self, authority: Any) -> tuple[tuple[Any, ...], int]:
        """What an authority that is given says, and how many keys it has with its own."""
        values = list(astuple(authority))
        keys = 1 + len(values) - values.count(None)
        for at, key in enumerate(_AUTHORITY):
            if values[at] is None:
                continue
            if key == "region":
                values[at] = self._read_region(values[at])
            elif f"authority.{key}" not in self._origins:
                _text(values[at])
        return tuple(values), keys

    def _read_region(self, written: str) -> int:
        if not (len(written) == 6 and written.isascii() and written.isdigit() and written[0] != "0"):
            raise _Unusual
        if self._region is not None and not admits(self._region, int(written)):
            raise _Unusual
        return int(written)

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


def _compared(values: tuple[Any, ...]) -> int:
    """How many values are `None`."""
    return values.count(None)


def _packed(values: tuple[Any, ...]) -> int:
    """The same for plain facts, give or take what is the same for all tuples of one length, in half the time."""
    return _pack(values).count(_NONE)


def _is_plain(fact: Fact) -> bool:
    """Whether the byte that stands for `None` is in no other value: it is in no text, but it can be in a number or a text's length."""
    return not isinstance(fact.domain, Number) and all(len(word) < ord(_NONE) for word in fact.value_ids)


def _colons(line: bytes) -> int:
    return len(line) - len(line.replace(b":", b""))  # quicker than counting


_FACTS = b'"facts":'
_SPACED = b'": '
_A_KEY = 128
"""Bytes in which the first key of a block ends, if it is worth a look."""

_NONE = b"\xc0"
_pack = msgspec.msgpack.Encoder().encode


def _arranging(arranged: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda facts: arranged(astuple(facts))


def _entries(raw: Raw) -> bytes:
    """What stands between the braces of an object."""
    written = bytes(raw)
    if written[:1] != b"{":
        raise _Unusual
    return written[1:-1].strip()
