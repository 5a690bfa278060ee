"""Templates with the answers put in: the files of a new pack, by their path in its folder.

Templates come with whoever knows the law, by the entry-point group `dutybound.templates`, never from the core.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from string import Template

from dutybound.blueprints.answers import Answers
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

GROUP = "dutybound.templates"
COMMON = "common"
SUFFIX = ".in"


def rendered(answers: Answers, folder: str) -> Mapping[PurePosixPath, bytes]:
    """The files of the pack, to stand in `folder`; raises `Refused` if no templates of this kind are installed."""
    words = answers.words(folder)
    found: dict[PurePosixPath, bytes] = {}
    for root in _roots(answers.kind.value):
        for path, template in _templates(root, PurePosixPath()):
            text = Template(template.read_text(encoding="utf-8")).substitute(words)
            found[_named(path, words)] = text.encode()
    return {path: found[path] for path in sorted(found)}


def _roots(kind: str) -> Iterator[Traversable]:
    for point in entry_points(group=GROUP):
        home = files(point.value)
        if (home / kind).is_dir():
            yield from (each for each in (home / COMMON, home / kind) if each.is_dir())
            return
    message = Text(
        f"没有安装 `{kind}` 的模板；请重新安装 dutybound", f"no template of the kind `{kind}` is installed; install dutybound again"
    )
    raise Refused((Problem(Place("new-plugin"), message),))


def _templates(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            yield from _templates(each, path / each.name)
        elif each.name.endswith(SUFFIX):
            yield path / each.name.removesuffix(SUFFIX), each


def _named(path: PurePosixPath, words: Mapping[str, str]) -> PurePosixPath:
    spelt = str(path)
    for name in ("name", "package"):
        spelt = spelt.replace(f"__{name}__", words[name])
    return PurePosixPath(spelt)
