"""dutybound: executable law on official accountability.

    from dutybound import Engine
    decisions = Engine.installed().decide(case)

What this module and `dutybound.hookspecs` name is public; nothing else is.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dutybound.batch.frames import evaluate_frame
    from dutybound.case import Case, Person
    from dutybound.decision import Decision, Refusal
    from dutybound.engine import Engine
    from dutybound.problems import Place, Problem, Refused
    from dutybound.reading import Raw
    from dutybound.rules import Outcome
    from dutybound.stream.stream import Stream
    from dutybound.stream.verdicts import Verdict
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
    "Raw",
    "Refusal",
    "Refused",
    "Stream",
    "Text",
    "Truth",
    "Verdict",
    "evaluate_frame",
]

_HOMES = {
    "Case": "dutybound.case",
    "Decision": "dutybound.decision",
    "Engine": "dutybound.engine",
    "Language": "dutybound.text",
    "Outcome": "dutybound.rules",
    "Person": "dutybound.case",
    "Place": "dutybound.problems",
    "Problem": "dutybound.problems",
    "Raw": "dutybound.reading",
    "Refusal": "dutybound.decision",
    "Refused": "dutybound.problems",
    "Stream": "dutybound.stream.stream",
    "Text": "dutybound.text",
    "Truth": "dutybound.truth",
    "Verdict": "dutybound.stream.verdicts",
    "evaluate_frame": "dutybound.batch.frames",
}
"""Where each public name lives; its module is imported when it is first used, so that the command line's help is quick."""


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `dutybound` has no `{name}`")
    found: object = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
