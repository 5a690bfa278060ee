"""`dutybound duties` and the register options: whole outputs and exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from duty_tables import CALENDAR_2021, LIST, POSTS, written
from whole_outputs import runner

from dutybound.cli import program

OLD = "# 某法\n\n第一条 为了规范，制定本法。\n\n第三十五条 从事食品生产，应当取得许可。\n"


def run(*arguments: str, lang: str = "zh", given: str = "") -> Result:
    return runner(lang).invoke(program, list(arguments), prog_name="dutybound", input=given)


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "list.csv", LIST, "gb18030")
    written(tmp_path, "posts.csv", POSTS)
    written(tmp_path, "2021.yaml", CALENDAR_2021)
    return tmp_path


def test_check_shows_who_holds_what_and_that_nothing_was_added_or_dropped() -> None:
    result = run("duties", "check", "list.csv", "--posts", "posts.csv")
    assert result.stdout == (
        "A-01 食品经营许可\n"
        "  A-01/1 新办\n"
        "    承办：许可科·受理岗\n"
        "    审核：许可科·科长\n"
        "    批准：局领导·分管副局长\n"
        "  A-01/2 变更\n"
        "    承办：许可科·变更岗\n"
        "    审核：许可科·科长\n"
        "    批准：局领导·分管副局长\n"
        "B-01 食品生产监督检查\n"
        "    承办：食品科·检查岗\n"
        "    审核：食品科·科长\n"
        "    批准：局领导·分管副局长\n"
        "C-01 食品违法处罚\n"
        "    承办：执法队·办案岗\n"
        "    审核：法规科·法制审核岗\n"
        "    批准：局领导·局长\n"
        "    领导：局领导·局长\n"
    )
    assert result.stderr == "3 项全部分解到 9 个岗位，没有增加或者减少\n"
    assert result.exit_code == 0


def test_check_tells_what_was_added_and_dropped(office: Path) -> None:
    moved = POSTS.replace("B-01,食品科,检查岗", "B-02,食品科,检查岗").replace("A-01/2,许可科,变更岗,承办\n", "")
    written(office, "posts.csv", moved)
    result = run("duties", "check", "list.csv", "--posts", "posts.csv", lang="en")
    assert result.stdout.splitlines()[-3:] == [
        "posts.csv:5:1: added: `B-02` is not on the list, did you mean `B-01`?",
        "list.csv:2:1: `A-01/2` has no post as handler",
        "list.csv:3:1: `B-01` has no post as handler",
    ]
    assert result.stderr == "3 items, 8 posts, 3 problems\n"
    assert result.exit_code == 1
    asjson = json.loads(run("duties", "check", "list.csv", "--posts", "posts.csv", "--json", lang="en").stdout)
    assert asjson["problems"][0] == {
        "at": "posts.csv:5:1",
        "message": "added: `B-02` is not on the list, did you mean `B-01`?",
        "also": None,
    }
    assert asjson["items"][2]["held"]["C-01"][0] == {"step": "handler", "unit": "执法队", "post": "办案岗"}


def test_show_prints_one_item_in_full() -> None:
    result = run("duties", "show", "list.csv", "B-01", lang="en")
    assert result.stdout == (
        "B-01\n  name: 食品生产监督检查\n  type: inspection\n  basis: food-2021/110\n  power holder: 某区市场监管局\n"
        "  handling unit: 食品科\n  levels: county; city\n  months between inspections: 24\n  from: 2020-01-01\n"
    )
    missing = run("duties", "show", "list.csv", "B-02", lang="en")
    assert missing.stderr == "list.csv: `B-02` is not on the list, did you mean `B-01`?\n"
    assert missing.exit_code == 1


def test_import_writes_a_table_every_command_reads(office: Path) -> None:
    result = run("duties", "import", "list.csv", "-o", "canonical.csv")
    assert (result.exit_code, result.stderr) == (0, "3 项\n")
    assert run("duties", "import", "canonical.csv").stdout == (office / "canonical.csv").read_text("utf-8")
    first = json.loads(run("duties", "import", "list.csv", "--json").stdout.splitlines()[0])
    assert first["statutory"] == {"days": 20, "working": True}


def test_import_writes_nothing_while_a_row_is_wrong(office: Path) -> None:
    written(office, "list.csv", LIST.replace("县级；市级", "村级").replace("90日", "90周"))
    result = run("duties", "import", "list.csv", "-o", "canonical.csv", lang="en")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "list.csv:3:1: levels: there is no level `村级`",
        "list.csv:4:1: statutory: `90周` is no time limit such as `20 working days` or `30 days`",
    ]
    assert not (office / "canonical.csv").exists()


def test_changed_lists_what_rests_on_changed_law(office: Path) -> None:
    named = run("duties", "changed", "list.csv", "--provisions", "food-2021/110", "--provisions", "food-2021/1", lang="en")
    assert named.stdout == "list.csv:3:1: B-01 食品生产监督检查: its basis food-2021/110 has changed; adjust the list (samr-2020/7)\n"
    assert named.exit_code == 1
    written(office, "old.md", OLD)
    written(office, "new.md", OLD.replace("应当取得许可", "应当备案"))
    compared = run("duties", "changed", "list.csv", "--old", "old.md", "--new", "new.md", "--as", "food-2021", "--json")
    assert [json.loads(line)["code"] for line in compared.stdout.splitlines()] == ["A-01"]
    same = run("duties", "changed", "list.csv", "--old", "old.md", "--new", "old.md", "--as", "food-2021", lang="en")
    assert (same.exit_code, same.stdout, same.stderr) == (0, "", "no item rests on a changed provision\n")


def test_a_policy_file_may_add_a_code_scheme(office: Path) -> None:
    written(
        office,
        "local.yaml",
        "instrument:\n  id: local-codes\n  title: {zh: 编码, en: codes}\n  rank: rule\n  from: 2020-01-01\n"
        "code_schemes:\n  - id: letter-two\n    title: {zh: 字母加两位数, en: a letter and two digits}\n    source: office rule\n"
        "    parts:\n"
        "      - {label: {zh: 类, en: kind}, written: letters, length: 1}\n"
        "      - {label: {zh: 线, en: dash}, written: mark, mark: '-'}\n"
        "      - {label: {zh: 号, en: number}, written: digits, length: 2}\n",
    )
    assert run("duties", "import", "list.csv", "--policies", "local.yaml", "--scheme", "letter-two").exit_code == 0
    written(office, "list.csv", LIST.replace("B-01", "B01"))
    wrong = run("duties", "import", "list.csv", "--policies", "local.yaml", "--scheme", "letter-two", lang="en")
    assert wrong.stderr == "list.csv:3:1: code: `B01` does not fit the scheme (a letter and two digits)\n"
    unknown = run("duties", "import", "list.csv", "--scheme", "hubai", lang="en")
    assert unknown.exit_code == 2
    assert "there is no code scheme `hubai`, did you mean `hubei`?" in unknown.stderr


def test_evaluate_takes_a_register() -> None:
    case = {
        "case_id": "c",
        "authority": {"kind": "market", "level": "county"},
        "act": {
            "kind": "penalty",
            "date": "2021-03-04",
            "duty": "C-01",
            "received": "2021-01-04",
            "done": "2021-04-05",
            "excluded_days": 0,
        },
        "persons": [{"person_id": "p", "facts": {"done_after_time_limit": False}}],
    }
    register = ("--duties", "list.csv", "--posts", "posts.csv", "--calendar", "2021.yaml")
    [line] = run("evaluate", *register, "-", lang="en", given=json.dumps(case)).stdout.splitlines()
    refused = json.loads(line)
    assert refused["outcome"] == "refused"
    assert "`done_within_listed_time`" in refused["reasons"][0]
    [line] = run("evaluate", "-", lang="en", given=json.dumps(case)).stdout.splitlines()
    assert json.loads(line)["outcome"] == "undetermined"


def test_posts_without_a_list_are_a_usage_error() -> None:
    result = run("evaluate", "--posts", "posts.csv", "-", lang="en")
    assert result.exit_code == 2
    assert "`--posts` needs `--duties`" in result.stderr
