"""`dutybound statute`: whole outputs and exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from statute_texts import LAMPS

from dutybound.cli import program
from dutybound.cli.statute import statute
from dutybound.host import installed
from dutybound.numerals import to_chinese
from dutybound.problems import Refused


def run(*arguments: str, standalone: bool = False) -> Result:
    return CliRunner().invoke(statute, arguments, standalone_mode=standalone)


@pytest.fixture
def lamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUTYBOUND_STATUTES", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "lamps.md"
    path.write_text(LAMPS, "utf-8")
    return Path("lamps.md")


def test_check_counts_every_level(lamps: Path) -> None:
    result = run("check", "--lang", "zh", str(lamps))
    assert result.stdout == "lamps.md: 路灯管理条例\n  章 3，节 1，条 5，款 6，项 5，目 2\n"
    assert result.return_value == 0
    result = run("check", "--lang", "en", str(lamps))
    assert result.stdout == "lamps.md: 路灯管理条例\n  chapters 3, sections 1, articles 5, paragraphs 6, items 5, sub-items 2\n"


def test_check_names_defects_and_exits_1(lamps: Path) -> None:
    lamps.write_text(LAMPS.replace("第四条", "第六条"), "utf-8")
    result = run("check", "--lang", "zh", str(lamps))
    assert result.stdout.splitlines()[2:] == ["lamps.md:36:1: 第六条之前缺少第四条至第五条"]
    assert result.return_value == 1


def test_check_goes_on_after_an_unreadable_file(lamps: Path) -> None:
    Path("noise.txt").write_bytes(bytes(range(256)))
    result = run("check", "--lang", "en", "noise.txt", "missing.txt", str(lamps))
    assert result.stderr == (
        "noise.txt: the file is not text (it has null bytes)\nmissing.txt: there is no such file, and it is no id of an imported statute\n"
    )
    assert "articles 5" in result.stdout
    assert result.return_value == 1


def test_check_says_that_a_text_has_no_articles(lamps: Path) -> None:
    lamps.write_text("关于路灯的批复\n同意点灯。", "utf-8")
    result = run("check", "--lang", "en", str(lamps))
    assert result.stderr == "lamps.md: the text has no articles and no numbered points\n"
    assert result.return_value == 0


def test_check_as_json(lamps: Path) -> None:
    read = json.loads(run("check", "--json", str(lamps)).stdout)
    assert read["counts"] == {
        "books": 0, "subbooks": 0, "chapters": 3, "sections": 1, "articles": 5, "points": 0, "paragraphs": 6, "items": 5, "subitems": 2
    }  # fmt: skip
    assert (read["numbering"], read["defects"], read["annexes"]) == ("articles", [], [])


@pytest.mark.parametrize("citation", ["第二条第（二）项", "第2条第1款第2项", "2.1.2", "lamp-2001/2.1.2", "Art. 2(1)(2)"])
def test_show_resolves_a_citation(lamps: Path, citation: str) -> None:
    assert run("import", str(lamps), "--as", "lamp-2001").return_value == 0
    result = run("show", "--lang", "zh", "lamp-2001", citation)
    assert result.stdout == "第二条第一款第（二）项 [lamp-2001/2.1.2]  第一章 总则\n矮灯，包括：\n1.柱灯；\n2.墙灯；\n"


@pytest.mark.parametrize(
    ("citation", "message"),
    [
        ("第九条", "lamps.md: there is no article 9"),
        ("3-2", "lamps.md: there is no article 3-2"),
        ("2.3", "lamps.md: there is no article 2, paragraph 3, the article has 2 paragraph(s)"),
        ("2.1.4", "lamps.md: there is no article 2, paragraph 1, item 4, the paragraph has 3 item(s)"),
        ("2.1.1.1", "lamps.md: there is no article 2, paragraph 1, item 1, sub-item 1, the item has 0 sub-item(s)"),
    ],
)
def test_show_says_what_is_not_there(lamps: Path, citation: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        CliRunner().invoke(statute, ["show", str(lamps), citation], standalone_mode=False, catch_exceptions=False)
    assert str(refused.value) == message


@pytest.mark.parametrize("named", ["lamp-2001/2.1.3", "lamp-2001/第二条第（三）项"])
def test_show_takes_a_citation_that_names_an_imported_text(lamps: Path, named: str) -> None:
    result = run("show", "--lang", "en", named)
    assert str(result.exception) == f"{named}: there is no such file, and it is no id of an imported statute"
    run("import", str(lamps), "--as", "lamp-2001")
    assert run("show", "--lang", "zh", named).stdout == "第二条第一款第（三）项 [lamp-2001/2.1.3]  第一章 总则\n其他灯。\n"


def test_a_rule_is_shown_with_the_wording_of_an_imported_text(lamps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rules.yaml").write_text(
        "instrument: {id: lamps-2020, title: {zh: 路灯, en: lamps}, rank: rule, from: 2020-01-01, sample: true}\n"
        "facts:\n"
        "  - {id: acted_on, type: day, from: act.date, label: {zh: 日, en: day}, question: {zh: 哪天？, en: when?},\n"
        "     provision: lamps-2020/1, source: {zh: 卷, en: file}}\n"
        "ladder: {provision: lamps-2020/1, periods: lamps-2020/1, rungs: [{id: low, label: {zh: 低, en: low}, months: 6}],\n"
        "  combined: {provision: lamps-2020/1, most_months: 6}, below: lamps-2020/1}\n"
        "principles:\n"
        "  - {id: lit, provision: lamps-2020/2.1.2, title: {zh: 亮, en: lit}, upheld_by: [test_it_is_lit]}\n"
        "  - {id: far, provision: lamps-2020/9, title: {zh: 远, en: far}, upheld_by: [test_it_is_far]}\n",
        "utf-8",
    )
    monkeypatch.setenv("COLUMNS", "100")
    options = ["--lang", "zh", "--policies", "rules.yaml", *(word for name in installed() for word in ("--without", name))]
    bare = CliRunner().invoke(program, ["rules", "lit", *options]).stdout
    assert "原文" not in bare
    run("import", str(lamps), "--as", "lamps-2020")
    assert CliRunner().invoke(program, ["rules", "lit", *options]).stdout == f"{bare}原文：\n  矮灯，包括：\n  1.柱灯；\n  2.墙灯；\n"
    assert CliRunner().invoke(program, ["rules", "far", *options]).stderr == "已导入的 `lamps-2020` 没有第9条\n"


def test_show_prints_every_provision_of_a_range_or_none(lamps: Path) -> None:
    assert run("show", "--lang", "zh", str(lamps), "第三条至第四条").stdout == (
        "第三条 [3]  第二章 罚则 第一节 一般规定\n打碎路灯的，处罚款。依照本条例第十三条规定处理的除外。\n"
        "第三条之一 [3-1]  第二章 罚则 第一节 一般规定\n有下列行为之一的，予以警告：\n（一）涂画；\n（二）攀爬。\n"
        "第四条 [4]  第三章 附则\n本条例自公布之日起施行。\n"
    )
    result = run("show", str(lamps), "第三条至第九条")
    assert (result.stdout, str(result.exception)) == ("", "lamps.md: there is no article 9")


def test_what_is_no_citation_is_a_usage_error(lamps: Path) -> None:
    result = run("show", "--lang", "en", str(lamps), "somewhere", standalone=True)
    assert result.exit_code == 2
    assert "`somewhere` is not a citation such as 第二十一条第一款第（四）项 or 21.1.4" in result.stderr


def test_find_lists_the_provisions_that_hold_all_words(lamps: Path) -> None:
    result = run("find", "--lang", "zh", str(lamps), "灯", "街道")
    assert result.stdout == "lamps.md:23: 第二条第二款 [2.2] 前款第（二）项的灯由街道负责。\n"


def test_import_is_canonical_and_names_the_source(lamps: Path, tmp_path: Path) -> None:
    first = run("import", str(lamps), "--as", "lamp-2001", "--title", "灯", "--into", str(tmp_path / "a"), "--json")
    run("import", str(lamps), "--as", "lamp-2001", "--title", "灯", "--into", str(tmp_path / "b"))
    kept = (tmp_path / "a" / "lamp-2001.json").read_bytes()
    assert kept == (tmp_path / "b" / "lamp-2001.json").read_bytes()
    assert json.loads(kept)["source"]["sha256"] == json.loads(first.stdout)["sha256"]
    original = run("check", "--json", str(lamps))
    again = run("check", "--json", "lamp-2001", "--into", str(tmp_path / "a"))
    assert json.loads(again.stdout)["counts"] == json.loads(original.stdout)["counts"]


def test_a_spoilt_import_is_refused(lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    for spoilt in ("{", "[]", "{}", '{"schema": 1}', '{"schema": 2}'):
        (tmp_path / "kept" / "lamp-2001.json").write_text(spoilt, "utf-8")
        result = run("check", "--lang", "en", "lamp-2001")
        assert "import the text again" in result.stderr
        assert result.return_value == 1


def test_an_id_that_is_none_is_a_usage_error(lamps: Path) -> None:
    assert run("import", str(lamps), "--as", "../lamp", standalone=True).exit_code == 2


def test_compare_prints_the_words_and_the_files_that_rest_on_them(lamps: Path) -> None:
    Path("new.md").write_text(LAMPS.replace("处罚款", "处警告或者罚款"), "utf-8")
    Path("policy.yaml").write_text("provision: lamp-2001/3\n", "utf-8")
    result = run("compare", "--lang", "en", str(lamps), "new.md", "--as", "lamp-2001", "--paths", "policy.yaml")
    assert result.stdout == (
        "changed Art. 3(1) [lamp-2001/3.1]\n"
        "  打碎路灯的，处{+警告或者+}罚款。依照本条例第十三条规定处理的除外。\n"
        "policy.yaml:1:12: lamp-2001/3 is cited and has changed\n"
    )
    assert result.return_value == 0


def test_compare_lists_the_rules_that_rest_on_a_change(lamps: Path) -> None:
    Path("new.md").write_text(LAMPS.replace("第三条", "第三条　新增一句。", 1), "utf-8")
    Path("rules.yaml").write_text(
        "instrument: {id: lamps-2020, title: {zh: 路灯, en: lamps}, rank: rule, from: 2020-01-01, sample: true}\n"
        "facts:\n"
        "  - {id: acted_on, type: day, from: act.date, label: {zh: 日, en: day}, question: {zh: 哪天？, en: when?},\n"
        "     provision: lamps-2020/1, source: {zh: 卷, en: file}}\n"
        "ladder: {provision: lamps-2020/1, periods: lamps-2020/1, rungs: [{id: low, label: {zh: 低, en: low}, months: 6}],\n"
        "  combined: {provision: lamps-2020/1, most_months: 6}, below: lamps-2020/1}\n"
        "principles:\n"
        "  - {id: lit, provision: lamps-2020/3, title: {zh: 亮, en: lit}, upheld_by: [test_it_is_lit]}\n"
        "  - {id: kept, provision: lamps-2020/1, title: {zh: 护, en: kept}, upheld_by: [test_it_is_kept]}\n"
        "documents:\n"
        "  - {id: lamp-list, provision: lamps-2020/4, also: [lamps-2020/3], title: {zh: 表, en: list}, made_by: duties show}\n",
        "utf-8",
    )
    without = [argument for name in installed() for argument in ("--without", name)]
    options = ["--rules", "--policies", "rules.yaml", *without, "--as", "lamps-2020"]
    result = run("compare", "--lang", "en", str(lamps), "new.md", *options)
    told = [line for line in result.stdout.splitlines() if "rests on" in line]
    assert told == [
        "rules.yaml:8:5: lit (principles) rests on lamps-2020/3, which has changed [test_it_is_lit]",
        "rules.yaml:11:5: lamp-list (documents) rests on lamps-2020/3, which has changed [duties show]",
    ]
    record = json.loads(run("compare", str(lamps), "new.md", *options, "--json").stdout)
    assert [each["id"] for each in record["rules"]] == ["lit", "lamp-list"]
    assert run("compare", str(lamps), str(lamps), *options).stdout == ""


@pytest.mark.usefixtures("lamps")
def test_an_explanation_is_given_with_the_wording_of_imported_texts() -> None:
    articles = (f"第{to_chinese(each)}条　第{each}盏灯。\n" for each in range(1, 29))
    Path("made-up.txt").write_text("路灯规定\n" + "".join(articles), "utf-8")
    run("import", "made-up.txt", "--as", "samr-2020")
    samples = Path(__file__).parents[2] / "samples" / "cases.jsonl"
    Path("case.json").write_text(samples.read_text("utf-8").splitlines()[0], "utf-8")
    bare = CliRunner().invoke(program, ["explain", "case.json", "--lang", "zh"]).stdout
    told = CliRunner().invoke(program, ["explain", "case.json", "--lang", "zh", "--wording"]).stdout
    assert told.startswith(f"{bare}\n条款原文\n")
    lines = told.removeprefix(bare).splitlines()
    at = lines.index("  《市场监督管理行政执法责任制规定（2020年征求意见稿）》第十三条 (samr-2020/13)")
    assert lines[at + 1] == "    第13盏灯。"
    assert "    没有第2条第2款，该条共 1 款" in lines
    assert lines[-1].startswith("  未导入原文（可用 dutybound statute import 文件 --as 标识 导入）：")
    assert "penalty-2021" in lines[-1] and "samr-2020" not in lines[-1]
    record = json.loads(CliRunner().invoke(program, ["explain", "case.json", "--json", "--wording"]).stdout)
    assert (record["wording"]["samr-2020/13"], record["wording"]["samr-2020/21.1.4"]) == ("第13盏灯。", None)
    assert "wording" not in json.loads(CliRunner().invoke(program, ["explain", "case.json", "--json"]).stdout)
