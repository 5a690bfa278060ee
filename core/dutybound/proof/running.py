"""Programs compiled for trying many cases quickly; what is found so is held against the reference interpreter in the end."""

from collections.abc import Mapping

from dutybound.engines.compiled import Compiled
from dutybound.facts import Facts
from dutybound.program import Program
from dutybound.truth import Truth

MOST_KEPT = 8
"""How many compiled programs are kept: the latest, since the questions about one program come one after another."""


def run(program: Program, facts: Facts) -> Mapping[str, Truth]:
    """The truth of every definition, of those facts that the program declares; raises `PredicateError` as the reference does."""
    kept = _KEPT.pop(id(program), None) or Compiled(program)
    while len(_KEPT) >= MOST_KEPT:
        del _KEPT[next(iter(_KEPT))]
    _KEPT[id(program)] = kept
    declared = kept.shape.facts
    return kept.values({name: value for name, value in facts.items() if name in declared})


_KEPT: dict[int, Compiled] = {}
"""By the id of the program, which its compiled form keeps alive; the latest last."""
