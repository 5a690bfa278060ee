"""A statute by what a user calls it: a file, or the id of an imported one."""

from pathlib import Path

from dutybound.presence import is_there
from dutybound.problems import Place, Problem, Refused
from dutybound.statute.model import Statute
from dutybound.statute.parsing import read_statute
from dutybound.statute.storing import is_id, load
from dutybound.text import Text


def open_statute(named: str, kept: Path) -> Statute:
    """The statute in the file `named`, or imported into `kept` under that id."""
    path = Path(named)
    if is_there(path):
        return read_statute(path)
    if is_id(named):
        return load(named, kept)
    zh, en = "没有这个文件，也不是已导入文本的标识", "there is no such file, and it is no id of an imported statute"
    raise Refused([Problem(Place(named), Text(zh, en))])
