"""YAML with the place of every value: scalars are text, nothing is implicit, and hostile files end early."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from functools import partial
from pathlib import Path

import yaml
from attrs import field, frozen

from dutybound.complaints import DIRECTIVE, ONE_DOCUMENT, complaint, encoding_hint, forbidden
from dutybound.presence import is_file
from dutybound.problems import Inside, Place, Problem, Refused
from dutybound.text import Text

MOST_BYTES = 4_000_000
MOST_DEPTH = 40
MOST_NODES = 120_000


@frozen(eq=False)
class Scalar:
    """Text as written; `quoted` where quotes or a block made it text beyond doubt."""

    text: str
    place: Place
    quoted: bool = False


@frozen(eq=False)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    place: Place


@frozen(eq=False)
class Mapping(AbstractMapping[str, "Node"]):
    """Keys and nodes in the order written; every key once."""

    entries: dict[str, "Node"]
    keys_at: dict[str, Place] = field(repr=False)
    place: Place

    def __getitem__(self, key: str) -> "Node":
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


Node = Scalar | Sequence | Mapping


NOT_READ = ("只读取名称以 `.yaml` 结尾的文件，请改名", "only files whose name ends in `.yaml` are read; rename it")
"""What to say of a look-alike, in Chinese and in English."""


def looks_alike(path: Path) -> bool:
    """Whether a file looks like YAML by its name and is not read for want of `.yaml`."""
    return path.suffix != ".yaml" and path.suffix.lower() in (".yaml", ".yml")


def look_alikes(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that look so, without those in the folders in it."""
    return tuple(sorted(filter(looks_alike, folder.iterdir())))


WITHIN = (
    "文件夹中的下级文件夹不读取，请移到上一级，或者另用 --policies 指定",
    "sub-folders are not read; move the file up, or name its folder too",
)
"""What to say of a policy file in a folder of the folder, in Chinese and in English."""


def policies_within(folder: Path) -> tuple[Path, ...]:
    """The files in folders of this folder that are policy files by what they declare: there, nothing reads them.

    Cases, registers and whatever else stands beside a pack are none. Hidden folders are left alone.
    """
    below = (each for each in folder.rglob("*") if each.parent != folder and each.suffix.lower() in (".yaml", ".yml") and is_file(each))
    visible = (each for each in below if not any(part.startswith(".") for part in each.relative_to(folder).parts))
    return tuple(sorted(each for each in visible if _DECLARES.search(each.read_bytes())))


_DECLARES = re.compile(rb"""^(?:\xef\xbb\xbf)?[{ ]*["']?instrument["']?[ ]*:""", re.MULTILINE)


def read_yaml(text: str | bytes, name: str) -> Node:
    """The one document of a YAML text, `name` being what problems call it; raises `Refused`."""
    if not yaml.__with_libyaml__:  # the other parser reads some texts otherwise: a rule must not mean two things on two machines
        raise _refused(
            Place(name), "此处的 PyYAML 不带 libyaml，请改装官方发行包", "PyYAML comes without libyaml here; install one of its wheels"
        )
    if len(text) > MOST_BYTES:
        raise _refused(Place(name), f"文件超过 {MOST_BYTES} 字节", f"the file is larger than {MOST_BYTES} bytes")
    if isinstance(text, bytes):
        try:
            decoded = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8")
            hint = encoding_hint(text)
            raise _refused(
                _place_after(before, name), f"文件不是 UTF-8 编码{hint.zh}", f"the file is not encoded in UTF-8{hint.en}"
            ) from error
    else:
        decoded = text.removeprefix("\ufeff")
    found = forbidden(decoded)
    if found is not None:
        spelt = f"U+{ord(decoded[found]):04X}"
        raise _refused(
            _place_after(decoded[:found], name),
            f"不允许的字符 {spelt}（看不见，请删去）",
            f"the character {spelt} is not allowed; it cannot be seen, delete it",
        )
    return _Builder(decoded, name).document()


def _place_after(before: str, name: str) -> Place:
    """The place right after a piece of text from the beginning of the file."""
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _refused(place: Place, zh: str, en: str) -> Refused:
    return Refused((Problem(place, Text(zh, en)),))


class _Builder:
    """Builds nodes from parser events, so that depth and size are bounded while reading."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._events = self._read(text)
        self._nodes = 0
        self._problems: list[Problem] = []

    def _read(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            if mark is not None and "nesting depth" in (error.problem or ""):  # newer parsers look ahead past our own bound
                raise self._too_deep(Place(self._name, mark.line + 1, mark.column + 1)) from error
            found = complaint(error, text)
            place = Place(self._name, found.line, found.column)
            also = Place(self._name, *found.opened) if found.opened else None
            raise Refused((Problem(place, found.message, also),)) from error

    def document(self) -> Node:
        event = next(self._events)
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
                self._problem(event, DIRECTIVE.zh, DIRECTIVE.en)
            event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent) or _is_nothing(event):
            raise _refused(Place(self._name, 1, 1), "文件是空的", "the file is empty")
        node = self._node(event, 1)
        next(self._events)  # the end of the document
        extra = next(self._events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self._problem(extra, ONE_DOCUMENT.zh, ONE_DOCUMENT.en)
        if self._problems:
            raise Refused(self._problems)
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._nodes += 1
        if depth > MOST_DEPTH:
            raise self._too_deep(self._place(event))
        if self._nodes > MOST_NODES:
            raise _refused(self._place(event), f"节点超过 {MOST_NODES} 个", f"there are more than {MOST_NODES} values in this file")
        if isinstance(event, yaml.AliasEvent):
            self._problem(event, "不允许使用别名（*）", "aliases (`*name`) are not allowed")
            return Scalar("*", self._place(event))
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor is not None:
            self._problem(event, "不允许使用锚点（&）", "anchors (`&name`) are not allowed")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._problem(event, f"不允许使用标签 `{tag}`", f"tags such as `{tag}` are not allowed")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, self._place(event), bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            items = tuple(self._node(each, depth + 1) for each in iter(self._next, None))
            return Sequence(items, self._place(event))
        return self._mapping(event, depth)

    def _too_deep(self, place: Place) -> Refused:
        return _refused(place, f"嵌套超过 {MOST_DEPTH} 层", f"this is nested more than {MOST_DEPTH} levels deep")

    def _next(self) -> yaml.Event | None:
        event = next(self._events)
        return None if isinstance(event, yaml.CollectionEndEvent) else event

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys_at: dict[str, Place] = {}
        for event in iter(self._next, None):
            key = self._node(event, depth + 1)
            value_event = next(self._events)
            value = self._node(value_event, depth + 1)
            if not isinstance(key, Scalar):
                self._problem(event, "键必须是一个词", "a key must be a single word")
            elif not key.text.strip():
                self._problem(event, "缺少键", "a key is missing here")
            elif key.text == "<<" and not key.quoted:
                self._problem(event, "不允许合并键（<<）", "merge keys (`<<`) are not allowed")
            elif key.text in entries:
                self._duplicate(key, keys_at[key.text])
            else:
                entries[key.text] = value
                keys_at[key.text] = key.place
        return Mapping(entries, keys_at, self._place(start, Inside(partial(_part, entries))))

    def _duplicate(self, key: Scalar, first: Place) -> None:
        message = Text(f"键 `{key.text}` 重复", f"the key `{key.text}` is written twice")
        self._problems.append(Problem(key.place, message, first))

    def _place(self, event: yaml.Event, inner: Inside | None = None) -> Place:
        mark = event.start_mark
        assert mark is not None  # the parser marks every event
        return Place(self._name, mark.line + 1, mark.column + 1, inner)

    def _problem(self, event: yaml.Event, zh: str, en: str) -> None:
        self._problems.append(Problem(self._place(event), Text(zh, en)))


def _is_nothing(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and not event.style and event.tag is None and event.anchor is None


def _part(entries: dict[str, Node], path: tuple[str, ...]) -> Place | None:
    """The place of the deepest node on a path below a mapping: keys, and in a list the text of an item."""
    node: Node | None = entries.get(path[0]) if path else None
    for key in path[1:]:
        inside: Node | None = None
        if isinstance(node, Mapping):
            inside = node.get(key)
        elif isinstance(node, Sequence):
            inside = next((each for each in node.items if isinstance(each, Scalar) and each.text == key), None)
        if inside is None:
            break
        node = inside
    return None if node is None else node.place
