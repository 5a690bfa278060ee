"""Files whose text cites a provision, as `samr-2020/21.1.4`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from dutybound.presence import is_file, is_folder
from dutybound.problems import Place
from dutybound.provision import Provision

_CITED = re.compile(r"(?<![\w/.-])[a-z][a-z0-9]*(?:-[a-z0-9]+)*/[1-9]\d{0,3}(?:-[1-9]\d?)?(?:\.[1-9]\d{0,2}){0,3}(?![\w/-]|\.\w)")
_LARGEST = 4 * 1024 * 1024
_SKIPPED = {".git", ".hg", "__pycache__", "node_modules", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@frozen
class Mention:
    """A citation in a file, and the changed provision it rests on."""

    place: Place
    cited: Provision
    changed: Provision


def mentions(paths: Iterable[Path], changed: Iterable[Provision]) -> Iterator[Mention]:
    """Where files under `paths` cite a provision that is among `changed`, lies within one or contains one."""
    wanted = tuple(changed)
    for path in _files(paths):
        for number, line in enumerate(_text(path).split("\n"), start=1):
            for match in _CITED.finditer(line):
                cited = _provision(match[0])
                touched = next((other for other in wanted if cited and (cited.contains(other) or other.contains(cited))), None)
                if cited is not None and touched is not None:
                    yield Mention(Place(str(path), number, match.start() + 1), cited, touched)


def _provision(written: str) -> Provision | None:
    try:
        return Provision.parse(written)
    except ValueError:
        return None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if is_folder(path):
            inside = (file for file in path.rglob("*") if not _SKIPPED.intersection(file.parts))
            yield from sorted(file for file in inside if is_file(file))
        else:
            yield path


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            return ""
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
