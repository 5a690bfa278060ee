"""SHA-256 of what is read and of what is written."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import IO, BinaryIO

_BLOCK = 1 << 23


class Digest:
    """The running SHA-256 of one file."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, content: bytes) -> None:
        """Take in the next bytes."""
        self._hash.update(content)

    def prefix(self, stream: BinaryIO, length: int) -> None:
        """Take in the next `length` bytes of a stream, or as many as there are; raises `OSError`."""
        while length > 0 and (block := stream.read(min(_BLOCK, length))):
            self._hash.update(block)
            length -= len(block)

    def file(self, path: Path) -> None:
        """Take in a whole file; raises `OSError`."""
        with path.open("rb") as stream:
            self.prefix(stream, path.stat().st_size)

    def hexdigest(self) -> str:
        """Of everything so far: 64 hexadecimal digits."""
        return self._hash.hexdigest()


class Following:
    """The SHA-256 of a file while it is written, by a thread of its own: to hash it afterwards would make a run wait."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = Digest()
        self._thread = ThreadPoolExecutor(1)
        self._left = Event()
        self._behind = self._ahead = 0

    def follow(self, stream: IO[bytes], length: int) -> None:
        """Say that the stream has written `length` bytes, which will not change any more."""
        if length - self._ahead >= _BLOCK:
            stream.flush()
            self._ahead = length
            self._thread.submit(self._take, length)

    def whole(self) -> str:
        """Of the whole file, when it is written: 64 hexadecimal digits. Raises `OSError`."""
        self._thread.submit(self._take, self._path.stat().st_size).result()
        return self._digest.hexdigest()

    def close(self) -> None:
        """Leave off, wherever it is."""
        self._left.set()
        self._thread.shutdown(cancel_futures=True)

    def _take(self, length: int) -> None:
        with self._path.open("rb") as stream:
            while self._behind < length and not self._left.is_set():
                stream.seek(self._behind)
                some = min(_BLOCK, length - self._behind)
                self._digest.prefix(stream, some)
                self._behind += some
