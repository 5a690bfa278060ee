"""Cases to measure with: every one different, made from written cases or at random, never the same one twice."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from dutybound import Engine
from dutybound.facts import Day
from dutybound.lawcases.reading import read_law_cases
from dutybound.trials import trials

LAW = Path(__file__).parents[1] / "tests" / "law"
FIRST_DAY = date(2020, 7, 1)


def varied(engine: Engine, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Lawyers' cases with three facts changed, one forgotten, another day and another region each time."""
    random = Random(seed)
    worth = {name: values for name, values in trials(engine.program).items() if values and not engine.rulebook.fact(name).origin}
    written = read_law_cases([LAW], engine.rulebook)
    for number in range(count):
        record = json.loads(json.dumps(random.choice(written).record))
        record["case_id"] = f"case-{number:06}"
        record["act"]["date"] = (FIRST_DAY + timedelta(days=random.randrange(900))).isoformat()
        record["authority"]["region"] = str(random.randrange(440100, 445399))
        facts = record["persons"][0]["facts"]
        for name in random.sample(sorted(worth), 3):
            value = random.choice(worth[name])
            facts[name] = value.isoformat() if isinstance(value, date) else value
        facts.pop(random.choice(sorted(facts)), None)
        yield record


def random_records(engine: Engine, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Cases of a generated rulebook with every fact known: few things went wrong, in another way each time."""
    random = Random(seed)
    worth = trials(engine.program)
    for number in range(count):
        facts: dict[str, Any] = {}
        for fact in engine.rulebook.content.facts:
            if fact.origin:
                continue
            if fact.id in ("flag_0", "flag_1", "flag_2", "flag_3"):
                facts[fact.id] = True
            elif isinstance(fact.domain, Day):
                facts[fact.id] = (FIRST_DAY + timedelta(days=random.randrange(900))).isoformat()
            elif fact.id.startswith("flag"):
                facts[fact.id] = random.random() < 0.1
            else:
                facts[fact.id] = random.choice(worth[fact.id])
        day = (FIRST_DAY + timedelta(days=random.randrange(900))).isoformat()
        yield {
            "case_id": f"case-{number:06}",
            "authority": {"kind": "market"},
            "act": {"date": day},
            "persons": [{"person_id": "1", "facts": facts}],
        }


def in_order(engine: Engine, record: dict[str, Any]) -> dict[str, Any]:
    """The same record with its facts in the order in which the rulebook declares them."""
    place = {fact.id: number for number, fact in enumerate(engine.rulebook.content.facts)}
    persons = [{**person, "facts": dict(sorted(person["facts"].items(), key=lambda each: place[each[0]]))} for person in record["persons"]]
    return {**record, "persons": persons}


def line(record: dict[str, Any]) -> bytes:
    """The record as a line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
