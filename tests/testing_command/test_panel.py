"""Many cases side by side say what the reference says of each; a condition decides if the reference says so when it is turned."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from dutybound.branches import put_within, replaced, singles, within
from dutybound.conditions import All, Any, Expression
from dutybound.engines.panel import Follower, Panel, Seen
from dutybound.engines.reference import evaluate
from dutybound.linking import written_conditions
from dutybound.program import Definition, Program, Stage
from dutybound.reach import covered
from dutybound.testing import engines, facts_for
from dutybound.truth import Truth


@given(st.data())
def test_every_case_of_a_panel_has_the_values_of_the_reference_whatever_is_alleged(data: st.DataObject) -> None:
    engine = data.draw(engines())
    faults = engine.rulebook.content.faults
    several = data.draw(st.lists(facts_for(engine), min_size=1, max_size=5))
    alleged = [data.draw(st.none() | st.sets(st.sampled_from([each.id for each in faults]), min_size=1)) for _ in several]
    examined = [None if each is None else covered(each, faults) for each in alleged]
    planes = Panel(engine.program, several, examined).planes(engine.program.definitions)
    for number, facts in enumerate(several):
        named = alleged[number]
        asked = engine if named is None else engine.examining(tuple(sorted(named)))
        wanted = dict(asked.reference_values(facts))
        seen = Seen(planes, number)
        assert {name: seen[name] for name in wanted} == wanted


@given(st.data())
def test_after_a_change_of_fact_or_rule_what_is_followed_is_what_is_made_anew(data: st.DataObject) -> None:
    engine = data.draw(engines())
    program = engine.program
    panel = Panel(program, data.draw(st.lists(facts_for(engine), min_size=1, max_size=4)))
    before = panel.planes(program.definitions)
    fact = data.draw(st.sampled_from(program.facts))
    value = data.draw(facts_for(engine).filter(lambda facts: fact.id in facts))[fact.id]
    moved = panel.but(fact.id, value)
    assert Follower(program).with_fact(moved, before, fact.id) == moved.planes(program.definitions)
    name = data.draw(st.sampled_from([each.name for each in program.definitions]))
    new = data.draw(st.sampled_from((All(()), Any(()))))
    other = tuple(evolve(each, expression=new) if each.name == name else each for each in program.definitions)
    assert {**before, **Follower(program).after(panel, before, {name: new})} == panel.planes(other)


def _truth(program: Program, facts: object, definition: Definition, expression: Expression) -> Truth:
    definitions = tuple(evolve(each, expression=expression) if each.name == definition.name else each for each in program.definitions)
    return evaluate(evolve(program, definitions=definitions), facts)[definition.name]  # type: ignore[arg-type]  # facts of a strategy


@given(st.data())
def test_a_condition_decides_where_turning_it_turns_the_finding(data: st.DataObject) -> None:
    from dutybound.lawcases.coverage import Leaf  # noqa: PLC0415  # beside the panel

    engine = data.draw(engines())
    program, rulebook = engine.program, engine.rulebook
    places = [
        (definition, part, at)
        for definition in program.definitions
        for rule in rulebook.content.rules()
        if definition.name == definition.rule == rule.id and definition.stage is not Stage.CONSTRAINT
        for part, condition in written_conditions(rule)
        if part == rule.id
        for at, _ in singles(condition)
    ]
    definition, part, at = data.draw(st.sampled_from(places))
    facts = data.draw(facts_for(engine))
    panel = Panel(program, [facts])
    planes = panel.planes(program.definitions)
    written = rulebook.expressions[part]
    forced = [replaced(definition.expression, written, put_within(written, at, each)) for each in (All(()), Any(()))]
    itself = within(written, at)
    found = Leaf(definition, itself, *(evolve(definition, expression=each) for each in forced), constraint=False).deciding(panel, planes, 0)
    own = _truth(program, facts, definition, itself)
    turned = [_truth(program, facts, definition, each) for each in forced]
    decides = Truth.UNKNOWN not in turned and turned[0] is not turned[1]
    assert found == (int(decides and own is Truth.HOLDS), int(decides and own is Truth.FAILS))
