"""What a rulebook says that its authors may not have meant: dead rules, idle exemptions and facts, overlaps, gaps, cliffs.

The command `check --deep` shows these findings. None of them is an error by itself, except tiers that overlap.
"""

from collections.abc import Iterator

from dutybound.program import Program
from dutybound.proof.deep import cliffs, dead, exemptions, gaps, idle, tiers
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.questions import Seeker
from dutybound.rulebook import Rulebook

__all__ = ["Kind", "Observation", "deep_findings"]


def deep_findings(rulebook: Rulebook, program: Program, seeker: Seeker) -> Iterator[Observation]:
    """All observations, kind by kind; each answer that could not be had is one too."""
    look = Look(rulebook, program, seeker)
    for kind in (dead, exemptions, tiers, gaps, idle, cliffs):
        yield from kind.find(look)
