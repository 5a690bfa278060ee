"""Lawyers' cases that were run, put side by side over one program, for coverage and mutation."""

from collections.abc import Iterable

from attrs import field, frozen

from dutybound.engine import Engine
from dutybound.engines.panel import Follower, Panel, Planes
from dutybound.facts import Facts, Value
from dutybound.lawcases.running import CaseResult
from dutybound.problems import Place, Problem, Refused, did_you_mean
from dutybound.program import Program, Stage
from dutybound.reach import Reach
from dutybound.rulebook import Rulebook
from dutybound.rules import Rule
from dutybound.text import Text
from dutybound.trials import trials


@frozen(eq=False)
class Suite:
    """The cases an engine could read, their facts as a panel, and what every definition came to in each.

    `instruments` are those whose rules are looked at. `refused`: the cases that break a constraint.
    """

    rulebook: Rulebook
    program: Program
    results: tuple[CaseResult, ...]
    panel: Panel
    planes: Planes
    follower: Follower
    refused: int
    instruments: frozenset[str]
    trials: dict[str, tuple[Value, ...]]
    constraints: tuple[str, ...]
    _moved: dict[tuple[str, Value], tuple[Panel, Planes]] = field(factory=dict)

    @classmethod
    def of(cls, engine: Engine, results: Iterable[CaseResult], instruments: Iterable[str] = ()) -> "Suite":
        """The suite of the results that could be decided; raises `Refused` for an instrument the rulebook does not have."""
        rulebook, program = engine.rulebook, engine.program
        kept = tuple(each for each in results if each.facts is not None)
        reach = Reach.over(rulebook.content.faults)
        examined = tuple(None if each.alleged is None else reach.of(each.alleged) for each in kept)
        panel = Panel(program, tuple(_facts(each) for each in kept), examined)
        planes = panel.planes(program.definitions)
        chosen = _instruments(rulebook, instruments)
        constraints = tuple(each.name for each in program.stage(Stage.CONSTRAINT))
        broken = refused(constraints, planes)
        return cls(rulebook, program, kept, panel, planes, Follower(program), broken, chosen, dict(trials(program)), constraints)

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are looked at."""
        return tuple(each for each in self.rulebook.content.rules() if each.provision.instrument in self.instruments)

    def with_fact(self, fact: str, value: Value) -> tuple[Panel, Planes]:
        """The same cases, but that a fact has this value in all of them."""
        key = (fact, value)
        if key not in self._moved:
            panel = self.panel.but(fact, value)
            self._moved[key] = (panel, self.follower.with_fact(panel, self.planes, fact))
        return self._moved[key]


def refused(constraints: Iterable[str], planes: Planes) -> int:
    """The cases that break one of these constraints."""
    found = 0
    for name in constraints:
        found |= planes[name][1]
    return found


def _facts(result: CaseResult) -> Facts:
    assert result.facts is not None  # only results that could be decided are kept
    return result.facts


def _instruments(rulebook: Rulebook, named: Iterable[str]) -> frozenset[str]:
    known = [each.id for each in rulebook.content.instruments]
    chosen = tuple(named)
    for name in chosen:
        if name not in known:
            hint = did_you_mean(name, known)
            message = Text(f"没有法律文件 `{name}`{hint.zh}", f"there is no instrument `{name}`{hint.en}")
            raise Refused((Problem(Place("--instrument"), message),))
    return frozenset(chosen or known)
