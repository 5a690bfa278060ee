"""The files of a new pack into a new folder: all of them, or nothing at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from dutybound.presence import is_folder, is_link, is_there
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text


def check_target(target: Path) -> None:
    """Raises `Refused` where something is there already, or where a file stands in the way of the folders above it."""
    if is_there(target) or is_link(target):
        raise Refused((Problem(Place(str(target)), Text("已经存在，不覆盖", "this exists already and is not overwritten")),))
    above = next(each for each in target.parents if is_there(each) or is_link(each))
    if not is_folder(above):
        raise Refused((Problem(Place(str(above)), Text("这不是文件夹，无法在其中新建", "this is no folder to make another in")),))


def write_new(target: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    """Write the files beside the target and give the folder its name at the end; raises `Refused` and `OSError`.

    The folders above it are made too, and taken away again where the files cannot be written.
    """
    check_target(target)
    missing = [each for each in target.parents if not is_there(each)]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, files)
    except BaseException:
        for folder in missing:
            if is_folder(folder) and not any(folder.iterdir()):
                folder.rmdir()
        raise


def _write(target: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    around = Path(tempfile.mkdtemp(prefix=".new-plugin-", dir=target.parent))
    try:
        made = around / target.name  # inside, for the outer one is closed to other users
        for path, content in files.items():
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        check_target(target)
        made.rename(target)
    finally:
        shutil.rmtree(around)
