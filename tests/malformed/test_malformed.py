"""Malformed policies and cases, each refused with its exact lines: what is wrong, where, and what would be right."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dutybound import Decision, Engine, Language, Place, Problem, Refusal, Refused
from dutybound.deciding import Result, decide_raw
from dutybound.json_text import parse_json
from dutybound.linking import Sources, link
from dutybound.policy import Policy, read_policy
from dutybound.reading import Raw
from dutybound.source import MOST_BYTES, MOST_NODES, read_yaml

HERE = Path(__file__).parent
INSTRUMENT = "instrument: {id: extra-law, title: {zh: 另一法, en: another law}, rank: law, from: 2020-07-01}\n"
SECONDS = 2.0
"""Of computing: a hostile file ends within a second; twice that, for a slow machine."""


class _File:
    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._content = content

    def read_bytes(self) -> bytes:
        return self._content


@pytest.fixture(scope="module")
def sound() -> Policy:
    return read_policy(_File("sound.yaml", (HERE / "sound.yaml").read_bytes()))


@pytest.fixture(scope="module")
def engine(sound: Policy) -> Engine:
    return Engine.from_sources(Sources(policies=(sound,)))


def _entries(*files: str) -> list[Any]:
    return [
        pytest.param(entry, id=f"{file}: {entry['name']}")
        for file in files
        for entry in yaml.safe_load((HERE / f"{file}.yaml").read_text(encoding="utf-8"))
    ]


def _content(entry: dict[str, Any]) -> bytes:
    return bytes.fromhex(entry["hex"]) if "hex" in entry else entry["text"].encode()


def _agree(problems: tuple[Problem, ...], entry: dict[str, Any]) -> None:
    assert [problem.into(Language.EN) for problem in problems] == entry["en"]
    if "zh" in entry:
        assert [problem.into(Language.ZH) for problem in problems] == entry["zh"]


@pytest.mark.parametrize("entry", _entries("yaml", "conversion", "linking"))
def test_a_malformed_policy_is_refused_with_its_exact_lines(entry: dict[str, Any], sound: Policy) -> None:
    with pytest.raises(Refused) as refused:
        policy = read_policy(_File("case.yaml", _content(entry)))
        link(Sources(policies=(policy,) if entry.get("alone") else (sound, policy)))
    _agree(refused.value.problems, entry)


@pytest.mark.parametrize("entry", _entries("cases"))
def test_a_malformed_case_is_refused_with_its_exact_lines(entry: dict[str, Any], engine: Engine) -> None:
    [result] = decide_raw(engine, Raw(_content(entry), Place("cases.jsonl", 7, 1)))
    assert isinstance(result, Refusal)
    assert (result.source, result.line) == ("cases.jsonl", 7)
    _agree(result.problems, entry)


def test_the_sound_policy_and_a_sound_case_are_not_refused(engine: Engine) -> None:
    """Otherwise every entry above could be refused for what it shares with the others."""
    record = b'{"case_id":"c1","persons":[{"person_id":"p1","facts":{"committed":false}}],"act":{"date":"2021-03-04"}}'
    [result] = decide_raw(engine, Raw(record, Place("cases.jsonl", 7, 1)))
    assert isinstance(result, Decision)
    assert result.outcome == "not_liable"


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(_entries("yaml", "conversion", "linking", "cases")) >= 200


def _rules(count: int, condition: Callable[[int], str]) -> str:
    line = "  - {{id: d{0}, provision: extra-law/7, title: {{zh: 题, en: title}}, when: {1}}}\n"
    return INSTRUMENT + "duties:\n" + "".join(line.format(number, condition(number)) for number in range(count))


def _taken(action: Callable[[], object]) -> float:
    """The processor time an action takes: the least of a few goes, for a busy machine makes some of them longer."""
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        action()
        least = min(least, time.process_time() - began)
        if least < SECONDS:
            break
    return least


_RANGE = (
    "  - {{id: r{0}, provision: extra-law/39, applies_to: [the-fault], title: {{zh: 题, en: title}}, "
    "tiers: [{{when: {{committed: true}}, range: [{1}, {1}]}}]}}\n"
)
_TOO_MANY = "there are too many problems, the rest is not listed"
_HOSTILE_FILES = {
    "too large": ("a" * (MOST_BYTES + 1), f"case.yaml: the file is larger than {MOST_BYTES} bytes"),
    "lists without end": (  # some parsers look ahead as far as a bound of their own
        "[" * 1_000_000,
        tuple(f"case.yaml:1:{column}: this is nested more than 40 levels deep" for column in (41, 1001)),
    ),
    "mappings without end": ("{a: " * 500_000, "case.yaml:1:158: this is nested more than 40 levels deep"),
    "dashes without end": ("- " * 500_000, "case.yaml:1:81: this is nested more than 40 levels deep"),
    "too many values": ("- 1\n" * (MOST_NODES + 1), f"case.yaml:{MOST_NODES}:3: there are more than {MOST_NODES} values in this file"),
    "a laughing bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a]\n" for n in range(30)),
        "case.yaml:31:12: aliases (`*name`) are not allowed",
    ),
    "unknown keys without end": ("".join(f"key{n}: 1\n" for n in range(50_000)), "case.yaml:100:1: there is no key `key99` here"),
    "wrong facts without end": (INSTRUMENT + "facts:\n" + "  - {nothing: 1}\n" * 25_000, f"case.yaml:18:5: {_TOO_MANY}"),
    "a key of a million letters": ("a" * 1_000_000 + ": 1\n", "case.yaml:1:1000001: there should be no `: ` here"),
    "unknown facts in one rule": (
        _rules(1, lambda _: "{any: [" + ",".join("{commited: true}" for _ in range(15_000)) + "]}"),
        f"case.yaml:3:5: {_TOO_MANY}",
    ),
    "ranges against ranges": (
        INSTRUMENT + "sanctions:\n" + "".join(_RANGE.format(number, ("warning", "demerit")[number % 2]) for number in range(2000)),
        f"case.yaml:3:5: {_TOO_MANY}",
    ),
    "unknown facts without end": (_rules(3000, lambda n: f"{{fact_{n}: true}}"), f"case.yaml:1090:5: {_TOO_MANY}"),
}


@pytest.mark.parametrize("name", _HOSTILE_FILES)
def test_a_hostile_file_ends_in_a_clear_error_within_a_second(name: str, sound: Policy) -> None:
    text, wanted = _HOSTILE_FILES[name]
    file = _File("case.yaml", text.encode())

    def refused() -> tuple[Problem, ...]:
        with pytest.raises(Refused) as found:
            link(Sources(policies=(sound, read_policy(file))))
        return found.value.problems

    lines = [problem.into(Language.EN) for problem in refused()]
    assert any(line.startswith(wanted) for line in lines), lines[-3:]
    assert _taken(refused) < SECONDS


_RECORD = '{"case_id":"c","persons":[%s]}'
_HOSTILE_RECORDS = {
    "lists without end": ("[" * 1_000_000, "cases.jsonl:7:1: this is nested too deeply"),
    "objects without end": ('{"a":' * 500_000, "cases.jsonl:7:1: this is nested too deeply"),
    "more levels than are borne everywhere": ("[" * 101 + "]" * 101, "cases.jsonl:7:1: this is nested too deeply"),
    "a fact of many levels": (
        _RECORD % ('{"person_id":"p","facts":{"gravity":' + "[" * 97 + "]" * 97 + "}}"),
        "cases.jsonl:7:1: this is nested too deeply",
    ),
    "a fact of as many levels as are borne": (
        _RECORD % ('{"person_id":"p","facts":{"gravity":' + "[" * 96 + "]" * 96 + "}}"),
        "cases.jsonl:7:1: persons[0].facts.gravity: `[[[[",
    ),
    "brackets in a text": (
        _RECORD % '{"person_id":"[[\\"{{","facts":{"gravity":"%s"}}' % ("[" * 200),
        'cases.jsonl:7:1: persons[0].facts.gravity: `"[[[[',
    ),
    "a number without end": ('{"case_id":' + "9" * 100_000 + "}", "cases.jsonl:7:12: a number is too long (100000 digits)"),
    "unknown facts without end": (
        _RECORD % ('{"person_id":"p","facts":{' + ",".join(f'"fact_{n}":1' for n in range(50_000)) + "}}"),
        f"cases.jsonl:7:1: {_TOO_MANY}",
    ),
    "wrong persons without end": (_RECORD % ",".join("1" for _ in range(50_000)), f"cases.jsonl:7:1: {_TOO_MANY}"),
    "disputed without end": (
        _RECORD % ('{"person_id":"p","disputed":[' + ",".join(f'"fact_{n}"' for n in range(20_000)) + "]}"),
        f"cases.jsonl:7:1: {_TOO_MANY}",
    ),
    "a value of a million letters": (
        _RECORD % ('{"person_id":"p","facts":{"gravity":"' + "x" * 1_000_000 + '"}}'),
        'cases.jsonl:7:1: persons[0].facts.gravity: `"xxxxx',
    ),
}


@pytest.mark.parametrize("name", _HOSTILE_RECORDS)
def test_a_hostile_record_ends_in_a_clear_error_within_a_second(name: str, engine: Engine) -> None:
    text, wanted = _HOSTILE_RECORDS[name]

    def decided() -> Result:
        [result] = decide_raw(engine, Raw(text.encode(), Place("cases.jsonl", 7, 1)))
        return result

    result = decided()
    assert isinstance(result, Refusal)
    lines = [problem.into(Language.EN) for problem in result.problems]
    assert any(line.startswith(wanted) for line in lines), lines[-3:]
    assert sum(map(len, lines)) < 100_000
    assert _taken(decided) < SECONDS


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"case_id": "c",\n "facts": {"committed": true,\n  "committed": false}}', "3:3: the key `committed` is written twice"),
        ('{"facts": {"facts": 1, "a": ["facts"]},\n "a": ":{[\\"",\n "facts": 2}', "3:2: the key `facts` is written twice"),
        ('{"case_id": "NaN",\n "overdue": NaN}', "2:13: this is not well-formed JSON: there is no number `NaN`"),
        ('{"case_id": "c",\n "overdue": 1e999}', "2:13: the number `1e999` is too large"),
    ],
)
def test_what_a_parser_lets_pass_has_its_place_in_a_text_of_many_lines(text: str, wanted: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_json(text, Place("case.json"))
    assert str(refused.value) == f"case.json:{wanted}"


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({1: True}, "persons[0].facts: there is no fact `1`"),
        ({"gravity": b"minor"}, "persons[0].facts.gravity: `bytes` is not a value here, which takes one of minor, serious"),
        ({"gravity": {"minor"}}, "persons[0].facts.gravity: `set` is not a value here, which takes one of minor, serious"),
        ({"overdue": object()}, "persons[0].facts.overdue: `object` is not a value here, which takes a whole number (0..10000)"),
    ],
)
def test_a_record_made_in_python_is_refused_for_what_no_json_can_hold(engine: Engine, facts: dict[Any, Any], wanted: str) -> None:
    with pytest.raises(Refused) as refused:
        engine.decide({"case_id": "c", "persons": [{"person_id": "p", "facts": facts}]})
    assert [str(problem.message.en).split(", did you mean")[0] for problem in refused.value.problems] == [wanted]


def test_without_libyaml_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    with pytest.raises(Refused, match="PyYAML comes without libyaml here; install one of its wheels"):
        read_yaml("a: b", "rules.yaml")
