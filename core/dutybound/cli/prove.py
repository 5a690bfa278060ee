"""`dutybound prove`: the invariants and the authors' properties for every case of a rulebook, with a case where one fails."""

from collections import Counter
from pathlib import Path
from typing import Any

import click
import msgspec

from dutybound.cli.options import json_option, rulebook_options
from dutybound.cli.standing import taken_as_upper_law
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.proof.proving import prove, result_record, to_repair
from dutybound.proof.seeking import seeker
from dutybound.rulebook import Rulebook
from dutybound.text import Language, Text

_VERDICTS = {
    "proved": Text("已证明", "proved"),
    "refuted": Text("被推翻", "refuted"),
    "undecided": Text("未决", "undecided"),
    "unmet": Text("未做到", "not met"),
    "vacuous": Text("无此情形", "no such case"),
}


@words_command(
    "prove",
    helped(
        "对所有可能的案件证明不变量和自定性质\n\n"
        "每一句各有结果。已证明：任何案件都如此；被推翻：有例外，并给出可直接运行的案件；未做到：应当有的情形，一个案件也没有；"
        "未决：限时之内没有算出；无此情形：没有案件属于所说的情形，无须证明。有地方规则时，证明其不削弱国家规则。"
        "有须处理的，退出码为 1。",
        "prove the invariants and authors' properties for every possible case\n\n"
        "Each sentence has a result. Proved: it is so in every case. Refuted: there is an exception, and a case of it that is ready "
        "to run. Not met: something should be possible, and no case shows it. Undecided: the time was not enough. No such case: "
        "it speaks of a kind of case that there is not, so there is nothing to prove. Local packs are proved to keep national law. "
        "Exit 1 if anything is to be repaired.",
        "dutybound prove",
        "dutybound prove --policies local/guangzhou/ --cases refuting/",
    ),
)
@option(
    "--seconds",
    type=click.FloatRange(min=0.001),
    default=30.0,
    show_default=True,
    words=Text("每个问题最多用时（秒）", "most seconds for one question"),
)
@option(
    "--cases",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    words=Text("把反例写成案件文件，放进此文件夹", "write the cases that refute into this folder"),
)
@json_option
@rulebook_options
def command(rulebook: Rulebook, seconds: float, folder: Path | None, as_json: bool) -> int:
    """Prove and return the exit code: 1 if anything is to be repaired."""
    count: Counter[str] = Counter()
    failed = False
    for note in taken_as_upper_law(rulebook.content):
        say(note)
    for result in prove(rulebook, seeker(seconds)):
        record = result_record(result, rulebook)
        count[record["verdict"]] += 1
        failed = to_repair(result, rulebook) or failed
        click.echo(msgspec.json.encode(record).decode() if as_json else _line(record))
        if folder is not None:
            _write(record, folder)
    say(_summary(count))
    return 1 if failed else 0


def _line(record: dict[str, Any]) -> str:
    said = language().value
    lines = [f"{_VERDICTS[record['verdict']].into(language())}  {record['id']}  {record['title'][said]}"]
    if record["reason"]:
        lines.append(f"    {record['reason'][said]}")
    if record["predicates"]:
        names = ", ".join(record["predicates"])
        asked = ", ".join(record["predicates_asked"])
        lines.append("    " + Text(f"无论谓词 {names} 返回什么", f"whatever {names} return").into(language()))
        if asked:
            lines.append("    " + Text(f"其中用到了谓词 {asked} 的实际回答", f"but for actual answers of {asked}").into(language()))
    lines += [f"    {each['under']}: {each['outcome']} {each['sanction'] or ''}".rstrip() for each in record["rulings"]]
    words = {"national": Text("国家规则", "national"), "local": Text("地方规则", "local")}
    lines += [f"    {words[side].into(language())} {place}" for side in words for place in record["places"][side]]
    lines += [f"    {msgspec.json.encode(case).decode()}" for case in record["cases"]]
    return "\n".join(lines)


def _write(record: dict[str, Any], folder: Path) -> None:
    for case in record["cases"]:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{case['case_id']}.json").write_bytes(msgspec.json.format(msgspec.json.encode(case), indent=2) + b"\n")


def _summary(count: Counter[str]) -> Text:
    zh = "，".join(f"{_VERDICTS[name].into(Language.ZH)} {number}" for name, number in sorted(count.items()))
    en = ", ".join(f"{number} {_VERDICTS[name].into(Language.EN)}" for name, number in sorted(count.items()))
    return Text(zh, en)
