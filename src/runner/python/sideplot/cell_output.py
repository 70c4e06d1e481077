"""What a background cell prints, as lines of the text pane of its run."""

from __future__ import annotations

from _thread import get_ident
from time import monotonic

from .open_runs import OPEN_RUNS
from .producer import Producer
from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .run import Run

# The first lines wait so long for the cell to start a run of its own.
_HOLD_SECONDS = 2.0
_MAX_LINE_CHARACTERS = 100_000


class CellOutput:
    """Makes lines of printed text, for the run that the cell began, else for the active run, else for one that `start_run` makes."""

    def __init__(self, start_run: Callable[[], Run]) -> None:
        self.last_line = ""
        self.own_run: Run | None = None
        self._start_run = start_run
        self._run: Run | None = None
        self._held: list[tuple[str, list[str]]] = []
        self._held_since = 0.0
        # By stream and thread; no lock, which a fork could leave locked.
        self._unended: dict[tuple[str, int], str] = {}

    def write(self, stream: str, text: str) -> None:
        """Take printed text; a carriage return has the line begin anew."""
        key = (stream, get_ident())
        lines = (self._unended.pop(key, "") + text).split("\n")
        rest = _overwritten(lines.pop())
        if len(rest) > _MAX_LINE_CHARACTERS:
            lines.append(rest)
        elif rest:
            self._unended[key] = rest
        shown = [_overwritten(line).rstrip("\r") for line in lines]
        for line in reversed([*shown, rest.rstrip("\r")]):
            if line.strip():
                self.last_line = line.strip()
                break
        if shown:
            self.add_lines(stream, shown)

    def add_lines(self, stream: str, lines: list[str]) -> None:
        """Take whole lines."""
        run = self._find_run()
        if run is None:
            self._held_since = self._held_since or monotonic()
            self._held.append((stream, lines))
            if monotonic() - self._held_since > _HOLD_SECONDS:
                self._run = self._start_run()
                self._give_held(self._run)
            return
        self._give_held(run)
        _give(run, stream, lines)

    def has_run(self) -> bool:
        """Whether there is a run for the text, or text that waits for one."""
        return self._find_run() is not None or bool(self._held)

    def finish(self) -> None:
        """Give all that is still held to a run."""
        unended, self._unended = self._unended, {}
        for (stream, _), text in unended.items():
            self.add_lines(stream, [text.rstrip("\r")])
        if self._held:
            self._give_held(self._find_run() or self._start_run())

    def _find_run(self) -> Run | None:
        # An ended run of the cell takes its last lines, such as a traceback.
        run = self.own_run or OPEN_RUNS.active or self._run
        if run is not None:
            self._run = run
        return run

    def _give_held(self, run: Run) -> None:
        held, self._held = self._held, []
        for stream, lines in held:
            _give(run, stream, lines)


def _give(run: Run, stream: str, lines: list[str]) -> None:
    if run.status == "running":
        run.text(lines, stream)
    else:
        # Printing is no reason to resume a run.
        WRITER.add_bulk(run._producer, Producer.add_text, (stream, lines), sum(map(len, lines)))


def _overwritten(line: str) -> str:
    """What is left of a line after its carriage returns; one at its end has no effect yet."""
    body = line.rstrip("\r")
    return body.rpartition("\r")[2] + line[len(body) :][:1]
