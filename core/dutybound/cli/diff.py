"""`dutybound diff`: two rulebooks compared by meaning, each kind of change with its provisions and a case that shows it."""

from collections import Counter
from pathlib import Path
from typing import Any

import click
import msgspec

from dutybound.cli.options import json_option
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option, say
from dutybound.engine import Engine
from dutybound.problems import Place, Problem, Refused
from dutybound.proof.casefiles import case_record
from dutybound.proof.comparing import count_cases, rulebooks
from dutybound.proof.differences import Difference, Unsettled, comparable, differences, told_otherwise, vocabulary_change
from dutybound.proof.proving import ruling
from dutybound.proof.seeking import seeker
from dutybound.rulebook import Rulebook
from dutybound.text import Text


@words_command(
    "diff",
    helped(
        "按含义比较两套规则\n\n"
        "OLD、NEW 是政策文件或文件夹：自带处分阶梯的自成一套，否则替换或加入已安装的规则。只写 --policies 时，比较已安装的规则与加上"
        "该文件夹之后。每种变化列出来源条款和一个最小案件；没有差别就是证明。",
        "compare two rulebooks by meaning\n\n"
        "OLD and NEW are policy files or folders: one with a ladder stands for itself, any other replaces or joins what is "
        "installed. With --policies alone, compares what is installed with and without that folder. Every kind of change comes "
        "with the provisions it arises from and a small case; no difference is a proof.",
        "dutybound diff old/ new/",
        "dutybound diff --policies local/guangzhou/",
        "dutybound diff old.yaml new.yaml --cases 2021.jsonl",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[OLD NEW]")
@option(
    "--policies",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="DIR",
    words=Text(
        "另加一个政策文件夹或文件，与不加时比较（可多次）", "compare with and without this folder of policy files (may be repeated)"
    ),
)
@option(
    "--cases",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="FILE|DIR",
    words=Text("另统计这些案件的结论变化（可多次）", "also count how these cases change (may be repeated)"),
)
@option(
    "--seconds",
    type=click.FloatRange(min=0.001),
    default=30.0,
    show_default=True,
    words=Text("每个问题最多用时（秒）", "most seconds for one question"),
)
@json_option
def command(paths: tuple[Path, ...], policies: tuple[Path, ...], cases: tuple[Path, ...], seconds: float, as_json: bool) -> int:
    """Compare and return the exit code: 1 if anything differs or was left open."""
    if (len(paths) == 2) == bool(policies) or len(paths) not in (0, 2):
        message = Text("请给出 OLD 和 NEW，或者 --policies", "give either OLD and NEW, or --policies")
        raise click.UsageError(message.into(language()), click.get_current_context())
    old, new = rulebooks(paths, policies)
    if not comparable(old, new):
        raise Refused((Problem(Place("diff"), Text("处分阶梯不同，无法比较", "the ladders of sanctions differ and cannot be compared")),))
    count: Counter[str] = Counter()
    for found in differences(old, new, seeker(seconds)):
        count[found.kind.value if isinstance(found, Difference) else "open"] += 1
        record = _record(found, old, new)
        click.echo(msgspec.json.encode(record).decode() if as_json else _line(record))
    words = vocabulary_change(old, new)
    for name, ids in (("added", words.added), ("removed", words.removed), ("changed", words.changed)):
        if ids:
            say(Text(f"事实 {name}：{', '.join(ids)}", f"facts {name}: {', '.join(ids)}"))
    beside = told_otherwise(old, new)
    if beside:
        names = ", ".join(beside)
        say(
            Text(
                f"结论之外不同的规则（程序、救济、归责、文书、责任人、方式、期限）：{names}",
                f"rules that differ beside the findings: {names}",
            )
        )
    if cases:
        _count(Engine(old), Engine(new), cases, as_json=as_json)
    total = ", ".join(f"{kind} {number}" for kind, number in sorted(count.items()))
    same = Text("已证明认定没有差别", "proved that no finding differs")
    if not beside:
        same = Text("含义相同：已证明没有差别", "the same meaning: proved that nothing differs")
    say(Text(total, total) if total else same)
    return 1 if count else 0


def _record(found: Difference | Unsettled, old: Rulebook, new: Rulebook) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": found.kind.value, "what": {"zh": found.what.zh, "en": found.what.en}, "rules": [], "case": None}
    record |= {"old": None, "new": None, "reason": None}
    match found:
        case Difference(_, _, rules, facts):
            known = {each.id: each for each in (*old.content.rules(), *new.content.rules())}
            record["rules"] = [
                {"id": name, "provision": str(known[name].provision), "place": str(known[name].place)} for name in rules if name in known
            ]
            declared = {each.id: each for each in (*old.content.facts, *new.content.facts)}
            record["case"] = case_record(facts, declared.values(), f"{found.kind.value}-{'-'.join(rules)}"[:80].replace("/", "-"))
            record["old"], record["new"] = ruling(old, facts, "old").record(), ruling(new, facts, "new").record()
        case Unsettled(_, _, reason):
            record["reason"] = {"zh": reason.zh, "en": reason.en}
    return record


def _line(record: dict[str, Any]) -> str:
    said = language().value
    lines = [f"{record['kind']}  {record['what'][said]}"]
    if record["reason"]:
        return f"{lines[0]}\n    {record['reason'][said]}"
    lines += [f"    {each['provision']} {each['id']} ({each['place']})" for each in record["rules"]]
    lines += [f"    {side}: {record[side]['outcome']} {record[side]['sanction'] or ''}".rstrip() for side in ("old", "new")]
    lines.append(f"    {msgspec.json.encode(record['case']).decode()}")
    return "\n".join(lines)


def _count(old: Engine, new: Engine, cases: tuple[Path, ...], *, as_json: bool) -> None:
    counted = count_cases(old, new, cases)
    if as_json:
        click.echo(msgspec.json.encode({"counts": [{"old": a, "new": b, "persons": n} for (a, b), n in counted]}).decode())
        return
    for (before, after), number in counted:
        click.echo(f"{number:>8}  {before} → {after}")
