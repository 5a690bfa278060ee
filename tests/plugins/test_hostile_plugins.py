"""Hostile and broken plugins: each is contained or named, never passed over in silence, and never ends the program.

What cannot be done from inside one process: a plugin that never returns cannot be stopped (it is named in the log while it is
waited for), and what a plugin does to files, or inside the objects of other modules, cannot be seen. A plugin is trusted code; an
office that does not trust one ships policy files instead, which cannot run anything.
"""

import asyncio
import locale
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pluggy
import pytest

from dutybound import Engine, Refused, host, linking
from dutybound.case import Person
from dutybound.conditions import AnyOf, Asks, Comparison, Holds, Predicate, Test
from dutybound.facts import Fact, Facts, Flag
from dutybound.hookspecs import hookimpl
from dutybound.provision import Provision
from dutybound.rules import Circumstance, Duty, Effect, Exemption, Fault, FaultKind, Mode, SanctionRange, Tier
from dutybound.testing.plugins import PolicyText
from dutybound.text import Text

HERE = "plugin hostile: "
FILE = HERE + "the policy file "
DUTIES = "plugin hostile, define_duties: "
ASKED = DUTIES + "`define_duties` of the plugin `hostile` failed: "
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


def plugin(**hooks: Callable[..., Any]) -> object:
    """A plugin with these hooks, marked as such."""
    return SimpleNamespace(**{name: hookimpl(function) for name, function in hooks.items()})


def returning(value: Any, hook: str = "define_duties") -> object:
    return plugin(**{hook: lambda: value})


def raising(error: BaseException, hook: str = "define_duties") -> object:
    def hostile() -> list[Any]:
        raise error

    return plugin(**{hook: hostile})


def nothing() -> list[Any]:
    return []


class _Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class _OwnEnd(BaseException):
    pass


class _Subclass(Fault):
    pass


class _File:
    name = "hostile.yaml"

    def __init__(self, content: Any) -> None:
        self._content = content

    def read_bytes(self) -> Any:
        if isinstance(self._content, BaseException):
            raise self._content
        return self._content


class _Nameless:
    @property
    def name(self) -> str:
        raise RuntimeError("no name")

    def read_bytes(self) -> bytes:
        raise OSError("gone")


class _Property:
    @property
    def trap(self) -> object:
        raise RuntimeError("do not look at me")


def endless() -> Iterator[Duty]:
    number = 0
    while True:
        number += 1
        yield duty(id=f"duty-{number}")


def half_way() -> Iterator[Duty]:
    yield duty()
    raise ValueError("after the first")


async def later() -> list[Any]:
    return []


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


HOSTILE: dict[str, tuple[Callable[[], object], str]] = {
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
        ASKED + "RuntimeError: SystemExit: 0",
    ),
    "it ends in a way of its own": (
        lambda: raising(_OwnEnd("x")),
        ASKED + "RuntimeError: _OwnEnd: x",
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
    # what the rules hold
    "an id that is a number": (lambda: returning([duty(id=3)]), DUTIES + "id of a Duty should be str, not int"),
    "a citation that is text": (
        lambda: returning([duty(provision="test-law/9")]),
        DUTIES + "provision of a Duty should be Provision, not str",
    ),
    "a title that is text": (
        lambda: returning([duty(title="title")]),
        DUTIES + "title of a Duty should be Text, not str",
    ),
    "a condition that is a function": (
        lambda: returning([duty(when=lambda facts: True)]),
        DUTIES + "when of a Duty should be Test |",
    ),
    "a condition with a list inside": (
        lambda: returning([duty(when=AnyOf([COMMITTED]))]),
        DUTIES + "when.parts of a Duty should be tuple, not list",
    ),
    "reach that is a list": (
        lambda: returning([exemption(applies_to=["the-fault"])], "grant_exemptions"),
        "plugin hostile, grant_exemptions: applies_to of a Exemption should be tuple, not list",
    ),
    "a kind that is text": (
        lambda: returning([fault(kind="non-performance")], "classify_faults"),
        "plugin hostile, classify_faults: kind of a Fault should be FaultKind, not str",
    ),
    "a day that is text": (
        lambda: returning([duty(begins="2020-07-01")]),
        DUTIES + "begins of a Duty should be date | None, not str",
    ),
    "a predicate that is no function": (
        lambda: returning([Predicate("p", TITLE, (), "True")]),
        DUTIES + "function of a Predicate should be a function, not str",
    ),
    # what the rules say
    "an id that is taken": (
        lambda: returning([fault(id="the-fault")], "classify_faults"),
        "plugin hostile, classify_faults, the-fault: the rule id `the-fault` is taken (see also sound.yaml:28:10)",
    ),
    "one id twice": (
        lambda: returning([duty(), duty()]),
        "plugin hostile, define_duties, some-duty: the rule id `some-duty` is taken (see also plugin hostile, define_duties, some-duty)",
    ),
    "a fact that is taken": (
        lambda: returning([Fact("committed", Flag(), TITLE, TITLE, CITED, TITLE)]),
        "plugin hostile, define_duties, committed: the fact id `committed` is taken",
    ),
    "an id with a colon": (
        lambda: returning([duty(id="scope:all")]),
        "plugin hostile, define_duties, scope:all: `scope:all` is not an id",
    ),
    "an unknown instrument": (
        lambda: returning([duty(provision=Provision("my-law", 1))]),
        "plugin hostile, define_duties, some-duty: `my-law/1` cites an instrument that no policy file declares",
    ),
    "an unknown fact": (
        lambda: returning([duty(when=Test("comitted", Comparison.IS, value=True))]),
        "there is no fact `comitted`, did you mean `committed`?",
    ),
    "a predicate over unknown facts": (
        lambda: returning([Predicate("p", TITLE, ("nothing",), bool)]),
        "plugin hostile, define_duties, p: the predicate `p` reads `nothing`, which is no fact",
    ),
    "the finding of a later stage": (
        lambda: returning([duty(when=Holds("the-fault"))]),
        "the rule `the-fault` is not of an earlier stage, so its finding cannot be used here",
    ),
    "an exemption that excuses nothing": (
        lambda: returning([exemption(applies_to=())], "grant_exemptions"),
        "plugin hostile, grant_exemptions, some-exemption: the exemption `some-exemption` excuses nothing",
    ),
    "a sanction without upper law": (
        lambda: plugin(
            policy_files=lambda: [
                PolicyText("mine.yaml", "instrument: {id: mine, title: {zh: 甲, en: a}, rank: rule, from: 2020-01-01}\n")
            ],
            select_sanctions=lambda: [
                SanctionRange(
                    id="x",
                    provision=Provision("mine", 1),
                    title=TITLE,
                    applies_to=("the-fault",),
                    tiers=(Tier(when=COMMITTED, range=("warning", "dismissal")),),
                )
            ],
        ),
        "plugin hostile, select_sanctions, x: the sanction range `x` must cite a law or regulation, and `mine/1` is neither",
    ),
    # its files
    "files that are text": (
        lambda: returning("sound.yaml", "policy_files"),
        "plugin hostile, policy_files: `policy_files` of the plugin `hostile` failed: TypeError: it returned str",
    ),
    "a file that is text": (
        lambda: returning(["sound.yaml"], "policy_files"),
        FILE + "`'sound.yaml'` cannot be read: AttributeError",
    ),
    "a file that is not there": (
        lambda: returning([Path("/nowhere/at/all.yaml")], "policy_files"),
        FILE + "`all.yaml` cannot be read: FileNotFoundError",
    ),
    "a file that is a folder": (
        lambda: returning([Path(__file__).parent], "policy_files"),
        FILE + "`plugins` cannot be read: IsADirectoryError",
    ),
    "a file that raises": (
        lambda: returning([_File(OSError("disk"))], "policy_files"),
        FILE + "`hostile.yaml` cannot be read: OSError: disk",
    ),
    "a file that leaves the program": (
        lambda: returning([_File(SystemExit(3))], "policy_files"),
        FILE + "`hostile.yaml` cannot be read: RuntimeError: SystemExit: 3",
    ),
    "a file of numbers": (
        lambda: returning([_File(42)], "policy_files"),
        FILE + "`hostile.yaml` cannot be read: TypeError",
    ),
    "a file without a name": (
        lambda: returning([_Nameless()], "policy_files"),
        FILE + "`a _Nameless` cannot be read",
    ),
    "a file that claims the instrument of another": (
        lambda: returning([PolicyText("mine.yaml", SOUND)], "policy_files"),
        "sound.yaml:1:18: the instrument id `test-law` is taken (see also mine.yaml:1:18)",
    ),
    "a file that is broken": (
        lambda: returning([PolicyText("mine.yaml", "instrument: [\n")], "policy_files"),
        "mine.yaml:2:1: the file ends in the middle of a list or mapping",
    ),
}


@pytest.mark.filterwarnings("ignore:coroutine")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_plugin_is_named_and_stops_the_engine(name: str) -> None:
    make, wanted = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        Engine.of({"sound": Sound(), "hostile": make()})
    lines = str(refused.value).splitlines()
    assert any(wanted in line for line in lines), lines


def test_every_broken_plugin_is_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        Engine.of({"one": raising(ValueError("a")), "sound": Sound(), "two": misspelt(), "three": returning(None)})
    assert [problem.place.source.split(",")[0] for problem in refused.value.problems] == ["plugin one", "plugin three", "plugin two"]


# --- shared state: named, and put back ---


def _replace_a_check() -> None:
    linking.check_content = lambda content, problems: None


def _replace_a_method() -> None:
    Fact.value_ids = property(lambda self: ())  # type: ignore[assignment,method-assign,misc]  # the point of the test


CHANGES: dict[str, tuple[Callable[[], object], str]] = {
    "it changes the folder": (lambda: os.chdir("/"), "the working directory"),
    "it changes the environment": (lambda: os.environ.update(DUTYBOUND_TEST="1"), "$DUTYBOUND_TEST"),
    "it changes the import path": (lambda: sys.path.insert(0, "/nowhere"), "sys.path"),
    "it changes the locale": (
        lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8" if locale.setlocale(locale.LC_ALL) == "C" else "C"),
        "the locale",
    ),
    "it changes the recursion limit": (lambda: sys.setrecursionlimit(sys.getrecursionlimit() + 1), "the recursion limit"),
    "it replaces a check": (_replace_a_check, "dutybound.linking.check_content"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_plugin_that_changes_what_all_share_is_named_and_the_change_undone(name: str) -> None:
    change, wanted = CHANGES[name]
    before = (Path.cwd(), dict(os.environ), list(sys.path), locale.setlocale(locale.LC_ALL), sys.getrecursionlimit(), linking.check_content)
    with pytest.raises(Refused) as refused:
        Engine.of({"sound": Sound(), "hostile": plugin(define_duties=lambda: [change()][1:])})
    assert str(refused.value) == f"plugin hostile: the plugin `hostile` changed shared state: {wanted}"
    assert before == (
        Path.cwd(),
        dict(os.environ),
        list(sys.path),
        locale.setlocale(locale.LC_ALL),
        sys.getrecursionlimit(),
        linking.check_content,
    )


# --- what never ends is named while it is waited for ---


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


# --- installed plugins: entry points ---


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
        (_exit, HERE + "the plugin `hostile` cannot be loaded: RuntimeError: SystemExit: bye"),
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


# --- predicates: asked while a case is decided ---


def _asking(function: Callable[[Facts], Any]) -> Engine:
    asked = Predicate("asked", TITLE, ("overdue", "committed"), function)
    moved = Circumstance(id="moved", provision=CITED, title=TITLE, effect=Effect.LIGHTER, mode=Mode.MAY, when=Asks("asked"))
    return Engine.of({"sound": Sound(), "hostile": plugin(select_sanctions=lambda: [asked, moved])})


FACTS: Facts = {"act_date": date(2021, 3, 4), "committed": True, "gravity": "minor", "overdue": 3}


def _mutates(facts: Any) -> bool:
    facts.clear()
    facts["committed"] = False
    return True


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (lambda facts: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda facts: facts["gravity"], "raised KeyError: 'gravity'"),
        (lambda facts: None, "returned None where True or False is needed"),
        (lambda facts: 1, "returned 1 where True or False is needed"),
        (lambda facts: "yes", "returned 'yes' where True or False is needed"),
        (lambda facts: sys.exit(0), "raised SystemExit: 0"),
        (lambda: True, "raised TypeError"),
        (later, "raised TypeError"),
    ],
)
def test_a_predicate_that_fails_refuses_the_case_and_is_named(function: Callable[[Facts], Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        _asking(function).decide_person("c", Person("p", FACTS))
    assert str(refused.value).startswith(f"c/p: the predicate `asked` {why}")


def test_a_predicate_that_changes_its_facts_changes_nothing() -> None:
    engine = _asking(_mutates)
    facts = dict(FACTS)
    decision = engine.decide_person("c", Person("p", facts))
    assert decision.outcome == "liable"
    assert facts == FACTS


def test_a_predicate_is_not_asked_while_a_fact_it_reads_is_unknown() -> None:
    asked: list[Facts] = []
    engine = _asking(lambda facts: asked.append(facts) or True)
    engine.decide_person("c", Person("p", {name: value for name, value in FACTS.items() if name != "overdue"}))
    assert not asked


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


def test_there_are_at_least_forty_behaviours() -> None:
    assert len(HOSTILE) + len(CHANGES) >= 40


def test_no_plugin_reaches_the_manager_of_another() -> None:
    """Each plugin is registered with a manager of its own, so none can unregister or block another."""
    assert not [value for value in vars(host).values() if isinstance(value, pluggy.PluginManager)]
    assert asyncio.iscoroutinefunction(later)
