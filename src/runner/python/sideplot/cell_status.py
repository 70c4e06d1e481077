"""The status line that a background cell shows in the notebook: one display, updated in place."""

from __future__ import annotations

import html
import os
import threading
from time import localtime, monotonic, strftime, time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .background_cell import BackgroundCell

# What the ids of these displays begin with.
DISPLAY_PREFIX = "sideplot-"
# Every update goes into the notebook's document.
_UPDATE_SECONDS = 0.5
_MAX_LINE_CHARACTERS = 120
_MARKS = {"running": "▶", "stopping": "…", "finished": "✓", "failed": "✗", "interrupted": "■"}


class CellStatus:
    """Shows name, status, times and the last printed line, and the traceback of a cell that failed."""

    def __init__(self, cell: BackgroundCell) -> None:
        self._cell = cell
        self._display_id = DISPLAY_PREFIX + os.urandom(8).hex()
        self._updated = monotonic()
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def show(self) -> None:
        """Show the line in the cell that is being executed."""
        self._publish(update=False)

    def changed(self, at_once: bool) -> None:
        """Update the line, twice a second at most but for a change of the status."""
        if os.getpid() != self._pid or not (at_once or monotonic() - self._updated > _UPDATE_SECONDS):
            return
        with self._lock:
            self._updated = monotonic()
            try:
                self._publish(update=True)
            except Exception:
                # The kernel goes down, or the cell replaced what the display needs: no reason to disturb the cell.
                pass

    def _publish(self, update: bool) -> None:
        from IPython.display import display

        display(self._bundle(), raw=True, display_id=self._display_id, update=update)  # type: ignore[no-untyped-call]

    def _bundle(self) -> dict[str, Any]:
        cell = self._cell
        words = self._words()
        plain = " · ".join(words)
        rich = f"<b>{html.escape(words[0])}</b>" + "".join(f" · {html.escape(word)}" for word in words[1:])
        if cell.status == "failed" and cell.error is not None:
            trace = cell.describe_error(cell.error)
            plain += "\n" + trace
            rich += f"<details><summary>Traceback</summary><pre>{html.escape(trace)}</pre></details>"
        return {"text/plain": plain, "text/html": f"<div>{rich}</div>"}

    def _words(self) -> list[str]:
        cell = self._cell
        began = strftime("%H:%M:%S", localtime(cell.started))
        words = [f"{_MARKS.get(cell.status, '')} background cell {cell.name}".rstrip(), f"{cell.status}"]
        words.append(f"since {began}" if cell.ended is None else f"after {_duration(cell.ended - cell.started)}")
        last = cell.output.last_line
        if cell.status == "failed" and cell.error is not None:
            last = type(cell.error).__name__
        if cell.status == "stopping" and cell.interrupt_at is not None:
            wait = cell.interrupt_at - time()
            words.append(f"interrupted in {wait:.0f} s" if wait >= 1 else "interrupted as soon as it is back in Python")
        return [*words, last[:_MAX_LINE_CHARACTERS]] if last else words


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min {rest} s" if hours else f"{minutes} min {rest} s"
