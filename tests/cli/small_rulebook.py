"""The small rulebook of these tests, and what the program says over it."""

import re
from pathlib import Path

import whole_outputs
from whole_outputs import ALONE

HERE = Path(__file__).parent

SMALL = [*ALONE, "--policies", "rulebook"]
"""The small rulebook of these tests and nothing that is installed."""


def shown(*arguments: str, given: str = "", lang: str = "zh") -> str:
    """What the program says to these arguments, with what changes with the code itself taken out."""
    told = whole_outputs.shown(*arguments, lang=lang, at=HERE, given=given)
    return re.sub(r"\b[0-9a-f]{64}\b", "<digest>", re.sub(r"(规则库|Rulebook) [0-9a-f]{12}\b", r"\1 <digest>", told))


def check(name: str, told: str) -> None:
    """Compare with the file of this name."""
    whole_outputs.check(HERE / "expected" / f"{name}.txt", told)
