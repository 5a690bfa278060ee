"""Invariant 5, the order of plugins, files and rules never matters; and a policy written to a file reads back as it was.

Seen to fail: `linking._unique` without sorting (digest); `written` reading a day as a word (digest and round trip); the same object
contributed twice taken for one (clash); the kind of a part of a condition left out of what is hashed (change).
"""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from dutybound import Engine, Refused
from dutybound.branches import branches, put
from dutybound.conditions import AllOf, AnyOf
from dutybound.linking import link, written_conditions
from dutybound.mutation.conditions import rewritten
from dutybound.outputs.records import decision_record, encode
from dutybound.policy import read_policy
from dutybound.rulebook import Content, digest
from dutybound.rules import Rule
from dutybound.stages import STAGES
from dutybound.testing import consistent_facts, decide, plugins_of, policies, sources
from dutybound.testing.plugins import file_of, shuffled
from dutybound.testing.rulebooks import reordered


@given(st.data())
def test_the_order_of_files_and_rules_changes_neither_digest_nor_decision(data: st.DataObject) -> None:
    known = data.draw(sources())
    one, other = Engine.from_sources(known), Engine.from_sources(reordered(data.draw, known))
    assert one.rulebook.digest == other.rulebook.digest
    assert one.program == other.program
    facts = data.draw(consistent_facts(one))
    mine, theirs = decide(one, facts), decide(other, facts)
    assert (mine is None) is (theirs is None)
    if mine is not None and theirs is not None:
        assert encode(decision_record(mine)) == encode(decision_record(theirs))


@given(st.data())
def test_all_instead_of_any_anywhere_in_a_rule_changes_the_digest(data: st.DataObject) -> None:
    content = link(data.draw(sources())).content
    before = digest(content)
    for rule in content.rules():
        for part, condition in written_conditions(rule):
            for at, whole in branches(condition):
                if isinstance(whole, AllOf | AnyOf):
                    other = AnyOf(whole.parts) if isinstance(whole, AllOf) else AllOf(whole.parts)
                    assert digest(_with(content, rewritten(rule, part, put(condition, at, other)))) != before, (rule.id, part, at)


def _with(content: Content, changed: Rule) -> Content:
    """The content with a rule in the place of the one with its id."""
    stage = next(stage for stage in STAGES if any(each.id == changed.id for each in getattr(content, stage)))
    return evolve(content, **{stage: tuple(changed if each.id == changed.id else each for each in getattr(content, stage))})


@given(st.data())
def test_the_order_and_number_of_plugins_changes_neither_digest_nor_decision(data: st.DataObject) -> None:
    known = data.draw(sources())
    plugins = data.draw(plugins_of(known))
    one = Engine.of(plugins)
    other = Engine.of(shuffled(data.draw, plugins))
    assert one.rulebook == other.rulebook
    assert one.rulebook.digest == link(known).digest  # dealt out among plugins or not, the law is the same
    facts = data.draw(consistent_facts(one))
    mine, theirs = decide(one, facts), decide(other, facts)
    assert mine == theirs


@given(st.data())
def test_a_clash_is_refused_with_the_same_ids_in_every_order(data: st.DataObject) -> None:
    known = data.draw(sources())
    doubled = type(known)(policies=(*known.policies, known.policies[data.draw(st.integers(0, 3))]), plugins=("generated",))
    lines = []
    for each in (doubled, reordered(data.draw, doubled)):
        try:
            link(each)
        except Refused as refused:
            lines.append(sorted(problem.message.en for problem in refused.problems))
        else:
            raise AssertionError("an instrument declared twice was accepted")
    assert lines[0] == lines[1]


@given(policies())
def test_a_policy_written_to_a_file_reads_back_as_it_was(known: tuple[object, ...]) -> None:
    for policy in known:
        assert read_policy(file_of(policy)) == policy  # type: ignore[arg-type]  # the strategy is of policies
