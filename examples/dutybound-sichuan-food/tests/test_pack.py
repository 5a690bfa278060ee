"""What the pack's own CI runs: it is installed, checked, tested with its lawyer's cases, and proved to weaken nothing."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dutybound_sichuan_food.plugin import interval_kept

HERE = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [("check",), ("test", "cases"), ("prove", "--seconds", "600")], ids=lambda each: each[0])
def test_the_pack_passes(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "dutybound", *command], cwd=HERE, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("grade", "last", "day", "kept"),
    [
        ("d", date(2024, 4, 1), date(2024, 7, 1), True),
        ("d", date(2024, 4, 1), date(2024, 7, 2), False),
        ("c", date(2024, 1, 1), date(2024, 7, 1), True),
        ("b", date(2024, 2, 29), date(2025, 2, 28), True),
        ("b", date(2024, 2, 29), date(2025, 3, 1), False),
        ("a", date(2024, 7, 1), date(2024, 7, 1), True),
        ("a", date(2024, 7, 2), date(2024, 7, 1), False),
    ],
)
def test_the_interval_is_counted_in_calendar_months(grade: str, last: date, day: date, kept: bool) -> None:
    facts = {"sichuan_food_risk_grade": grade, "sichuan_food_last_checked": last, "act_date": day}
    assert interval_kept(facts) is kept
