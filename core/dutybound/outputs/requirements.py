"""Conditions in words without a case: what a rule asks of the facts, as lines to read."""

from collections.abc import Iterator, Mapping

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Predicate, Ref, Within
from dutybound.facts import Fact
from dutybound.outputs.columns import plain
from dutybound.rulebook import Rulebook
from dutybound.rules import Rule
from dutybound.text import Language, Text
from dutybound.wording import compared, requirement

_ALL = Text("下列各项须同时具备", "all of these")
_ANY = Text("下列情形之一", "one of these")
_ALWAYS = Text("无条件", "always")
_NEVER = Text("从不", "never")


def condition_lines(expression: Expression, rulebook: Rulebook, language: Language) -> Iterator[str]:
    """An expression as indented lines, negations carried down to the single facts."""
    yield from _Lines(rulebook, language).lines(expression, negated=False, depth=0)


class _Lines:
    def __init__(self, rulebook: Rulebook, language: Language) -> None:
        self._facts: Mapping[str, Fact] = {fact.id: fact for fact in rulebook.content.facts}
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in rulebook.content.rules()}
        self._predicates: Mapping[str, Predicate] = {each.id: each for each in rulebook.content.predicates}
        self._language = language

    def lines(self, expression: Expression, *, negated: bool, depth: int) -> Iterator[str]:
        match expression:
            case Not(part):
                yield from self.lines(part, negated=not negated, depth=depth)
            case All(parts) | Any(parts):
                yield from self._group(parts, isinstance(expression, All) is not negated, negated, depth)
            case Among() | Within() | AtMost() | Opaque() | Ref():
                yield f"{'  ' * depth}- {plain(self._leaf(expression, negated).into(self._language))}"

    def _group(self, parts: tuple[Expression, ...], conjunction: bool, negated: bool, depth: int) -> Iterator[str]:
        if len(parts) == 1:
            yield from self.lines(parts[0], negated=negated, depth=depth)
            return
        heading = (_ALL if conjunction else _ANY) if parts else (_ALWAYS if conjunction else _NEVER)
        yield f"{'  ' * depth}- {heading.into(self._language)}"
        for part in parts:
            yield from self.lines(part, negated=negated, depth=depth + 1)

    def _leaf(self, leaf: Among | Within | AtMost | Opaque | Ref, negated: bool) -> Text:
        match leaf:
            case Among(fact) | Within(fact):
                found = self._facts[fact]
                wanted = requirement(leaf, found, negated=negated)
                return Text(f"{found.label.zh}：{wanted.zh}（{fact}）", f"{found.label.en}: {wanted.en} ({fact})")
            case AtMost(left, right):
                said = compared(leaf, self._facts[left], self._facts[right], negated=negated)
                return Text(f"{said.zh}（{left}、{right}）", f"{said.en} ({left}, {right})")
            case Opaque(name, reads):
                title, spelt = self._predicates[name].title, ", ".join(reads)
                return _denied(Text(f"{title.zh}（{spelt}）", f"{title.en} ({spelt})"), negated)
            case Ref(name):
                title = self._rules[name].title
                return _denied(Text(f"{title.zh}成立（{name}）", f"{title.en} holds ({name})"), negated)


def _denied(text: Text, negated: bool) -> Text:
    return Text(f"并非：{text.zh}", f"not: {text.en}") if negated else text
