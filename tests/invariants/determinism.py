"""Decides generated cases by generated rulebooks and prints one digest of all bytes: run in processes of their own."""

import hashlib
import sys

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from dutybound.engine import Engine
from dutybound.outputs.records import decision_record, encode
from dutybound.testing import decide
from dutybound.testing.cases import graded_facts
from dutybound.testing.rulebooks import graded_sources

found = hashlib.sha256()


@seed(20200701)
@settings(max_examples=int(sys.argv[1]), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def decide_all(data: st.DataObject) -> None:
    engine = Engine.from_sources(data.draw(graded_sources()))
    decision = decide(engine, data.draw(graded_facts(engine)))
    found.update(engine.rulebook.digest.encode())
    found.update(b"refused" if decision is None else encode(decision_record(decision)))


decide_all()
print(found.hexdigest())
