"""The files of a new pack into a new folder: all of them, or nothing at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from dutybound.presence import is_folder, is_link, is_there
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text


def check_target(target: Path) -> None:
    """Raises `Refused` where something is there already, or where there is no folder to put it into."""
    if is_there(target) or is_link(target):
        raise Refused((Problem(Place(str(target)), Text("已经存在，不覆盖", "this exists already and is not overwritten")),))
    if not is_folder(target.parent):
        raise Refused((Problem(Place(str(target.parent)), Text("没有这个文件夹", "there is no such folder")),))


def write_new(target: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    """Write the files beside the target and give the folder its name at the end; raises `Refused` and `OSError`."""
    check_target(target)
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
