"""Periods in months, for which a lawyer's case has no words: sanctions-2020/8 (one sanction) and 15 (several equal ones, 48 at most)."""

from pathlib import Path

import pytest

from dutybound.engine import Engine
from dutybound.lawcases.reading import read_law_cases
from dutybound.lawcases.running import run_case

ENGINE = Engine.installed()
CASES = {case.written.name: case for case in read_law_cases([Path(__file__).parent], ENGINE.rulebook)}

FIRST_TIER = ((6, 6), (12, 12), (18, 18))


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("漏检致害，情节一般", FIRST_TIER),
        ("漏检致害，情节较重", ((24, 24), (24, 24))),
        ("漏检致害，情节严重", (None,)),
        # two equal sanctions: one period at least, the sum at most
        ("漏检又泄露隐私，两个首档", ((6, 12), (12, 24), (18, 36))),
        ("漏检又泄露隐私，情节较重", ((24, 48), (24, 48))),
        # three would be 72
        ("漏检、泄露隐私又越权，情节较重", ((24, 48), (24, 48))),
        # the second fault has no sanction, or a lighter one: nothing is added
        ("漏检又态度粗暴，情节一般", FIRST_TIER),
        ("漏检又态度粗暴，情节较重", ((24, 24), (24, 24))),
        # mitigated to, or stopped at, one rung
        ("主动交代又有效挽回损失，情节较重，应当减轻一档", ((18, 18),)),
        ("村委会管理人员情节较重，至多记大过", ((18, 18),)),
    ],
)
def test_how_long_a_sanction_lasts(name: str, months: tuple[tuple[int, int] | None, ...]) -> None:
    decision = run_case(ENGINE, CASES[name]).decision
    assert decision is not None
    assert decision.sanction is not None
    assert decision.sanction.months == months
