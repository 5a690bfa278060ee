"""What a plugin does when it is asked, and what it returns that are no rules."""

from collections.abc import Iterator

import attrs
from plugin_stand_ins import CITED, TITLE, Hostile, duty, exemption, fault, later, plugin, raising, returning

from dutybound.rules import Duty, Fault, SanctionRange

DUTIES = "plugin hostile, define_duties: "
ASKED = DUTIES + "`define_duties` of the plugin `hostile` failed: "


class _Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class _OwnEnd(BaseException):
    pass


class _Subclass(Fault):
    pass


def endless() -> Iterator[Duty]:
    number = 0
    while True:
        number += 1
        yield duty(id=f"duty-{number}")


def half_way() -> Iterator[Duty]:
    yield duty()
    raise ValueError("after the first")


ANSWERS: Hostile = {
    # what happens when it is asked
    "it raises": (
        lambda: raising(ValueError("no")),
        ASKED + "ValueError: no",
    ),
    "it raises without words": (
        lambda: raising(_Unspeakable()),
        ASKED + "_Unspeakable",
    ),
    "it leaves the program": (
        lambda: raising(SystemExit(0)),
        ASKED + "SystemExit: 0",
    ),
    "it ends in a way of its own": (
        lambda: raising(_OwnEnd("x")),
        ASKED + "_OwnEnd: x",
    ),
    "it recurses without end": (
        lambda: raising(RecursionError("deep")),
        ASKED + "RecursionError: deep",
    ),
    "it runs out of memory": (
        lambda: raising(MemoryError()),
        ASKED + "MemoryError",
    ),
    # what it returns
    "None": (
        lambda: returning(None),
        ASKED + "TypeError: it returned None where",
    ),
    "a single rule": (
        lambda: returning(duty()),
        ASKED + "TypeError: it returned Duty",
    ),
    "text": (
        lambda: returning("some-duty"),
        ASKED + "TypeError: it returned str",
    ),
    "a mapping": (
        lambda: returning({"id": "x"}),
        ASKED + "TypeError: it returned dict",
    ),
    "a coroutine": (
        lambda: plugin(define_duties=later),
        ASKED + "TypeError: it returned coroutine",
    ),
    "a generator that breaks off": (
        lambda: plugin(define_duties=half_way),
        ASKED + "ValueError: after the first",
    ),
    "a generator without end": (
        lambda: plugin(define_duties=endless),
        ASKED + "ValueError: it returned more than",
    ),
    "a dictionary for a rule": (
        lambda: returning([{"id": "x"}]),
        DUTIES + "`define_duties` returned dict; it takes Duty",
    ),
    "None for a rule": (lambda: returning([None]), DUTIES + "`define_duties` returned NoneType; it takes Duty"),
    "a rule of another stage": (
        lambda: returning([exemption()]),
        DUTIES + "`define_duties` returned Exemption; it takes Duty",
    ),
    "a sanction smuggled in as an exemption": (
        lambda: returning([SanctionRange(id="x", provision=CITED, title=TITLE, applies_to=("the-fault",), tiers=())], "grant_exemptions"),
        "plugin hostile, grant_exemptions: `grant_exemptions` returned SanctionRange; it takes Exemption",
    ),
    "a subclass of a rule": (
        lambda: returning([_Subclass(**attrs.asdict(fault(), recurse=False))], "classify_faults"),
        "plugin hostile, classify_faults: `classify_faults` returned _Subclass; it takes Fault",
    ),
}
