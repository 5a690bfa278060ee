"""What an office's register tells is explained by the quick way too, to the byte as by way of objects.

Seen to fail: due days reckoned without the calendar of the office.
"""

from typing import Any

import msgspec
import pytest
from duty_tables import CALENDAR_2021, LIST, POSTS, written

from dutybound.codes import SCHEMES
from dutybound.duties.filing import read_register
from dutybound.engine import Engine
from dutybound.outputs.explanations import explanation_record
from dutybound.stream.stream import Stream

ON_THE_LIST: dict[str, dict[str, Any]] = {
    "on the list": {"act": {"duty": "C-01"}},
    "late": {"act": {"duty": "C-01", "received": "2021-01-04", "done": "2021-04-05", "excluded_days": 0}},
    "in time": {"act": {"kind": "licence", "duty": "A-01/1", "received": "2021-02-08", "done": "2021-03-12", "excluded_days": 0}},
    "a missed interval": {"act": {"kind": "inspection", "duty": "B-01", "last_inspected": "2019-03-03"}},
    "a listed post": {"act": {"duty": "C-01"}, "person": {"post": "办案岗", "unit": "执法队"}},
    "another post": {"act": {"duty": "C-01"}, "person": {"post": "检查岗", "unit": "食品科"}},
    "another level": {"act": {"duty": "C-01"}, "authority": {"kind": "market", "level": "city"}},
    "a due day": {"act": {"date": "2023-03-01"}, "facts": {"named_report": True, "filing_decided_on": "2023-03-03"}},
    "a procedure": {"person": {"procedure": {"track": "appointing", "as_of": "2021-09-01", "events": []}}},
}
DUE = "2023-03-13"
"""Five working days after 3 March 2023 by the calendar below, which has a holiday in them; 10 March without it."""


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Stream:
    folder = tmp_path_factory.mktemp("register")
    register = read_register(
        written(folder, "list.csv", LIST),
        SCHEMES["any"],
        posts=written(folder, "posts.csv", POSTS),
        calendar=[
            written(folder, "2021.yaml", CALENDAR_2021),
            written(folder, "2023.yaml", "year: 2023\nholidays: [2023-03-06]\nworkdays: []\n"),
        ],
    )
    return Stream(Engine.installed().with_register(register))


@pytest.mark.parametrize("what", ON_THE_LIST)
def test_a_case_told_by_a_register_is_explained_by_the_same_bytes(what: str, stream: Stream) -> None:
    given = ON_THE_LIST[what]
    record = {
        "case_id": "c",
        "authority": given.get("authority", {"kind": "market", "region": "440106", "level": "county"}),
        "act": {"kind": "penalty", "date": "2021-03-04", **given.get("act", {})},
        "persons": [{"person_id": "p", "role": "handler", **given.get("person", {})}],
        "facts": {"official_function": True, "person_is_staff": True, **given.get("facts", {})},
    }
    [person] = stream.engine.read(record).persons
    decision = stream.engine.decide_person("c", person)
    quick = stream.explanation(person, decision)
    assert quick is not None, "it was left to the objects' way"
    assert bytes(quick) == msgspec.json.encode(explanation_record(stream.engine.explain_person("c", person)))
    assert (DUE.encode() in bytes(quick)) is (what == "a due day")
