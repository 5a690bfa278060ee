"""Where the lawyers' cases of a pack are, and which instruments a policy folder holds."""

from collections.abc import Iterable
from pathlib import Path

from dutybound.policy import read_policy
from dutybound.presence import is_folder
from dutybound.problems import Place, Problem, Refused
from dutybound.text import Text

CASES = "cases"
TESTS = Path("tests/law")


def case_paths(paths: Iterable[Path], policies: Iterable[Path]) -> tuple[Path, ...]:
    """The paths given, else the folder `cases` beside each policy file or in each policy folder, else `tests/law`.

    Raises `Refused` if nothing was given and there is no such folder.
    """
    given = tuple(paths)
    if given:
        return given
    folders = [(each if is_folder(each) else each.parent) / CASES for each in policies] or [TESTS]
    found = tuple(each for each in dict.fromkeys(folders) if is_folder(each))
    if not found:
        listed = ", ".join(map(str, folders))
        message = Text(f"没有案例文件夹 {listed}", f"there is no folder of cases {listed}")
        raise Refused((Problem(Place("test"), message),))
    return found


def pack_instruments(policies: Iterable[Path]) -> tuple[str, ...]:
    """The instruments of policy folders and files; raises `Refused`, `OSError`."""
    files = [file for each in policies for file in (sorted(each.glob("*.yaml")) if is_folder(each) else [each])]
    return tuple(read_policy(file).instrument.id for file in files)
