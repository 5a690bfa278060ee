"""What is no plugin, and hooks that are none."""

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

from plugin_stand_ins import HERE, Hostile, Sound, exemption, plugin

from dutybound.hookspecs import hookimpl


def nothing() -> list[Any]:
    return []


class _Property:
    @property
    def trap(self) -> object:
        raise RuntimeError("do not look at me")


def unmarked() -> object:
    return SimpleNamespace(define_duties=hookimpl(nothing), grant_exemptions=lambda: [exemption()])


def misspelt() -> object:
    return SimpleNamespace(grant_exemption=hookimpl(lambda: [exemption()]))


def optional() -> object:
    return SimpleNamespace(grant_exemption=hookimpl(lambda: [exemption()], optionalhook=True))


def wrapper() -> object:
    def swallow() -> Iterator[Any]:
        yield
        return []

    return SimpleNamespace(define_duties=hookimpl(swallow, wrapper=True))


def first() -> object:
    return SimpleNamespace(define_duties=hookimpl(nothing, tryfirst=True))


SHAPES: Hostile = {
    # what it is
    "nothing at all": (lambda: None, HERE + "the plugin `hostile` implements no hook"),
    "a number": (lambda: 3, HERE + "the plugin `hostile` implements no hook"),
    "an empty module": (lambda: ModuleType("empty"), HERE + "the plugin `hostile` implements no hook"),
    "a property that raises": (_Property, HERE),
    "a class instead of an object": (
        lambda: Sound,
        "plugin hostile, policy_files: `policy_files` of the plugin `hostile` failed: TypeError",
    ),
    # which hooks it names
    "a misspelt hook": (misspelt, HERE + "a hook of the plugin `hostile` does not fit: unknown hook 'grant_exemption'"),
    "a misspelt hook declared optional": (optional, HERE + "the hook `grant_exemption` takes no option such as optionalhook"),
    "a hook that is not marked": (unmarked, HERE + "`grant_exemptions` is not marked with @hookimpl"),
    "a wrapper": (wrapper, HERE + "the hook `define_duties` takes no option such as wrapper"),
    "a hook that wants to be first": (first, HERE + "the hook `define_duties` takes no option such as tryfirst"),
    "a hook with an argument": (
        lambda: plugin(define_duties=lambda rulebook: []),
        HERE + "a hook of the plugin `hostile` does not fit: Plugin 'hostile' for hook 'define_duties'",
    ),
}
