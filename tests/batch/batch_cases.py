"""Cases drawn for the small rulebook, and the command line over it alone."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from dutybound.hookspecs import PROJECT

Run = Callable[..., subprocess.CompletedProcess[str]]
"""Runs `dutybound evaluate` with these arguments."""

HERE = Path(__file__).parent
RULEBOOK = HERE / "small.yaml"
INSTALLED = tuple(sorted(point.name for point in entry_points(group=PROJECT)))


def case(number: int, seed: int = 7) -> dict[str, Any]:
    """One case of one to three persons; about one fact in four is unknown."""
    draw = random.Random(f"{seed}/{number}")

    def day() -> str:
        return (date(2020, 6, 1) + timedelta(days=draw.randrange(600))).isoformat()

    def facts() -> dict[str, Any]:
        found: dict[str, Any] = {
            "neglected": draw.random() < 0.4,
            "careful": draw.random() < 0.3,
            "first_time": draw.random() < 0.5,
            "gravity": draw.choice(["minor", "ordinary"]),
            "days_late": draw.choice([0, 5, 29, 30, 364, 365, 1000]),
            "due_on": day(),
            "done_on": day(),
        }
        return {name: value for name, value in found.items() if draw.random() < 0.75}

    return {
        "case_id": f"案-{number}",
        "authority": {"kind": draw.choice(["market", "drug"]), "region": draw.choice(["440100", "440106", "110000"])},
        "act": {"kind": draw.choice(["penalty", "inspection"]), "date": day()},
        "persons": [{"person_id": f"p{each}", "facts": facts()} for each in range(draw.choice([1, 1, 1, 2, 3]))],
    }


def case_lines(count: int, seed: int = 7) -> bytes:
    """JSON Lines with a bad record here and there: not JSON, a value out of vocabulary, facts that contradict each other."""
    found = []
    for number in range(count):
        record = case(number, seed)
        if number % 97 == 13:
            found.append(b'{"case_id": "broken", ')
        elif number % 97 == 29:
            record["persons"][0]["facts"]["gravity"] = "terrible"
        elif number % 97 == 41:
            record["persons"][0]["facts"].update(careful=True, gravity="grave")
        if number % 97 != 13:
            found.append(json.dumps(record, ensure_ascii=False).encode())
    return b"\n".join(found) + b"\n"


def row(number: int, seed: int = 7) -> dict[str, Any]:
    """The first person of a case as a table has it, by fact id."""
    record = case(number, seed)
    person = record["persons"][0]
    return {
        "case_id": record["case_id"],
        "person_id": person["person_id"],
        "act_date": record["act"]["date"],
        "act_kind": record["act"]["kind"],
        "authority_kind": record["authority"]["kind"],
        "region": record["authority"]["region"],
        **person["facts"],
    }


def command(*arguments: object, program: str = "evaluate") -> list[str]:
    """A command line over the small rulebook alone."""
    left_out = [word for name in INSTALLED for word in ("--without", name)]
    return [sys.executable, "-m", "dutybound", program, *map(str, arguments), *left_out, "--policies", str(RULEBOOK)]
