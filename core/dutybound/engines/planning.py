"""The plan of a generated function: nodes in an order in which each stands where it is skipped as often as possible.

A node that cannot but fail when another (its guard) fails is put inside the branch in which the guard does not fail. A wide
disjunction is gathered: its parts report to it when they hold or are unknown, so that it costs nothing while they fail.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import inf

from attrs import define, field

from dutybound.conditions import All, Among, Any, AtMost, Expression, Leaf, Not, Opaque, Ref, Within, leaves
from dutybound.engines.simplifying import DEEPEST, depth, joined, refs, simplified
from dutybound.engines.wanted import Section
from dutybound.program import Definition, Program, Stage

WIDE = 4
"""A disjunction of so many parts or more is gathered."""

_WEAK = (Stage.FORCE, Stage.SCOPE, Stage.DUTY, Stage.ELEMENT, Stage.RANGE)
"""Stages whose definitions mostly hold, so that they skip little as guards."""

_FIRST = (*_WEAK, Stage.PROVISO, Stage.EXEMPTION, Stage.EXCUSED)
"""Stages whose definitions come first, so that none of them keeps another out of its guard's branch: whether a fault stands is asked
where the fault does not fail."""

_NESTED_MOST = 20

Path = tuple[int, ...]


@define(eq=False)
class Node:
    """One definition, or a part of one, as the generated function computes it.

    `gathers`: the expression is what remains of a disjunction whose other parts report to it. `tells`: the gathering nodes
    this one reports to. `reports`: section and position to list it under, when it holds or is unknown (`fails`: when it fails).
    `inside`: the guard in whose branch it stands, if any.
    """

    name: str
    expression: Expression
    gathers: bool = False
    weak: bool = False
    tells: list[str] = field(factory=list)
    reports: list[tuple[int, int]] = field(factory=list)
    fails: list[tuple[int, int]] = field(factory=list)
    children: list["Node"] = field(factory=list)
    path: Path = ()
    inside: str = ""


def plan(program: Program, sections: Sequence[Section]) -> list[Node]:
    """The nodes at the top, their children inside them, in the order of evaluation."""
    reported = frozenset(name for section in sections for name in section.definitions)
    nodes = _Nodes(program.definitions)
    needed = simplified(program.definitions, reported)
    # one that is what another is needs no node; but one that reports failing must be asked in any case, which the other need not be
    asked = {name for section in sections if section.fails for name in section.definitions}
    same = {name: each.name for name, each in needed.items() if isinstance(each, Ref) and name not in asked}
    shared = nodes.shared(needed.values())
    for name, expression in needed.items():
        if name not in same:
            nodes.add(name, replaced(expression, shared))
    for number, section in enumerate(sections):
        for position, name in enumerate(section.definitions):
            node = nodes.by_name[same.get(name, name)]
            (node.fails if section.fails else node.reports).append((number, position))
    return _placed(nodes.by_name, {each.name for each in program.definitions if each.stage in _FIRST})


def shared_path(paths: Collection[Path]) -> Path:
    """The innermost branch that all of them are in, of which there must be one."""
    first, last = min(paths), max(paths)  # whatever lies between them begins as both do
    return first[: next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))]


class _Nodes:
    """Collects nodes; takes deep and wide parts out of their expressions."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self.by_name: dict[str, Node] = {}
        self._weak = {each.name for each in definitions if each.stage in _WEAK}
        self._made = 0

    def shared(self, expressions: Iterable[Expression]) -> Mapping[Leaf, Ref]:
        """Nodes for leaves that are dear to test and stand in several expressions."""
        counted = Counter(leaf for each in expressions for leaf in {leaf: None for leaf in leaves(each) if not isinstance(leaf, Ref)})
        return {leaf: self._new(leaf) for leaf, count in counted.items() if count > _worth(leaf)}

    def add(self, name: str, expression: Expression) -> None:
        expression = self._cut(expression)
        match expression:
            case Any(parts) if len(parts) >= WIDE:
                self._gather(name, parts)
            case _:
                self._keep(Node(name, self._narrow(expression), weak=name in self._weak))

    def _keep(self, node: Node) -> None:
        self.by_name[node.name] = node

    def _is_weak(self, part: Ref) -> bool:
        return self.by_name[part.name].weak

    def _new(self, expression: Expression) -> Ref:
        self._made += 1
        name = f"\0{self._made}"  # no definition is called so
        self.add(name, expression)
        return Ref(name)

    def _cut(self, expression: Expression) -> Expression:
        """The expression with what lies too deep replaced by references to nodes of their own."""
        if depth(expression) <= DEEPEST:
            return expression
        match expression:
            case All(parts) | Any(parts):
                return type(expression)(tuple(self._cut_part(part) for part in parts))
            case Not(part):
                return Not(self._cut(part))
            case _:
                return expression

    def _cut_part(self, part: Expression) -> Expression:
        cut = self._cut(part)
        return self._new(cut) if depth(cut) >= DEEPEST - 1 else cut

    def _narrow(self, expression: Expression) -> Expression:
        """The expression with wide disjunctions of guarded parts gathered in nodes of their own."""
        match expression:
            case Any(parts) if len(parts) >= WIDE and all(self._guards(each) for each in parts):
                return self._new(expression)
            case All(parts):
                return joined(True, [self._narrow(part) for part in parts])
            case Any(parts):
                return joined(False, [self._narrow(part) for part in parts])
            case _:
                return expression

    def _guards(self, expression: Expression) -> list[str]:
        """The nodes of which each must not fail for the expression not to fail, without the weak ones."""
        parts = expression.parts if isinstance(expression, All) else (expression,)
        return [part.name for part in parts if isinstance(part, Ref) and not self._is_weak(part)]

    def _gather(self, name: str, parts: tuple[Expression, ...]) -> None:
        rest: list[Expression] = []
        for part in parts:
            if isinstance(part, Ref):
                self.by_name[part.name].tells.append(name)
            elif self._guards(part):
                self.by_name[self._new(part).name].tells.append(name)
            else:
                rest.append(part)
        self._keep(Node(name, joined(False, rest), gathers=True))


def _worth(leaf: Leaf) -> float:
    """In how many expressions a leaf may stand before it is worth a node of its own."""
    match leaf:
        case Among(_, values):
            return 1 if len(values) > 1 else inf if isinstance(next(iter(values), True), bool) else 3
        case Within() | AtMost():
            return 1
        case Opaque():
            return inf


def replaced(expression: Expression, shared: Mapping[Leaf, Ref]) -> Expression:
    """The expression with shared leaves replaced by the nodes that hold them."""
    if shared.keys().isdisjoint(leaves(expression)):
        return expression  # as it is, so that what was found out about it is kept
    match expression:
        case All(parts):
            return All(tuple(replaced(part, shared) for part in parts))
        case Any(parts):
            return Any(tuple(replaced(part, shared) for part in parts))
        case Not(part):
            return Not(replaced(part, shared))
        case Ref():
            return expression
        case Among() | Within() | AtMost() | Opaque():
            return shared.get(expression, expression)


def _placed(nodes: Mapping[str, Node], first: Collection[str]) -> list[Node]:
    """The nodes as a tree; what an expression refers to always stands before it."""
    told: dict[str, list[str]] = {}
    for node in nodes.values():
        for name in node.tells:
            told.setdefault(name, []).append(node.name)
    levels: dict[str, int] = {}
    for name, node in nodes.items():
        levels[name] = 1 + max((levels[each] for each in (*refs(node.expression), *told.get(name, ()))), default=0)
    early = _early(nodes, told, first)
    top: list[Node] = []
    for name in sorted(nodes, key=lambda name: (name not in early, levels[name])):
        _place(nodes[name], nodes, told, top)
    return top


def _early(nodes: Mapping[str, Node], told: Mapping[str, list[str]], first: Collection[str]) -> set[str]:
    """The nodes that come first, with all they refer to."""
    found: set[str] = set()
    for name in reversed(tuple(nodes)):
        if name in first or name in found:
            found |= {name, *refs(nodes[name].expression), *told.get(name, ())}
    return found


def _place(node: Node, nodes: Mapping[str, Node], told: Mapping[str, list[str]], top: list[Node]) -> None:
    needed = [nodes[name] for each in refs(node.expression) for name in (each, *told.get(each, ()))]
    needed += [nodes[name] for name in told.get(node.name, ())]
    guards = sorted(_guards_of(node, nodes), key=lambda each: each.path)
    for guard in reversed(guards):
        end = (*guard.path, len(nodes))  # after everything now inside the guard, before whatever follows it
        if len(guard.path) < _NESTED_MOST and all(each.path < end for each in needed):
            node.path = (*guard.path, len(guard.children))
            node.inside = guard.name
            guard.children.append(node)
            return
    node.path = (len(top),)
    top.append(node)


def _guards_of(node: Node, nodes: Mapping[str, Node]) -> Iterator[Node]:
    # a node that reports failing must be asked in any case, and a gathering node is complete only after all its parts
    if node.fails or node.gathers:
        return
    parts = node.expression.parts if isinstance(node.expression, All) else (node.expression,)
    for part in parts:
        if isinstance(part, Ref) and not nodes[part.name].gathers and not nodes[part.name].weak:
            yield nodes[part.name]
