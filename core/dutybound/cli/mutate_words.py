"""What `dutybound mutate` found, as lines to read: the survivors, then how many of each kind."""

from collections.abc import Iterator

from dutybound.branches import literal
from dutybound.mutation.finding import Found, Verdict
from dutybound.mutation.mutants import OPERATORS, Mutant, Operator
from dutybound.mutation.report import Report, parting_words
from dutybound.outputs.columns import columns
from dutybound.text import Language, Text

VERDICTS = {
    Verdict.KILLED: Text("被案例发现", "killed"),
    Verdict.REFUSED: Text("被检查拒绝", "refused by the checks"),
    Verdict.EQUIVALENT: Text("等价（已证明）", "equivalent, proved"),
    Verdict.SURVIVING: Text("存活", "surviving"),
}


def report_lines(report: Report, language: Language) -> Iterator[str]:
    """Each survivor with a case that would notice it, then the tables."""
    for mutant, found in report.surviving():
        yield from _survivor(report, mutant, found, language)
    yield from _table(report, "operator", language)
    yield from _table(report, "file", language)


def _survivor(report: Report, mutant: Mutant, found: Found, language: Language) -> Iterator[str]:
    yield f"{mutant.place}: {mutant.id} ({mutant.cited})"
    yield f"    {mutant.words.into(language)}"
    parting = found.parting
    if parting is None:
        yield f"    {found.told.into(language)}"
    else:
        yield f"    {_case(report, found).into(language)}"
        yield f"    {parting_words(parting.before, parting.after).into(language)}"
    why = report.reasons.get(mutant.id)
    if why is not None:
        yield f"    {Text(f'理由：{why}', f'accepted: {why}').into(language)}"


def _case(report: Report, found: Found) -> Text:
    parting = found.parting
    assert parting is not None  # told otherwise
    if parting.base is None:
        spelt = ", ".join(f"{name} = {literal(value)}" for name, value in sorted(parting.facts.items()))
        return Text(f"案件：{spelt}", f"a case: {spelt}")
    name = report.cases[parting.base].written.name
    if not parting.changes:
        return Text(f"案例“{name}”中可见，但没有写期望", f"seen in the case `{name}`, which expects nothing of it")
    spelt = ", ".join(f"{fact} = {literal(value)}" for fact, value in parting.changes)
    return Text(f"案例“{name}”改为 {spelt}", f"the case `{name}` with {spelt}")


def _table(report: Report, key: str, language: Language) -> Iterator[str]:
    head = Text("方式", "operator") if key == "operator" else Text("文件", "file")
    rows = [(head.into(language), *(VERDICTS[each].into(language) for each in Verdict))]
    for name, counted in report.counted(key).items():
        label = f"{name} {OPERATORS[Operator(name)].into(language)}" if key == "operator" else name
        rows.append((label, *(str(counted[each]) for each in Verdict)))
    yield ""
    yield from columns(rows).splitlines()


def summary(report: Report) -> Text:
    """The whole in one line."""
    total = report.total
    share = f"{report.share // 10}.{report.share % 10} %"
    left = len(report.unaccounted())
    killed, refused, same, alive = (total[each] for each in Verdict)
    return Text(
        f"{len(report.found)} 个变异：{killed} 个被案例发现（{share}），{refused} 个被检查拒绝，{same} 个等价，"
        f"{alive} 个存活，其中 {left} 个没有理由",
        f"{len(report.found)} mutants: {killed} killed ({share}), {refused} refused by the checks, {same} equivalent, "
        f"{alive} surviving, {left} of them without a reason",
    )
