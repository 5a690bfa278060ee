"""A plan into the source of one Python function.

INVARIANT: nothing an author wrote enters the source. Names are counted (`v12`, `k3`), values are constants of the function's
namespace, and the text is put together from the closed set of node types alone.

The variable of a node is `None`, which says that it fails, until the node says otherwise, so that what is skipped has failed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from attrs import frozen

from dutybound.conditions import All, Among, AtMost, Expression, Opaque, Ref, Within, leaves, reads
from dutybound.engines import simplifying
from dutybound.engines.planning import Node, Path, plan, shared_path
from dutybound.engines.spelling import FALSE, TRUE, Spelling
from dutybound.engines.switching import BLOCK
from dutybound.engines.wanted import FAILS, HOLDS, UNKNOWN, Section
from dutybound.program import Program

NAME = "run"

_TOGETHER = 3
"""So many nodes side by side are worth a test of the switch of their block."""


@frozen
class Source:
    """The text of a function of what is known of one person (given facts, switches, other facts), and the values its names stand for.

    `asks`: the predicates, in the order in which `q0`, `q1` … of the namespace must answer them.
    """

    text: str
    constants: Mapping[str, object]
    asks: tuple[Opaque, ...]


def generate(program: Program, sections: Sequence[Section], slots: Mapping[str, str]) -> Source:
    """The function that answers `sections`; `slots` says how each fact is read: as `g.f7`, a parameter such as `f3`, a switch as `c.s1`."""
    return _Writer(program, slots, sections).source(plan(program, sections))


class _Writer:
    """Writes one function."""

    def __init__(self, program: Program, slots: Mapping[str, str], sections: Sequence[Section]) -> None:
        self._sections = sections
        self._spelling = Spelling(program, slots)
        self._variables = self._spelling.variables
        self._nodes_by_name: dict[str, Node] = {}
        self._used_in: dict[str, list[Path]] = {}
        self._begun: dict[Path, list[str]] = {}
        self._lines: list[str] = []

    def source(self, nodes: list[Node]) -> Source:
        self._look_at(nodes)
        self._name()
        loads = [f"    {name} = q{number}({self._read(leaf)})" for number, (leaf, name) in enumerate(self._spelling.asks.items())]
        lists = [f"    l{at} = {f'[{FAILS}] * {len(each.definitions)}' if each.row else '[]'}" for at, each in enumerate(self._sections)]
        self._nodes(nodes, 1)
        defaults = (f"{self._variables[name]}=None" for name in self._begun.get((), ()))
        parameters = ", ".join(("g", "c", *self._spelling.parameters, *defaults))
        answer = ", ".join(f"l{number}" for number in range(len(self._sections)))
        text = "\n".join((f"def {NAME}({parameters}):", *loads, *lists, *self._lines, f"    return ({answer},)", ""))
        return Source(text, self._spelling.constants, tuple(self._spelling.asks))

    def _read(self, leaf: Opaque) -> str:
        return ", ".join(self._spelling.slots[fact] for fact in leaf.reads)

    def _look_at(self, nodes: Iterable[Node]) -> None:
        """Note where each node is used."""
        for node in nodes:
            self._nodes_by_name[node.name] = node
            if node.weak:
                self._spelling.weak.add(node.name)
            used = [leaf.name for leaf in leaves(node.expression) if isinstance(leaf, Ref)] + node.tells
            for name in (*used, node.name) if node.gathers else used:
                self._used_in.setdefault(name, []).append(node.path[:-1])
            self._look_at(node.children)

    def _name(self) -> None:
        """Variables for the nodes that are used: what is used in one branch alone shares its name with others in other branches.

        A frame is made anew for every case, so that each variable costs something even where it is not used.
        """
        inside: dict[Path, list[str]] = {}
        for name, used in self._used_in.items():
            node = self._nodes_by_name[name]
            branch = shared_path(used)
            if branch[: len(node.path)] == node.path:  # in its own branch, at whose beginning it says what it is
                inside.setdefault(node.path, []).append(name)
                continue
            branch = shared_path((branch, node.path[:-1]))
            inside.setdefault(branch, []).append(name)
            self._begun.setdefault(branch, []).append(name)
        for branch in sorted(inside, key=len):
            before = sum(len(inside.get(branch[:depth], ())) for depth in range(len(branch)))
            self._variables.update((name, f"v{number}") for number, name in enumerate(inside[branch], before))

    # --- statements ---

    def _nodes(self, nodes: Iterable[Node], level: int) -> None:
        """Write nodes that stand side by side; those that are off together are skipped together."""
        for block, side_by_side in groupby(nodes, self._block):
            several = tuple(side_by_side)
            together = bool(block) and len(several) >= _TOGETHER
            if together:
                self._lines.append(f"{'    ' * level}if {block}:")
            for node in several:
                self._node(node, level + together)

    def _block(self, node: Node) -> str:
        """The switch that is off only if a node that does nothing while it fails is off."""
        if node.fails or node.gathers:
            return ""
        parts = node.expression.parts if isinstance(node.expression, All) else (node.expression,)
        switches = (
            self._spelling.slots[part.fact]
            for part in parts
            if isinstance(part, Among) and part.fact in self._spelling.always and part.values == (True,)
        )
        return next((f"c.b{int(slot.removeprefix('c.s')) // BLOCK}" for slot in switches), "")

    def _node(self, node: Node, level: int) -> None:
        margin = "    " * level
        if node.gathers:
            self._lines.extend(self._gathered(node, margin))
            return
        if self._spelling.is_compared(node.expression) and not (node.children or node.fails):
            self._lines.extend(self._compared(node, node.expression, margin))
            return
        fails, holds = self._spelling.fails(_without(node)), self._spelling.holds(node.expression)
        when_holding = self._outcomes(node, True)
        when_unknown = self._outcomes(node, False)
        inner = margin
        failing = [f"l{section}.append({at})" for section, at in node.fails]
        if fails == TRUE:
            self._lines.extend(f"{margin}{each}" for each in failing)
            return
        if fails != FALSE:
            inner += "    "
            if node.fails and not (when_holding or node.children):
                self._lines += (f"{margin}if {fails}:", *(f"{inner}{each}" for each in failing))
                return
            if not (when_holding or node.children):
                return
            self._lines.append(f"{margin}if not {fails}:")
        self._lines.extend(_branch(inner, holds, when_holding, when_unknown))
        if node.path in self._begun:
            self._lines.append(f"{inner}{' = '.join(self._variables[name] for name in self._begun[node.path])} = None")
        self._nodes(node.children, len(inner) // 4)
        if fails != FALSE and failing:
            self._lines += (f"{margin}else:", *(f"{inner}{each}" for each in failing))

    def _compared(self, node: Node, leaf: Among | Within | AtMost, margin: str) -> Iterator[str]:
        """A comparison that stands alone is made once."""
        unknown = " or ".join(f"{self._spelling.slots[fact]} is None" for fact in dict.fromkeys(reads(leaf)))
        yield f"{margin}if {unknown}:"
        yield from (f"{margin}    {each}" for each in self._outcomes(node, False) or ["pass"])
        yield f"{margin}elif {self._spelling.comparison(leaf)}:"
        yield from (f"{margin}    {each}" for each in self._outcomes(node, True) or ["pass"])

    def _outcomes(self, node: Node, truth: bool) -> list[str]:
        """What is to be done when a node holds, or is unknown."""
        done: list[str] = []
        if node.name in self._used_in:
            done.append(f"{self._variables[node.name]} = {truth}")
        for name in node.tells:
            target = self._variables[name]
            done.append(f"{target} = True" if truth else f"{target} = {target} or False")
        done += self._reports(node, truth)
        return done

    def _reports(self, node: Node, truth: bool) -> Iterator[str]:
        for section, at in node.reports:
            if self._sections[section].row:
                yield f"l{section}[{at}] = {HOLDS if truth else UNKNOWN}"
            else:
                yield f"l{section}.append({at if truth else ~at})"

    def _gathered(self, node: Node, margin: str) -> Iterator[str]:
        variable = self._variables[node.name]
        fails, holds = self._spelling.fails(node.expression), self._spelling.holds(node.expression)
        if fails != TRUE:
            yield f"{margin}if not {variable}:"
            yield f"{margin}    if {holds}:"
            yield f"{margin}        {variable} = True"
            yield f"{margin}    elif not {fails}:"
            yield f"{margin}        {variable} = False"
        told = [f"{self._variables[name]} = True" for name in node.tells]
        told += self._reports(node, True)
        open_ = [f"{self._variables[name]} = {self._variables[name]} or False" for name in node.tells]
        open_ += self._reports(node, False)
        if told:
            yield f"{margin}if {variable}:"
            yield from (f"{margin}    {each}" for each in told)
            yield f"{margin}elif {variable} is not None:"
            yield from (f"{margin}    {each}" for each in open_)
        if node.fails:
            yield f"{margin}if {variable} is None:"
            yield from (f"{margin}    l{section}.append({at})" for section, at in node.fails)


def _without(node: Node) -> Expression:
    """The node's expression without its guard, of which it is known that it does not fail."""
    match node.expression:
        case All(parts):
            return All(tuple(part for part in parts if part != Ref(node.inside)))
        case Ref(node.inside):
            return simplifying.HOLDS
        case _:
            return node.expression


def _branch(margin: str, holds: str, when_holding: Sequence[str], when_unknown: Sequence[str]) -> Iterator[str]:
    if not when_holding:
        return
    if holds == TRUE:
        yield from (f"{margin}{each}" for each in when_holding)
        return
    if holds == FALSE:
        yield from (f"{margin}{each}" for each in when_unknown)
        return
    yield f"{margin}if {holds}:"
    yield from (f"{margin}    {each}" for each in when_holding)
    yield f"{margin}else:"
    yield from (f"{margin}    {each}" for each in when_unknown)
