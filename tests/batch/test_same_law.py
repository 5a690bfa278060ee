"""Every process of a run, and every part of a run that was stopped, goes by the same law.

Seen to fail: workers that take whatever rulebook they find; a digest of the order without the code of predicates.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve
from batch_cases import INSTALLED, RULEBOOK, case_lines

from dutybound import Engine, Refused
from dutybound.batch.inputs import find_inputs
from dutybound.batch.plan import Plan
from dutybound.batch.recipe import Recipe
from dutybound.batch.resuming import order_digest
from dutybound.batch.run import evaluate_files
from dutybound.batch.sinks import Format
from dutybound.batch.work import Order
from dutybound.conditions import Predicate
from dutybound.text import Language, Text

ASKED = "def asked(facts):\n    return facts['careful'] is {}\n"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A run by two processes."""
    (tmp_path / "in.jsonl").write_bytes(case_lines(50))
    policies = tmp_path / "local.yaml"
    policies.write_bytes(RULEBOOK.read_bytes())
    recipe = Recipe(INSTALLED, (str(policies),))
    order = Order(find_inputs([str(tmp_path / "in.jsonl")]), Format.JSONL, Language.EN)
    return Plan(engine=Engine.of({}, policies=[policies]), order=order, out=tmp_path / "out.jsonl", recipe=recipe, jobs=2)


def test_no_worker_goes_by_another_law_than_the_process_that_asked(plan: Plan) -> None:
    policies = Path(plan.recipe.policies[0])
    policies.write_text(policies.read_text().replace("most_months: 48", "most_months: 24"))
    with pytest.raises(Refused, match="the rulebook has changed since the run began"):
        evaluate_files(plan)
    assert not plan.out.exists()


def test_a_worker_that_cannot_read_the_law_says_why(plan: Plan) -> None:
    policies = Path(plan.recipe.policies[0])
    policies.write_text(policies.read_text().replace("most_months: 48", "most_moths: 48"))
    with pytest.raises(Refused, match="did you mean `most_months`"):
        evaluate_files(plan)


def _module(path: Path, answer: bool) -> ModuleType:
    path.write_text(ASKED.format(answer))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_other_code_of_a_predicate_is_another_order(plan: Plan, tmp_path: Path) -> None:
    digests = []
    for answer in (True, False, False):
        module = _module(tmp_path / "local_predicates.py", answer)
        predicate = Predicate("asked", Text("问", "asked"), ("careful",), module.asked)
        content = evolve(plan.engine.rulebook.content, predicates=(predicate,))
        digests.append(order_digest(evolve(plan, engine=Engine(evolve(plan.engine.rulebook, content=content)))))
    assert digests[0] != digests[1] == digests[2]
