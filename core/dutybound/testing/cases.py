"""Generated knowledge of a case: facts known in part, facts that do not contradict each other, and whole case records."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from dutybound.aiming import aimed
from dutybound.conditions import Ref, facts_of, leaves
from dutybound.engine import Engine
from dutybound.facts import Fact, Facts, Value
from dutybound.openness import FREE, Open
from dutybound.program import Stage
from dutybound.testing.drawing import Lots, chance, pick, some
from dutybound.trials import trials
from dutybound.truth import Truth


@st.composite
def facts_for(draw: st.DrawFn, engine: Engine, unknown: int = 4) -> Facts:
    """Known facts with values that the rulebook's conditions can tell apart; one in `unknown` is left unknown."""
    lots = Lots(draw)
    found: dict[str, Value] = {}
    for fact, values in trials(engine.program).items():
        if unknown and chance(lots, unknown):
            continue
        # days of the act after most laws took effect: before them there is nothing to decide
        late = fact == "act_date" and not chance(lots, 6)
        found[fact] = pick(lots, values[len(values) // 2 :] if late else values)
    return found


@st.composite
def consistent_facts(draw: st.DrawFn, engine: Engine, unknown: int = 4) -> Facts:
    """Known facts that break no constraint: what a broken one reads is taken back until none is broken."""
    return without_contradictions(engine, draw(facts_for(engine, unknown)))


@st.composite
def graded_facts(draw: st.DrawFn, engine: Engine) -> Facts:
    """Facts of a case under `rulebooks.graded_sources` in which the fault has mostly been committed, with harm."""
    found = dict(draw(facts_for(engine, 12)))
    lots = Lots(draw)
    if not chance(lots, 4):
        found |= {
            "committed": True,
            "harm": "grave",
            "mitigated": not chance(lots, 3),
            "sanctioned": chance(lots, 4),
            "excused": chance(lots, 3),
        }
    return without_contradictions(engine, found)


@st.composite
def telling_facts(draw: st.DrawFn, known: Open) -> Facts:
    """Facts of a case whose outcome is likely to hang on one of them, some changed and some forgotten.

    For large rulebooks, of which facts drawn at random hardly ever make somebody liable. `known` is what is left of the program
    while nothing is known: `Open.of(question, {}, values)`, made once.
    """
    lots = Lots(draw)
    about = pick(lots, sorted(known.variables("")))
    found = {name: value for name, value in aimed(known, about, lots.up_to(11)).items() if not name.startswith(FREE)}
    names = sorted(found)
    for name in some(lots, names, most=3):
        found[name] = pick(lots, known.values(name))
    for name in some(lots, names, most=6):
        found.pop(name, None)
    return found


def without_contradictions(engine: Engine, facts: Facts) -> Facts:
    """The facts without those that a broken constraint reads."""
    kept = dict(facts)
    while True:
        values = engine.values(kept)
        broken = [each for each in engine.program.stage(Stage.CONSTRAINT) if values[each.name] is Truth.FAILS]
        read = {fact for each in broken for fact in read_by(engine, each.name) if fact in kept}
        if not read:
            return kept
        for fact in read:
            del kept[fact]


def read_by(engine: Engine, definition: str) -> frozenset[str]:
    """The facts that a definition reads, itself or through the definitions it refers to."""
    by_name = {each.name: each.expression for each in engine.program.definitions}
    found: set[str] = set()
    todo, seen = [definition], {definition}
    while todo:
        expression = by_name[todo.pop()]
        found.update(facts_of(expression))
        for leaf in leaves(expression):
            if isinstance(leaf, Ref) and leaf.name not in seen:
                seen.add(leaf.name)
                todo.append(leaf.name)
    return frozenset(found)


def written(value: Value) -> Any:
    """A value as a case record spells it."""
    return value.isoformat() if isinstance(value, date) else value


def _put(record: dict[str, Any], person: dict[str, Any], fact: Fact, value: Value) -> None:
    block, _, key = fact.origin.partition(".")
    if block == "person":
        person[key] = written(value)
    else:
        record.setdefault(block, {})[key] = str(value)


@st.composite
def case_records(draw: st.DrawFn, engine: Engine) -> dict[str, Any]:
    """A case record that reads well: one to three persons, facts shared, own and disputed. It may still contradict itself."""
    shared = draw(facts_for(engine, 2))
    lots = Lots(draw)
    declared = {fact.id: fact for fact in engine.rulebook.content.facts}
    ordinary = {name: value for name, value in shared.items() if not declared[name].origin}
    record: dict[str, Any] = {"case_id": f"case-{lots.up_to(99)}", "persons": []}
    for number in range(lots.between(1, 3)):
        own = {name: value for name, value in draw(facts_for(engine, 2)).items() if not declared[name].origin and name not in ordinary}
        person: dict[str, Any] = {"person_id": f"p{number}", "facts": {name: written(value) for name, value in own.items()}}
        unknown = [name for name, each in declared.items() if not each.origin and name not in ordinary and name not in own]
        if unknown and chance(lots):
            person["disputed"] = [pick(lots, unknown)]
        for name, value in shared.items():
            if declared[name].origin:
                _put(record, person, declared[name], value)
        record["persons"].append(person)
    record["facts"] = {name: written(value) for name, value in ordinary.items()}
    return record
