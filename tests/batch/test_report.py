"""The report counts what the output says, in both languages, on one page that a browser shows without asking the network."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from batch_cases import Run, case, case_lines

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Path:
    """A folder with an output in each of two formats and its report as a page and as JSON."""
    lines = case_lines(200).splitlines()
    like = {**case(3), "act": {"kind": "penalty", "date": "2020-06-30"}, "case_id": "like"}
    for number in range(60):  # an office far from the rest
        far = {
            "case_id": f"far{number}",
            "authority": {"kind": "drug", "region": "330100"},
            "act": {"kind": "penalty", "date": "2021-01-01"},
        }
        facts = {
            "neglected": True,
            "careful": False,
            "gravity": "ordinary",
            "days_late": 5,
            "due_on": "2021-01-01",
            "done_on": "2021-01-01",
        }
        lines.append(json.dumps({**far, "persons": [{"person_id": "p", "facts": facts}]}).encode())
    lines.append(json.dumps({**like, "act": {"kind": "penalty", "date": "2021-06-30"}}).encode())
    lines.append(json.dumps(like).encode())
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    assert run("in.jsonl", "-o", "out.jsonl", "--report", "report.html").returncode == 1
    assert run("in.jsonl", "-o", "out.parquet", "--report", "report.json").returncode == 1
    return tmp_path


def test_the_report_counts_what_the_output_says(made: Path, run: Run) -> None:
    found = json.loads((made / "report.json").read_text())
    rows = [json.loads(line) for line in (made / "out.jsonl").read_text().splitlines()]
    decided = [row for row in rows if row["outcome"] != "refused"]
    assert {each["id"]: each["count"] for each in found["outcomes"]} == Counter(row["outcome"] for row in rows)
    months = Counter(row["facts"]["act_date"][:7] for row in decided)
    assert {each["id"]: each["count"] for each in found["months"]} == months
    offices = Counter(f"{row['facts']['authority_kind']} {row['facts']['region']}" for row in decided)
    assert {each["id"]: each["count"] for each in found["offices"]} == offices
    spans = Counter(tuple(row["sanction"]["range"]) for row in decided if row["sanction"])
    assert {(each["lightest"], each["heaviest"]): each["count"] for each in found["ranges"]} == spans
    articles = Counter(
        name
        for row in decided
        for name in {re.sub(r"\..*", "", each["provision"]) for each in (*row["faults"], *row["exemptions"]) if each["status"] == "holds"}
    )
    assert {each["id"]: each["count"] for each in found["articles"]} == articles
    assert sum(each["count"] for each in found["reasons"]) == sum(len(row["reasons"]) for row in rows if row["outcome"] == "refused")
    needed = Counter(fact for row in decided for fact in row["needs_facts"])
    waiting = {each["id"]: each["count"] for each in found["missing"]}
    assert all(waiting[fact] >= count for fact, count in needed.items())
    [far] = found["far"]["offices"]
    assert (far["id"], far["liable"]) == ("drug 330100", 1.0)
    before = {row["case_id"]: number for number, row in enumerate(rows, 1)}
    groups = [{each["outcome"]: each["row"] for each in group} for group in found["unlike"]]
    assert any(before["like"] in group.values() or group.get("out_of_scope") == before["like"] - 1 for group in groups)


def test_the_page_and_the_json_say_the_same_of_every_format(made: Path, run: Run) -> None:
    (made / "report.json").unlink()
    assert run("in.jsonl", "-o", "out.csv", "--report", "csv.json").returncode == 1
    assert run("in.jsonl", "-o", "out.parquet", "--resume", "--report", "report.json").returncode == 1
    csv, parquet = (json.loads((made / name).read_text()) for name in ("csv.json", "report.json"))
    assert (csv.pop("source"), parquet.pop("source")) == ("out.csv", "out.parquet")
    assert csv == parquet


def test_the_page_asks_nothing_of_the_network(made: Path) -> None:
    page = (made / "report.html").read_text()
    assert not re.search(r"(?:src|href|url)\s*[=(]", page)
    assert set(re.findall(r"https?://[^\"' <]+", page)) == {"http://www.w3.org/2000/svg"}
    for words in ("结论 Outcomes", "最常缺的事实 Facts most often missing", "同案不同处理 Like cases decided unlike"):
        assert words in page


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed to look at the page with")
def test_a_browser_shows_the_page_with_its_charts(made: Path) -> None:
    base = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--user-data-dir=" + str(made / "profile"),
        "--virtual-time-budget=2000",
    ]
    page = (made / "report.html").as_uri()
    shown = subprocess.run([*base, "--dump-dom", page], capture_output=True, text=True, check=True, timeout=120).stdout  # type: ignore[list-item]  # not None here
    assert shown.count("<svg") == 7
    assert shown.count("<rect") > 60
    assert "待查明 undetermined" in shown
    picture = made / "page.png"
    subprocess.run([*base, f"--screenshot={picture}", "--window-size=900,3000", page], capture_output=True, check=True, timeout=120)  # type: ignore[list-item]  # as above
    assert picture.stat().st_size > 50_000  # an empty page takes less than a tenth of it


def test_no_office_is_left_out_where_there_are_many(run: Run, tmp_path: Path) -> None:
    lines = [f"a{number},p,market,{440100 + number % 30},true" for number in range(45)]
    (tmp_path / "in.csv").write_text("\n".join(["case_id,person_id,authority_kind,region,neglected", *lines]) + "\n")
    run("in.csv", "-o", "out.parquet", "--report", "report.json")
    run("in.csv", "-o", "out.parquet", "--resume", "--report", "report.html")
    found = json.loads((tmp_path / "report.json").read_text())
    for table in ("offices", "regions", "months"):
        assert sum(each["count"] for each in found[table]) == found["records"] == 45, table
    assert (tmp_path / "report.html").read_text().count("另有 5 项：待查明 5。 5 more: undetermined 5.") == 2


ROLES = """
instrument: {id: roles-2020, title: {zh: 角色, en: roles}, rank: law, from: 2020-07-01}
facts:
  - id: person_role
    type: choice
    from: person.role
    values: [{id: handler, label: {zh: 承办人, en: handler}}, {id: leader, label: {zh: 领导, en: leader}}]
    label: {zh: 角色, en: role}
    question: {zh: 什么角色？, en: which role?}
    provision: roles-2020/1
    source: {zh: 案卷, en: the file}
"""


def test_another_role_is_another_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text(ROLES)
    rows = ["a,p,handler,penalty,2020-06-30", "b,p,handler,penalty,2021-06-30", "c,p,leader,penalty,2020-06-30"]
    for first, number in ((0, 1), (1, 0)):  # alike but for the day; unlike in their role too
        lines = ["case_id,person_id,person_role,act_kind,act_date,neglected", *(f"{each},true" for each in rows[first : first + 2])]
        (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
        done = run("in.csv", "-o", "out.parquet", "--report", "report.json", "--restart", "--policies", "roles.yaml")
        assert done.returncode == 0, done.stderr
        found = json.loads((tmp_path / "report.json").read_text())
        assert (len(found["outcomes"]), found["unlike_groups"], len(found["unlike"])) == (2, number, number)


def test_reasons_are_counted_by_what_was_wrong(run: Run, tmp_path: Path) -> None:
    rows = ["a,p,,terrible", "b,p,,horrible", "c,p,true,grave"]
    (tmp_path / "in.csv").write_text("\n".join(["case_id,person_id,careful,gravity", *rows]) + "\n")
    run("in.csv", "-o", "out.csv", "--report", "report.json")
    found = json.loads((tmp_path / "report.json").read_text())["reasons"]
    assert [(each["reason"].split(" (")[0], each["count"]) for each in found] == [
        ("gravity: `…` is not a value here, which takes one of minor, ordinary, grave", 2),
        ("the facts `careful`, `gravity` contradict each other", 1),
    ]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.gb18030.csv", "out.xlsx", "out.parquet"])
def test_any_row_is_explained_from_the_output_alone(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"".join(json.dumps(case(number)).encode() + b"\n" for number in range(12)) + b"[]\n")
    run("in.jsonl", "-o", name, "--quiet")
    explained = run("in.jsonl", "-o", "explained.jsonl", "--explain", "--quiet")
    assert explained.returncode == 1
    rows = [json.loads(line) for line in (tmp_path / "explained.jsonl").read_text().splitlines()]
    (tmp_path / "in.jsonl").unlink()
    for number in (1, 5, len(rows) - 1):
        done = run(name, "--row", number, "--json", program="explain")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["explanation"] == rows[number - 1]["explanation"]
    refused = run(name, "--row", len(rows), program="explain")
    assert refused.returncode == 1
    assert f"row {len(rows)} was refused, so there is no decision to explain" in refused.stderr
    none = run(name, "--row", 999, program="explain")
    assert none.stderr == f"{name}: there are {len(rows)} rows, so there is no row 999\n"


def test_an_output_changed_since_is_not_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(case_lines(3))
    day = json.loads(case_lines(1))["act"]["date"]
    for name in ("out.csv", "out.jsonl"):
        run("in.jsonl", "-o", name, "--quiet")
        whole = (tmp_path / name).read_text()
        (tmp_path / name).write_text(whole.replace(day, day.replace("-", "/")))  # as a spreadsheet saves it
        said = run(name, "--row", 1, program="explain").stderr
        assert said.startswith(f"{name}:") and "this output has been changed since it was written" in said, said
        assert run("in.jsonl", "-o", name, "--restart", "--report", "report.json").returncode == 0
    (tmp_path / "out.jsonl").write_text('{"outcome": "liable"}\n')
    assert run("out.jsonl", "--row", 1, program="explain").stderr == "out.jsonl:1:1: this output has been changed since it was written\n"
    (tmp_path / "out.csv").write_text("case_id,person_id,outcome,reasons\na,p,liable,\n")
    assert run("out.csv", "--row", 1, program="explain").stderr == "out.csv: this is no output of `dutybound evaluate -o`\n"


def test_explanations_are_added_to_the_rows_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"".join(json.dumps(case(number)).encode() + b"\n" for number in range(30)))
    run("in.jsonl", "-o", "out.jsonl", "--explain-outcome", "liable", "--quiet")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert {row["outcome"] for row in rows if "explanation" in row} == {"liable"}
    assert all("explanation" in row for row in rows if row["outcome"] == "liable")
