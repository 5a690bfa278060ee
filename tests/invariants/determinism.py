"""Decides generated cases by generated rulebooks and prints one digest of all bytes: run in processes of their own."""

import hashlib
import sys

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from dutybound.outputs.records import decision_record, encode
from dutybound.testing import decide, engines, facts_for

found = hashlib.sha256()


@seed(20200701)
@settings(max_examples=int(sys.argv[1]), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def decide_all(data: st.DataObject) -> None:
    engine = data.draw(engines())
    decision = decide(engine, data.draw(facts_for(engine)))
    found.update(engine.rulebook.digest.encode())
    found.update(b"refused" if decision is None else encode(decision_record(decision)))


decide_all()
print(found.hexdigest())
