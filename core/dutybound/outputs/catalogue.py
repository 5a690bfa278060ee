"""Facts and rules as records and as lines to read: what an office looks up."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from dutybound.citations import Citations
from dutybound.conditions import Ref, leaves, reads
from dutybound.explain import answers
from dutybound.facts import Choice, Counted, Day, Fact, Flag, Grade, LocalLabel, Number
from dutybound.labels import EFFECT, KIND, MODE, OUTCOME, RANK, STAGE, TYPE
from dutybound.outputs.columns import columns, plain
from dutybound.outputs.requirements import condition_lines
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.rules import (
    Attribution,
    Circumstance,
    Document,
    Exemption,
    Fault,
    Limit,
    Measure,
    Obligation,
    Principle,
    Referral,
    Rule,
    SanctionRange,
    Waiver,
)
from dutybound.text import Language, Text


def type_of(fact: Fact) -> str:
    """The name of a fact's type as a policy file writes it."""
    match fact.domain:
        case Flag():
            return "flag"
        case Choice():
            return "choice"
        case Grade():
            return "grade"
        case Number():
            return "number"
        case Day():
            return "day"


def fact_record(fact: Fact, rulebook: Rulebook) -> dict[str, Any]:
    """The JSON object of a fact, with the rules that read it."""
    number = fact.domain if isinstance(fact.domain, Number) else None
    return {
        "id": fact.id,
        "type": type_of(fact),
        "label": _text(fact.label),
        "local_labels": [{**_text(each.label), "provision": str(each.provision)} for each in local_labels(fact, rulebook)],
        "question": _text(fact.question),
        "values": [{"id": option.id, "label": _text(option.label)} for option in fact.options],
        "unit": _text(number.unit) if number else None,
        "least": number.least if number else None,
        "most": number.most if number else None,
        "provision": str(fact.provision),
        "source": _text(fact.source),
        "from": fact.origin or fact.derived,
        "read_by": list(readers(fact.id, rulebook)),
    }


def local_labels(fact: Fact, rulebook: Rulebook) -> tuple[LocalLabel, ...]:
    """What the offices of packs call a fact beside its own label."""
    return tuple(each for each in rulebook.content.labels if each.of == fact.id)


def readers(fact: str, rulebook: Rulebook) -> tuple[str, ...]:
    """The ids of the rules whose own conditions read a fact, sorted."""
    found = set()
    for name, expression in rulebook.expressions.items():
        if any(fact in reads(leaf) for leaf in leaves(expression) if not isinstance(leaf, Ref)):
            found.add(name.partition("/")[0])
    return tuple(sorted(found))


def fact_lines(fact: Fact, rulebook: Rulebook, language: Language) -> Iterator[str]:
    """Everything about a fact."""
    cited = Citations.of(rulebook.content).written(fact.provision)
    rows = [
        (Text("事实", "fact"), fact.id),
        (Text("名称", "name"), plain(fact.label.into(language))),
        *(
            (Text("地方名称", "local name"), f"{plain(each.label.into(language))} ({each.provision})")
            for each in local_labels(fact, rulebook)
        ),
        (Text("类型", "type"), TYPE[type_of(fact)].into(language)),
        (Text("问题", "question"), plain(fact.question.into(language))),
        (Text("可答", "answers"), answers(fact).into(language)),
        (Text("来源", "found in"), plain(fact.source.into(language))),
        (Text("依据", "because of"), f"{cited.into(language)} ({fact.provision})"),
    ]
    if fact.origin:
        rows.append((Text("取自案件字段", "read from"), fact.origin))
    if fact.derived:
        rows.append((Text("由职权事项得出", "told by the duty item"), fact.derived))
    if fact.counted is not None:
        rows.append((Text("由日期推算", "counted from days"), _counting(fact.counted).into(language)))
    yield columns([(name.into(language), value) for name, value in rows]).rstrip("\n")
    if fact.options:
        yield Text("值：", "values:").into(language)
        yield columns([(option.id, option.label.into(language)) for option in fact.options], indent=2).rstrip("\n")
    titles = {rule.id: rule.title for rule in rulebook.content.rules()}
    using = [(name, titles[name].into(language)) for name in readers(fact.id, rulebook)]
    if using:
        yield Text("用到它的规则：", "rules that use it:").into(language)
        yield columns(using, indent=2).rstrip("\n")


def _counting(counted: Counted) -> Text:
    unit = Text("个工作日", " working days") if counted.working else Text("日", " days")
    zh = f"自 {counted.start} 至 {counted.end} 不超过 {counted.days} {unit.zh}"
    en = f"{counted.end} at most {counted.days}{unit.en} after {counted.start}"
    if counted.extension:
        zh += f"；{counted.extension} 为是的，再加 {counted.extended} {unit.zh}"
        en += f"; {counted.extended} more if {counted.extension}"
    return Text(zh, en)


def rule_record(stage: str, rule: Rule, rulebook: Rulebook) -> dict[str, Any]:
    """The JSON object of a rule: what it is, its conditions in words, and what it does."""
    return {
        "id": rule.id,
        "stage": stage,
        "provision": str(rule.provision),
        "citation": _text(Citations.of(rulebook.content).written(rule.provision)),
        "title": _text(rule.title),
        "note": _text(rule.note),
        "from": rule.begins.isoformat() if rule.begins else None,
        "until": rule.ends.isoformat() if rule.ends else None,
        "conditions": [
            {
                "part": part,
                "zh": list(condition_lines(rulebook.expressions[name], rulebook, Language.ZH)),
                "en": list(condition_lines(rulebook.expressions[name], rulebook, Language.EN)),
            }
            for part, name in _parts(rule, rulebook)
        ],
        "effect": {key: _plain(value) for key, value in _effect(rule).items()},
    }


def _parts(rule: Rule, rulebook: Rulebook) -> list[tuple[str, str]]:
    """The parts of a rule that have conditions of their own: the rule itself, a proviso, a tier, the halves of a constraint."""
    names = [name for name in rulebook.expressions if name == rule.id or name.startswith(f"{rule.id}/")]
    return [(name.partition("/")[2], name) for name in names]


def rule_lines(stage: str, rule: Rule, rulebook: Rulebook, language: Language) -> Iterator[str]:
    """Everything about a rule."""
    citations = Citations.of(rulebook.content)
    instrument = rulebook.instrument(rule.provision.instrument)
    rows = [
        (Text("规则", "rule"), rule.id),
        (Text("名称", "title"), plain(rule.title.into(language))),
        (Text("阶段", "stage"), f"{STAGE[stage].into(language)} ({stage})"),
        (Text("依据", "provision"), f"{citations.written(rule.provision).into(language)} ({rule.provision})"),
        (Text("位阶", "rank"), RANK[instrument.rank].into(language)),
        (Text("施行", "in force"), _span(rule, rulebook, language)),
    ]
    if rule.note.zh:
        rows.append((Text("说明", "note"), plain(rule.note.into(language))))
    rows += [(_EFFECTS[key], _words(key, value, language)) for key, value in _effect(rule).items() if value not in ("", (), None, False)]
    if rule.place.source:
        rows.append((Text("写在", "written in"), str(rule.place)))
    yield columns([(name.into(language), value) for name, value in rows]).rstrip("\n")
    for part, name in _parts(rule, rulebook):
        yield _heading(rule, part).into(language)
        for line in condition_lines(rulebook.expressions[name], rulebook, language):
            yield f"  {line}"


def _span(rule: Rule, rulebook: Rulebook, language: Language) -> str:
    instrument = rulebook.instrument(rule.provision.instrument)
    begins, ends = rule.begins or instrument.begins, rule.ends or instrument.ends
    if ends is None:
        return Text(f"自 {begins} 起", f"from {begins}").into(language)
    return Text(f"自 {begins} 起，{ends} 失效", f"from {begins} until before {ends}").into(language)


def _heading(rule: Rule, part: str) -> Text:
    match rule:
        case Exemption() if part:
            title = next(each.title for each in rule.unless if each.id == part)
            return Text(f"但书：{title.zh}", f"exception: {title.en}")
        case SanctionRange() if part:
            low, high = rule.tiers[int(part) - 1].range
            return Text(f"幅度 {low} 至 {high}：", f"range {low} to {high}:")
        case _:
            return {"if": Text("如果：", "if:"), "then": Text("那么：", "then:")}.get(part, Text("条件：", "condition:"))


_EFFECTS = {
    "kind": Text("过错种类", "kind of fault"),
    "duty": Text("所违反的职责", "duty"),
    "contains": Text("已含的构成要件", "contains"),
    "under": Text("经由兜底项", "under"),
    "basis": Text("依据", "basis"),
    "akin_to": Text("视同", "akin to"),
    "applies_to": Text("及于", "applies to"),
    "denies_fault": Text("否定过错", "denies fault"),
    "prevails_over": Text("优先于", "prevails over"),
    "gives_way_to": Text("让位于", "gives way to"),
    "concurs_with": Text("竞合于（择一重）", "concurs with, the heavier counts"),
    "effect": Text("效果", "effect"),
    "mode": Text("可以或应当", "may or shall"),
    "most": Text("至多", "at most"),
    "least": Text("至少", "at least"),
    "on": Text("适用于结论", "on"),
    "to": Text("移送", "to"),
    "holder": Text("义务人", "holder"),
    "reaches": Text("以本应达到的处分为条件", "the sanction due reaches"),
    "below": Text("以幅度下限轻于此档为条件", "the range begins below"),
    "upheld_by": Text("由测试保证", "upheld by"),
    "made_by": Text("由命令产生", "made by"),
    "bears": Text("承担者", "answered for by"),
}


def _effect(rule: Rule) -> dict[str, Any]:
    """What a rule does besides holding or failing, under the keys of a policy file."""
    keys: tuple[str, ...]
    match rule:
        case Fault():
            keys = ("kind", "duty", "contains", "under", "basis", "akin_to")
        case Exemption():
            keys = ("applies_to", "denies_fault", "under", "basis")
        case SanctionRange():
            keys = ("applies_to", "prevails_over", "gives_way_to", "concurs_with")
        case Circumstance():
            keys = ("effect", "mode")
        case Waiver():
            keys = ("mode",)
        case Limit():
            keys = ("most", "least")
        case Measure():
            keys = ("mode", "on")
        case Referral():
            keys = ("to", "on")
        case Obligation():
            keys = ("holder", "on", "reaches", "below")
        case Principle():
            keys = ("upheld_by",)
        case Document():
            keys = ("made_by",)
        case Attribution():
            keys = ("bears",)
        case _:
            keys = ()
    return {key: getattr(rule, key) for key in keys}


_LABELLED: tuple[Any, ...] = (KIND, MODE, EFFECT, OUTCOME)


def _words(key: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return Text("是", "yes").into(language)
    if isinstance(value, Text):
        return plain(value.into(language))
    if isinstance(value, tuple):
        return ", ".join(_words(key, each, language) for each in value)
    for labels in _LABELLED:
        if isinstance(value, Enum) and value in labels:
            return str(labels[value].into(language))
    return str(value)


def _plain(value: Any) -> Any:
    match value:
        case Text():
            return _text(value)
        case Provision():
            return str(value)
        case Enum():
            return value.value
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
