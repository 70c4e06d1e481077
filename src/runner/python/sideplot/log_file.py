"""The file of one producer: whole lines, appended, in order."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_MAX_WRITE_BYTES = 1_048_576
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class LogFile:
    """Lines on their way to a file that is made when the first of them is written.

    After an error the rest of a line that was written in part stays first in the queue, so a later `send` completes the line.
    """

    def __init__(self, root: str, folder: str, name: str) -> None:
        self.path = os.path.join(folder, name)
        self._root = root
        self._folder = folder
        self._file: int | None = None
        self._unsent: list[bytes] = []

    @property
    def has_unsent(self) -> bool:
        """Whether lines are waiting."""
        return bool(self._unsent)

    def add(self, lines: list[bytes]) -> None:
        """Put lines, each with its end, into the queue; those of one batch go out in few writes."""
        batch: list[bytes] = []
        size = 0
        for line in lines:
            if batch and size + len(line) > _MAX_WRITE_BYTES:
                self._unsent.append(b"".join(batch))
                batch, size = [], 0
            batch.append(line)
            size += len(line)
        if batch:
            self._unsent.append(b"".join(batch))

    def send(self) -> None:
        """Write all that waits. Raises OSError when the file cannot be made or written; nothing is lost then."""
        while self._unsent:
            if self._file is None:
                self._file = self._open()
            block = self._unsent[0]
            written = os.write(self._file, block)
            if written == len(block):
                del self._unsent[0]
            else:
                self._unsent[0] = block[written:]

    def close(self) -> None:
        """Give the file back to the system; `send` opens it again."""
        if self._file is not None:
            file, self._file = self._file, None
            try:
                os.close(file)
            except OSError:
                pass

    def _open(self) -> int:
        for make, folder in (
            (os.makedirs, os.path.dirname(self._root)),
            (os.mkdir, self._root),
            (os.mkdir, os.path.dirname(self._folder)),
            (os.mkdir, self._folder),
        ):
            try:
                make(folder, 0o700)
            except FileExistsError:
                # If it is no folder, opening the file says so.
                pass
        return os.open(self.path, _FLAGS, 0o600)
