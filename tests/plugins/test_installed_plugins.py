"""Installed plugins are found by their entry points: each loads, is left out by name, or is named as broken."""

import os
from collections.abc import Callable

import pytest
from plugin_stand_ins import HERE, Sound

from dutybound import Engine, Refused, host


class _EntryPoint:
    def __init__(self, name: str, value: str, load: Callable[[], object]) -> None:
        self.name, self.value, self.load = name, value, load


def _import_error() -> object:
    raise ModuleNotFoundError("No module named 'cryptography'")


def _exit() -> object:
    raise SystemExit("bye")


def _chdir() -> object:
    os.chdir("/")
    return Sound()


@pytest.mark.parametrize(
    ("load", "wanted"),
    [
        (_import_error, HERE + "the plugin `hostile` cannot be loaded: ModuleNotFoundError: No module named 'cryptography'"),
        (_exit, HERE + "the plugin `hostile` cannot be loaded: SystemExit: bye"),
        (_chdir, HERE + "the plugin `hostile` changed shared state: the working directory"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_named_and_can_be_left_out(
    load: Callable[[], object], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [_EntryPoint("hostile", "a:b", load), _EntryPoint("sound", "c:d", Sound)]
    monkeypatch.setattr(host, "entry_points", lambda group: points)
    with pytest.raises(Refused) as refused:
        host.installed()
    assert str(refused.value) == wanted
    assert list(host.installed(without=["hostile"])) == ["sound"]


def test_leaving_out_a_plugin_that_is_not_there_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "entry_points", lambda group: [_EntryPoint("market", "a:b", Sound)])
    with pytest.raises(Refused) as refused:
        host.installed(without=["markt"])
    assert str(refused.value) == "--without markt: there is no installed plugin `markt`, did you mean `market`?"


def test_two_plugins_of_one_name_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "entry_points", lambda group: [_EntryPoint("market", "a:b", Sound), _EntryPoint("market", "c:d", Sound)])
    with pytest.raises(Refused) as refused:
        host.installed()
    assert str(refused.value) == "plugin market: two plugins are called `market`: a:b and c:d"


OFFICES = sorted(set(host.installed()) - {"national"})
"""The plugins that build on national law; it stands without them."""


@pytest.mark.parametrize("left_out", [*([each] for each in OFFICES), OFFICES], ids=" ".join)
def test_every_office_can_be_left_out_and_national_law_still_links(left_out: list[str]) -> None:
    kept = {name: plugin for name, plugin in host.installed(left_out).items() if name in (*OFFICES, "national")}
    assert Engine.of(kept).rulebook.rule("approved-removal-range")
