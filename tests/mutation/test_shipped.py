"""The shipped pack: its cases notice every mutant that the checks take and that is not proved equivalent."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutybound.cli import program

LAW = Path(__file__).parents[1] / "law"


@pytest.mark.slow
def test_the_cases_of_the_law_notice_every_change_of_it() -> None:
    pytest.importorskip("z3", reason="without z3 what is equivalent is not proved, and would count as surviving")
    result = CliRunner().invoke(program, ["mutate", str(LAW), "--json"])
    assert result.exit_code == 0, result.output[-2000:]  # 1 where a survivor has no reason, or a reason no survivor
    found = json.loads(result.stdout)
    assert found["killed"] + found["surviving"] > 2000
    assert found["surviving"] == 0
