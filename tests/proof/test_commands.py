"""`prove`, `diff`, `check --deep`, `evaluate --exact` and `ask --exact` as they are called, with and without z3."""

import json
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dutybound.cli import program
from dutybound.proof import seeking
from dutybound.proof.enumerating import Enumerating

CASE = {
    "case_id": "c",
    "act": {"date": "2021-06-01"},
    "authority": {"region": "440100"},
    "persons": [{"person_id": "p"}],
    "facts": {"missed": False, "wrong": True, "strict": False, "gravity": "serious", "confessed": False, "sanctioned": False},
}
ALONE = [word for point in sorted(entry_points(group="dutybound"), key=lambda each: each.name) for word in ("--without", point.name)]


@pytest.fixture
def nation(small: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "nation"
    folder.mkdir()
    (folder / "upper.yaml").write_text(small.law, "utf-8")
    (folder / "nation.yaml").write_text(small.nation, "utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(program, ["--lang", "en", *map(str, arguments)])


def test_prove_proves_and_exits_0(nation: Path) -> None:
    done = run("prove", *ALONE, "--policies", nation)
    assert (done.exit_code, done.stderr) == (0, "8 proved\n")
    assert done.stdout.splitlines()[0] == "proved  invariant-1  an exempt person receives no sanction and no measure"


UNMET = {
    "zh": (
        "未做到  invariant-7.7  `local-one` 适用之处，仍有人可受处分",
        "    国家规则可以处分的人，都因地方免责（{}:3:14）不受处分",
        "已证明 14，未做到 1",
    ),
    "en": (
        "not met  invariant-7.7  where `local-one` applies, somebody can still be sanctioned",
        "    whoever national law sanctions is exempt by the pack's exemptions ({}:3:14)",
        "14 proved, 1 not met",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_should_be_possible_and_is_not_is_called_so(nation: Path, tmp_path: Path, small: Any, lang: str) -> None:
    """And not called empty, as if there were nothing to mend."""
    pack = tmp_path / "pack.yaml"
    everybody = "when: {any: [{missed: true}, {wrong: true}]}, under: nation/21.1.11, basis: upper/3"
    faults = "applies_to: [non-performance, improper-performance]"
    rule = f"exemptions: [{{id: mine, provision: local-one/3, title: {{zh: 题, en: t}}, {faults}, {everybody}}}]\n"
    pack.write_text(small.pack + rule, "utf-8")
    done = run("prove", *ALONE, "--seconds", 600, "--policies", nation, "--policies", pack, "--lang", lang)
    title, reason, summary = (each.format(pack) for each in UNMET[lang])
    assert done.exit_code == 1
    told = done.stdout.splitlines()
    at = told.index(title)
    assert (told[at + 1], done.stderr.splitlines()[-1]) == (reason, summary)


def test_prove_writes_the_case_that_refutes_and_it_runs(nation: Path, tmp_path: Path, small: Any) -> None:
    pack = tmp_path / "pack.yaml"
    title = "title: {zh: 题, en: t}"
    pack.write_text(
        small.pack + f"limits: [{{id: mine, provision: local-one/3, {title}, when: {{gravity: grave}}, most: demerit}}]\n", "utf-8"
    )
    done = run("prove", *ALONE, "--policies", nation, "--policies", pack, "--json", "--cases", tmp_path / "out")
    assert done.exit_code == 1
    [refuted] = [each for each in map(json.loads, done.stdout.splitlines()) if each["verdict"] == "refuted"]
    assert refuted["id"] == "invariant-7.3"
    again = run("evaluate", *ALONE, "--policies", nation, "--policies", pack, tmp_path / "out" / "invariant-7.3-1.json")
    decision = json.loads(again.stdout)
    assert (decision["outcome"], decision["sanction"]["range"]) == ("liable", refuted["rulings"][1]["sanction"])
    national = run("evaluate", *ALONE, "--policies", nation, tmp_path / "out" / "invariant-7.3-1.json")
    assert json.loads(national.stdout)["sanction"]["range"] == refuted["rulings"][0]["sanction"]


def test_diff_tells_each_way_and_counts_cases(nation: Path, tmp_path: Path, small: Any) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "upper.yaml").write_text(small.law, "utf-8")
    (other / "nation.yaml").write_text(small.nation.replace("range: [demerit, demotion]", "range: [demerit, dismissal]"), "utf-8")
    cases = tmp_path / "cases.jsonl"
    liable = CASE | {"facts": {**CASE["facts"], "expert": False}}  # type: ignore[dict-item]  # the facts are a mapping
    cases.write_text(f"{json.dumps(CASE)}\n{json.dumps(liable)}\nnot json\n", "utf-8")
    done = run("diff", nation, other, "--cases", cases)
    assert done.exit_code == 1
    assert "range-up  an end of the range is higher\n    upper/39 dereliction" in done.stdout
    assert "       1  liable demerit..demotion → liable demerit..dismissal\n" in done.stdout
    assert "       1  refused → refused\n" in done.stdout
    same = run("diff", nation, nation)
    assert (same.exit_code, same.stdout, same.stderr) == (0, "", "the same meaning: proved that nothing differs\n")


def test_the_schema_of_policy_files_takes_properties_as_they_are_read() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    written = json.loads(run("schema", "policy").stdout)
    schema = written["properties"]["properties"] | {"$defs": written["$defs"]}
    jsonschema.validate([{"id": "a", "never_together": ["missing", {"holds": "outcome:exempt"}]}], schema)
    jsonschema.validate([{"id": "a", "always": {"when": {"wrong": True}, "then": "outcome:liable"}}], schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"id": "a", "monotone": {"in": "gravity"}}], schema)


def test_diff_needs_two_rulebooks(nation: Path) -> None:
    done = run("diff", nation)
    assert done.exit_code == 2
    assert "give either OLD and NEW, or --policies" in done.stderr


def test_deep_checks_show_a_case(nation: Path) -> None:
    done = run("check", "--alone", "--deep", nation)
    assert done.exit_code == 0
    assert "cliff: one step of the fact `gravity` moves the sanction by 2 rungs, while the same faults stand" in done.stdout
    assert '"gravity":"grave"' in done.stdout


def test_evaluate_exactly_adds_every_possible_end(nation: Path, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), "utf-8")
    done = run("evaluate", "--exact", *ALONE, "--policies", nation, file)
    decision = json.loads(done.stdout)
    assert decision["outcome"] == "undetermined"
    assert decision["possible"] == {
        "complete": True,
        "ends": [{"outcome": "exempt", "sanction": None}, {"outcome": "liable", "sanction": ["demerit", "demotion"]}],
        "reason": None,
    }


def test_ask_exactly_tells_what_settles_and_what_would_change(nation: Path, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), "utf-8")
    asked = json.loads(run("ask", "--exact", "--json", *ALONE, "--policies", nation, file).stdout)
    assert asked["settling"] == {"sets": [["expert", "omitted"]], "reason": None}
    why = json.loads(run("ask", "--towards", "relied-on-expert", "--json", *ALONE, "--policies", nation, file).stdout)
    assert why["changes"] == [{"expert": True, "omitted": False}]
    told = run("ask", "--towards", "exempt", *ALONE, "--policies", nation, file).stdout
    assert "label (strict) = true" in told
    wrong = run("ask", "--towards", "exemt", *ALONE, "--policies", nation, file)
    assert wrong.exit_code == 1
    assert "--towards: there is no outcome or rule `exemt`, did you mean `exempt`?" in wrong.stderr


def test_without_z3_small_questions_are_answered_and_others_say_what_to_install(
    nation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeking, "find_spec", lambda name: None)
    assert isinstance(seeking.seeker(), Enumerating)
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), "utf-8")
    decision = json.loads(run("evaluate", "--exact", *ALONE, "--policies", nation, file).stdout)
    assert [each["outcome"] for each in decision["possible"]["ends"]] == ["exempt", "liable"]
    done = run("prove", *ALONE, "--policies", nation)
    assert done.exit_code == 1
    assert 'pip install "dutybound[prove]"' in done.stdout
    assert "undecided" in done.stderr
