"""Invariant 10: every input record yields its output records, decided or refused, and nothing stops the others.

Seen to fail: `deciding.decide_raw` saying nothing of a line it cannot read; `reading.lines` skipping lines that
are no object; `json_text` without the check for half characters (encoding stopped); `reading.document` looking for a record from the
beginning (two alike had one place), or counting the lines of a record from its end.
"""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_fault import one_fault

from dutybound import Decision, Engine, Refusal, Refused
from dutybound.conditions import Comparison, Test
from dutybound.deciding import decide_raw
from dutybound.facts import Flag
from dutybound.json_text import parse_json
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.reading import document, lines
from dutybound.testing import case_records, engines
from dutybound.testing.vocabularies import fact
from dutybound.text import Language

_ENGINE = one_fault(Test("committed", Comparison.IS, value=True), [fact("committed", Flag())])

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def _spoilt(draw: st.DrawFn, record: dict[str, Any]) -> bytes:
    """The line of a record with something wrong in it, or something else altogether."""
    line = json.dumps(record, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    match draw(st.integers(0, 7)):
        case 0:
            at = draw(st.integers(0, len(line)))
            return line[:at]
        case 1:
            at = draw(st.integers(0, len(line) - 1))
            return line[:at] + draw(st.binary(min_size=1, max_size=3)) + line[at + 1 :]
        case 2:
            return draw(st.binary(max_size=30))
        case 3:
            return json.dumps(draw(_JSON)).encode()
        case 4:
            key = draw(st.sampled_from(sorted(record)))
            return json.dumps({**record, key: draw(_JSON)}).encode()
        case 5:
            person = {**record["persons"][0], draw(st.sampled_from(["facts", "person_id", "disputed", "role", "alleged"])): draw(_JSON)}
            return json.dumps({**record, "persons": [person]}).encode()
        case 6:
            return json.dumps({**record, "case_id": "c\ud83d"}).encode()
        case _:
            return line + draw(st.sampled_from([b" ", b"\xff", b"}", b",", b"\\ud800", b"\x00"]))


def _persons(line: bytes) -> int:
    """How many persons a line names, as far as plain JSON can tell."""
    try:
        found = json.loads(line)
        return len(found["persons"]) if isinstance(found["persons"], list) else 0
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0


@given(st.data())
def test_every_line_is_answered_once_for_each_person_or_refused_once(data: st.DataObject) -> None:
    engine = data.draw(engines())
    written: list[bytes] = []
    for _ in range(data.draw(st.integers(1, 4))):
        record = data.draw(case_records(engine))
        spoilt = data.draw(st.booleans())
        line = data.draw(_spoilt(record)) if spoilt else json.dumps(record, ensure_ascii=False).encode()
        written.append(line.replace(b"\n", b" ").replace(b"\r", b" "))
    answered = 0
    for raw in lines(io.BytesIO(b"\n".join(written)), "cases.jsonl"):
        results = list(decide_raw(engine, raw))
        assert results, "a record was lost"
        whole = [each for each in results if isinstance(each, Refusal) and not each.person_id]
        assert len(results) == 1 if whole else len(results) == _persons(raw.content)
        for each in results:
            if isinstance(each, Refusal):
                assert each.problems, "a record was refused without a reason"
                assert (each.source, each.line) == ("cases.jsonl", raw.place.line)
                out = encode(refusal_record(each))
            else:
                assert isinstance(each, Decision)
                out = encode(decision_record(each))
            assert out.endswith(b"\n") and out.count(b"\n") == 1
            json.loads(out)
        answered += 1
    assert answered == sum(1 for number, line in enumerate(written) if (line.removeprefix(b"\xef\xbb\xbf") if not number else line).strip())


@given(st.data())
def test_a_record_made_of_facts_is_read_as_those_facts(data: st.DataObject) -> None:
    engine: Engine = data.draw(engines())
    record = data.draw(case_records(engine))
    case = engine.read(record)
    assert [person.person_id for person in case.persons] == [person["person_id"] for person in record["persons"]]
    for person, written in zip(case.persons, record["persons"], strict=True):
        told = {*record["facts"], *written["facts"]}
        ordinary = {fact.id for fact in engine.rulebook.content.facts if not fact.origin}
        assert set(person.facts) & ordinary == told
        for name in told:
            value = person.facts[name]
            spelt = record["facts"].get(name, written["facts"].get(name))
            assert spelt == (value if isinstance(value, bool | int | str) else value.isoformat())


@given(st.lists(_JSON, max_size=4), st.sampled_from([None, 1, 4]), st.sampled_from(["", "\ufeff", "\n\n", " \t"]), st.booleans())
def test_each_record_of_a_json_list_stands_where_it_is_said_to(values: list[Any], indent: int | None, before: str, ascii: bool) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=ascii).replace("NaN", "1").replace("Infinity", "1")
    content = (before + text).encode("utf-8", "replace")
    found = list(document(content, "cases.json"))
    assert [json.loads(each.content) for each in found] == json.loads(content.decode("utf-8-sig"))
    written = content.decode("utf-8-sig").split("\n")
    for each in found:
        rest = "\n".join([written[each.place.line - 1][each.place.column - 1 :], *written[each.place.line :]])
        assert rest.encode().startswith(each.content), "the place is another"
    assert len({(each.place.line, each.place.column) for each in found}) == len(found)


def test_a_bad_record_of_a_json_list_does_not_stop_the_others() -> None:
    content = b"""[
  {"case_id": "a", "persons": [{"person_id": "p"}]},
  {"case_id": "b",
   "persons": [], "case_id": "c"}, 7,
  {"case_id": "d", "persons": [{"person_id": "p"}]}
]"""
    results = [result for raw in document(content, "cases.json") for result in decide_raw(_ENGINE, raw)]
    decided = [each.case_id for each in results if isinstance(each, Decision)]
    refused = [(each.line, [str(problem.place) for problem in each.problems]) for each in results if isinstance(each, Refusal)]
    assert decided == ["a", "d"]
    assert refused == [(3, ["cases.json:4:19"]), (4, ["cases.json:4:36"])]


def test_a_list_nested_too_deeply_is_refused_as_a_whole_by_every_interpreter() -> None:
    """Some of them could split it, and would say it of one record; others cannot."""
    for depth in (200, 1_000, 5_000, 200_000):
        content = b'[{"case_id": "a", "persons": [{"person_id": "p"}]},\n' + b"[" * depth + b"]" * depth + b"]"
        [raw] = document(content, "cases.json")
        [result] = decide_raw(_ENGINE, raw)
        assert isinstance(result, Refusal)
        assert [problem.into(Language.EN) for problem in result.problems] == ["cases.json:1:1: this is nested too deeply"]


def test_a_list_that_is_never_closed_is_refused_as_a_whole() -> None:
    [raw] = document(b'[{"case_id": "a", "persons": [{"person_id": "p"}]},\n', "cases.json")
    [result] = decide_raw(_ENGINE, raw)
    assert isinstance(result, Refusal)
    assert [str(problem.place) for problem in result.problems] == ["cases.json:2:1"]


def test_a_line_cut_short_is_told_with_its_own_number() -> None:
    whole = b'{"case_id":"a","persons":[{"person_id":"p"}]}'
    for end in (b"\n", b"\r\n", b""):
        raws = list(lines(io.BytesIO(whole + b"\n" + whole[:26] + end), "cases.jsonl"))
        with pytest.raises(Refused) as refused:
            parse_json(raws[1].content, raws[1].place)
        assert [str(each.place) for each in refused.value.problems] == ["cases.jsonl:2:27"]
