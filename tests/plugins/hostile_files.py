"""Files of a plugin that cannot be read, or say what they may not."""

from pathlib import Path
from typing import Any

from plugin_stand_ins import HERE, SOUND, Hostile, returning

from dutybound.testing.plugins import PolicyText

FILE = HERE + "the policy file "


class _File:
    name = "hostile.yaml"

    def __init__(self, content: Any) -> None:
        self._content = content

    def read_bytes(self) -> Any:
        if isinstance(self._content, BaseException):
            raise self._content
        return self._content


class _Nameless:
    @property
    def name(self) -> str:
        raise RuntimeError("no name")

    def read_bytes(self) -> bytes:
        raise OSError("gone")


FILES: Hostile = {
    # its files
    "files that are text": (
        lambda: returning("sound.yaml", "policy_files"),
        "plugin hostile, policy_files: `policy_files` of the plugin `hostile` failed: TypeError: it returned str",
    ),
    "a file that is text": (
        lambda: returning(["sound.yaml"], "policy_files"),
        "plugin hostile, policy_files: `policy_files` returned str ('sound.yaml'); it takes paths, `pathlib.Path(…)`, and resources of a "
        "package, `importlib.resources.files(…) / …`",
    ),
    "a file that is nothing": (
        lambda: returning([None], "policy_files"),
        "plugin hostile, policy_files: `policy_files` returned NoneType (None); it takes paths,",
    ),
    "a file that is not there": (
        lambda: returning([Path("/nowhere/at/all.yaml")], "policy_files"),
        FILE + "`all.yaml` cannot be read: FileNotFoundError",
    ),
    "a file that is a folder": (
        lambda: returning([Path(__file__).parent], "policy_files"),
        FILE + "`plugins` cannot be read: IsADirectoryError",
    ),
    "a file that raises": (
        lambda: returning([_File(OSError("disk"))], "policy_files"),
        FILE + "`hostile.yaml` cannot be read: OSError: disk",
    ),
    "a file that leaves the program": (
        lambda: returning([_File(SystemExit(3))], "policy_files"),
        FILE + "`hostile.yaml` cannot be read: SystemExit: 3",
    ),
    "a file of numbers": (
        lambda: returning([_File(42)], "policy_files"),
        FILE + "`hostile.yaml` cannot be read: TypeError",
    ),
    "a file without a name": (
        lambda: returning([_Nameless()], "policy_files"),
        FILE + "`a _Nameless` cannot be read",
    ),
    "a file that claims the instrument of another": (
        lambda: returning([PolicyText("mine.yaml", SOUND)], "policy_files"),
        "sound.yaml:1:18: the instrument id `test-law` is taken (see also mine.yaml:1:18)",
    ),
    "a file that is broken": (
        lambda: returning([PolicyText("mine.yaml", "instrument: [\n")], "policy_files"),
        "mine.yaml:2:1: the file ends in the middle of a list or mapping",
    ),
}
