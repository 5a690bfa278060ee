"""The report as one page of HTML that needs nothing else: both languages, charts drawn in, every number written out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from dutybound.batch.report.charts import COLOURS, bars
from dutybound.batch.report.contents import OUTCOME_WORDS
from dutybound.text import Text

_STYLE = """
body{font:15px/1.5 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#222;margin:0 auto;
max-width:820px;padding:24px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 4px;border-bottom:1px solid #ccc}
p{margin:4px 0 10px;color:#444}svg{width:100%;height:auto}svg text{font-size:12px;fill:#222}svg text.second{font-size:11px;fill:#666}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:3px 8px;border-bottom:1px solid #eee;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.key span{display:inline-block;margin-right:14px}
.key i{display:inline-block;width:12px;height:12px;margin-right:5px;vertical-align:-1px}code{font-size:12px;word-break:break-all}
@media print{h2{break-after:avoid}svg,table{break-inside:avoid}}
"""


def page(found: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [
        _section(Text("结论", "Outcomes"), _NOTES["outcomes"], _bars(found["outcomes"], coloured=True)),
        _section(Text("条文", "Articles"), _NOTES["articles"], _key() + _bars(found["articles"])),
        _section(Text("机关", "Offices"), _NOTES["offices"], _key() + _bars(found["offices"])),
        _section(Text("地区", "Regions"), _NOTES["regions"], _key() + _bars(found["regions"])),
        _section(Text("月份", "Months"), _NOTES["months"], _key() + _bars(found["months"], most=_MOST_MONTHS)),
        _section(Text("处分幅度", "Sanction ranges"), _NOTES["ranges"], _bars(found["ranges"])),
        _section(Text("最常缺的事实", "Facts most often missing"), _NOTES["missing"], _bars(found["missing"])),
        _section(Text("退回的理由", "Reasons for refusal"), _NOTES["reasons"], _reasons(found["reasons"])),
        _section(Text("同案不同处理", "Like cases decided unlike"), _NOTES["unlike"], _unlike(found["unlike"], found["unlike_groups"])),
        _section(Text("与他处相差很大的机关", "Offices far from the rest"), _far_note(found["far"]), _far(found["far"]["offices"])),
    ]
    title = "执法责任批量评估报告 Report on a batch of decisions"
    return (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{title}</h1><p>{escape(found['source'])} · {found['records']:,} 条 records · "
        f"<code>{found['rulebook']['digest']}</code></p>"
        "<p>供有权机关参考，不具约束力。 Advice to the competent organ; nothing here is binding.</p>"
        f"{''.join(parts)}</body></html>\n"
    )


_NOTES = {
    "outcomes": Text("每人每案一条。", "One for each person of each case."),
    "articles": Text("有多少条结论中，该条的过错或免责成立。", "In how many decisions a fault or an exemption of the article holds."),
    "offices": Text("机关种类与行政区划。", "Kind of authority and administrative division."),
    "regions": Text("行政区划代码。", "Codes of administrative divisions."),
    "months": Text("行为发生的月份。", "Months of the acts."),
    "ranges": Text("法律允许的幅度，由有权机关在其中决定。", "What the law allows; the competent organ decides within it."),
    "missing": Text("待查明的结论还等着哪些事实。", "The facts that undetermined decisions still wait for."),
    "reasons": Text("原文与逐条理由见退回文件。", "The records themselves, with every reason, are in the rejects file."),
    "unlike": Text(
        "除时间、地点和行为种类外事实相同，结论或幅度却不同；行号指输出文件。",
        "The same facts but for when, where and what kind of act, and another outcome or range; rows are those of the output.",
    ),
}


def _section(title: Text, note: Text, body: str) -> str:
    return f"<h2>{escape(title.zh)} {escape(title.en)}</h2><p>{escape(note.zh)} {escape(note.en)}</p>{body}"


def _nothing() -> str:
    return "<p>没有。 None.</p>"


def _labelled(row: Mapping[str, Any], *, coloured: bool) -> dict[str, Any]:
    label = (row["zh"],) if row["zh"] == row["en"] else (row["zh"], row["en"])
    outcomes = [{"id": each["id"], "label": f"{each['zh']} {each['en']}", "count": each["count"]} for each in row.get("outcomes", ())]
    return {"label": label, "count": row["count"], "outcomes": outcomes, "colour": row["id"] if coloured else ""}


_MOST, _MOST_MONTHS = 25, 600
"""So many bars or lines the page shows; how many more there are it says, and the report as JSON has them all."""


def _bars(rows: Sequence[Mapping[str, Any]], *, coloured: bool = False, most: int = _MOST) -> str:
    if not rows:
        return _nothing()
    labelled = [_labelled(row, coloured=coloured) for row in rows[:most]]
    return bars(labelled, "; ".join(f"{' '.join(each['label'])} {each['count']}" for each in labelled)) + _more(rows[most:])


def _more(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many there are beside those shown, and what they come to by outcome where they have outcomes."""
    if not rows:
        return ""
    counts = Counter({each["id"]: 0 for row in rows for each in row.get("outcomes", ())})
    for row in rows:
        counts.update({each["id"]: each["count"] for each in row.get("outcomes", ())})
    zh = "，".join(f"{OUTCOME_WORDS[name].zh} {counts[name]:,}" for name in COLOURS if name in counts)
    en = ", ".join(f"{OUTCOME_WORDS[name].en} {counts[name]:,}" for name in COLOURS if name in counts)
    return f"<p>另有 {len(rows):,} 项{zh and '：'}{zh}。 {len(rows):,} more{en and ': '}{en}.</p>"


def _key() -> str:
    words = ((name, OUTCOME_WORDS[name]) for name in COLOURS if name != "refused")
    keys = (f'<span><i style="background:{COLOURS[name]}"></i>{each.zh} {each.en}</span>' for name, each in words)
    return f'<p class="key">{"".join(keys)}</p>'


def _table(heads: Iterable[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> str:
    kinds = tuple(heads)
    top = "".join(f"<th{' class=n' if number else ''}>{escape(head)}</th>" for head, number in kinds)
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if number else ''}>{escape(cell)}</td>" for cell, (_, number) in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _reasons(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return _nothing()
    return _table((("理由 Reason", False), ("条数 Count", True)), ((row["reason"], f"{row['count']:,}") for row in rows[:_MOST])) + _more(
        rows[_MOST:]
    )


def _unlike(groups: Sequence[Sequence[Mapping[str, Any]]], number: int) -> str:
    if not groups:
        return _nothing()
    rows = [
        (str(number), _ending(each), f"{each['count']:,}", str(each["row"])) for number, group in enumerate(groups, 1) for each in group
    ]
    more = f"<p>共 {number:,} 组，以下是最大的。 The largest of {number:,} groups.</p>" if number > len(groups) else ""
    return more + _table(
        (("组 Group", True), ("结论与幅度 Outcome and range", False), ("条数 Count", True), ("首行 First row", True)), rows
    )


def _ending(each: Mapping[str, Any]) -> str:
    words = OUTCOME_WORDS[each["outcome"]]
    span = f" {each['lightest']} – {each['heaviest']}" if each["lightest"] else ""
    return f"{words.zh} {words.en}{span}"


def _far_note(far: Mapping[str, Any]) -> Text:
    few, distance = far["least_settled"], far["least_distance"]
    return Text(
        f"已有结论不少于 {few} 条，追责比例与其余机关相差 {distance:g} 个标准误以上。",
        f"Offices with at least {few} settled cases whose share of liable is {distance:g} standard errors or more from that of all others.",
    )


def _far(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return _nothing()
    heads = (("机关 Office", False), ("已有结论 Settled", True), ("追责 Liable", True), ("其余 Others", True), ("标准误 Distance", True))
    return _table(
        heads,
        (
            (f"{row['zh']} {row['en']}", f"{row['settled']:,}", f"{row['liable']:.1%}", f"{row['rest']:.1%}", f"{row['distance']:+.1f}")
            for row in rows
        ),
    )
