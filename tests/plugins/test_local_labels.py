"""A pack may call a national fact by a name of its own: one more heading for its column, never a second meaning."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dutybound import Engine, Refused
from dutybound.cli import program

NATION = """\
instrument: {id: nation-2020, title: {zh: 国家规则, en: national rules}, rank: law, from: 2020-01-01}
facts:
  - id: act_date
    type: day
    from: act.date
    label: {zh: 行为日期, en: day of the act}
    question: {zh: 哪天？, en: which day?}
    provision: nation-2020/1
    source: {zh: 案卷, en: file}
  - id: region
    type: number
    from: authority.region
    unit: {zh: 码, en: code}
    label: {zh: 地区, en: region}
    question: {zh: 何地？, en: where?}
    provision: nation-2020/1
    source: {zh: 案卷, en: file}
  - id: neglected
    type: flag
    label: {zh: 未履行, en: neglected}
    question: {zh: 未履行？, en: neglected?}
    provision: nation-2020/1
    source: {zh: 笔录, en: record}
  - id: first_time
    type: flag
    label: {zh: 初次, en: first time}
    question: {zh: 初次？, en: first?}
    provision: nation-2020/1
    source: {zh: 笔录, en: record}
ladder:
  provision: nation-2020/2
  periods: nation-2020/2
  rungs: [{id: warning, label: {zh: 警告, en: warning}, months: 6}]
  combined: {provision: nation-2020/2, most_months: 48}
  below: nation-2020/2
faults:
  - {id: neglect, kind: non-performance, provision: nation-2020/1, title: {zh: 失职, en: neglect}, when: {neglected: true}}
sanctions:
  - id: for-neglect
    provision: nation-2020/2
    title: {zh: 幅度, en: range}
    applies_to: [neglect]
    tiers: [{when: {neglected: true}, range: [warning, warning]}]
"""


def pack(name: str, *labels: str, rank: str = "local", facts: str = "") -> str:
    limited = 'region: "440100", basis: [nation-2020/1]' if rank == "local" else "note: {zh: 无, en: none}"
    head = f"instrument: {{id: {name}, title: {{zh: 地方规定, en: local provisions}}, rank: {rank}, from: 2021-01-01, {limited}}}\n"
    return f"{head}{facts}labels:\n" + "".join(f"  - {{{label}}}\n" for label in labels)


def label(of: str, zh: str, en: str, provision: str) -> str:
    return f"of: {of}, label: {{zh: {zh}, en: {en}}}, provision: {provision}"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes the national rules and packs, and gives their paths, relative to where we are."""
    monkeypatch.chdir(tmp_path)

    def write(**packs: str) -> list[Path]:
        found = {"nation": NATION, **packs}
        for name, text in found.items():
            Path(f"{name}.yaml").write_text(text, encoding="utf-8")
        return [Path(f"{name}.yaml") for name in found]

    return write


def said(paths: list[Path]) -> list[str]:
    with pytest.raises(Refused) as refused:
        Engine.of({}, policies=paths)
    return str(refused.value).splitlines()


def status(record: dict[str, Any], fault: str) -> str:
    return next((each["status"] for each in record["faults"] if each["id"] == fault), "absent")


def run(*arguments: str) -> str:
    result = CliRunner(env={"DUTYBOUND_LANG": "en"}).invoke(program, arguments, prog_name="dutybound", catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def labelled(files: Any) -> tuple[str, str]:
    """The option that adds a pack with one label to the installed rulebook."""
    text = pack("canton", label("beyond_statutory_power", "越权", "out of power", "canton/1"))
    files(canton=text.replace("nation-2020/1", "penalty-2021/17"))
    return "--policies", "canton.yaml"


def test_a_column_may_bear_the_name_a_pack_gives_a_national_fact(labelled: tuple[str, str]) -> None:
    outputs = set()
    for heading in ("越权", "out of power", "beyond_statutory_power"):
        table = f"案件编号,人员编号,行为日期,{heading}\n一,甲,2022-03-01,是\n二,甲,2022-03-01,否\n"
        Path("cases.csv").write_text(table, encoding="utf-8")
        run("evaluate", *labelled, "cases.csv", "-o", "out.jsonl", "--quiet", "--restart")
        outputs.add(Path("out.jsonl").read_text(encoding="utf-8"))
    (only,) = outputs
    yes, no = (json.loads(line) for line in only.splitlines())
    assert [status(each, "authority-exceeded") for each in (yes, no)] == ["holds", "unknown"]


def test_facts_shows_what_a_fact_is_called_locally(labelled: tuple[str, str]) -> None:
    assert "\nlocal name  out of power (canton/1)\n" in run("facts", *labelled, "beyond_statutory_power")
    plain = json.loads(run("facts", *labelled, "beyond_statutory_power", "--json"))
    assert plain["local_labels"] == [{"zh": "越权", "en": "out of power", "provision": "canton/1"}]


def test_a_label_decides_nothing_and_is_part_of_the_rulebook(files: Any) -> None:
    files(canton=pack("canton", label("neglected", "没做", "undone", "canton/1")), bare=pack("canton", "").replace("labels:\n  - {}\n", ""))
    labelled = Engine.of({}, policies=[Path("nation.yaml"), Path("canton.yaml")])
    without = Engine.of({}, policies=[Path("nation.yaml"), Path("bare.yaml")])
    assert labelled.rulebook.digest != without.rulebook.digest
    assert dict(labelled.rulebook.expressions) == dict(without.rulebook.expressions)


def test_every_wrong_label_is_named_with_both_places(files: Any) -> None:
    wrong = pack(
        "canton",
        label("neglect", "没做", "undone", "canton/1"),
        label("neglected", "初次", "undone", "canton/1"),
        label("neglected", "案件编号", "undone too", "canton/1"),
        label("first_time", "没做", "undone", "canton/1"),
        label("neglected", "未履行", "neglected", "canton/1"),
        label("own", "自己的", "mine", "canton/1"),
        label("neglected", "别处", "elsewhere", "nation-2020/1"),
        facts="facts:\n  - {id: own, type: flag, label: {zh: 自有, en: own}, question: {zh: 有？, en: own?}, provision: canton/1, "
        "source: {zh: 笔录, en: record}}\n",
    )
    assert said(files(canton=wrong)) == [
        "canton.yaml:5:10: there is no fact `neglect`, did you mean `neglected`?",
        "canton.yaml:6:28: “初次” stands for `first_time` already and cannot stand for `neglected` too (see also nation.yaml:24:5)",
        "canton.yaml:6:28: “undone” stands for `first_time` already and cannot stand for `neglected` too (see also canton.yaml:8:5)",
        "canton.yaml:7:28: “案件编号” stands for `case_id` already and cannot stand for `neglected` too",
        "canton.yaml:9:28: the fact `neglected` is called so anyway (see also nation.yaml:18:5)",
        "canton.yaml:10:10: `own` is the pack's own fact; its name stands in its own `label` (see also canton.yaml:3:5)",
        "canton.yaml:11:64: `nation-2020/1` is no provision of a pack (`rank: local`); upper law names a fact by its own `label` "
        "(see also nation.yaml:18:5)",
    ]


def test_two_packs_that_give_one_name_to_two_facts_clash(files: Any) -> None:
    one = pack("canton", label("neglected", "没做", "undone", "canton/1"))
    other = pack("hunan", label("first_time", "没做", "the first", "hunan/1"))
    assert said(files(canton=one, hunan=other)) == [
        "canton.yaml:3:28: “没做” stands for `first_time` already and cannot stand for `neglected` too (see also hunan.yaml:3:5)"
    ]
    Engine.of({}, policies=files(canton=one, hunan=pack("hunan", label("neglected", "没做", "undone", "hunan/1"))))  # one meaning: no clash


def test_upper_law_names_its_facts_itself(files: Any) -> None:
    upper = pack("upper-2021", label("neglected", "没做", "undone", "upper-2021/1"), rank="rule").replace(", note: {zh: 无, en: none}", "")
    assert said(files(upper=upper)) == [
        "upper.yaml:3:61: `upper-2021/1` is no provision of a pack (`rank: local`); upper law names a fact by its own `label` "
        "(see also nation.yaml:18:5)"
    ]
