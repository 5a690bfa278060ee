"""Every door is closed: what is no value of a fact refuses its row, at column speed, and never passes as unknown."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from batch_cases import Run, row
from hypothesis import given
from hypothesis import strategies as st

from dutybound import Engine, Place, Refused, evaluate_frame
from dutybound.batch.agreement import Agreement
from dutybound.batch.doors import Doors
from dutybound.batch.headings import read_header
from dutybound.batch.tables import typed_doors, typed_rows
from dutybound.facts import Fact, admits

# fmt: off
WRITTEN = (
    "", " ", "true", "false", "是", "否", "yes", "1", "0",
    "TRUE", "minor", "情节轻微", "terrible", "Minor", "5", "-1", "1001", "1000",
    "+7", "5.0", "1e3", "99999999999999999999", "９", "2021-03-04", "2021-3-4", "2021-02-30", "2021-W09-4",
    "20210304", "0000-01-01", "NaN", "null", "#N/A", "440100", "44010", "true\n", "５",
)
# fmt: on
WORDS = st.sampled_from(WRITTEN)
"""Blank, right, nearly right and wrong."""


def expected_value(fact: Fact, written: str) -> object:
    """What a cell stands for by the plainest reading: `None` where it is blank, `...` where it is no value."""
    text = written.strip()
    if not text:
        return None
    labels = {option.label.zh: option.id for option in fact.options} | {option.id: option.id for option in fact.options}
    flags = {"true": True, "TRUE": True, "True": True, "是": True, "false": False, "FALSE": False, "False": False, "否": False}
    value: object = ...
    kind = type(fact.domain).__name__
    if kind == "Flag":
        value = flags.get(text, ...)
    elif kind in ("Choice", "Grade"):
        value = labels.get(text, ...)
    elif (
        kind == "Number"
        and text.lstrip("+-").isascii()
        and text.lstrip("+-").isdigit()
        and len(text.lstrip("+-")) == len(text) - (text[0] in "+-")
    ):
        value = int(text)
    elif kind == "Day" and len(text) == 10 and text[4] == text[7] == "-":
        try:
            value = date(int(text[:4]), int(text[5:7]), int(text[8:]))
        except ValueError:
            value = ...
    return value if value is ... or admits(fact, value) else ...


@given(st.data())
def test_text_is_read_as_its_value_or_refused(engine: Engine, data: st.DataObject) -> None:
    facts = engine.rulebook.content.facts
    names = ("case_id", "person_id", *(fact.id for fact in facts))
    rows = [["c", "p", *(data.draw(WORDS) for _ in facts)] for _ in range(3)]
    doors = Doors(engine.rulebook, read_header(names, engine.rulebook, Agreement(), Place("t", 1, 1)), Agreement(), typed=False)
    raw = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    frame, refused = doors.read(raw, lambda row: Place("t", row + 2, 1))
    for number, cells in enumerate(rows):
        values = [expected_value(fact, cell) for fact, cell in zip(facts, cells[2:], strict=True)]
        wrong = [fact for fact, value in zip(facts, values, strict=True) if value is ...]
        assert (number in refused) is bool(wrong)
        assert [problem.place.column for problem in refused.get(number, ())] == [names.index(fact.id) + 1 for fact in wrong]
        for fact, value in zip(facts, values, strict=True):
            assert frame[fact.id][number] == (None if value is ... else value)


BAD_COLUMNS: list[tuple[str, Any]] = [
    ("neglected", pl.Series([1, 0])),
    ("neglected", pl.Series(["true", "false"])),
    ("gravity", pl.Series([1, 2])),
    ("gravity", pl.Series([True, False])),
    ("days_late", pl.Series([1.0, 2.0])),
    ("days_late", pl.Series(["1", "2"])),
    ("days_late", pl.Series([True, False])),
    ("due_on", pl.Series(["2021-03-04", "2021-03-05"])),
    ("due_on", pl.Series([20210304, 20210305])),
    ("case_id", pl.Series([1.5, 2.5])),
]


@pytest.mark.parametrize(("name", "cells"), BAD_COLUMNS)
def test_a_typed_column_of_another_type_is_refused_as_a_whole(engine: Engine, name: str, cells: pl.Series) -> None:
    frame = pl.DataFrame({"case_id": ["a", "b"], "person_id": ["p", "p"]}).with_columns(cells.alias(name))
    with pytest.raises(Refused, match=f"the column `{name}` is of type {cells.dtype}"):
        typed_doors(frame.schema, engine.rulebook, Agreement(), "t")


def test_typed_values_outside_vocabulary_and_bounds_refuse_their_rows(engine: Engine) -> None:
    frame = pl.DataFrame(
        {
            "case_id": ["a", "b", "c", "d", "e", ""],
            "person_id": ["p"] * 6,
            "gravity": pl.Series(["minor", "terrible", None, "grave", "minor", "minor"]),
            "days_late": pl.Series([0, 1, -1, 1000, 1001, 2**63], dtype=pl.UInt64, strict=False)
            .cast(pl.Int128)
            .set(pl.Series([0, 0, 1, 0, 0, 0]).cast(bool), -1),
            "due_on": [datetime(2021, 3, 4), None, None, datetime(2021, 3, 4, 12), None, None],
        }
    )
    doors = typed_doors(frame.schema, engine.rulebook, Agreement(), "t")
    intake = typed_rows(frame, doors, "t", 1)
    said = {line: [problem.message.en.split(":")[0] for problem in problems] for line, problems in intake.refused.items()}
    assert said == {1: ["gravity"], 2: ["days_late"], 3: ["due_on"], 4: ["days_late"], 5: ["case_id", "days_late"]}
    assert intake.frame["due_on"][0] == date(2021, 3, 4)


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (["case_id", "person_id", "neglectd"], "there is no fact called `neglectd`, did you mean `neglected`?"),
        (["case_id", "neglected"], "there is no column `person_id`"),
        (["case_id", "person_id", "neglected", "未履行职责"], "the columns `neglected` and `未履行职责` are both `neglected`"),
    ],
)
def test_headings_are_all_known_or_the_file_is_refused(engine: Engine, heads: list[str], said: str) -> None:
    with pytest.raises(Refused, match=said.replace("?", r"\?")):
        read_header(heads, engine.rulebook, Agreement(), Place("t", 1, 1))


def test_a_mapping_file_covers_an_agencys_own_headings_and_notations(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(
        "columns: {案号: case_id, 经办: person_id, 失职: neglected, 轻重: gravity, 应办: due_on}\n"
        "values: {gravity: {轻: minor, 中: ordinary}}\nyes_no: [1/0]\ndays: [YYYY/M/D]\nignore: [备注]\n"
    )
    (tmp_path / "in.csv").write_bytes("案号,经办,失职,轻重,应办,备注\n001,甲,1,中,2021/3/4,x\n002,乙,2,中,,\n".encode("gb18030"))
    done = run("in.csv", "-o", "out.jsonl", "--mapping", "map.yaml", "--quiet")
    assert (done.returncode, done.stderr) == (1, "")
    first, second = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert first["case_id"] == "001"
    assert first["facts"] == {"due_on": "2021-03-04", "gravity": "ordinary", "neglected": True}
    taken = "true, 是, 1 or false, 否, 0; what else is written is agreed in a mapping file, as `yes_no: [Y/N]`"
    assert second["reasons"] == [f"in.csv:3:3: 失职: `2` is not a value here, which takes {taken}"]
    (tmp_path / "map.yaml").write_text("columns: {案号: case_idd}\nvalue: {}\n")
    done = run("in.csv", "-o", "other.jsonl", "--mapping", "map.yaml")
    assert done.stderr == "map.yaml:2:1: there is no key `value` here, did you mean `values`?\n"
    (tmp_path / "map.yaml").write_text("columns: {案号: case_id, 经办: person_id}\nvalues: {gravity: {grave: minor}}\nignore: ['*']\n")
    done = run("in.csv", "-o", "other.jsonl", "--mapping", "map.yaml")
    assert done.stderr == "in.csv:1:1: the mapping file turns `grave` of `gravity` into `minor`, but `grave` is a value of it itself\n"


def test_a_column_of_a_wrong_type_is_told_with_what_to_do(engine: Engine) -> None:
    frame = pl.DataFrame({"case_id": ["a"], "person_id": ["p"], "days_late": [1.0], "neglected": ["yes"], "due_on": [1]})
    with pytest.raises(Refused) as refused:
        evaluate_frame(engine, frame)
    assert str(refused.value).splitlines() == [
        "frame: the column `days_late` is of type Float64 where it takes a whole number (0..1000); "
        "whole numbers with gaps become floats in pandas unless they are of type Int64",
        "frame: the column `neglected` is of type String where it takes true or false; "
        "text is read as agreed in a mapping file only, as `yes_no: [是/否]`",
        "frame: the column `due_on` is of type Int64 where it takes a day such as 2021-03-04",
    ]


AGREED = "; what else is written is agreed in a mapping file, as "
ADVICE = [
    ("neglected", "Y", f"true, 是 or false, 否{AGREED}`yes_no: [Y/N]`"),
    ("neglected", "yes", f"true, 是 or false, 否{AGREED}`yes_no: [yes/no]`"),
    ("neglected", "有", f"true, 是 or false, 否{AGREED}`yes_no: [有/无]`"),
    ("neglected", "0", f"true, 是 or false, 否{AGREED}`yes_no: [1/0]`"),
    ("neglected", "未见", f"true, 是 or false, 否{AGREED}`yes_no: [Y/N]`"),
    ("gravity", "较重", f"one of minor, ordinary, grave{AGREED}`values: {{gravity: {{较重: …}}}}`"),
    ("gravity", "轻: 一", f'one of minor, ordinary, grave{AGREED}`values: {{gravity: {{"轻: 一": …}}}}`'),
    ("gravity", "miner", "one of minor, ordinary, grave, did you mean `minor`?"),
    ("due_on", "2024/3/5", f"a day such as 2021-03-04{AGREED}`days: [YYYY/M/D]`"),
    ("due_on", "2024-3-5", f"a day such as 2021-03-04{AGREED}`days: [YYYY-M-D]`"),
    ("due_on", "2024年3月5日", f"a day such as 2021-03-04{AGREED}`days: [YYYY年M月D日]`"),
    ("due_on", "20240305", f"a day such as 2021-03-04{AGREED}`days: [YYYYMMDD]`"),
    ("due_on", "去年", "a day such as 2021-03-04"),
    ("days_late", "三", "a whole number (0..1000)"),
]


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_a_cell_that_is_no_value_is_told_how_a_mapping_file_agrees_it(name: str, run: Run, tmp_path: Path) -> None:
    heads = ["case_id", "person_id", "neglected", "gravity", "due_on", "days_late"]
    rows = [["a", "p", *(written if head == fact else "" for head in heads[2:])] for fact, written, _ in ADVICE]
    if name == "in.csv":
        (tmp_path / name).write_text("\n".join(map(",".join, [heads, *rows])) + "\n")
    else:
        book = openpyxl.Workbook()
        for cells in (heads, *rows):
            book.active.append(cells)
        book.save(tmp_path / name)
    run(name, "-o", "out.jsonl", "--quiet")
    found = [json.loads(line)["reasons"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert found == [
        [f"{name}:{line}:{heads.index(fact) + 1}: {fact}: `{written}` is not a value here, which takes {said}"]
        for line, (fact, written, said) in enumerate(ADVICE, 2)
    ]
    # what is advised works, with a value where it leaves one to whoever knows the word
    advised = [said.partition("as `")[2].removesuffix("`") for _, _, said in ADVICE]
    pairs = ", ".join(sorted({each.removeprefix("yes_no: [").removesuffix("]") for each in advised if each.startswith("yes_no")}))
    days = ", ".join(each.removeprefix("days: [").removesuffix("]") for each in advised if each.startswith("days"))
    words = ", ".join(
        each.removeprefix("values: {gravity: {").removesuffix("}}").replace("…", "minor") for each in advised if each.startswith("values")
    )
    (tmp_path / "map.yaml").write_text(f"yes_no: [{pairs}]\ndays: [{days}]\nvalues: {{gravity: {{{words}}}}}\n")
    run(name, "-o", "agreed.jsonl", "--mapping", "map.yaml", "--quiet")
    found = [json.loads(line) for line in (tmp_path / "agreed.jsonl").read_text().splitlines()]
    refused = [each for each, record in zip(ADVICE, found, strict=True) if record["outcome"] == "refused"]
    assert [written for _, written, _ in refused] == ["未见", "miner", "去年", "三"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024/3/5 0:00:00", ", did you mean `2024-03-05`?"),
        ("2024-03-05 00:00", ", did you mean `2024-03-05`?"),
        ("2024-03-05T00:00:00", ", did you mean `2024-03-05`?"),
        ("2024/3/5 9:30:00", ""),
        ("2024/2/30 0:00:00", ""),
    ],
)
def test_a_day_with_midnight_behind_it_is_told_without(written: str, meant: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"case_id,person_id,due_on\na,p,{written}\n")
    run("in.csv", "-o", "out.jsonl", "--quiet")
    [reason] = json.loads((tmp_path / "out.jsonl").read_text())["reasons"]
    assert reason == f"in.csv:2:3: due_on: `{written}` is not a value here, which takes a day such as 2021-03-04{meant}"


def test_yes_and_no_are_written_as_declared(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "case_id,person_id,neglected\n" + "".join(f"{word},p,{word}\n" for word in ("是", "否", "1", "0", "true", "FALSE"))
    )
    (tmp_path / "map.yaml").write_text("yes_no: [1 / 0]\n")
    for mapping, numbers in (((), (None, None)), (("--mapping", "map.yaml"), (True, False))):
        run("in.csv", "-o", "out.jsonl", "--quiet", "--restart", *mapping)
        found = [json.loads(line).get("facts", {}).get("neglected") for line in (tmp_path / "out.jsonl").read_text().splitlines()]
        assert found == [True, False, *numbers, True, False]


def test_a_typed_column_is_told_how_a_mapping_file_agrees_it(engine: Engine) -> None:
    frame = pl.DataFrame({"case_id": ["a"], "person_id": ["p"], "days_late": ["1"], "neglected": [1], "due_on": ["2024/3/5"]})
    with pytest.raises(Refused) as refused:
        evaluate_frame(engine, frame)
    assert str(refused.value).splitlines() == [
        "frame: the column `days_late` is of type String where it takes a whole number (0..1000)",
        "frame: the column `neglected` is of type Int64 where it takes true or false; "
        "whole numbers are read as agreed in a mapping file only, as `yes_no: [1/0]`",
        "frame: the column `due_on` is of type String where it takes a day such as 2021-03-04; "
        "text is read as agreed in a mapping file only, as `days: [YYYY-MM-DD]`",
    ]


def test_rows_of_a_text_table_that_are_no_rows_are_refused_one_by_one(run: Run, tmp_path: Path) -> None:
    content = b'case_id,person_id,neglected\na,p,true\nb,p\n"c\n1",p,false\nd,"p"x,true\n\xff,p,true\n\n"e,p,true\nf,p,false\n'
    (tmp_path / "in.csv").write_bytes(content)
    done = run("in.csv", "-o", "out.jsonl", "--quiet")
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert done.returncode == 1
    assert [(each["case_id"], each["outcome"] == "refused") for each in found] == [
        ("a", False), ("", True), ("c\n1", False), ("", True), ("", True), ("", True), ("f", False)
    ]  # fmt: skip
    rejects = [json.loads(line) for line in (tmp_path / "out.jsonl.rejects.jsonl").read_text().splitlines()]
    assert [each["line"] for each in rejects] == [3, 6, 7, 9]
    assert [each.get("record", each.get("base64")) for each in rejects] == ["b,p", 'd,"p"x,true', "/yxwLHRydWU=", '"e,p,true']


def test_error_cells_and_uncomputed_formulas_are_never_blanks(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (
        ["case_id", "person_id", "neglected", "days_late"],
        ["a", "p", True, 3],
        ["b", "p", "#N/A", 3],
        ["c", "p", "=1+1", 3],
        [],
        ["d", "p", None, 3.5],
    ):
        sheet.append(cells)
    book.save(tmp_path / "in.xlsx")
    run("in.xlsx", "-o", "out.jsonl", "--quiet")
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [each["case_id"] for each in found] == ["a", "b", "c", "d"]
    assert [each.get("reasons") for each in found] == [
        None,
        ["in.xlsx:3:3: this cell holds the error `#N/A`"],
        ["in.xlsx:4:3: the formula here has no computed value; recalculate and save the workbook"],
        ["in.xlsx:6:4: days_late: `3.5` is not a value here, which takes a whole number (0..1000)"],
    ]


def test_facts_that_contradict_each_other_are_refused_in_a_table_as_in_a_record(run: Run, tmp_path: Path) -> None:
    cells = {**row(1), "careful": True, "gravity": "grave"}
    (tmp_path / "in.csv").write_text("\n".join([",".join(cells), ",".join(str(each).lower() for each in cells.values())]) + "\n")
    run("in.csv", "-o", "out.jsonl", "--quiet")
    [found] = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert "contradict each other (careful-is-no-neglect" in found["reasons"][0]


def test_text_that_looks_like_a_formula_stays_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("case_id,person_id\n=1+1,p\n")
    assert run("in.csv", "-o", "out.xlsx", "--quiet").returncode == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_utf_16_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("case_id\tperson_id\n".encode("utf-16"))
    assert run("in.csv", "-o", "out.jsonl").stderr == "in.csv: this looks like UTF-16; save it as UTF-8\n"


def test_a_list_that_names_nothing_clears_nobody(run: Run, tmp_path: Path) -> None:
    head = "case_id,person_id,act_date,act_kind,neglected,careful,gravity,alleged,disputed"
    lists = [("", ""), (";", ";"), ("、", ""), ("lateness；neglect", "days_late"), ("neglect lateness", "days_late")]
    rows = [f"{number},p,2021-03-04,penalty,true,false,minor,{alleged},{disputed}" for number, (alleged, disputed) in enumerate(lists)]
    (tmp_path / "in.csv").write_text("\n".join([head, *rows]) + "\n")
    run("in.csv", "-o", "out.jsonl", "--quiet")
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(each["outcome"], each["alleged"]) for each in found] == [*[("liable", None)] * 3, *[("liable", ["lateness", "neglect"])] * 2]
    run("in.csv", "-o", "out.parquet", "--report", "report.json", "--quiet")
    kept = pl.read_parquet(tmp_path / "out.parquet").select("alleged", "disputed").rows()
    assert kept == [*[(None, None)] * 3, *[("lateness neglect", "days_late")] * 2]
