"""What rests on what in a program: found once, asked often."""

from collections.abc import Iterable
from weakref import ref

from attrs import field, frozen

from dutybound.conditions import Expression, Opaque, Ref, facts_of, leaves
from dutybound.program import Program, Stage


@frozen
class Cone:
    """All that some definitions rest on: definitions (with themselves), facts and predicates."""

    definitions: frozenset[str]
    facts: frozenset[str]
    predicates: tuple[Opaque, ...]


@frozen(eq=False)
class Graph:
    """The references, facts and predicates of each definition, in the program's order."""

    expressions: dict[str, Expression] = field(factory=dict)
    refs: dict[str, tuple[str, ...]] = field(factory=dict)
    facts: dict[str, tuple[str, ...]] = field(factory=dict)
    predicates: dict[str, tuple[Opaque, ...]] = field(factory=dict)
    constraints: tuple[str, ...] = ()

    @classmethod
    def of(cls, program: Program) -> "Graph":
        """The graph of a program; made once for each program."""
        kept = _GRAPHS.get(id(program))
        if kept is not None and kept[0]() is program:
            return kept[1]
        graph = cls(constraints=tuple(each.name for each in program.stage(Stage.CONSTRAINT)))
        for definition in program.definitions:
            found = tuple(leaves(definition.expression))
            graph.expressions[definition.name] = definition.expression
            graph.refs[definition.name] = tuple(dict.fromkeys(leaf.name for leaf in found if isinstance(leaf, Ref)))
            graph.facts[definition.name] = facts_of(definition.expression)
            graph.predicates[definition.name] = tuple(dict.fromkeys(leaf for leaf in found if isinstance(leaf, Opaque)))
        identity = id(program)
        _GRAPHS[identity] = (ref(program, lambda _: _GRAPHS.pop(identity, None)), graph)
        return graph

    def cone(self, roots: Iterable[str], *, constraints: bool = True) -> Cone:
        """What `roots`, and unless told otherwise the constraints, rest on."""
        todo = [*roots, *(self.constraints if constraints else ())]
        seen = set(todo)
        while todo:
            for name in self.refs[todo.pop()]:
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        predicates = {leaf: None for name in seen for leaf in self.predicates[name]}
        facts = frozenset(fact for name in seen for fact in self.facts[name])
        return Cone(frozenset(seen), facts, tuple(sorted(predicates, key=lambda each: each.predicate)))

    def resting_on(self, fact: str) -> frozenset[str]:
        """The definitions that rest on a fact."""
        found: set[str] = set()
        for name, facts in self.facts.items():
            if fact in facts or not found.isdisjoint(self.refs[name]):
                found.add(name)
        return frozenset(found)

    def everything(self) -> Cone:
        """The whole program as a cone."""
        return self.cone(self.refs)


_GRAPHS: dict[int, tuple["ref[Program]", Graph]] = {}
