"""Which faults a rule reaches: named by id, by kind, or because they are akin to one that is named."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from dutybound.rules import Fault


def covered(applies_to: Iterable[str], faults: Iterable[Fault]) -> frozenset[str]:
    """The ids of the faults that a list of fault ids and kinds reaches, akin faults included."""
    return Reach.over(faults).of(applies_to)


@frozen(eq=False)
class Reach:
    """The ids of the faults that each name stands for, for many lists over the same faults."""

    faults: Mapping[str, frozenset[str]]

    @classmethod
    def over(cls, faults: Iterable[Fault]) -> "Reach":
        """The names of these faults."""
        found: dict[str, set[str]] = {}
        for fault in faults:
            for name in (fault.id, fault.kind.value, *fault.akin_to):
                found.setdefault(name, set()).add(fault.id)
        return cls({name: frozenset(ids) for name, ids in found.items()})

    def of(self, applies_to: Iterable[str]) -> frozenset[str]:
        """As `covered`."""
        return frozenset().union(*(self.faults.get(name, ()) for name in applies_to))
