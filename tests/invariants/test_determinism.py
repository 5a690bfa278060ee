"""Invariant 12: the same input and the same rulebook give the same bytes in every process, however it hashes.

Seen to fail: `assembly._basis` over a set left unsorted.
"""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent


def _digest(hash_seed: str, examples: int) -> str:
    done = subprocess.run(
        [sys.executable, str(HERE / "determinism.py"), str(examples)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    examples = max(40, settings().max_examples // 10)
    digests = {_digest(hash_seed, examples) for hash_seed in ("0", "1", "4242")}
    assert len(digests) == 1
    assert all(len(each) == 64 for each in digests)
