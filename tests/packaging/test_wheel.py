"""The wheel holds everything: built, installed in a new environment, it decides a case there."""

import json
from pathlib import Path

import pytest
from environments import environment, run, wheel

CASE = {
    "case_id": "1",
    "authority": {"kind": "other"},
    "act": {"kind": "penalty", "date": "2021-03-04"},
    "persons": [{"person_id": "A"}],
}


@pytest.mark.slow
def test_the_wheel_decides_a_case_in_a_new_environment(tmp_path: Path) -> None:
    programs = environment(tmp_path / "environment", wheel(tmp_path))
    written = run(programs / "dutybound", "evaluate", "-", cwd=tmp_path, given=json.dumps(CASE))
    [record] = [json.loads(line) for line in written.splitlines()]
    assert record["outcome"] == "out_of_scope"
    assert record["rulebook"]["plugins"]
    listed = run(programs / "python", "-c", "import dutybound_policies, dutybound_plugins; print('here')", cwd=tmp_path)
    assert listed == "here\n"
    given = ("--region", "440100", "--authority", "market", "--from", "2024-01-01")
    for kind in ("folder", "distribution"):
        run(programs / "dutybound", "new-plugin", f"wheel-{kind}", "--kind", kind, *given, cwd=tmp_path)
    run(programs / "dutybound", "check", "wheel-folder", cwd=tmp_path)
    assert (tmp_path / "dutybound-wheel-distribution" / "src" / "dutybound_wheel_distribution" / "py.typed").is_file()
