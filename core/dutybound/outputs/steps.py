"""The procedure on a person's case as lines to read: each step with its day and its flaw, and the remedies that are open."""

from collections.abc import Iterator, Mapping

from dutybound.citations import Citations
from dutybound.decision import Sanction
from dutybound.outputs.columns import columns
from dutybound.procedure import ProcedureReview, Standing, StepFinding
from dutybound.rulebook import Rulebook
from dutybound.rules import Remedy
from dutybound.text import Language, Text

_STANDING: Mapping[Standing, Text] = {
    Standing.DONE: Text("已完成", "done"),
    Standing.PENDING: Text("未到", "pending"),
    Standing.MISSING: Text("缺失", "missing"),
    Standing.OUT_OF_ORDER: Text("次序颠倒", "out of order"),
    Standing.LATE: Text("逾期", "late"),
    Standing.DEFECTIVE: Text("不合要求", "defective"),
    Standing.AGGRAVATED: Text("因陈述申辩而加重", "made heavier after the defence"),
    Standing.NO_COMPETENCE: Text("机关无权决定", "the office is not competent"),
    Standing.NOT_WITHDRAWN: Text("应当回避而未回避", "a person had to withdraw"),
    Standing.BARRED: Text("调查期间不得进行", "not allowed during the inquiry"),
}


def procedure_lines(review: ProcedureReview, sanction: Sanction | None, rulebook: Rulebook, language: Language) -> Iterator[str]:
    """Whether the procedure lets a sanction be executed, the steps, and the remedies with their last days.

    A procedure in order is no ground: where the decision has no range, or another one than was imposed, it carries nothing.
    """
    yield _executed(review, sanction).into(language)
    cited = Citations.of(rulebook.content)
    steps = [
        (
            _STANDING[each.standing].into(language),
            _days(each).into(language),
            rulebook.rule(each.step).title.into(language),
            cited.written(each.provision).into(language),
        )
        for each in review.findings
    ]
    yield from columns(steps, indent=2).splitlines()
    for remedy in review.remedies:
        rule = rulebook.rule(remedy.remedy)
        if isinstance(rule, Remedy) and rule.within is None:
            none, place = rule.title, cited.written(remedy.provision)
            yield Text(f"  救济：{none.zh}（{place.zh}）", f"  remedy: {none.en} ({place.en})").into(language)
            continue
        until = Text(f"至 {remedy.last_day}", f"until {remedy.last_day}") if remedy.last_day else Text("期限未起算", "not yet running")
        title, place = rulebook.rule(remedy.remedy).title, cited.written(remedy.provision)
        yield Text(f"  救济：{title.zh}（{place.zh}），{until.zh}", f"  remedy: {title.en} ({place.en}), {until.en}").into(language)


def _executed(review: ProcedureReview, sanction: Sanction | None) -> Text:
    if not review.executable:
        return Text("  程序尚不完备，处分决定不得执行", "  the procedure is not in order: no sanction may be executed")
    if sanction is None:
        return Text(
            "  程序完备，但按上述结论没有可以执行的处分",
            "  the procedure is in order, but the outcome above leaves no sanction to execute",
        )
    return Text(
        "  程序完备，上述幅度以内的处分决定可以执行",
        "  the procedure is in order: a sanction within the range above may be executed",
    )


def _days(step: StepFinding) -> Text:
    if step.day is not None:
        return Text(f"{step.day}", f"{step.day}")
    if step.due is not None:
        return Text(f"最迟 {step.due}", f"by {step.due}")
    return Text("", "")
