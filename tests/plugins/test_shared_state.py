"""What a plugin changes of what all share is named, and put back."""

import locale
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from plugin_stand_ins import Hostile, Sound, plugin

from dutybound import Engine, Refused, linking
from dutybound.problems import Problems
from dutybound.provision import Provision
from dutybound.rules import Limit


def _replace_a_check() -> None:
    linking.check_content = lambda content, problems: None


def _replace_a_method() -> None:
    Problems.raise_any = lambda problems: None  # type: ignore[method-assign]  # as a hostile plugin would


def _replace_a_class_method() -> None:
    Provision.parse = lambda written: None  # type: ignore[method-assign,assignment]  # as above


def _replace_a_field() -> None:
    Limit.most = "none"  # every limit would be read so


def _add_a_method() -> None:
    Limit.__getattribute__ = lambda limit, name: "none"  # type: ignore[method-assign,assignment]  # as above


def _replace_a_module() -> None:
    sys.modules["dutybound.reach"] = ModuleType("dutybound.reach")


def _shared() -> tuple[object, ...]:
    folder, language, depth = Path.cwd(), locale.setlocale(locale.LC_ALL), sys.getrecursionlimit()
    ours = (linking.check_content, Problems.raise_any, sys.modules["dutybound.reach"], *vars(Limit).values(), vars(Provision)["parse"])
    return (folder, dict(os.environ), list(sys.path), language, depth, *ours)


CHANGES: Hostile = {
    "it changes the folder": (lambda: os.chdir("/"), "the working directory"),
    "it changes the environment": (lambda: os.environ.update(DUTYBOUND_TEST="1"), "$DUTYBOUND_TEST"),
    "it changes the import path": (lambda: sys.path.insert(0, "/nowhere"), "sys.path"),
    "it changes the locale": (
        lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8" if locale.setlocale(locale.LC_ALL) == "C" else "C"),
        "the locale",
    ),
    "it changes the recursion limit": (lambda: sys.setrecursionlimit(sys.getrecursionlimit() + 1), "the recursion limit"),
    "it replaces a check": (_replace_a_check, "dutybound.linking.check_content"),
    "it replaces a method": (_replace_a_method, "dutybound.problems:Problems.raise_any"),
    "it replaces a class method": (_replace_a_class_method, "dutybound.provision:Provision.parse"),
    "it replaces a field": (_replace_a_field, "dutybound.rules:Limit.most"),
    "it adds a method": (_add_a_method, "dutybound.rules:Limit.__getattribute__"),
    "it replaces a module": (_replace_a_module, "dutybound.reach"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_plugin_that_changes_what_all_share_is_named_and_the_change_undone(name: str) -> None:
    change, wanted = CHANGES[name]
    before = _shared()
    with pytest.raises(Refused) as refused:
        Engine.of({"sound": Sound(), "hostile": plugin(define_duties=lambda: [change()][1:])})
    assert str(refused.value) == f"plugin hostile: the plugin `hostile` changed shared state: {wanted}"
    assert before == _shared()
