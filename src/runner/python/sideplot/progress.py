"""Progress bars: how far a loop is. A loop only counts; the ticker's thread looks ten times a second and writes what changed."""

from __future__ import annotations

from _thread import get_ident
from itertools import count
from operator import length_hint
from time import monotonic, time

from .producer import Producer
from .ticker import TICKER
from .values import NotANumber, to_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator

    from .run import Run

INTERVAL_SECONDS = 0.1
# So many bars of loops that are over keep their ids; then the oldest id is given to the next loop.
_KEPT_BARS = 16
_MAX_OPEN_BARS = 100
_MAX_LABEL_CHARACTERS = 200
_MAX_UNIT_CHARACTERS = 50


class Bar:
    """How far one loop is. `done` may be set by the loop's thread at any time; everything else is told through `Bars`."""

    __slots__ = ("done", "finished", "id", "label", "thread", "told", "told_at", "total", "unit")

    def __init__(self, number: int) -> None:
        self.id = number
        self.label = ""
        self.unit = ""
        self.done: float = 0
        self.total: float | None = None
        self.finished = False
        self.thread = 0
        self.told: Any = None
        self.told_at = 0.0

    @property
    def state(self) -> tuple[Any, ...]:
        """What a record tells."""
        return (self.label, self.done, self.total, self.unit, self.finished)


class Bars:
    """The progress bars of one run in this process. No lock, which a fork could leave locked: each step is one of the interpreter."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._numbers = count()
        self._open: dict[int, Bar] = {}
        self._reported: dict[str, Bar] = {}
        # By label, those that were closed first in front.
        self._closed: dict[str, Bar] = {}
        self._ticking = False

    def report(self, label: str, done: float, total: float | None, unit: str, finished: bool | None) -> None:
        """What `Run.progress` was told; a bar that is complete is closed until there is news of it."""
        bar = self._reported.get(label)
        if bar is None or bar.finished:
            bar = self.open(label, total, unit)
            if bar is None:
                return
            self._reported[label] = bar
        bar.done, bar.total, bar.unit = done, total, unit
        if finished or (finished is None and total is not None and done >= total):
            self._reported.pop(label, None)
            self.close(bar)
        else:
            self._tell(bar)

    def open(self, label: str, total: float | None, unit: str) -> Bar | None:
        """A bar for a loop that begins: that of the last loop of this name, so that inner loops keep one; None if there are too many."""
        if len(self._open) >= _MAX_OPEN_BARS:
            self._run._producer.warn_once("progress", f"Only {_MAX_OPEN_BARS} progress bars at once are shown.")
            return None
        bar = self._closed.pop(label, None) or self._oldest_closed() or Bar(next(self._numbers))
        bar.label, bar.done, bar.total, bar.unit, bar.finished, bar.thread = label, 0, total, unit, False, get_ident()
        self._open[bar.id] = bar
        self._tell(bar)
        if not self._ticking:
            self._ticking = True
            TICKER.add(self._tick, INTERVAL_SECONDS)
        return bar

    def close(self, bar: Bar) -> None:
        """The loop is over, at its end or before."""
        # In the child of a fork another bar may have the number.
        if self._open.get(bar.id) is not bar:
            return
        del self._open[bar.id]
        bar.finished = True
        self._closed[bar.label] = bar
        self._tell(bar)

    def close_thread(self, thread: int) -> None:
        """The loops of a thread are over: what keeps their generators alive is a traceback."""
        for bar in list(self._open.values()):
            if bar.thread == thread:
                self._reported.pop(bar.label, None)
                self.close(bar)

    def flush(self) -> None:
        """Write what is not written yet, as before the end of the run."""
        for bar in [*self._open.values(), *self._closed.values()]:
            self._write(bar)

    def _oldest_closed(self) -> Bar | None:
        try:
            if len(self._closed) >= _KEPT_BARS:
                return self._closed.pop(next(iter(self._closed)))
        except (KeyError, RuntimeError, StopIteration):
            # Another thread took it.
            pass
        return None

    def _tell(self, bar: Bar) -> None:
        # What comes too soon waits for the ticker.
        if monotonic() - bar.told_at >= INTERVAL_SECONDS:
            self._write(bar)

    def _write(self, bar: Bar) -> None:
        state = bar.state
        if state == bar.told:
            return
        bar.told, bar.told_at = state, monotonic()
        label, done, total, unit, finished = state
        record: dict[str, Any] = {"type": "progress", "id": bar.id, "label": label, "done": done}
        if total is not None:
            record["total"] = total
        if unit:
            record["unit"] = unit
        if finished:
            record["finished"] = True
        record["time"] = time()
        self._run._enqueue(Producer.add_record, record)

    def _tick(self) -> bool:
        # Set before the look: a bar that is opened meanwhile starts the ticker again, at worst in vain.
        self._ticking = False
        if self._run._bars is not self or self._run.status != "running":
            return False
        self.flush()
        goes_on = bool(self._open) or any(bar.state != bar.told for bar in list(self._closed.values()))
        if goes_on and not self._ticking:
            self._ticking = True
            return True
        return False


class Track:
    """Items of a loop, counted as they are done. Made by `sideplot.track` and `Run.track`; each iteration has a bar of its own."""

    def __init__(self, find_run: Callable[[], Run], items: Iterable[Any], name: str, total: Any, unit: str) -> None:
        self._find_run = find_run
        self._items: Any = items
        self._name = to_label(name)
        self._unit = str(unit)[:_MAX_UNIT_CHARACTERS]
        self._total: Any = total

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        run, bar = self._begin()
        if bar is None:
            yield from self._items
            return
        done = 0
        try:
            for item in self._items:
                yield item
                done += 1
                bar.done = done
        finally:
            run.close_bar(bar)

    def _begin(self) -> Any:
        # Training goes on whatever becomes of its bar.
        try:
            run = self._find_run()
            total = length_of(self._items) if self._total is None else to_amount(self._total)
            return run, run.open_bar(self._name, total, self._unit)
        except NotANumber as error:
            run._refuse("track", error.kind)
        except Exception as error:
            from .warning import warn

            warn(f"track: no progress is shown ({error!r}).")
        return None, None


def to_label(name: object) -> str:
    """The label of a bar: at most 200 characters."""
    return str(name)[:_MAX_LABEL_CHARACTERS]


def to_amount(value: Any) -> float:
    """A number of items, which may be a fraction; raises NotANumber."""
    if value.__class__ is int and 0 <= value < 2**53:
        return int(value)
    number = to_number(value)
    if not 0 <= number < float("inf"):
        raise NotANumber("amount that is negative or not finite")
    return int(number) if number == int(number) and number < 2**53 else number


def length_of(items: Any) -> int | None:
    """How many items there are, where the object knows."""
    try:
        length = length_hint(items, -1)
    except Exception:
        # A data loader of unknown length may raise anything.
        return None
    return length if length >= 0 else None
