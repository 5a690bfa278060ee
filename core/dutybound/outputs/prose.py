"""Explanations as text to be read: plain lines in Chinese or English, indented as the reasoning goes deeper."""

from collections.abc import Iterator

from dutybound.citations import Citations
from dutybound.decision import Attributed, Decision, Sanction
from dutybound.explanation import Explanation, Kind, Need, Node, Section
from dutybound.grounds import telling
from dutybound.labels import KIND, OUTCOME, STAGE, TRUTH, listed
from dutybound.numerals import to_chinese
from dutybound.outputs.columns import padded, plain, width
from dutybound.outputs.steps import procedure_lines
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.rules import FaultKind, Outcome, Rank
from dutybound.text import Language, Text
from dutybound.truth import Truth

_ORDER = (Truth.HOLDS, Truth.UNKNOWN, Truth.FAILS)
_NO_PLACE = Provision("", 0)
_IDLE = Text("不及于本案的过错", "reach no fault of this case")
_OPEN = Text("尚待查明的事实（最能决定结论的在前）", "Still to be found out, most decisive first")


def explanation_text(explanation: Explanation, rulebook: Rulebook, language: Language) -> str:
    """The whole explanation; ends with a line end."""
    return "".join(f"{line}\n".replace(" \n", "\n") for line in _Prose(rulebook, language).lines(explanation))


def need_lines(need: Need, number: int, language: Language) -> Iterator[str]:
    """A fact that is asked for: the question, then what may be answered, why it is asked and where the answer is found."""
    into = Words(language)
    yield f"{number}. {into(need.question)}"
    pad = " " * (len(str(number)) + 2)
    state = into(Text("（现有争议）", " (disputed)")) if need.disputed else ""
    yield f"{pad}{into(Text('事实', 'fact'))}{into.colon}{need.id}{into.open}{into(need.label)}{into.close}{state}"
    yield f"{pad}{into(Text('可答', 'answers'))}{into.colon}{into(need.answers)}"
    yield f"{pad}{into(Text('依据', 'because of'))}{into.colon}{into(need.citation)}"
    yield f"{pad}{into(Text('来源', 'found in'))}{into.colon}{into(need.source)}"


class Words:
    """A language with its punctuation."""

    def __init__(self, language: Language) -> None:
        zh = language is Language.ZH
        self.language = language
        self.colon, self.dash = ("：", "——") if zh else (": ", " -- ")
        self.open, self.close = ("（", "）") if zh else (" (", ")")
        self.then = "；" if zh else "; "
        self.comma = "、" if zh else ", "

    def __call__(self, text: Text) -> str:
        """The text on one line."""
        return plain(text.into(self.language))


class _Prose:
    def __init__(self, rulebook: Rulebook, language: Language) -> None:
        self._rulebook = rulebook
        self._citations = Citations.of(rulebook.content)
        self._into = Words(language)

    def lines(self, explanation: Explanation) -> Iterator[str]:
        into, decision = self._into, explanation.decision
        yield from self._head(decision)
        yield f"{into(Text('理由', 'Reason'))}{into.colon}{into(explanation.reason)}"
        yield from self._consequence(decision)
        for number, section in enumerate(explanation.sections, 1):
            yield ""
            yield self._numbered(number, section.title)
            yield from self._section(section)
        number = len(explanation.sections)
        if decision.procedure is not None:
            number += 1
            yield ""
            yield self._numbered(number, STAGE["procedure"])
            yield from procedure_lines(decision.procedure, decision.sanction, self._rulebook, into.language)
        if explanation.needs:
            yield ""
            yield self._numbered(number + 1, _OPEN)
            for number, need in enumerate(explanation.needs, 1):
                for line in need_lines(need, number, into.language):
                    yield f"  {line}"
        if explanation.other_law is not None:
            yield ""
            yield f"{'=' * 8} {into(Text('不适用的另一日的法律', 'The law of the other day, which is not followed'))} {'=' * 8}"
            yield from self.lines(explanation.other_law)
            return
        yield ""
        yield from self._foot(decision)

    def _numbered(self, number: int, title: Text) -> str:
        into = self._into
        return f"{to_chinese(number)}、{into(title)}" if into.language is Language.ZH else f"{number}. {into(title)}"

    def _head(self, decision: Decision) -> Iterator[str]:
        into = self._into
        yield f"{into(Text('案件', 'Case'))}{into.colon}{plain(decision.case_id)}"
        yield f"{into(Text('人员', 'Person'))}{into.colon}{plain(decision.person_id)}"
        if decision.alleged is not None:
            examined = into(listed([self._fault_words(each) for each in decision.alleged]))
            yield f"{into(Text('审查的过错', 'Faults examined'))}{into.colon}{examined}"
        yield f"{into(Text('结论', 'Outcome'))}{into.colon}{into(OUTCOME[decision.outcome])}"

    def _fault_words(self, alleged: str) -> Text:
        return KIND[FaultKind(alleged)] if alleged in list(FaultKind) else self._rulebook.rule(alleged).title

    # --- what follows ---

    def _consequence(self, decision: Decision) -> Iterator[str]:
        into = self._into
        if decision.sanction is not None:
            yield from sanction_lines(decision.sanction, self._rulebook, self._citations, into)
        elif decision.outcome is Outcome.LIABLE:
            yield f"{into(Text('处分', 'Sanction'))}{into.colon}{into(Text('无可适用的处分', 'none is available'))}"
        measures = [self._title(each.id) + self._open(each.status) for each in decision.measures]
        if measures:
            yield f"{into(Text('可采取的处理', 'Measures'))}{into.colon}{into.comma.join(measures)}"
        for each in decision.attributions:
            yield attributed(each, self._rulebook, self._citations, into)
        for version in decision.versions:
            mark = into(Text("（适用）", " (applies)")) if version.applies else ""
            day = version.day.isoformat()
            yield f"{into(Text(f'按 {day} 的法律', f'By the law of {day}'))}{into.colon}{into(OUTCOME[version.outcome])}{mark}"

    def _title(self, rule: str) -> str:
        return self._into(self._rulebook.rule(rule).title)

    def _open(self, status: Truth) -> str:
        return self._into(Text("（待查明）", " (unknown)")) if status is Truth.UNKNOWN else ""

    def _foot(self, decision: Decision) -> Iterator[str]:
        into = self._into
        digest = decision.rulebook.digest[:12]
        plugins = into.comma.join(decision.rulebook.plugins) or into(Text("无", "none"))
        yield into(Text(f"规则库 {digest}；插件：{plugins}", f"Rulebook {digest}; plugins: {plugins}"))
        yield into(Text("本结论供有权机关参考，不具有约束力。", "Advice to the competent organ; not binding."))

    # --- the stages ---

    def _section(self, section: Section) -> Iterator[str]:
        for truth in _ORDER:
            yield from self._listed(TRUTH[truth], [node for node in section.nodes if node.bears and node.truth is truth])
        yield from self._listed(_IDLE, [node for node in section.nodes if not node.bears])

    def _listed(self, heading: Text, nodes: list[Node]) -> Iterator[str]:
        if not nodes:
            return
        yield f"  {self._into(heading)}{self._into.colon.rstrip()}"
        for instrument, found in self._by_instrument(nodes):
            if instrument:
                yield f"    {self._into(self._citations.title(instrument))}"
            yield from self._rules(found)

    def _by_instrument(self, nodes: list[Node]) -> Iterator[tuple[str, list[Node]]]:
        """The nodes under the instruments they cite: laws before regulations before rules, each in the order of its articles."""
        order = {each.id: (each.rank.place, each.id) for each in self._rulebook.content.instruments}
        found: dict[str, list[Node]] = {}
        for node in nodes:
            found.setdefault(node.provision.instrument if node.provision else "", []).append(node)
        for instrument in sorted(found, key=lambda each: order.get(each, (len(Rank), each))):
            yield (
                instrument,
                sorted(found[instrument], key=lambda node: (str(node.provision is None), node.provision or _NO_PLACE, node.id)),
            )

    def _rules(self, nodes: list[Node]) -> Iterator[str]:
        places = ["" if node.provision is None else self._into(self._citations.place(node.provision)) for node in nodes]
        wide = max(map(width, places))
        for node, place in zip(nodes, places, strict=True):
            indent = f"      {padded(place, wide)}  " if wide else "    "
            yield from self._rule(node, indent)

    def _rule(self, node: Node, indent: str) -> Iterator[str]:
        into = self._into
        line = f"{indent}{into(node.title)}"
        if not node.bears:
            yield line
            return
        if node.effect.zh:
            line += f"{into.colon}{into(node.effect)}"
        if node.truth is Truth.FAILS:
            yield f"{line}{into.dash}{self._short(node)}" if node.reason.zh else line
            return
        if len(node.parts) == 1 and not node.parts[0].parts and not node.effect.zh:
            yield f"{line}{into.dash}{self._leaf(node.parts[0])}"
            return
        yield line
        for part in node.parts:
            yield from self._part(part, width(indent) + 2)

    def _short(self, node: Node) -> str:
        """Why a rule fails, on one line: what it is missing, or its own reason where no fact of its own bears on it."""
        leaves = list(dict.fromkeys(self._leaf(each) for part in node.parts for each in telling(part)))
        return self._into.then.join(leaves) or self._into(node.reason)

    def _part(self, node: Node, depth: int) -> Iterator[str]:
        into, pad = self._into, " " * depth
        if node.kind is Kind.FACT or not node.parts:
            yield f"{pad}- {self._leaf(node)}"
            return
        state = into(TRUTH[node.truth])
        if node.kind is Kind.CONDITION:
            yield f"{pad}- {into(node.title)}{into.open}{state}{into.close}{into.colon.rstrip()}"
        else:
            yield f"{pad}- {into(node.title)}{into.colon}{state}"
        for part in node.parts:
            yield from self._part(part, depth + 2)

    def _leaf(self, node: Node) -> str:
        into = self._into
        if node.kind is Kind.FACT:
            return f"{into(node.title)}{into.colon}{into(node.reason)}"
        return f"{into(node.title)}{into.colon}{into(TRUTH[node.truth])}"


def attributed(found: Attributed, rulebook: Rulebook, citations: Citations, into: Words) -> str:
    """Who answers by a rule of attribution; a sample is marked as what it is."""
    role = rulebook.origin("person.role")
    labels = {option.id: into(option.label) for option in role.options} if role else {}
    borne = into.comma.join(labels.get(each, each) for each in found.bears)
    title, place = into(rulebook.rule(found.id).title), into(citations.written(found.provision))
    return f"{into(Text('责任归属', 'Answered for by'))}{into.colon}{borne}{into.dash}{title}{into.open}{place}{into.close}"


def sanction_lines(sanction: Sanction, rulebook: Rulebook, citations: Citations, into: Words) -> Iterator[str]:
    """The range with its periods, what is recommended, and the upper law it rests on."""
    rungs = {rung.id: into(rung.label) for rung in rulebook.content.ladder.rungs}
    ids = list(rungs)
    low, high = sanction.range
    periods = dict(zip(ids[ids.index(low) : ids.index(high) + 1], sanction.months, strict=True))
    span = rungs[low] if low == high else into(Text(f"{rungs[low]}至{rungs[high]}", f"{rungs[low]} to {rungs[high]}"))
    yield f"{into(Text('处分幅度', 'Sanction range'))}{into.colon}{span}"
    said = [rungs[each] + _period(periods[each], into) for each in sanction.recommended]
    yield f"{into(Text('建议', 'Recommended'))}{into.colon}{into.comma.join(said)}"
    basis = [into(citations.written(each)) for each in sanction.basis]
    yield f"{into(Text('依据', 'Basis'))}{into.colon}{into.comma.join(basis)}"


def _period(months: tuple[int, int] | None, into: Words) -> str:
    if months is None:
        return ""
    least, most = months
    if least == most:
        return into(Text(f"（{least} 个月）", f" ({least} months)"))
    return into(Text(f"（{least} 至 {most} 个月）", f" ({least} to {most} months)"))
