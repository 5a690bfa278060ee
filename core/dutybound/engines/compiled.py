"""The compiled engine: one generated Python function over generated structs, for single decisions and streams."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from types import CodeType
from typing import Any

from attrs import evolve

from dutybound.conditions import Opaque, Predicate
from dutybound.engines.codegen import NAME, generate
from dutybound.engines.knowledge import Known, Shape
from dutybound.engines.reference import ask
from dutybound.engines.switching import switch, switched
from dutybound.engines.wanted import Section, everything
from dutybound.facts import Facts
from dutybound.program import Definition, Program
from dutybound.truth import Truth

Run = Callable[..., tuple[list[int], ...]]
"""A generated function of what is known of one person (`run(*known)`). Raises `PredicateError`."""


class Compiled:
    """A program ready to run, with a switch for each of its definitions in `switches`.

    A function is generated when it is first needed; an instance can be shared between threads.
    """

    def __init__(self, program: Program, switches: Collection[str] = ()) -> None:
        self.program = switched(program, switches) if switches else program
        self.shape = Shape.of(self.program)
        self._names = tuple(each.name for each in program.definitions)
        self._failing = dict.fromkeys(self._names, Truth.FAILS)
        self._lock = Lock()
        self._all: Run | None = None
        self._switched = lru_cache(maxsize=4096)(self.shape.switched)

    def function(self, sections: Sequence[Section], more: Sequence[Definition] = ()) -> Run:
        """A new function that answers the sections, which may name `more` definitions behind those of the program."""
        source = generate(evolve(self.program, definitions=(*self.program.definitions, *more)), sections, self.shape.access())
        predicates = self.program.predicates
        namespace: dict[str, Any] = dict(source.constants)
        namespace |= {f"q{number}": _asker(leaf, predicates[leaf.predicate]) for number, leaf in enumerate(source.asks)}
        exec(_code(source.text), namespace)  # the text is ours alone: see codegen
        run: Run = namespace[NAME]
        return run

    def switches(self, on: frozenset[str] | None) -> Any:
        """The switches by which of the definitions that have one only those in `on` are not bound to fail; `None`: all."""
        return self._switched(None if on is None else frozenset(map(switch, on)))

    def values(self, facts: Facts, on: frozenset[str] | None = None) -> Mapping[str, Truth]:
        """The truth of every definition by name; raises `PredicateError`, and `Refused` for a value that no fact can have."""
        return self.values_of(self.shape.known(facts, self.switches(on)))

    def values_of(self, known: Known) -> Mapping[str, Truth]:
        """The same of facts already read; raises `PredicateError`."""
        (reported,) = self._whole()(*known)
        found = self._failing.copy()
        names = self._names
        for position in reported:
            if position >= 0:
                found[names[position]] = Truth.HOLDS
            else:
                found[names[~position]] = Truth.UNKNOWN
        return found

    def _whole(self) -> Run:
        if self._all is None:
            with self._lock:
                self._all = self._all or self.function(everything(self.program))
        return self._all


@lru_cache(maxsize=16)
def _code(text: str) -> CodeType:
    """Rulebooks with one text share their code: a rulebook loaded again, or one changed in words or constants alone."""
    return compile(text, "<rulebook>", "exec")


def _asker(leaf: Opaque, predicate: Predicate) -> Callable[..., bool | None]:
    def answer(*values: Any) -> bool | None:
        read = zip(leaf.reads, values, strict=True)
        return _CODE[ask(predicate, leaf.reads, {name: value for name, value in read if value is not None})]

    return answer


_CODE = {Truth.HOLDS: True, Truth.FAILS: None, Truth.UNKNOWN: False}
"""How generated code writes a truth."""
