"""What an engine gives and raises reaches another process as it is: decisions, cases, and the errors that an integrator handles."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from dutybound import Place, Problem, Refused, Text
from dutybound.engines.reference import PredicateError

PROBLEMS = (
    Problem(Place("case", 3, 4), Text("一", "one"), also=Place("other", 1, 2)),
    Problem(Place("case"), Text("二", "two")),
)


def _refuse(problems: tuple[Problem, ...]) -> None:
    raise Refused(problems)


def test_a_refusal_crosses_into_another_process_with_all_its_problems() -> None:
    refused = Refused(each for each in PROBLEMS)
    refused.add_note("in the night's run")
    for again in (pickle.loads(pickle.dumps(refused)), copy.copy(refused), copy.deepcopy(refused)):
        assert again.problems == PROBLEMS
        assert str(again) == "case:3:4: one (see also other:1:2)\ncase: two"
        assert again.__notes__ == ["in the night's run"]


def test_a_failed_predicate_crosses_too() -> None:
    failed = pickle.loads(pickle.dumps(PredicateError("asked", Text("出错", "raised"))))
    assert (failed.predicate, failed.reason, str(failed)) == ("asked", Text("出错", "raised"), "the predicate `asked` raised")


def test_a_pool_of_processes_outlives_a_refused_case() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        with pytest.raises(Refused) as refused:
            pool.submit(_refuse, PROBLEMS).result(timeout=60)
        assert refused.value.problems == PROBLEMS
        assert pool.submit(len, PROBLEMS).result(timeout=60) == len(PROBLEMS)
