"""A plugin is asked once, when an engine is built, and is alone with its manager."""

import inspect
from collections.abc import Iterator

import pluggy
from plugin_stand_ins import FACTS, Sound, duty, later, plugin

from dutybound import Engine, host
from dutybound.case import Person
from dutybound.rules import Duty


def test_a_plugin_is_asked_once_and_never_while_a_case_is_decided() -> None:
    calls: list[str] = []
    engine = Engine.of({"sound": Sound(), "counting": plugin(define_duties=lambda: calls.append("asked") or [])})
    for _ in range(3):
        engine.decide_person("c", Person("p", FACTS))
    assert calls == ["asked"]


def test_a_generator_of_rules_is_read_once_and_wholly() -> None:
    def rules() -> Iterator[Duty]:
        yield duty()
        yield duty(id="another-duty")

    engine = Engine.of({"sound": Sound(), "lazy": plugin(define_duties=rules)})
    assert [each.id for each in engine.rulebook.content.duties] == ["another-duty", "some-duty"]


def test_no_plugin_reaches_the_manager_of_another() -> None:
    """Each plugin is registered with a manager of its own, so none can unregister or block another."""
    assert not [value for value in vars(host).values() if isinstance(value, pluggy.PluginManager)]
    assert inspect.iscoroutinefunction(later)
