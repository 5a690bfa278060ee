"""How hard hypothesis looks: `default` for `make test`, `thorough` for the machine that checks every change, `quick` while writing.

Chosen by DUTYBOUND_THOROUGH=1 or by HYPOTHESIS_PROFILE. What several folders share is importable, however pytest was called.
"""

import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

sys.path.append(str(Path(__file__).parent))  # last: the names of the folders here hide no module
pytest.register_assert_rewrite("whole_outputs")  # so that a difference is shown

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

# Generated rulebooks are large; a deadline would time the machine, not the code.
settings.register_profile("default", max_examples=40, deadline=None, stateful_step_count=10, suppress_health_check=_SLOW)
settings.register_profile(
    "quick", max_examples=15, deadline=None, stateful_step_count=10, suppress_health_check=_SLOW, phases=[Phase.generate]
)
# The same examples every time: what a change breaks shows on that change, not on a later one.
settings.register_profile(
    "thorough", max_examples=3000, deadline=None, stateful_step_count=10, suppress_health_check=_SLOW, derandomize=True, print_blob=True
)


def _profile() -> str:
    named = os.environ.get("HYPOTHESIS_PROFILE")
    if named:
        return named
    return "thorough" if os.environ.get("DUTYBOUND_THOROUGH") == "1" else "default"


settings.load_profile(_profile())
gc.set_threshold(20_000)  # a generated rulebook is thousands of small objects, and looking at them over and over took a sixth of the time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow begins first, so that at the end no processor waits for another."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
