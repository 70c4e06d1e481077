"""What a background cell prints, as lines of the text pane of its run."""

from __future__ import annotations

from _thread import allocate_lock, get_ident
from collections import deque
from time import monotonic

from .open_runs import OPEN_RUNS
from .process_end import watch_process_end
from .producer import Producer
from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .run import Run

# The first lines wait so long for the cell to start a run of its own.
_HOLD_SECONDS = 2.0
# A line that is written over, such as a progress bar, is shown so often.
_OVERWRITTEN_SECONDS = 5.0
_MAX_LINE_CHARACTERS = 100_000


class CellOutput:
    """Makes lines of printed text, for the run that `find_run` names, else for one that `start_run` makes."""

    def __init__(self, find_run: Callable[[], Run | None], start_run: Callable[[], Run]) -> None:
        self.last_line = ""
        self._find_run = find_run
        self._start_run = start_run
        self._run: Run | None = None
        self._held: deque[tuple[str, list[str]]] = deque()
        self._held_since = 0.0
        # By stream and thread; no lock, which a fork could leave locked.
        self._unended: dict[tuple[str, int], str] = {}
        self._shown_at: dict[tuple[str, int], float] = {}
        self._starting = allocate_lock()
        self._finished = False
        self._in_child = False

    def write(self, stream: str, text: str) -> bool:
        """Take printed text, of any of the cell's threads; False when all output was finished before.

        A carriage return has the line begin anew.
        """
        if self._finished:
            return False
        if self._in_child:
            watch_process_end()
        key = (stream, get_ident())
        lines = (self._unended.pop(key, "") + text).split("\n")
        if len(lines) > 1:
            self._shown_at.pop(key, None)
        newest = lines.pop()
        rest = _overwritten(newest)
        if len(rest) > _MAX_LINE_CHARACTERS:
            lines.append(rest)
        elif rest:
            self._unended[key] = rest
        shown = [_overwritten(line).rstrip("\r") for line in lines]
        self._remember_last([*shown, rest.rstrip("\r")])
        if "\r" in newest and self._is_due(key) and rest.strip():
            shown.append(rest.rstrip("\r"))
        if shown:
            self.add_lines(stream, shown)
        return True

    def add_lines(self, stream: str, lines: list[str]) -> None:
        """Take whole lines."""
        self._held.append((stream, lines))
        run = self._current_run()
        if run is None:
            self._held_since = self._held_since or monotonic()
            # A forked worker may end at any moment.
            if self._in_child or monotonic() - self._held_since > _HOLD_SECONDS:
                run = self._make_run()
        if run is not None:
            self._give_held(run)

    def has_run(self) -> bool:
        """Whether there is a run for the text, or text that waits for one."""
        return self._current_run() is not None or bool(self._held)

    def finish(self) -> None:
        """Give all that is still held to a run, and take no more."""
        self._finished = True
        unended, self._unended = self._unended, {}
        for (stream, _), text in unended.items():
            self.add_lines(stream, [text.rstrip("\r")])
        if self._held:
            self._give_held(self._current_run() or self._make_run())

    def continue_in_child(self) -> None:
        """After a fork: what was held is the parent's to give, and the child's last line is given when it ends."""
        self._held.clear()
        self._unended.clear()
        self._shown_at.clear()
        self._starting = allocate_lock()
        self._in_child = True
        OPEN_RUNS.before_end.append(self.finish)

    def _remember_last(self, lines: list[str]) -> None:
        for line in reversed(lines):
            if line.strip():
                self.last_line = line.strip()
                break

    def _is_due(self, key: tuple[str, int]) -> bool:
        now = monotonic()
        # The first version may be over at once.
        due = now - self._shown_at.setdefault(key, now) >= _OVERWRITTEN_SECONDS
        if due:
            self._shown_at[key] = now
        return due

    def _current_run(self) -> Run | None:
        run = self._find_run() or self._run
        if run is not None:
            self._run = run
        return run

    def _make_run(self) -> Run:
        # Two threads of a cell print into one run.
        with self._starting:
            run = self._current_run()
            if run is None:
                run = self._run = self._start_run()
            return run

    def _give_held(self, run: Run) -> None:
        while self._held:
            try:
                stream, lines = self._held.popleft()
            except IndexError:
                # Another thread took them.
                return
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
