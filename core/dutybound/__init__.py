"""dutybound: executable law on official accountability.

    from dutybound import Engine
    decisions = Engine.installed().decide(case)

What this module and `dutybound.hookspecs` name is public; nothing else is.
"""

from dutybound.case import Case, Person
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.problems import Place, Problem, Refused
from dutybound.rules import Outcome
from dutybound.text import Language, Text
from dutybound.truth import Truth

__all__ = [
    "Case",
    "Decision",
    "Engine",
    "Language",
    "Outcome",
    "Person",
    "Place",
    "Problem",
    "Refusal",
    "Refused",
    "Text",
    "Truth",
]
