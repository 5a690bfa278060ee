"""The files in a folder and below it: what may hold cases is among them or is told, never passed over."""

import os
from collections.abc import Iterator
from pathlib import Path

from dutybound.presence import is_file, is_link, is_there
from dutybound.problems import Place, Problem, Refused, system_words
from dutybound.text import Text

MANIFEST, REJECTS = ".manifest.json", ".rejects.jsonl"
"""What is added to the name of an output for what a run writes beside it."""

READ = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt", ".xlsx", ".parquet"})
"""How the names of files end that are read for cases here or there."""

_UNREAD = frozenset({
    *(".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods", ".numbers"),
    *(".dbf", ".mdb", ".accdb", ".sqlite", ".arrow", ".feather", ".orc", ".avro"),
    *(".gz", ".bz2", ".xz", ".zst", ".zip", ".rar", ".7z", ".tar", ".tgz"),
})  # fmt: skip
"""How the names of tables, databases and archives end that nothing here can read."""


def files_below(folder: Path) -> tuple[Path, ...]:
    """The files in a folder and below it, in the order of their names, without outputs of runs and what stands beside them.

    Links to folders are followed, and each folder is read once. Raises `Refused` for what may hold cases and cannot be read:
    a folder that does not open, a link that leads nowhere, a pipe, a table of another kind, an archive.
    """
    problems: list[Problem] = []
    found = sorted(_walked(folder, problems))
    outputs = {each.with_name(each.name.removesuffix(MANIFEST)) for each in found if each.name.endswith(MANIFEST)}
    ours = {each.with_name(each.name + suffix) for each in outputs for suffix in ("", MANIFEST, REJECTS)}
    files = tuple(each for each in found if each not in ours)
    problems += [Problem(Place(str(each)), words) for each in files if (words := _wrong(each)) is not None]
    if problems:
        raise Refused(problems)
    return tuple(each for each in files if is_file(each))


def all_below(folder: Path) -> tuple[Path, ...]:
    """Every file in a folder and below it, in the order of their names; raises `Refused` for folders that do not open."""
    problems: list[Problem] = []
    found = tuple(sorted(_walked(folder, problems)))
    if problems:
        raise Refused(problems)
    return found


def _walked(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def shut(error: OSError) -> None:
        said = system_words(error)
        problems.append(Problem(Place(str(error.filename)), Text(f"文件夹打不开：{said.zh}", f"this folder cannot be opened: {said.en}")))

    seen = {os.path.realpath(folder)}
    for here, folders, files in os.walk(folder, onerror=shut, followlinks=True):
        links = {name for name in folders if is_link(Path(here) / name)}
        inside = sorted({*folders} - links) + sorted(links)
        folders.clear()
        for name in inside:
            real = os.path.realpath(Path(here) / name)
            if real not in seen:
                seen.add(real)
                folders.append(name)
        yield from (Path(here) / name for name in files)


def _wrong(path: Path) -> Text | None:
    """Why a file may hold cases that are not read, if it may."""
    ending = path.suffix.lower()
    if ending in _UNREAD:
        return Text(
            "其中可能有案件，但不读这种文件；请另存为 .xlsx、.csv 等，或者移出文件夹",
            "this may hold cases, and such files are not read; save it as .xlsx, .csv or the like, or move it out of the folder",
        )
    if not is_there(path):  # whatever its name: it may have led to a folder of cases
        return Text("链接所指不存在", "this link leads nowhere")
    return NO_FILE if ending in READ and not is_file(path) else None


NO_FILE = Text("不是普通文件，请改用标准输入 `-`", "this is no regular file; give it through standard input, `-`")
