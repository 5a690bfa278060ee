"""Results of lawyers' cases and what they show: as lines to read and as records."""

from collections.abc import Iterator
from typing import Any

from dutybound.lawcases.coverage import Coverage, Deciding
from dutybound.lawcases.running import CaseResult
from dutybound.text import Language, Text


def result_lines(result: CaseResult, language: Language) -> Iterator[str]:
    """A case that failed: its place and name, then what was missed; nothing of one that passed."""
    if result.passed:
        return
    written = result.case.written
    name = Text(f"{written.place}：{written.name}（{written.why}）", f"{written.place}: {written.name} ({written.why})")
    yield name.into(language)
    yield from (f"    {miss.into(language)}" for miss in result.misses)


def case_record(result: CaseResult) -> dict[str, Any]:
    """A case with its misses, always the same keys."""
    written = result.case.written
    return {
        "name": written.name,
        "provision": str(written.provision),
        "place": str(written.place),
        "passed": result.passed,
        "misses": [{"zh": miss.zh, "en": miss.en} for miss in result.misses],
    }


def coverage_lines(coverage: Coverage, language: Language) -> Iterator[str]:
    """What was not shown, then how much was."""
    for each in coverage.deciding:
        if each.missing:
            yield f"{each.place}: {_never(each).into(language)}"
    for cited in coverage.provisions:
        if not (cited.holds and cited.fails):
            truth = Text("不成立" if cited.holds else "成立", "fail" if cited.holds else "hold")
            yield Text(f"{cited.provision}：没有案例见其规则{truth.zh}", f"{cited.provision}: no case sees a rule of it {truth.en}").into(
                language
            )
    for outcome, count in coverage.outcomes:
        yield Text(f"结论 {outcome}：{count} 个案例", f"outcome {outcome}: {count} cases").into(language)
    shown, ways = coverage.shown
    share = 1000 * shown // ways if ways else 1000
    spelt = f"{shown}/{ways} ({share // 10}.{share % 10} %)"
    whole = sum(each.holds and each.fails for each in coverage.provisions)
    yield Text(f"起决定作用的条件：{spelt}", f"deciding conditions: {spelt}").into(language)
    yield Text(f"条款：{whole}/{len(coverage.provisions)}", f"provisions: {whole}/{len(coverage.provisions)}").into(language)


def _never(each: Deciding) -> Text:
    if len(each.missing) > 1:
        return Text(f"{each.id}（{each.spelt}）从未起决定作用", f"{each.id} ({each.spelt}) is never seen to decide")
    zh, en = ("成立", "true") if True in each.missing else ("不成立", "false")
    return Text(f"{each.id}（{each.spelt}）从未因{zh}而起决定作用", f"{each.id} ({each.spelt}) is never seen to decide by being {en}")


def coverage_record(coverage: Coverage) -> dict[str, Any]:
    """Coverage as JSON, always the same keys."""
    shown, ways = coverage.shown
    return {
        "shown": shown,
        "ways": ways,
        "conditions": [
            {"id": each.id, "rule": each.rule, "condition": each.spelt, "place": str(each.place), "true": each.true, "false": each.false}
            for each in coverage.deciding
        ],
        "provisions": [
            {"provision": each.provision, "cases": each.cases, "holds": each.holds, "fails": each.fails} for each in coverage.provisions
        ],
        "outcomes": dict(coverage.outcomes),
    }
