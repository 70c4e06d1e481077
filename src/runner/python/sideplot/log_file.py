"""The file of one producer: whole lines, appended, in order."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_MAX_WRITE_BYTES = 1_048_576
# Parts of a write; systems take at least 1,024 of them.
_MAX_PARTS = 512
# Parts that are shorter are joined: that costs less than to write them one by one.
_SHORT_BYTES = 4_096
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
        # What goes out in one write, each in parts.
        self._unsent: list[list[bytes]] = []

    @property
    def has_unsent(self) -> bool:
        """Whether lines are waiting."""
        return bool(self._unsent)

    def add(self, lines: list[bytes]) -> None:
        """Put lines, each with its end, into the queue; those of one batch go out in few writes. A line may be in several parts."""
        batch: list[bytes] = []
        short: list[bytes] = []
        size = 0
        for part in lines:
            size += len(part)
            if len(part) < _SHORT_BYTES:
                short.append(part)
            else:
                batch += (b"".join(short), part) if short else (part,)
                short = []
            if part.endswith(b"\n") and (size > _MAX_WRITE_BYTES or len(batch) > _MAX_PARTS):
                self._unsent.append([*batch, b"".join(short)])
                batch, short, size = [], [], 0
        if batch or short:
            self._unsent.append([*batch, b"".join(short)])

    def send(self) -> None:
        """Write all that waits. Raises OSError when the file cannot be made or written; nothing is lost then."""
        while self._unsent:
            if self._file is None:
                self._file = self._open()
            parts = self._unsent[0]
            written = _write(self._file, parts)
            while parts and written >= len(parts[0]):
                written -= len(parts.pop(0))
            if parts:
                parts[0] = parts[0][written:]
            else:
                del self._unsent[0]

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


def _write(file: int, parts: list[bytes]) -> int:
    # Windows has no such call.
    return os.writev(file, parts) if hasattr(os, "writev") else os.write(file, b"".join(parts))
