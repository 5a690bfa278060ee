"""Conditions as written in a policy file: a tree of all / any / not over tests, without operators or strings to parse."""

import re
from datetime import date

from dutybound.conditions import AllOf, AnyOf, Asks, Comparison, Condition, Holds, Negation, Test
from dutybound.facts import Value
from dutybound.problems import MOST_PROBLEMS, Inside, Place, Problem, Refused, did_you_mean
from dutybound.source import Mapping, Node, Scalar, Sequence
from dutybound.text import Text

_RESERVED = ("all", "any", "not", "holds", "predicate")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_LONGEST_HINT = 80
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_condition(node: Node) -> Condition:
    """The condition a node spells; raises `Refused` with every problem in it."""
    if not isinstance(node, Mapping):
        zh, en = "条件应写成 `事实: 值`、`all:`、`any:` 或 `not:`", "a condition is written `fact: value`, `all:`, `any:` or `not:`"
        hint = colon_hint(node)
        raise _refused(node, zh + hint.zh, en + hint.en)
    if len(node) == 1 and next(iter(node)) in [each.value for each in Comparison]:
        [word] = node
        zh, en = f"比较要写在事实之下：`事实: {{{word}: 值}}`", f"a comparison stands below its fact: `fact: {{{word}: value}}`"
        raise _refused(node, zh, en)
    if not node:
        raise _refused(node, "条件是空的", "the condition is empty")
    if len(node) != 1:
        raise _refused(node, "一个条件只写一个键，多个条件请放在 `all:` 之下", "a condition has one key; put several under `all:`")
    [(key, value)] = node.entries.items()
    match key:
        case "all":
            return AllOf(_parts(value))
        case "any":
            return AnyOf(_parts(value))
        case "not":
            return Negation(read_condition(value))
        case "holds":
            return Holds(_word(value), value.place)
        case "predicate":
            return Asks(_word(value), value.place)
        case _:
            return _test(key, value, node)


def colon_hint(node: Node) -> Text:
    """A hint where a colon was written that YAML does not take for one."""
    if isinstance(node, Scalar) and "：" in node.text:
        return Text("（请用半角冒号 `:` 加空格）", " (write `:` and a space, not the full-width `：`)")
    if isinstance(node, Scalar) and not node.quoted and re.match(r"[a-z_]+:\S", node.text):
        return Text("（`:` 之后要有空格）", " (write a space after `:`)")
    return Text("", "")


def bracket_hint(node: Node) -> Text:
    """A hint where something else than the brackets of a list was written around its items, or nothing."""
    if not isinstance(node, Scalar) or node.quoted:
        return Text("", "")
    if node.text.startswith(("【", "［", "〔", "（", "(")):
        return Text("（请用半角方括号 `[` `]`）", " (write the brackets `[` and `]`)")
    if not node.text or len(node.text) > _LONGEST_HINT:
        return Text("", "")
    return Text(f"，如 `[{node.text}]`", f", such as `[{node.text}]`")


def _refused(node: Node, zh: str, en: str) -> Refused:
    return Refused((Problem(node.place, Text(zh, en)),))


def _word(node: Node) -> str:
    if not isinstance(node, Scalar) or not node.text.strip():
        raise _refused(node, "这里应当是一个标识", "this should be an id")
    return node.text


def _parts(node: Node) -> tuple[Condition, ...]:
    if not isinstance(node, Sequence):
        dash = isinstance(node, Mapping)
        zh, en = ("，每个条件前写 `- `", ": write `- ` before each") if dash else ("", "")
        raise _refused(node, f"这里应当是条件的列表{zh}", f"this should be a list of conditions{en}")
    if not node.items:
        raise _refused(node, "条件列表是空的", "the list of conditions is empty")
    found: list[Condition] = []
    problems: list[Problem] = []
    for item in node.items:
        if len(problems) >= MOST_PROBLEMS:
            break
        try:
            found.append(read_condition(item))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return tuple(found)


def _test(fact: str, node: Node, whole: Mapping) -> Test:
    if isinstance(node, Scalar):
        return Test(fact, Comparison.IS, read_literal(node), place=_located(whole.keys_at[fact], node))
    if isinstance(node, Sequence) and any(isinstance(each, Mapping) for each in node.items):
        zh, en = (
            f"多个条件应放在 `all:` 或 `any:` 之下，不是 `{fact}:`",
            f"several conditions stand under `all:` or `any:`, not under `{fact}:`",
        )
        raise Refused((Problem(whole.keys_at[fact], Text(zh, en)),))
    if isinstance(node, Sequence):
        zh, en = f"多个值应写成 `{fact}: {{one_of: […]}}`", f"several values are written `{fact}: {{one_of: […]}}`"
        raise _refused(node, zh, en)
    if not node:
        raise _refused(node, "这里缺少一个比较，如 `{at_least: 值}`", "a comparison is missing here, such as `{at_least: value}`")
    if len(node) != 1:
        zh, en = "一次只写一个比较，两个比较写成 `all:` 之下的两个条件", "one comparison at a time; two are two conditions under `all:`"
        raise _refused(node, zh, en)
    [(word, operand)] = node.entries.items()
    known = [each.value for each in Comparison if each is not Comparison.IS]
    if word not in known:
        hint = did_you_mean(word, known)
        raise Refused(
            (
                Problem(
                    node.keys_at[word],
                    Text(
                        f"没有比较 `{word}`（可用：{', '.join(known)}）{hint.zh}",
                        f"there is no comparison `{word}` among {', '.join(known)}{hint.en}",
                    ),
                ),
            )
        )
    comparison = Comparison(word)
    at = _located(whole.keys_at[fact], operand)
    if comparison is Comparison.ONE_OF:
        return Test(fact, comparison, _words(operand), place=at)
    if not isinstance(operand, Scalar):
        raise _refused(operand, "这里应当是一个值或另一事实", "this should be a value or another fact")
    literal = read_literal(operand)
    if isinstance(literal, str) and not operand.quoted and _NAME.fullmatch(literal):
        return Test(fact, comparison, literal, other=literal, place=at)
    return Test(fact, comparison, literal, place=at)


def _located(at: Place, operand: Node) -> Place:
    """The place of a test, which is its fact's, with that of its operand inside as `value`, and of the items of a list by their text."""

    def find(path: tuple[str, ...]) -> Place | None:
        if path[:1] != ("value",):
            return None
        listed = operand.items if isinstance(operand, Sequence) else ()
        return next((each.place for each in listed if isinstance(each, Scalar) and each.text in path[1:]), operand.place)

    return Place(at.source, at.line, at.column, Inside(find))


def _words(node: Node) -> tuple[str, ...]:
    if not isinstance(node, Sequence) or not node.items:
        raise _refused(node, "这里应当是值的列表", "this should be a list of values")
    words = tuple(_word(item) for item in node.items)
    if problems := repeated(node):
        raise Refused(problems)
    return words


def repeated(node: Sequence) -> list[Problem]:
    """What a list of words holds twice: the second was meant to be another, or nothing."""
    first: dict[str, Place] = {}
    found: list[Problem] = []
    for item in node.items:
        if isinstance(item, Scalar) and first.setdefault(item.text, item.place) is not item.place and len(found) < MOST_PROBLEMS:
            words = Text(f"`{item.text}` 在列表中出现两次", f"`{item.text}` stands in this list twice")
            found.append(Problem(item.place, words, first[item.text]))
    return found


def read_literal(node: Scalar) -> Value:
    """A literal by its spelling alone: true/false, a whole number, a day, else a word. Quoted text is always a word."""
    written = node.text
    if not written.strip():
        raise _refused(node, "这里缺少一个值", "a value is missing here")
    if node.quoted:
        return written
    if written in ("true", "false"):
        return written == "true"
    if _INTEGER.fullmatch(written):
        return int(written)
    if _DAY.fullmatch(written):
        try:
            return date.fromisoformat(written)
        except ValueError as error:
            raise _refused(node, f"`{written}` 不是日期", f"`{written}` is not a day") from error
    return written
