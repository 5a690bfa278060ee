"""What stands at a path: a file, a folder or nothing. Where that cannot be told it is an error, for it is not nothing.

And which path it was, where a file that opened cannot be read on.

`pathlib` was of the same mind until Python 3.14, which finds nothing behind a folder that does not open.
"""

import errno
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

_NOTHING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP})
_NOTHING_ON_WINDOWS = frozenset({21, 123, 1921})
"""A drive without a disk, a name that nothing can have, a link that leads to itself."""


def is_there(path: Path) -> bool:
    """Whether anything stands there, links followed; raises `OSError` where this cannot be told."""
    return _mode(path) is not None


def is_file(path: Path) -> bool:
    """Whether a regular file stands there, links followed; raises `OSError` where this cannot be told."""
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, links followed; raises `OSError` where this cannot be told."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def is_link(path: Path) -> bool:
    """Whether a link stands there, wherever it leads; raises `OSError` where this cannot be told."""
    mode = _mode(path, followed=False)
    return mode is not None and stat.S_ISLNK(mode)


def _mode(path: Path, *, followed: bool = True) -> int | None:
    try:
        return path.stat(follow_symlinks=followed).st_mode
    except OSError as error:
        if error.errno in _NOTHING or getattr(error, "winerror", None) in _NOTHING_ON_WINDOWS:
            return None
        raise
    except ValueError:  # no path has a NUL in it
        return None


@contextmanager
def naming(path: str | Path, numbers: Collection[int] = ()) -> Iterator[None]:
    """Name the path in an `OSError` that names none (one of these `numbers`, if any are given).

    The system names what it cannot open, but not what it cannot read or write on.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None and (not numbers or error.errno in numbers):
            error.filename = str(path)
        raise
