"""Every lawyer's case against the shipped law: the expected outcome was written from the statutes, with its reason."""

from pathlib import Path

import pytest

from dutybound.engine import Engine
from dutybound.lawcases.reading import LawCase, read_law_cases
from dutybound.lawcases.running import run_case

ENGINE = Engine.installed()
CASES = read_law_cases([Path(__file__).parent], ENGINE.rulebook)


@pytest.mark.parametrize("case", CASES, ids=[case.written.name for case in CASES])
def test_the_law_says_what_the_lawyer_expects(case: LawCase) -> None:
    result = run_case(ENGINE, case)
    told = f"{case.written.place} {case.written.name}（{case.written.why}）"
    assert result.passed, "\n".join([told, *(miss.zh for miss in result.misses)])


def test_there_are_cases() -> None:
    assert CASES
