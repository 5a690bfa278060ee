"""A plugin that never ends is named while it is waited for, and a person can stop it."""

import logging
import time

import pytest
from plugin_stand_ins import Sound, plugin, raising

from dutybound import Engine, host


def test_a_plugin_that_takes_long_is_named_in_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(host, "PATIENCE", 0.05)
    with caplog.at_level(logging.WARNING):
        Engine.of({"sound": Sound(), "slow": plugin(define_duties=lambda: [time.sleep(0.3)][1:])})
    assert [record.getMessage() for record in caplog.records] == [
        "the plugin `slow` is still working after 0.05 seconds; if it never ends, leave it out with `--without slow`"
    ]


def test_a_plugin_in_time_is_not_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Engine.of({"sound": Sound()})
    assert not caplog.records


def test_the_person_at_the_keyboard_can_stop_a_plugin() -> None:
    with pytest.raises(KeyboardInterrupt):
        Engine.of({"sound": Sound(), "hostile": raising(KeyboardInterrupt())})
