"""Files as offices have them: cut, misread by other programs, over-long; no record is lost over them and nothing is read wrong."""

import json
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import polars as pl
import pytest
from batch_cases import Run

from dutybound import Engine, Refused
from dutybound.batch import evaluate_frame
from dutybound.batch.judging import Entry
from dutybound.batch.parquet import well_formed
from dutybound.batch.sinks import Format, Sink
from dutybound.case import Person
from dutybound.text import Language

HEAD = ["case_id", "person_id", "neglected"]


def book(path: Path, *rows: list[Any], sheets: dict[str, list[list[Any]]] | None = None) -> None:
    made = openpyxl.Workbook()
    for cells in rows:
        made.worksheets[0].append(cells)
    for name, more in (sheets or {}).items():
        sheet = made.create_sheet(name)
        for cells in more:
            sheet.append(cells)
    made.save(path)


def change(path: Path, edit: Callable[[bytes], bytes]) -> None:
    """Change the XML of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, edit(content) if name == "xl/worksheets/sheet1.xml" else content)


def results(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("told", ["A1", "A1:B2"])
def test_the_size_a_sheet_tells_of_itself_is_not_believed(told: str, run: Run, tmp_path: Path) -> None:
    book(tmp_path / "in.xlsx", HEAD, ["a", "p", True], ["b", "p", False])
    change(tmp_path / "in.xlsx", lambda xml: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{told}"'.encode(), xml))
    assert run("in.xlsx", "-o", "out.jsonl", "--quiet").returncode == 0
    assert [(each["case_id"], each["facts"]) for each in results(tmp_path / "out.jsonl")] == [
        ("a", {"neglected": True}), ("b", {"neglected": False})
    ]  # fmt: skip


def test_cases_on_a_second_sheet_are_not_passed_over(run: Run, tmp_path: Path) -> None:
    book(
        tmp_path / "in.xlsx", HEAD, ["a", "p", True], sheets={"notes": [["case_id"], ["x"]], "二月": [["案件编号", "人员编号"], ["b", "p"]]}
    )
    done = run("in.xlsx", "-o", "out.jsonl")
    assert done.stderr == "in.xlsx: the sheet `二月` has cases too, where only the first sheet is read; save it as a file of its own\n"


def test_cases_on_a_second_sheet_may_stand_below_a_title_or_without_headings(run: Run, tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEAD, ["a", "p", True]]
    for more, said in (
        ([["二月台账"], [], *rows], "has cases too"),
        ([["b", "p", None], ["c", "p", False]], "is as wide as the first"),
    ):
        book(tmp_path / "in.xlsx", *rows, sheets={"二月": more})
        told = f"in.xlsx: the sheet `二月` {said}, where only the first sheet is read; save it as a file of its own\n"
        assert run("in.xlsx", "-o", "out.jsonl").stderr == told


def test_a_formula_without_a_value_is_no_blank_however_the_sheet_is_written(run: Run, tmp_path: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        return re.sub(rb"<(/?)([a-z])", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x=")

    def moved(name: str) -> None:
        with zipfile.ZipFile(tmp_path / "in.xlsx") as archive:
            found = {each: archive.read(each) for each in archive.namelist()}
        with zipfile.ZipFile(tmp_path / "in.xlsx", "w") as archive:
            for each, content in found.items():
                archive.writestr(each.replace("worksheets/sheet1", name), content.replace(b"worksheets/sheet1", name.encode()))

    for edit in (lambda: change(tmp_path / "in.xlsx", prefixed), lambda: moved("pages/one")):
        book(tmp_path / "in.xlsx", HEAD, ["a", "p", "=1=1"])
        edit()
        run("in.xlsx", "-o", "out.jsonl", "--quiet", "--restart")
        assert results(tmp_path / "out.jsonl")[0]["reasons"] == [
            "in.xlsx:2:3: the formula here has no computed value; recalculate and save the workbook"
        ]


def test_damage_that_brings_the_library_down_is_told() -> None:
    with pytest.raises(Refused, match="x: this Parquet file is damaged"), well_formed("x"):
        raise pl.exceptions.PanicException("called `Result::unwrap()` on an `Err` value")


def test_cells_of_a_workbook_that_say_nothing_or_too_little(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "in.xlsx", HEAD, ["a", "p", "C2"], ["A3", "p"], ["A4", "p"], ["e", "p", "C5"])

    def edit(xml: bytes) -> bytes:
        for cell, content in (
            (b"C2", b'<c r="C2" t="str"><f>IF(1,"","")</f><v></v></c>'),
            (b"A3", b'<c r="A3" t="e"><v>#SPILL!</v></c>'),
            (b"A4", b'<c r="A4"><v>4.4010619900101123E+17</v></c>'),
            (b"C5", b'<c r="C5" t="e"><v></v></c>'),
        ):
            xml = re.sub(rb'<c r="%b".*?</c>' % cell, content, xml)
        return xml

    change(tmp_path / "in.xlsx", edit)
    run("in.xlsx", "-o", "out.jsonl", "--quiet")
    assert [each.get("reasons") for each in results(tmp_path / "out.jsonl")] == [
        None,
        ["in.xlsx:3:1: this cell holds the error `#SPILL!`"],
        ["in.xlsx:4:1: a workbook does not keep all digits of a number as long as this; save the column as text"],
        ["in.xlsx:5:3: this cell holds the error `#?`"],
    ]


def test_rows_and_cells_out_of_order_in_a_workbook_are_read_rightly_or_refused(run: Run, tmp_path: Path) -> None:
    again = "save the workbook anew in a spreadsheet program\n"
    twice = "this cell is there twice or belongs to another row"
    for found, edited, told in (
        (
            rb"(<row r=\"3\".*?</row>)(<row r=\"4\".*?</row>)",
            rb"\2\1",
            "in.xlsx:3:1: this row is there twice or behind row 4 in the file; ",
        ),
        (rb"(<row r=\"3\".*?</row>)", rb"\1\1", "in.xlsx:3:1: this row is there twice or behind row 3 in the file; "),
        (rb"(<c r=\"C3\".*?</c>)", rb"\1\1", f"in.xlsx:3:3: {twice}; "),
        (rb"r=\"C3\"", rb'r="C4"', f"in.xlsx:3:3: {twice}; "),
        (rb"(<c r=\"B3\".*?</c>)(<c r=\"C3\".*?</c>)", rb"\2\1", ""),
    ):
        book(tmp_path / "in.xlsx", HEAD, ["a", "p", True], ["b", "q", False], ["c", "p", True])
        change(tmp_path / "in.xlsx", lambda xml, found=found, edited=edited: re.sub(found, edited, xml))  # type: ignore[misc]  # bound here
        assert run("in.xlsx", "-o", "out.jsonl", "--quiet", "--restart").stderr == (told + again if told else "")
    read = [(each["case_id"], each["person_id"], each["facts"]["neglected"]) for each in results(tmp_path / "out.jsonl")]
    assert read == [("a", "p", True), ("b", "q", False), ("c", "p", True)]


def test_a_broken_workbook_is_said(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "in.xlsx", HEAD, ["a", "p", True])
    change(tmp_path / "in.xlsx", lambda xml: xml[:-60])
    assert run("in.xlsx", "-o", "out.jsonl").stderr == "in.xlsx: this is not a well-formed XLSX file\n"


def test_what_no_workbook_can_hold_does_not_break_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"case_id": "a\uffffb" + "x" * 40_000, "persons": [{"person_id": "p", "facts": {}}]}))
    assert run("in.jsonl", "-o", "out.xlsx", "--quiet").returncode == 0
    written = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]["A2"].value
    assert (written[:3], len(written), written[-1]) == ("a\N{REPLACEMENT CHARACTER}b", 32_767, "…")


def test_an_explanation_too_long_for_a_cell_is_not_cut(engine: Engine) -> None:
    person = Person("p", {})
    told = msgspec.Raw(b'"' + b"x" * 39_998 + b'"')
    sink = Sink(Format.XLSX, engine.rulebook, Language.EN, lambda _: {"explanation": told}, ("explanation",))
    with pytest.raises(Refused, match="an explanation has 40,000 characters where a cell of a workbook holds 32,767"):
        sink.entries([Entry(engine.decide_person("a", person), person)])


def test_a_stray_quote_costs_its_own_row_at_most(run: Run, tmp_path: Path) -> None:
    rows = [f"{number},p,true,{'5' + chr(34) + ' pipe' if number in (10, 150) else 'none'}" for number in range(400)]
    rows[200] = '200,p,true,"open'
    (tmp_path / "in.csv").write_text("\n".join(["case_id,person_id,neglected,备注", *rows]) + "\n")
    (tmp_path / "map.yaml").write_text("ignore: [备注]\n")
    run("in.csv", "-o", "out.jsonl", "--mapping", "map.yaml", "--quiet")
    found = results(tmp_path / "out.jsonl")
    assert len(found) == 400
    assert [number for number, each in enumerate(found) if each["outcome"] == "refused"] == [200]


def test_a_stray_quote_costs_no_time(run: Run, tmp_path: Path) -> None:
    rows = (f"{number},p,true,{'x' * 60}" for number in range(20_000))
    (tmp_path / "in.csv").write_text('case_id,person_id,neglected,备注\n0,p,true,"open\n' + "\n".join(rows) + "\n")
    (tmp_path / "map.yaml").write_text("ignore: [备注]\n")
    began = time.monotonic()
    run("in.csv", "-o", "out.parquet", "--mapping", "map.yaml", "--quiet")
    assert time.monotonic() - began < 30
    assert pl.read_parquet(tmp_path / "out.parquet")["outcome"].cast(pl.String).eq("refused").arg_true().to_list() == [0]


def test_a_cell_may_be_long(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f'case_id,person_id\n"{"x" * 200_000}",p\n')
    assert run("in.csv", "-o", "out.csv", "--quiet").returncode == 0
    done = run("out.csv", "--row", 1, "--json", program="explain")
    assert done.returncode == 0, done.stderr


def test_many_reasons_do_not_hide_the_rows_below(run: Run, tmp_path: Path) -> None:
    wrong = " ".join(f"nothing{number}" for number in range(300))
    (tmp_path / "in.csv").write_text(f"case_id,person_id,disputed\na,p,{wrong}\nb,p,\n")
    run("in.csv", "-o", "out.csv", "--quiet")
    assert "was refused" in run("out.csv", "--row", 1, program="explain").stderr
    assert json.loads(run("out.csv", "--row", 2, "--json", program="explain").stdout)["case_id"] == "b"
    assert run("out.csv", "--row", 3, program="explain").stderr == "out.csv: there are 2 rows, so there is no row 3\n"


def test_a_cut_character_does_not_turn_utf8_into_gb18030(run: Run, tmp_path: Path) -> None:
    text = "case_id,person_id\n" + "".join(f"案件{number},张三\n" for number in range(9))
    (tmp_path / "in.csv").write_bytes(text.encode() + "案".encode()[:2] + b",p\n")
    run("in.csv", "-o", "out.jsonl", "--quiet")
    found = results(tmp_path / "out.jsonl")
    assert [each["case_id"] for each in found[:2]] == ["案件0", "案件1"]
    assert found[9]["reasons"] == ["in.csv:11:1: this is not encoded in UTF-8"]


def test_old_line_ends_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"case_id,person_id\ra,p\rb,p\r")
    assert run("in.csv", "-o", "out.jsonl").stderr == "in.csv:1:1: its lines end in CR; save it with LF or CRLF\n"


def test_lists_with_gaps_or_nothing_in_them(run: Run, tmp_path: Path) -> None:
    lists: list[list[str | None] | None] = [["neglect", None], [], [" "], None]
    frame = pl.DataFrame({"case_id": list("abcd"), "person_id": list("pppp"), "alleged": lists, "disputed": [[], [], [], []]})
    frame.write_parquet(tmp_path / "in.parquet")
    run("in.parquet", "-o", "out.jsonl", "--quiet")
    assert [each.get("reasons") for each in results(tmp_path / "out.jsonl")] == [
        ["in.parquet:1:3: there is no fault `null`"], None, None, None
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_days_beyond_the_calendar_refuse_their_row_only(name: str, run: Run, tmp_path: Path) -> None:
    days = pl.Series([-(2**31), 5, 2**31 - 1], dtype=pl.Int32).cast(pl.Date)
    frame = pl.DataFrame({"case_id": list("abc"), "person_id": list("ppp"), "due_on": days, "done_on": days[1:2].new_from_index(0, 3)})
    frame.write_parquet(tmp_path / "in.parquet")
    run("in.parquet", "-o", name, "--quiet")
    rejects = results(tmp_path / f"{name}.rejects.jsonl")
    assert [(each["case_id"], len(each["reasons"])) for each in rejects] == [("a", 1), ("c", 1)]
    assert rejects[0]["cells"]["done_on"] == "1970-01-06"


def test_times_beyond_the_calendar_refuse_their_row_only(run: Run, tmp_path: Path) -> None:
    times = pl.Series([-(2**62), 0, 2**62, None], dtype=pl.Int64)
    columns = {"due_on": times.cast(pl.Datetime("us", "UTC")), "done_on": times.cast(pl.Datetime("ms"))}
    pl.DataFrame({"case_id": list("abcd"), "person_id": list("pppp"), **columns}).write_parquet(tmp_path / "in.parquet")
    run("in.parquet", "-o", "out.jsonl", "--quiet")
    assert [len(each.get("reasons", ())) for each in results(tmp_path / "out.jsonl")] == [2, 0, 2, 0]


def test_columns_of_several_types_are_said(engine: Engine) -> None:
    pandas, arrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    frames = [
        pandas.DataFrame({"case_id": ["a", "b"], "person_id": ["p", "p"], "neglected": [True, "yes"]}),
        pandas.DataFrame([["a", "p", "b"]], columns=["case_id", "person_id", "case_id"]),
        arrow.Table.from_arrays([arrow.array(["a"])] * 2, names=["case_id", "case_id"]),
    ]
    for frame in frames:
        with pytest.raises(Refused, match="the columns of a frame must have one type each, and different names"):
            evaluate_frame(engine, frame)
    with pytest.raises(Refused, match="the column `case_id` is of type List"):
        evaluate_frame(engine, pl.DataFrame({"case_id": [["a"]], "person_id": ["p"]}))


def test_yes_is_not_no(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("case_id,person_id,neglected\na,p,是\n")
    (tmp_path / "map.yaml").write_text("yes_no: [否/是]\n")
    done = run("in.csv", "-o", "out.jsonl", "--mapping", "map.yaml")
    assert done.stderr == "map.yaml:1:1: `否` stands for both yes and no\nmap.yaml:1:1: `是` stands for both yes and no\n"


def test_a_folder_is_no_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.parquet").mkdir()
    assert run("out.parquet", "--row", 1, program="explain").stderr == "out.parquet: this is no output of `dutybound evaluate -o`\n"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (b"\xef\xbb\xbfcase_id,person_id\n", "a byte order mark may stand at the beginning of a file only"),
        (b"\xef\xbb\xbfb,q\n", "a byte order mark may stand at the beginning of a file only"),
        (b"case_id,person_id\n", "this row is the header again, not a case"),
    ],
)
def test_where_another_table_was_appended_its_first_row_is_refused(second: bytes, told: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbfcase_id,person_id\na,p\n" + second + b"c,p\n")
    assert run("in.csv", "-o", "out.jsonl", "--quiet").returncode == 1
    assert [each["case_id"] for each in results(tmp_path / "out.jsonl")] == ["a", "", "c"]
    [rejected] = results(tmp_path / "out.jsonl.rejects.jsonl")
    assert (rejected["record"].encode() + b"\n", rejected["reasons"]) == (second, [f"in.csv:3:1: {told}"])


def test_a_header_again_in_a_workbook_is_no_case(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "in.xlsx", HEAD[:2], ["a", "p"], HEAD[:2], ["b", "p"])
    assert run("in.xlsx", "-o", "out.jsonl", "--quiet").returncode == 1
    assert [each.get("reasons") for each in results(tmp_path / "out.jsonl")] == [
        None, ["in.xlsx:3:1: this row is the header again, not a case"], None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (b"PK\x03\x04", "this is an XLSX workbook or another archive, not a text table; the name of a workbook ends in .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "this is a workbook of an old Excel (.xls), not a text table; save it as .xlsx"),
        (b"PAR1", "this is a Parquet file, not a text table; its name ends in .parquet"),
        (b"\x1f\x8b\x08", "this is compressed by gzip; unpack it first"),
    ],
)
def test_what_is_no_text_is_called_by_what_it_is(begin: bytes, told: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(begin + bytes(range(128)) * 9)
    assert run("in.csv", "-o", "out.jsonl").stderr == f"in.csv: {told}\n"


def test_an_output_is_not_named_as_another_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("case_id,person_id\na,p\n")
    done = run("in.csv", "-o", "out.csv", "--format", "parquet")
    assert done.stderr == "out.csv: the name of what `--format parquet` writes ends in .parquet\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.csv"]
    for name, form in (("out.txt", "csv-gb18030"), ("out.ndjson", "jsonl"), ("out.csv", "csv-bom")):
        assert run("in.csv", "-o", name, "--format", form, "--quiet").returncode == 0


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_a_row_that_ends_otherwise_than_its_facts_is_not_explained(name: str, run: Run, tmp_path: Path) -> None:
    header = "case_id,person_id,authority_kind,act_kind,act_date,neglected,careful,days_late,first_time\n"
    (tmp_path / "in.csv").write_text(header + "a,p,market,penalty,2021-03-04,true,false,30,false\n")
    assert run("in.csv", "-o", name, "--quiet").returncode == 0
    assert run(name, "--row", 1, program="explain").returncode == 0
    written = (tmp_path / name).read_text()
    outcome = next(each for each in ("undetermined", "not_liable", "exempt", "waived", "liable") if each in written)
    (tmp_path / name).write_text(written.replace(outcome, "out_of_scope", 1))
    told = run(name, "--row", 1, program="explain")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith(f"{name}: row 1 says `out_of_scope")
    assert f"but its facts come to `{outcome}" in told.stderr


TITLE = "某省执法责任台账"
HEADED = ["案件编号", "人员编号", "未履行职责"]
BELOW = "the header is in row {}; delete the titles, notes and other headings above it, for it should be the first row\n"


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_a_header_below_a_title_is_told(name: str, run: Run, tmp_path: Path) -> None:
    for above in ([[TITLE, "", ""]], [[TITLE, "", ""], ["说明", "", ""]], [["案件", "", "执法"]]):
        rows = [*above, HEADED, ["a", "p", "是"]]
        if name == "in.csv":
            (tmp_path / name).write_bytes("".join(",".join(each) + "\r\n" for each in rows).encode("gbk"))
        else:
            book = openpyxl.Workbook()
            for each in rows:
                book.active.append(each)
            book.active.merge_cells("A1:B1")
            book.save(tmp_path / name)
        number = len(above) + 1
        assert run(name, "-o", "out.jsonl").stderr == f"{name}:{number}:1: {BELOW.format(number)}"


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_rows_all_of_whose_cells_are_blank_are_no_records(name: str, run: Run, tmp_path: Path) -> None:
    rows = [HEADED, ["a", "p", "是"], ["", " ", ""], ["b", "p", "否"], ["", "", ""]]
    if name == "in.csv":
        (tmp_path / name).write_bytes("".join(",".join(each) + "\r\n" for each in rows).encode())
    else:
        book = openpyxl.Workbook()
        for each in rows:
            book.active.append(each)
        book.save(tmp_path / name)
    assert run(name, "-o", "out.jsonl", "--quiet").returncode == 0
    assert [json.loads(each)["case_id"] for each in (tmp_path / "out.jsonl").read_text().splitlines()] == ["a", "b"]
