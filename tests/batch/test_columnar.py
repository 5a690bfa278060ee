"""The columnar engine and the reference agree on every definition of every generated case, and so do their decisions."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dutybound import Engine, Person, Refused, Truth
from dutybound.batch.gathering import gathered
from dutybound.batch.judging import Judge
from dutybound.batch.lines import Given
from dutybound.batch.verdicts import ASKED, RANGE, RECOMMENDED, mask_columns
from dutybound.conditions import Opaque, Predicate
from dutybound.decision import Decision
from dutybound.engines.columnar import Columnar, fact_types, truth_column
from dutybound.engines.masks import BITS, Legend
from dutybound.engines.reference import PredicateError, evaluate
from dutybound.facts import Fact, Facts, Flag
from dutybound.problems import Place
from dutybound.program import Definition, Program, Stage
from dutybound.provision import Provision
from dutybound.testing import engines, facts_for
from dutybound.text import Text

TRUTHS = {True: Truth.HOLDS, False: Truth.FAILS, None: Truth.UNKNOWN}


def frame_of(engine: Engine, rows: list[Facts]) -> pl.DataFrame:
    types = fact_types(engine.program.facts)
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in types}, schema=types)


@given(st.data())
def test_every_definition_has_the_truth_the_reference_gives_it(data: st.DataObject) -> None:
    engine = data.draw(engines())
    rows = [data.draw(facts_for(engine)) for _ in range(4)]
    columnar = Columnar(engine.program)
    frame, errors = columnar.with_answers(frame_of(engine, rows))
    truths = columnar.truths(frame)
    for number, row in enumerate(rows):
        try:
            expected: Mapping[str, Truth] = evaluate(engine.program, row)
        except PredicateError as error:
            assert str(errors[number]) == str(error)
            continue
        assert number not in errors
        assert {name: TRUTHS[truths[truth_column(name)][number]] for name in expected} == expected


@given(st.data())
def test_columns_expand_into_the_decision_of_the_row_path(data: st.DataObject) -> None:
    engine = data.draw(engines())
    faults = [fault.id for fault in engine.rulebook.content.faults]
    alleged = st.none() | st.lists(st.sampled_from(faults), min_size=1, max_size=2, unique=True).map(lambda found: tuple(sorted(found)))
    persons = [Person(f"p{number}", data.draw(facts_for(engine)), alleged=data.draw(alleged) if faults else None) for number in range(4)]
    given_rows = [Given("c", person, (), Place("x", 1, 1), b"") for person in persons]
    judge = Judge(engine)
    judged = judge.judge(gathered(given_rows, engine.rulebook))
    legend = judge.verdicts.facts
    for number, (person, entry) in enumerate(zip(persons, judge.entries(judged), strict=True)):
        row = judged.frame.row(number, named=True)
        try:
            decision = engine.decide_person("c", person)
        except Refused as refused:
            assert row["outcome"] == "refused"
            assert entry.result.problems == refused.problems  # type: ignore[union-attr]  # a refusal
            continue
        assert entry.result == decision
        assert row["outcome"] == decision.outcome.value
        assert tuple(row[name] for name in RANGE) == (decision.sanction.range if decision.sanction else (None, None))
        assert tuple(row[name] for name in RECOMMENDED) == _ends(decision)
        asked = legend.named(row[name] for name in mask_columns(ASKED, legend))
        assert set(decision.needs_facts) <= set(asked) <= set(legend.names) - set(person.facts)
        assert bool(asked) <= (row["outcome"] == "undetermined")


def _ends(decision: Decision) -> tuple[str | None, str | None]:
    if decision.sanction is None:
        return None, None
    return decision.sanction.recommended[0], decision.sanction.recommended[-1]


@given(st.sets(st.integers(0, 200)), st.integers(1, 201))
def test_a_legend_reads_what_it_wrote(chosen: set[int], size: int) -> None:
    legend = Legend(tuple(f"r{number}" for number in range(size)))
    names = tuple(f"r{number}" for number in sorted(chosen) if number < size)
    words = legend.mask(names)
    assert len(words) == -(-size // BITS)
    assert all(0 <= word < 2**BITS for word in words)
    assert legend.named(words) == names


def test_predicates_alone_go_row_by_row(tmp_path: Path) -> None:
    asked: list[Facts] = []
    engine = _with_predicate(asked)
    rows: list[Facts] = [{"flag": True, "other": True}, {"other": True}, {"flag": False}]
    columnar = Columnar(engine.program)
    frame, _ = columnar.with_answers(frame_of(engine, rows))
    assert asked == [{"flag": True}, {"flag": False}]
    assert columnar.truths(frame)[truth_column("asks-flag")].to_list() == [True, None, False]


def _with_predicate(asked: list[Facts]) -> Engine:
    def answers(facts: Facts) -> bool:
        asked.append(dict(facts))
        return bool(facts["flag"])

    words = Text("词", "word")
    facts = tuple(Fact(name, Flag(), words, words, Provision("x", 1), words) for name in ("flag", "other"))
    predicate = Predicate("ask", words, ("flag",), answers)

    class Bare:
        program = Program(facts, (Definition("asks-flag", Stage.DUTY, Opaque("ask", ("flag",)), "asks-flag"),), {"ask": predicate}, 1)

    return Bare()  # type: ignore[return-value]  # the columns need the program alone
