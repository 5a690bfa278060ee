"""What `dutybound` and `dutybound.hookspecs` name is all that a plugin in Python needs: whatever a rule is made of is named there."""

import types
import typing
from collections.abc import Iterator

import attrs
import pytest
from plugin_stand_ins import Sound, exemption, returning

import dutybound
from dutybound import Engine, Refused, hookspecs, host
from dutybound.problems import Inside

PUBLIC = {getattr(module, name) for module in (dutybound, hookspecs) for name in module.__all__ if name != "evaluate_frame"}


def _classes(wanted: object) -> Iterator[type]:
    """The classes of this house that an annotation speaks of."""
    if typing.get_origin(wanted) is not None or isinstance(wanted, types.UnionType):
        for part in typing.get_args(wanted):
            yield from _classes(part)
    elif isinstance(wanted, type) and wanted.__module__.startswith("dutybound"):
        yield wanted


def test_whatever_a_contribution_is_made_of_is_public() -> None:
    todo = [each for each in PUBLIC if isinstance(each, type) and attrs.has(each) and each.__module__ in hookspecs_homes()]
    seen: set[type] = set()
    lacking: set[str] = set()
    while todo:
        owner = todo.pop()
        if owner in seen:
            continue
        seen.add(owner)
        for part in attrs.fields(attrs.resolve_types(owner)):
            for each in _classes(part.type):
                if each not in PUBLIC and each is not Inside:  # where a part of a YAML text stands: nothing that a plugin makes
                    lacking.add(f"{each.__name__} ({owner.__name__}.{part.name})")
                if attrs.has(each):
                    todo.append(each)
    assert len(seen) > 20
    assert not lacking


def hookspecs_homes() -> set[str]:
    """Where the classes named on the page of hooks live."""
    return {getattr(hookspecs, name).__module__ for name in hookspecs.__all__ if isinstance(getattr(hookspecs, name), type)}


def test_a_program_brings_its_own_plugin_beside_the_installed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "installed", lambda without=(): {"sound": Sound()})
    own = returning([exemption(id="my-own")], "grant_exemptions")
    engine = Engine.installed(plugins={"mine": own})
    assert engine.rulebook.rule("my-own")
    assert engine.rulebook.plugins == ("mine", "sound")
    with pytest.raises(Refused, match="plugin sound: a plugin called `sound` is installed; give this one another name"):
        Engine.installed(plugins={"sound": own})


def test_a_plugin_may_take_everything_from_the_page_of_hooks() -> None:
    """Then it holds the specifications of the hooks that it does not implement too, which are no hooks left unmarked."""
    module = types.ModuleType("mine")
    exec("from dutybound.hookspecs import *\n\n\n@hookimpl\ndef define_duties():\n    return []\n", vars(module))
    assert hasattr(module, "grant_exemptions")
    assert Engine.of({"sound": Sound(), "mine": module}).rulebook.plugins == ("mine", "sound")
