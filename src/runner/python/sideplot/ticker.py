"""A thread that looks at something several times a second while somebody wants that: the control log, the use of the machine, progress."""

from __future__ import annotations

import threading
from _thread import allocate_lock
from time import monotonic

from .warning import warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

INTERVAL_SECONDS = 0.25


class Call:
    """A function, how often it is called, and when it is called next."""

    __slots__ = ("due", "function", "seconds")

    def __init__(self, function: Callable[[], bool], seconds: float) -> None:
        self.function = function
        self.seconds = seconds
        self.due = 0.0


class Ticker:
    """Calls functions every quarter of a second, or as often as they ask for, until they return False.

    Its thread lives as long and keeps no process alive.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything. For the child of a fork."""
        self._calls: list[Call] = []
        self._thread: threading.Thread | None = None
        self._pausing = False
        self._wake = threading.Event()
        self._starting = allocate_lock()

    def add(self, call: Callable[[], bool], seconds: float = INTERVAL_SECONDS) -> None:
        """Have the thread call this soon, and then again every so many seconds until it returns False."""
        self._calls.append(Call(call, seconds))
        self._start()
        if seconds < INTERVAL_SECONDS:
            # The thread may be in a longer rest.
            self._wake.set()

    def pause(self, timeout: float) -> None:
        """Let the thread end, as before a fork; returns when it did or when `timeout` seconds are over."""
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            self._pausing = True
            self._wake.set()
            thread.join(timeout)

    def unpause(self) -> None:
        """Go on after `pause`."""
        self._pausing = False
        self._wake.clear()
        self._start()

    def _start(self) -> None:
        if self._thread is not None or self._pausing or not self._calls or not self._starting.acquire(False):
            return
        try:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="sideplot-ticker", daemon=True)
                self._thread.start()
        except RuntimeError:
            # The interpreter shuts down, or the system has no more threads.
            self._thread = None
        finally:
            self._starting.release()

    def _loop(self) -> None:
        while self._calls and not self._pausing:
            now = monotonic()
            for call in list(self._calls):
                if call.due <= now:
                    call.due = now + call.seconds
                    if not _goes_on(call.function):
                        self._calls.remove(call)
            rest = min((call.due for call in list(self._calls)), default=now) - monotonic()
            if self._wake.wait(max(0.001, rest)) and not self._pausing:
                self._wake.clear()
        self._thread = None
        self._start()


def _goes_on(call: Callable[[], bool]) -> bool:
    try:
        return call()
    except Exception as error:
        warn(f"Sideplot stops looking ({error!r}); this is a defect of Sideplot.")
        return False


# A reload of this module must not leave the running thread behind.
TICKER: Ticker = globals().get("TICKER") or Ticker()
