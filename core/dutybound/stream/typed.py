"""A JSON line into generated structs, as long as it is plainly in order.

INVARIANT: what is read here is what the strict reader would read. Whatever it would refuse, and whatever is unusual (disputed
facts, the steps of a procedure, a duty item while there is a register), is left to it: `read` then returns `None`.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Raw, UnsetType

from dutybound.checks import covered
from dutybound.engine import Engine
from dutybound.engines.knowledge import words_are_one, written_type
from dutybound.facts import Fact, admits
from dutybound.rules import FaultKind

_ABSENT = Raw(b"")
_NOTHING = b"{}"
_AUTHORITY = ("kind", "region", "level")
_ACT = ("kind", "date", "duty")
_LEARNS_AT = frozenset(16**power for power in range(8))
"""After so many lines the order of keys is looked at again."""


class Read(msgspec.Struct, frozen=True, gc=False):
    """One person of a case, ready for the compiled engine."""

    case_id: str
    person_id: str
    given: Any
    origins: Any
    switches: Any
    alleged: tuple[str, ...] | None


class TypedReader:
    """Reads the lines of cases for one engine."""

    def __init__(self, engine: Engine) -> None:
        content = engine.rulebook.content
        self._compiled = engine.compiled
        self._shape = self._compiled.shape
        self._faults = content.faults
        self._fault_names = frozenset((*(fault.id for fault in content.faults), *FaultKind))
        origins = {fact.origin: fact for fact in content.facts if fact.origin}
        self._region = origins.get("authority.region")
        self._regions = lru_cache(maxsize=4096)(self._read_region)
        self.switches = lru_cache(maxsize=1024)(self._switches)
        self._role = self._slot(origins, "person.role")
        self._from_authority = [(key, self._slot(origins, f"authority.{key}")) for key in _AUTHORITY]
        self._from_act = [(key, self._slot(origins, f"act.{key}")) for key in _ACT]
        # a duty item tells facts where there is a register, and the office's own words are read strictly
        self._acts = _ACT if not engine.register.items else _ACT[:-1]
        # INVARIANT: values are compared by identity, so what is read must be the interned word
        self._usable = words_are_one(self._shape)
        self._lines = msgspec.json.Decoder(self._line_type(origins))
        self._order = tuple(fact for fact, (owner, _) in self._shape.slots.items() if owner == 0)
        self._facts = msgspec.json.Decoder(self._shape.given)
        self._seen = 0
        self._nothing = (None,) * len(self._shape.origins.__struct_fields__)

    def _slot(self, origins: Mapping[str, Fact], origin: str) -> int | None:
        fact = origins.get(origin)
        return None if fact is None else int(self._shape.slots[fact.id][1][1:])

    def _line_type(self, origins: Mapping[str, Fact]) -> Any:
        def kind(origin: str) -> Any:
            fact = origins.get(origin)
            return str if fact is None or origin == "authority.region" else written_type(fact)

        def block(name: str, prefix: str, keys: Iterable[str]) -> Any:
            fields = [(key, kind(f"{prefix}.{key}") | UnsetType, UNSET) for key in keys]
            return msgspec.defstruct(name, fields, forbid_unknown_fields=True, gc=False)

        names = list[str] | UnsetType
        person: Any = msgspec.defstruct(
            "Person",
            [
                ("person_id", str),
                ("role", kind("person.role") | UnsetType, UNSET),
                ("facts", Raw, _ABSENT),
                ("alleged", names, UNSET),
                ("disputed", names, UNSET),
            ],
            forbid_unknown_fields=True,
        )
        return msgspec.defstruct(
            "Line",
            [
                ("case_id", str),
                ("persons", list[person]),
                ("authority", block("Authority", "authority", _AUTHORITY) | UnsetType, UNSET),
                ("act", block("Act", "act", self._acts) | UnsetType, UNSET),
                ("facts", Raw, _ABSENT),
                ("alleged", names, UNSET),
                ("disputed", names, UNSET),
            ],
            forbid_unknown_fields=True,
        )

    def read(self, line: bytes) -> list[Read] | None:
        """The persons of the case on a line, `None` where the strict reader has to look at it."""
        if not self._usable:
            return None
        try:
            return self._read(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, _Unusual):
            return None

    def _read(self, line: bytes) -> list[Read]:
        case = self._lines.decode(line)
        keys = 2 + (case.authority is not UNSET) + (case.act is not UNSET) + (case.facts is not _ABSENT)
        keys += (case.alleged is not UNSET) + (case.disputed is not UNSET)
        origins = list(self._nothing)
        keys += self._take(case.authority, self._from_authority, origins) + self._take(case.act, self._from_act, origins)
        shared = _entries(case.facts)
        alleged = self._listed(case.alleged)
        if not case.persons or case.disputed or not case.case_id or case.case_id.isspace():
            raise _Unusual
        found: list[Read] = []
        for person in case.persons:
            keys += 1 + (person.role is not UNSET) + (person.facts is not _ABSENT)
            keys += (person.alleged is not UNSET) + (person.disputed is not UNSET)
            if person.disputed or not person.person_id or person.person_id.isspace():
                raise _Unusual
            written = self._together(shared, person.facts)
            if not found:
                self._learn(written)
            given = self._facts.decode(written)
            values = msgspec.structs.astuple(given)
            keys += len(values) - values.count(None)
            role = None if person.role is UNSET else person.role
            if role is not None and (not role or role.isspace()):
                raise _Unusual
            if self._role is not None:
                origins[self._role] = role
            own_alleged = self._listed(person.alleged)
            named = alleged if own_alleged is None else own_alleged
            switches = self.switches(named)
            found.append(Read(case.case_id, person.person_id, given, self._shape.origins(*origins), switches, named))
        # INVARIANT: a key written twice, of which the decoder takes the last, is a colon too many. (So is a fact that is `null`, one
        # given both for all and for one, and a colon in a name.) The decoder never finds more keys than there are colons, so that
        # the sum is right only if every part of it is.
        if line.count(b":") != keys - (len(found) - 1) * shared.count(b":"):
            raise _Unusual
        if len(found) > 1 and len({each.person_id for each in found}) < len(found):
            raise _Unusual
        return found

    def _together(self, shared: bytes, own: Raw) -> bytes | Raw:
        """The facts for all and for one as one object."""
        if not shared:
            return _NOTHING if own is _ABSENT else own
        entries = _entries(own)
        return b"{%b%b%b}" % (shared, b"," if entries else b"", entries)

    def _learn(self, facts: bytes | Raw) -> None:
        """Decode facts in the order in which lines have them: the decoder looks for a key next to the one before it."""
        self._seen += 1
        if self._seen in _LEARNS_AT:
            order = tuple(dict.fromkeys((*msgspec.json.decode(facts, type=dict[str, Raw]), *self._order)))
            if order != self._order and len(order) == len(self._order):
                self._order = order
                self._facts = msgspec.json.Decoder(self._shape.given_in(order))

    def _take(self, block: Any, keys: Iterable[tuple[str, int | None]], origins: list[Any]) -> int:
        """Notes the facts that a block of the record gives; how many keys it has."""
        if block is UNSET:
            return 0
        count = 0
        for key, slot in keys:
            value = getattr(block, key, UNSET)
            if value is UNSET:
                continue
            count += 1
            if key == "region":
                value = self._regions(value)
            elif type(value) is str and (not value or value.isspace()):
                raise _Unusual
            if slot is not None:
                origins[slot] = value
        return count

    def _read_region(self, written: str) -> int:
        if not (len(written) == 6 and written.isascii() and written.isdigit() and written[0] != "0"):
            raise _Unusual
        if self._region is not None and not admits(self._region, int(written)):
            raise _Unusual
        return int(written)

    def _listed(self, alleged: Any) -> tuple[str, ...] | None:
        if alleged is UNSET:
            return None
        if not alleged or not self._fault_names.issuperset(alleged):
            raise _Unusual
        return tuple(sorted(set(alleged)))

    def _switches(self, alleged: tuple[str, ...] | None) -> Any:
        return self._compiled.switches(None if alleged is None else covered(alleged, self._faults))


class _Unusual(Exception):
    """Something that the strict reader should look at."""


def _entries(raw: Raw) -> bytes:
    """What stands between the braces of an object, empty where there is none."""
    if raw is _ABSENT:
        return b""
    written = bytes(raw)
    if written[:1] != b"{":
        raise _Unusual
    return written[1:-1].strip()
