"""Plugins and rules for tests: a sound plugin, and whatever stands beside it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dutybound.conditions import Comparison, Test
from dutybound.facts import Facts
from dutybound.hookspecs import hookimpl
from dutybound.provision import Provision
from dutybound.rules import Duty, Exemption, Fault, FaultKind
from dutybound.testing.plugins import PolicyText
from dutybound.text import Text

Hostile = dict[str, tuple[Callable[[], object], str]]
"""What a plugin may be or do: how it is made, and what the refusal says of it."""

HERE = "plugin hostile: "
TITLE = Text("题", "title")
CITED = Provision("test-law", 9)
SOUND = (Path(__file__).parent.parent / "malformed" / "sound.yaml").read_text(encoding="utf-8")


class Sound:
    """The plugin that every test has beside the hostile one."""

    @hookimpl
    def policy_files(self) -> list[PolicyText]:
        return [PolicyText("sound.yaml", SOUND)]


def duty(**changed: Any) -> Duty:
    return Duty(**{"id": "some-duty", "provision": CITED, "title": TITLE, **changed})


def fault(**changed: Any) -> Fault:
    fields = {"id": "some-fault", "provision": CITED, "title": TITLE, "kind": FaultKind.NON_PERFORMANCE, "when": COMMITTED}
    return Fault(**{**fields, **changed})


def exemption(**changed: Any) -> Exemption:
    return Exemption(
        **{"id": "some-exemption", "provision": CITED, "title": TITLE, "applies_to": ("the-fault",), "when": DENIED, **changed}
    )


COMMITTED = Test("committed", Comparison.IS, value=True)
DENIED = Test("denied", Comparison.IS, value=True)
FACTS: Facts = {"act_date": date(2021, 3, 4), "committed": True, "gravity": "minor", "overdue": 3}
"""By these the law of the sound plugin makes a person liable."""


def plugin(**hooks: Callable[..., Any]) -> object:
    """A plugin with these hooks, marked as such."""
    return SimpleNamespace(**{name: hookimpl(function) for name, function in hooks.items()})


def returning(value: Any, hook: str = "define_duties") -> object:
    return plugin(**{hook: lambda: value})


def raising(error: BaseException, hook: str = "define_duties") -> object:
    def hostile() -> list[Any]:
        raise error

    return plugin(**{hook: hostile})


async def later() -> list[Any]:
    return []
