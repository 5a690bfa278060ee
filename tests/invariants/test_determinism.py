"""Invariant 12: the same input and the same rulebook give the same bytes in every process, however it hashes.

Seen to fail: `assembly._basis` over a set left unsorted.
"""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent
HASH_SEEDS = ("0", "1", "4242")


def _digests(examples: int) -> set[str]:
    """What as many processes print, side by side."""
    running = [
        subprocess.Popen(
            [sys.executable, str(HERE / "determinism.py"), str(examples)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for hash_seed in HASH_SEEDS
    ]
    printed = {each.communicate()[0].strip() for each in running}
    assert not any(each.returncode for each in running)
    return printed


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    digests = _digests(max(40, settings().max_examples // len(HASH_SEEDS)))  # in each of the processes
    assert len(digests) == 1
    assert all(len(each) == 64 for each in digests)
