"""Hostile and broken plugins: each is contained or named, never passed over in silence, and never ends the program.

What cannot be done from inside one process: a plugin that never returns cannot be stopped (it is named in the log while it is
waited for), and what a plugin does to files, or inside the objects of other modules, cannot be seen. A plugin is trusted code; an
office that does not trust one ships policy files instead, which cannot run anything.
"""

from collections.abc import Callable

import pytest
from hostile_answers import ANSWERS
from hostile_files import FILES
from hostile_rules import RULES
from hostile_shapes import SHAPES, misspelt
from plugin_stand_ins import Sound, raising, returning

from dutybound import Engine, Refused

HOSTILE = [*SHAPES.items(), *ANSWERS.items(), *RULES.items(), *FILES.items()]


@pytest.mark.filterwarnings("ignore:coroutine")
@pytest.mark.parametrize(("make", "wanted"), [each for _, each in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_a_hostile_plugin_is_named_and_stops_the_engine(make: Callable[[], object], wanted: str) -> None:
    with pytest.raises(Refused) as refused:
        Engine.of({"sound": Sound(), "hostile": make()})
    lines = str(refused.value).splitlines()
    assert any(wanted in line for line in lines), lines


def test_every_broken_plugin_is_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        Engine.of({"one": raising(ValueError("a")), "sound": Sound(), "two": misspelt(), "three": returning(None)})
    assert [problem.place.source.split(",")[0] for problem in refused.value.problems] == ["plugin one", "plugin three", "plugin two"]


def test_there_are_at_least_forty_behaviours() -> None:
    assert len(HOSTILE) >= 40
