"""How ids are spelt: everything that has one is named in the output, in files and in messages."""

import re
from collections.abc import Iterator

from dutybound.problems import Place, Problems
from dutybound.rulebook import Content
from dutybound.rules import NO_TEXT, Exemption
from dutybound.text import Text

# INVARIANT: no colon and no slash, by which the program names its own definitions and the parts of rules.
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


def is_identifier(written: object) -> bool:
    """Whether this may be an id."""
    return isinstance(written, str) and _IDENTIFIER.fullmatch(written) is not None


def not_an_identifier(written: str) -> Text:
    """What is wrong with what is no id."""
    return Text(
        f"`{written}` 不是标识符（小写字母、数字，以连字符或下划线相连）",
        f"`{written}` is not an id (lower-case letters and digits, joined by hyphens or underscores)",
    )


def not_citable(written: str) -> Text:
    """What is wrong with an id that no citation can hold, though it is one; empty if nothing is."""
    if "_" not in written or not is_identifier(written):
        return NO_TEXT
    meant = written.replace("_", "-")
    return Text(
        f"`{written}` 无法引用：法律文件的标识只用小写字母、数字和连字符，引用如 `{meant}/1`，是否想写 `{meant}`？",
        f"`{written}` cannot be cited: an instrument's id has lower-case letters and digits joined by hyphens, as in `{meant}/1`, "
        f"did you mean `{meant}`?",
    )


def check_identifiers(content: Content, problems: Problems) -> None:
    """Every id in the content is spelt as one."""
    for name, place in _named(content):
        if not is_identifier(name):
            said = not_an_identifier(name)
            problems.add(place, said.zh, said.en)


def _named(content: Content) -> Iterator[tuple[str, Place]]:
    for thing in (*content.instruments, *content.predicates, *content.rules(), *content.properties):
        yield thing.id, thing.place.of("id")
        if isinstance(thing, Exemption):
            yield from ((proviso.id, proviso.place.of("id")) for proviso in thing.unless)
    for fact in content.facts:
        yield from ((option.id, fact.place.of("values")) for option in fact.options)
    for rung in content.ladder.rungs:
        yield rung.id, content.ladder.place.of("rungs")
