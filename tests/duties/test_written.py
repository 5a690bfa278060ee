"""An office's register and the day of the decision in runs from files to files: what is written is what is printed."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from duty_tables import CALENDAR_2021, LIST, POSTS, written
from whole_outputs import runner

from dutybound.cli import program

CASE = {
    "case_id": "c",
    "authority": {"kind": "market", "level": "county"},
    "act": {"kind": "penalty", "date": "2021-03-04", "duty": "C-01", "received": "2021-01-04", "done": "2021-04-05", "excluded_days": 0},
    "persons": [{"person_id": "p", "facts": {}}],
}
REGISTER = ("--duties", "list.csv", "--posts", "posts.csv", "--calendar", "2021.yaml")


def run(*arguments: str) -> Result:
    return runner("en").invoke(program, ["evaluate", *arguments], prog_name="dutybound")


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "list.csv", LIST, "gb18030")
    written(tmp_path, "posts.csv", POSTS)
    written(tmp_path, "2021.yaml", CALENDAR_2021)
    Path("in.jsonl").write_text(json.dumps(CASE) + "\n{}\n", encoding="utf-8")
    return tmp_path


def test_a_register_tells_as_much_in_a_file_as_on_the_screen_and_may_not_change_on_the_way(office: Path) -> None:
    printed = [json.loads(line) for line in run(*REGISTER, "in.jsonl").stdout.splitlines()]
    stopped = run(*REGISTER, "in.jsonl", "-o", "out.jsonl", "--max-rejects", "0")
    assert stopped.exit_code == 1 and not Path("out.jsonl").exists()

    written(office, "2021.yaml", CALENDAR_2021 + "# another year\n")
    refused = run(*REGISTER, "in.jsonl", "-o", "out.jsonl", "--resume")
    assert refused.exit_code == 1
    assert refused.stderr == "2021.yaml: this file of the office has changed since the run began; begin anew with `--restart`\n"
    refused = run("in.jsonl", "-o", "out.jsonl", "--resume")
    assert refused.stderr == "out.jsonl: the files of the office are not those the run began with\n"

    written(office, "2021.yaml", CALENDAR_2021)
    assert run(*REGISTER, "in.jsonl", "-o", "out.jsonl", "--resume", "--jobs", "2").exit_code == 1  # one record is refused
    lines = [json.loads(line) for line in Path("out.jsonl").read_bytes().splitlines()]
    told = lines[0].pop("facts")
    assert told["done_within_listed_time"] is False
    assert lines == printed
    manifest = json.loads(Path("out.jsonl.manifest.json").read_bytes())
    assert [each["path"] for each in manifest["register"]] == ["list.csv", "posts.csv", "2021.yaml"]


def test_the_day_of_the_decision_is_asked_row_by_row() -> None:
    printed = [json.loads(line) for line in run("--on", "2027-01-05", "in.jsonl").stdout.splitlines()]
    assert run("--on", "2027-01-05", "in.jsonl", "-o", "out.jsonl").exit_code == 1
    lines = [json.loads(line) for line in Path("out.jsonl").read_bytes().splitlines()]
    lines[0].pop("facts")
    assert lines == printed
    assert json.loads(Path("out.jsonl.manifest.json").read_bytes())["decision_day"] == "2027-01-05"


def test_a_table_is_decided_by_both_laws_too() -> None:
    Path("in.csv").write_text("case_id,person_id,act_date,authority_kind\nc,p,2021-03-04,market\nd,p,2021-13-04,market\n", encoding="utf-8")
    assert run("--on", "2027-01-05", "in.csv", "-o", "out.jsonl").exit_code == 1
    record = {"case_id": "c", "authority": {"kind": "market"}, "act": {"date": "2021-03-04"}, "persons": [{"person_id": "p"}]}
    Path("same.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    [expected] = map(json.loads, run("--on", "2027-01-05", "same.jsonl").stdout.splitlines())
    decided, refused = map(json.loads, Path("out.jsonl").read_bytes().splitlines())
    decided.pop("facts")
    assert decided == expected
    assert (refused["outcome"], refused["case_id"], refused["line"]) == ("refused", "d", 3)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--duties", "list.csv", "in.csv", "-o", "out.jsonl"),
            "`--duties` and `--offices` are for JSON records: a table has neither codes of duties nor the steps of a procedure",
        ),
        (("--on", "2027-01-05", "in.jsonl", "-o", "out.parquet"), "`--on` does not go with Parquet output or `--report`"),
        (("--on", "2027-01-05", "in.jsonl", "-o", "out.csv", "--report", "r.html"), "`--on` does not go with Parquet output or `--report`"),
        (("--on", "2027-01-05", "in.jsonl", "--exact"), "`--on` excludes `--exact`"),
    ],
)
def test_options_that_could_not_do_what_they_say_are_usage_errors(arguments: tuple[str, ...], said: str) -> None:
    Path("in.csv").write_text("case_id,person_id\nc,p\n", encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not list(Path().glob("out.*"))
