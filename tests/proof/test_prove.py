"""`prove`: what is true is proved, what is broken is refuted with a case, what speaks of nothing is not called proved."""

import itertools
from typing import Any

import pytest
from attrs import evolve

from dutybound.building import build
from dutybound.conditions import All, Expression, Not, Predicate, Ref
from dutybound.conditions import Any as AnyOf
from dutybound.linking import Sources, link
from dutybound.problems import Refused
from dutybound.program import Program
from dutybound.proof.claims import Each, holds
from dutybound.proof.enumerating import Enumerating
from dutybound.proof.invariants import invariants
from dutybound.proof.proving import prove, result_record, to_repair
from dutybound.proof.questions import Open, Seeker, one
from dutybound.proof.solving import Solving
from dutybound.proof.statements import Proved, Refuted, Result, Undecided, Vacuous, judge
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome, Rank
from dutybound.text import Text


def verdicts(rulebook: Rulebook, seeker: Seeker) -> dict[str, Result]:
    return {each.statement.id: each for each in prove(rulebook, seeker)}


def test_the_invariants_of_a_sound_rulebook_are_proved(small: Any, any_seeker: Seeker) -> None:
    found = verdicts(small.linked(), any_seeker)
    kinds = {name: type(each.verdict) for name, each in found.items()}
    if isinstance(any_seeker, Solving):
        assert kinds == dict.fromkeys(found, Proved)
    else:
        assert set(kinds.values()) <= {Proved, Undecided}
        reasons = {each.verdict.reason.en for each in found.values() if isinstance(each.verdict, Undecided)}
        assert reasons <= {'there are too many cases to try one by one; install what proofs need: pip install "dutybound[prove]"'}


def redefined(program: Program, name: str, expression: Expression) -> Program:
    """The program with one definition of the pipeline replaced, as a defect in building it would."""
    return evolve(
        program, definitions=tuple(evolve(each, expression=expression) if each.name == name else each for each in program.definitions)
    )


@pytest.mark.parametrize(
    ("invariant", "name", "expression"),
    [
        ("invariant-1", "talk", Ref("scope:all")),
        ("invariant-2", "outcome:liable", Ref("scope:all")),
        ("invariant-3", "most:1", All(())),
        ("invariant-4", "outcome:exempt", Not(Ref("liability:any"))),
        ("invariant-8", "beyond:1", AnyOf(())),
        ("invariant-9", "least:1", AnyOf(())),
        ("invariant-10", "outcome:not_liable", AnyOf(())),
    ],
)
def test_a_broken_pipeline_is_refuted(small: Any, solving: Seeker, invariant: str, name: str, expression: Expression) -> None:
    rulebook = small.linked()
    broken = redefined(build(rulebook), name, expression)
    [statement] = [each for each in invariants(rulebook, broken) if each.id == invariant]
    assert isinstance(judge(statement, solving).verdict, Refuted)


def test_a_measure_on_exempt_persons_is_refuted_with_a_case(small: Any, solving: Seeker) -> None:
    linked = small.linked()
    [talk] = linked.content.measures
    loose = evolve(talk, on=(Outcome.LIABLE, Outcome.EXEMPT))  # linking refuses it already
    rulebook = evolve(linked, content=evolve(linked.content, measures=(loose,)))
    record = result_record(verdicts(rulebook, solving)["invariant-1"], rulebook)
    assert record["verdict"] == "refuted"
    assert record["rulings"][0]["outcome"] == "exempt"
    assert "talk" in record["rulings"][0]["holding"]
    assert record["cases"] == [
        {"case_id": "invariant-1-1", "act": {"date": "2020-01-01"}, "persons": [{"person_id": "p1"}], "facts": {"strict": True}}
    ]


def test_a_range_without_upper_law_is_refuted(small: Any, solving: Seeker) -> None:
    rulebook = small.linked()
    lowered = tuple(evolve(each, rank=Rank.RULE) for each in rulebook.content.instruments)
    found = verdicts(evolve(rulebook, content=evolve(rulebook.content, instruments=lowered)), solving)
    assert isinstance(found["invariant-3"].verdict, Refuted)


def test_a_period_beyond_the_cap_is_refuted(small: Any, solving: Seeker) -> None:
    found = verdicts(small.changed("most_months: 48", "most_months: 12"), solving)
    assert isinstance(found["invariant-9b"].verdict, Refuted)


def test_a_statement_about_nothing_is_not_called_proved(small: Any, solving: Seeker) -> None:
    rulebook = small.changed(
        "  - {id: already-sanctioned, provision: nation/19, title: {zh: 题, en: title}, when: {sanctioned: true}, most: none}\n",
        "  - {id: lighter-cap, provision: nation/19, title: {zh: 题, en: title}, when: {sanctioned: true}, most: demotion}\n",
    )
    result = verdicts(rulebook, solving)["invariant-8"]
    assert result.verdict == Vacuous(Text("没有排除处分的限制（`most: none`）", "there is no limit that leaves no sanction (`most: none`)"))
    assert not to_repair(result, rulebook)


def test_no_time_leaves_everything_undecided(small: Any) -> None:
    rulebook = small.linked()
    found = verdicts(rulebook, Solving(0.0))
    assert {type(each.verdict) for each in found.values()} == {Undecided}
    assert all(to_repair(each, rulebook) for each in found.values())


KEPT = [
    "never_together: [strictly-performed, 'outcome:liable']",
    "never_together: [{expert: true}, {intent: true}]",
    "always: {when: {sanctioned: true}, then: {not: {holds: 'sanction:warning'}}}",
    "monotone: {in: gravity, for: sanction}",
    "monotone: {in: missed, for: missing}",
    "independent: {of: intent, is: 'outcome:liable'}",
    "independent: {of: gravity, is: 'stands:missing'}",
]
BROKEN = [
    "never_together: [missing, wrong-finding]",
    "never_together: [{missed: true}, 'outcome:exempt']",
    "always: {when: missing, then: 'outcome:liable'}",
    "monotone: {in: strict, for: 'outcome:liable'}",
    "monotone: {in: expert, for: sanction}",
    "independent: {of: gravity, is: sanction}",
]


@pytest.mark.parametrize("written", KEPT)
def test_a_kept_promise_is_proved(small: Any, solving: Seeker, written: str) -> None:
    rulebook = small.linked(nation=small.nation + f"properties:\n  - {{id: promise, {written}}}\n")
    assert isinstance(verdicts(rulebook, solving)["promise"].verdict, Proved)


@pytest.mark.parametrize("written", BROKEN)
def test_a_broken_promise_is_refuted_with_a_case(small: Any, solving: Seeker, written: str) -> None:
    rulebook = small.linked(nation=small.nation + f"properties:\n  - {{id: promise, {written}}}\n")
    result = verdicts(rulebook, solving)["promise"]
    record = result_record(result, rulebook)
    assert isinstance(result.verdict, Refuted)
    assert len(record["cases"]) == (2 if "monotone" in written or "independent" in written else 1)


def test_a_promise_about_nothing_must_be_repaired(small: Any, solving: Seeker) -> None:
    written = "always: {when: {all: [{expert: true}, {intent: true}]}, then: missing}"
    rulebook = small.linked(nation=small.nation + f"properties:\n  - {{id: promise, {written}}}\n")
    result = verdicts(rulebook, solving)["promise"]
    assert isinstance(result.verdict, Vacuous)
    assert to_repair(result, rulebook)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("monotone: {in: gravty, for: sanction}", "there is no fact `gravty`, did you mean `gravity`?"),
        ("monotone: {in: gravity, for: sanctoin}", "there is no finding `sanctoin`"),
        ("never_together: [mising, wrong-finding]", "there is no rule `mising`, did you mean `missing`?"),
        ("never_together: [missing]", "should be one of `never_together` (two things), `always`, `monotone` or `independent`"),
        ("title: {zh: 题, en: t}", "should be one of `never_together` (two things), `always`, `monotone` or `independent`"),
    ],
)
def test_a_misspelt_promise_is_refused(small: Any, written: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        small.linked(nation=small.nation + f"properties:\n  - {{id: promise, {written}}}\n")
    assert message in str(refused.value)


def asking(small: Any, function: Any, reads: str) -> Rulebook:
    """The small law in which a predicate, not the expert's opinion alone, excuses."""
    text = small.nation.replace("when: {expert: true}", "when: {all: [{expert: true}, {predicate: asked}]}")
    predicate = Predicate("asked", Text("问", "asked"), (reads,), function)
    return link(Sources(policies=small.policies(text), contributions=(predicate,)))


def test_a_proof_holds_whatever_a_predicate_returns_and_says_so(small: Any, solving: Seeker) -> None:
    found = verdicts(asking(small, lambda facts: facts["day"].year > 2021, "day"), solving)
    assert found["invariant-1"].verdict == Proved(leaned=("asked",))


def _reads_more(facts: Any) -> bool:
    return bool(facts["gravity"] == "minor")


def _leaves(facts: Any) -> bool:
    raise SystemExit(0)


def _by_turns() -> Any:
    """A predicate that begins with yes and never says the same thing twice running."""
    turns = itertools.count()
    return lambda facts: next(turns) % 2 == 0


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (_reads_more, "which reads the fact `gravity`, which its `reads` does not name"),
        (_leaves, "which raised SystemExit: 0"),
        (lambda facts: "yes", "which returned 'yes' where True or False is needed"),
        (_by_turns, "which answers otherwise when asked again about the same facts"),
    ],
    ids=["reads more", "leaves", "answers wrongly", "answers by turns"],
)
def test_a_predicate_that_fails_or_wavers_is_told_and_proves_nothing(small: Any, solving: Seeker, function: Any, told: str) -> None:
    """And ends no proof in an error of the program."""
    rulebook = asking(small, function() if function is _by_turns else function, "missed")
    found = verdicts(rulebook, solving)
    wrong = {each.verdict.reason.en for each in found.values() if isinstance(each.verdict, Undecided)}
    assert f"mend the predicate `asked` first, {told}" in wrong
    assert any(to_repair(each, rulebook) for each in found.values())


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (_leaves, "which raised SystemExit: 0"),
        (_by_turns, "which answers otherwise when asked again about the same facts"),
    ],
    ids=["leaves", "answers by turns"],
)
def test_trying_every_case_tells_of_a_predicate_that_fails_or_wavers(small: Any, function: Any, told: str) -> None:
    program = build(asking(small, function() if function is _by_turns else function, "missed"))
    excused = one(program, Each((holds("relied-on-expert"),)))
    found = Enumerating().seek(excused)
    assert isinstance(found, Open)
    assert found.reason.en == f"mend the predicate `asked` first, {told}"


def test_a_witness_that_rests_on_a_predicate_uses_what_it_really_answers(small: Any, solving: Seeker) -> None:
    text = small.nation.replace("when: {expert: true}", "when: {all: [{expert: true}, {predicate: asked}]}")
    text += "properties:\n  - {id: promise, never_together: [relied-on-expert, 'outcome:exempt']}\n"
    for wanted in ("minor", "grave"):
        predicate = Predicate("asked", Text("问", "asked"), ("gravity",), lambda facts, wanted=wanted: facts["gravity"] == wanted)
        rulebook = link(Sources(policies=small.policies(text), contributions=(predicate,)))
        verdict = verdicts(rulebook, solving)["promise"].verdict
        assert isinstance(verdict, Refuted)
        assert verdict.witness.copies[0]["gravity"] == wanted


def test_a_predicate_that_never_agrees_is_found_out_value_by_value(small: Any, solving: Seeker) -> None:
    text = small.nation.replace("when: {expert: true}", "when: {all: [{expert: true}, {predicate: asked}]}")
    text += "properties:\n  - {id: promise, never_together: [{expert: true}, relied-on-expert]}\n"
    predicate = Predicate("asked", Text("问", "asked"), ("gravity",), lambda facts: False)
    rulebook = link(Sources(policies=small.policies(text), contributions=(predicate,)))
    # the premise is met by an expert alone; that the two meet depends on the predicate, whose three answers are asked
    assert verdicts(rulebook, solving)["promise"].verdict == Proved(leaned=("asked",), sampled=("asked",))
