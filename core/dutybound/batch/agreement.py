"""The mapping file: what an agency calls its columns and how it writes values, agreed once instead of guessed each time.

columns: {案号: case_id, 经办人: person_id, 是否审慎: prudent_review_done}
values: {gravity: {较重: serious}}
yes_no: [是/否, 1/0]
days: [YYYY/M/D]
ignore: [备注]        # or [*] for every other column
"""

from collections.abc import Mapping as AbstractMapping
from pathlib import Path

from attrs import field, frozen

from dutybound.problems import Place, Problem, Problems, Refused, key_hint
from dutybound.source import Mapping, Node, Scalar, Sequence, read_yaml
from dutybound.text import Text

DAYS = {
    "YYYY-MM-DD": r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$",
    "YYYY-M-D": r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$",
    "YYYY/M/D": r"^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})$",
    "YYYY.M.D": r"^([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})$",
    "YYYY年M月D日": r"^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日$",
    "YYYYMMDD": r"^([0-9]{4})([0-9]{2})([0-9]{2})$",
}
"""How a day may be written in a cell, each with its pattern; the first is always understood."""

USUAL_YES_NO = (("true", "false"), ("True", "False"), ("TRUE", "FALSE"), ("是", "否"))
"""How yes and no are written in a table of text."""

EVERY_OTHER = "*"
_KEYS = ("columns", "values", "yes_no", "days", "ignore")


@frozen
class Agreement:
    """Headings by what they stand for, and notations beyond the usual ones (`true`/`false` and `是`/`否` for a flag)."""

    columns: AbstractMapping[str, str] = field(factory=dict)
    values: AbstractMapping[str, AbstractMapping[str, str]] = field(factory=dict)
    yes_no: tuple[tuple[str, str], ...] = ()
    days: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def read_agreement(path: Path) -> Agreement:
    """The agreement in a mapping file; raises `Refused` with every problem, or `OSError`."""
    node = read_yaml(path.read_bytes(), str(path))
    problems = Problems()
    if not isinstance(node, Mapping):
        raise Refused((Problem(Place(str(path), 1, 1), Text("映射文件应为键值对", "a mapping file is a mapping")),))
    for key in node:
        if key not in _KEYS:
            hint = key_hint(key, _KEYS)
            problems.add(node.keys_at[key], f"不认识键 `{key}`{hint.zh}", f"there is no key `{key}` here{hint.en}")
    found = Agreement(
        columns=_words(node.get("columns"), problems),
        values={fact: _words(each, problems) for fact, each in _mapping(node.get("values"), problems).items()},
        yes_no=tuple(_pair(each, problems) for each in _items(node.get("yes_no"), problems)),
        days=tuple(_day(each, problems) for each in _items(node.get("days"), problems)),
        ignore=tuple(each.text for each in _items(node.get("ignore"), problems)),
    )
    meant: dict[str, bool] = {word: value for pair in USUAL_YES_NO for word, value in zip(pair, (True, False), strict=True)}
    for yes, no in found.yes_no:
        for word, value in ((yes, True), (no, False)):
            if meant.setdefault(word, value) is not value:
                problems.add(node.keys_at["yes_no"], f"`{word}` 既作是又作否", f"`{word}` stands for both yes and no")
    problems.raise_any()
    return found


def _mapping(node: Node | None, problems: Problems) -> AbstractMapping[str, Node]:
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        problems.add(node.place, "这里应为键值对", "this should be a mapping")
        return {}
    return node


def _words(node: Node | None, problems: Problems) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in _mapping(node, problems).items():
        if isinstance(value, Scalar):
            found[key] = value.text
        else:
            problems.add(value.place, "这里应为一个词", "this should be a single word")
    return found


def _items(node: Node | None, problems: Problems) -> tuple[Scalar, ...]:
    if node is None:
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    found = tuple(each for each in items if isinstance(each, Scalar))
    if len(found) != len(items):
        problems.add(node.place, "这里应为词的列表", "this should be a list of words")
    return found


def _pair(node: Scalar, problems: Problems) -> tuple[str, str]:
    yes, slash, no = (each.strip() for each in node.text.partition("/"))
    if not (yes and slash and no) or yes == no:
        problems.add(node.place, "应写成 `是/否` 的样子", "this should be written like `yes/no`")
    return yes, no


def _day(node: Scalar, problems: Problems) -> str:
    if node.text not in DAYS:
        known = ", ".join(f"`{each}`" for each in DAYS)
        problems.add(node.place, f"日期写法应为下列之一：{known}", f"a way to write days is one of {known}")
    return node.text
