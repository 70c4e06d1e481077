"""The one writer thread of the process: takes what was logged off the queue and appends it to the logs.

Callers do nothing but extend `queue`, a flat list, by the four items of an entry: (column, time, step, value) or (producer, time, step,
values by metric name), where the step may be None (the next one); or (producer, time, action, payload) with a method of Producer as action.
Extending a list by a tuple is one step of the interpreter, and leaves nothing behind that the garbage collector would look at.
"""

from __future__ import annotations

import errno
import os
import threading
from _thread import allocate_lock
from collections import deque
from itertools import repeat
from time import monotonic, sleep, time

from .column import Column
from .drain import add_points, are_steps, distinct, is_step
from .warning import warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .producer import Producer

BUSY_INTERVAL_SECONDS = 0.004
# A write that takes longer has met a disk that hangs.
STUCK_SECONDS = 0.05
# Whoever logs whole arrays would rather wait for a slow disk than lose points: it is given up on later.
BULK_STUCK_SECONDS = 0.5
# So many queued values, some 80 bytes each in columns and 350 in rows, and callers let the writer thread go first.
MAX_QUEUED_VALUES = 65_536
ENTRY_ITEMS = 4
# Entries that are sorted out in one go: while that lasts, no other thread runs.
_ENTRIES_AT_ONCE = 8_192
# So many KiB of queued arrays and text.
MAX_QUEUED_BULK = 65_536
_MAX_RETRY_SECONDS = 1.0
_REASONS = {errno.ENOSPC: "disk full", errno.EDQUOT: "disk quota exceeded", errno.EFBIG: "file size limit"}
_STUCK_REASON = "disk too slow"


class Writer:
    """The queue, and the thread that empties it every 4 ms while there is something to write, at once when it was idle.

    Where the queue is longer than `limit`, callers must `relieve` it: the limit is 0 while the thread waits to be woken or does not run.
    """

    def __init__(self) -> None:
        self.queue: list[Any] = []
        self.bulk: deque[None] = deque()
        self.clear()

    def clear(self) -> None:
        """Forget everything: what is queued, the thread and the locks. For the child of a fork."""
        self.queue.clear()
        self.bulk.clear()
        self.limit = 0
        self._busy_limit = ENTRY_ITEMS * MAX_QUEUED_VALUES
        self._thread: threading.Thread | None = None
        self._relief: threading.Thread | None = None
        self._pausing = False
        self._wake = allocate_lock()
        self._wake.acquire()
        self._starting = allocate_lock()
        # Held while the queue is drained and pending data encoded, never while the disk is waited for.
        self._draining = allocate_lock()
        self._writing_since: float | None = None
        self._touched: set[Producer] = set()
        self._flushes: list[Any] = []

    def relieve(self) -> None:
        """What a caller does when the writer is idle or the queue is long: wake it, or let it run for a moment."""
        if self._thread is None:
            self._start()
        self._poke()
        if len(self.queue) > self._busy_limit or len(self.bulk) > MAX_QUEUED_BULK:
            if self._is_stuck(STUCK_SECONDS if len(self.queue) > self._busy_limit else BULK_STUCK_SECONDS):
                self._start_relief()
            sleep(0.001)

    def add_bulk(self, producer: Producer, action: Any, payload: Any, size: int) -> None:
        """Queue an action with a payload of `size` bytes; waits while the disk takes such payloads, but slower than they come."""
        tokens = size >> 10
        while tokens and self.is_behind_with_bulk():
            self.relieve()
        self.bulk.extend(repeat(None, tokens))
        self.queue.extend((producer, time(), action, payload))
        if tokens:
            self.queue.extend((None, 0.0, _RELEASE_BULK, tokens))
        if len(self.queue) > self.limit or len(self.bulk) > MAX_QUEUED_BULK:
            self.relieve()

    def is_behind_with_bulk(self) -> bool:
        """Whether arrays and text pile up although the disk takes them."""
        return (
            len(self.bulk) > MAX_QUEUED_BULK
            and not self._is_stuck(BULK_STUCK_SECONDS)
            and not any(producer.failure for producer in list(self._touched))
        )

    def flush(self, timeout: float) -> bool:
        """Wait until all that was logged so far is in the files; False when that took longer than `timeout` seconds."""
        deadline = monotonic() + timeout
        done = allocate_lock()
        done.acquire()
        self.queue.extend((None, time(), _FLUSH, done))
        if self._thread is not None or self._start():
            self._poke()
            return done.acquire(True, timeout)
        while not done.acquire(False):
            if monotonic() > deadline:
                return False
            self._cycle()
            self.limit = 0
            sleep(BUSY_INTERVAL_SECONDS)
        return True

    def pause(self, timeout: float) -> None:
        """Let the thread end, as before a fork; returns when it did or when `timeout` seconds are over."""
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            self._pausing = True
            self._poke()
            thread.join(timeout)
            _wait_until_gone(thread)

    def unpause(self) -> None:
        """Go on after `pause`."""
        self._pausing = False
        if self._thread is None and (self.queue or self._touched):
            self._start()

    def _start(self) -> bool:
        if self._pausing or not self._starting.acquire(False):
            return True
        try:
            if self._thread is None:
                # Before it starts: it takes itself out when it ends.
                self._thread = threading.Thread(target=self._loop, name="sideplot-writer", daemon=True)
                self._thread.start()
            return True
        except RuntimeError:
            # The interpreter shuts down, or the system has no more threads.
            self._thread = None
            return False
        finally:
            self._starting.release()

    def _poke(self) -> None:
        try:
            if self._wake.locked():
                self._wake.release()
        except RuntimeError:
            pass

    def _is_stuck(self, seconds: float = STUCK_SECONDS) -> bool:
        since = self._writing_since
        return since is not None and monotonic() - since > seconds

    def _loop(self) -> None:
        while not self._pausing:
            if not self.queue:
                self.limit = 0
                # Looked at again after the limit was set: a caller sees the limit, or its item is seen here.
                if not self.queue and not self._pausing:
                    self._wake.acquire(True, self._seconds_to_retry())
            self.limit = self._busy_limit
            self._cycle()
            self._wake.acquire(True, BUSY_INTERVAL_SECONDS)
        self._cycle()
        self.limit = 0
        self._thread = None
        if not self._pausing and self.queue:
            self._start()

    def _cycle(self) -> None:
        try:
            self._drain(None)
            self._write()
        except Exception as error:
            warn(f"Sideplot could not write a batch ({error!r}); this is a defect of Sideplot.")

    def _drain(self, thin_reason: str | None) -> None:
        with self._draining:
            queue = self.queue
            items = len(queue)
            points = 0
            for start in range(0, items, ENTRY_ITEMS * _ENTRIES_AT_ONCE):
                part = min(items - start, ENTRY_ITEMS * _ENTRIES_AT_ONCE)
                who, times, steps, what = (queue[place:part:ENTRY_ITEMS] for place in range(ENTRY_ITEMS))
                # Callers only ever add at the end.
                del queue[:part]
                points += self._sort_out(who, times, steps, what)
            entries = items // ENTRY_ITEMS
            if entries:
                values = min(MAX_QUEUED_VALUES, MAX_QUEUED_VALUES * entries // max(points, 1))
                self._busy_limit = ENTRY_ITEMS * max(256, values)
            for producer in self._touched:
                if thin_reason or producer.failure:
                    # A write that fails may be slow, too: that it fails says more.
                    producer.thin(producer.failure or thin_reason or "")

    def _sort_out(self, who: list[Any], times: list[float], steps: list[Any], what: list[Any]) -> int:
        """Add the points and do the actions, in order. Returns how many points there were."""
        for one in distinct(who):
            self._touch(one.producer if one.__class__ is Column else one)
        if are_steps(steps):
            return add_points(who, times, steps, what)
        points = begin = 0
        for index, step in enumerate(steps):
            if not is_step(step):
                if begin < index:
                    part = slice(begin, index)
                    points += add_points(who[part], times[part], steps[part], what[part])
                self._act(who[index], times[index], step, what[index])
                begin = index + 1
        if begin < len(steps):
            points += add_points(who[begin:], times[begin:], steps[begin:], what[begin:])
        return points

    def _touch(self, producer: Producer | None) -> None:
        if producer is not None and producer not in self._touched:
            self._touched.add(producer)
            if not producer.started:
                producer.start()

    def _act(self, producer: Producer | None, at: float, action: Any, payload: Any) -> None:
        if action is _RELEASE_BULK:
            for _ in range(payload):
                self.bulk.pop()
            return
        if producer is None:
            self._flushes.append(payload)
            for waiting in self._touched:
                waiting.retry_at = 0.0
            return
        try:
            action(producer, at, payload)
        except Exception as error:
            producer.refused += 1
            producer.refuse(getattr(action, "__name__", "record"), repr(error))

    def _write(self) -> None:
        for producer in list(self._touched):
            if producer.retry_at and monotonic() < producer.retry_at:
                continue
            try:
                self._write_producer(producer)
            except OSError as error:
                self._fail(producer, error)
            finally:
                self._writing_since = None
        with self._draining:
            if self._flushes and not any(producer.has_pending() or producer.file.has_unsent for producer in self._touched):
                flushes, self._flushes = self._flushes, []
                for flush in flushes:
                    flush.release()

    def _write_producer(self, producer: Producer) -> None:
        if not producer.file.has_unsent:
            with self._draining:
                producer.file.add(producer.take())
        self._writing_since = monotonic()
        producer.file.send()
        self._writing_since = None
        producer.failure = None
        producer.retry_at = producer.retry_delay = 0.0
        with self._draining:
            if producer.has_pending():
                self._poke()
                return
            self._touched.discard(producer)
            if producer.ended:
                producer.file.close()

    def _fail(self, producer: Producer, error: OSError) -> None:
        if producer.failure is None:
            reason = _REASONS.get(error.errno or 0) or (os.strerror(error.errno) if error.errno else str(error))
            producer.failure = reason
            warn(
                f"Sideplot cannot write {producer.file.path}: {reason}. It goes on trying; "
                "what finds no room in memory meanwhile is thinned, and the gap is shown in the plot."
            )
        producer.retry_delay = min(_MAX_RETRY_SECONDS, max(0.05, producer.retry_delay * 2))
        producer.retry_at = monotonic() + producer.retry_delay

    def _seconds_to_retry(self) -> float:
        times = [producer.retry_at for producer in self._touched]
        return max(0.0, min(times) - monotonic()) if times else -1.0

    def _start_relief(self) -> None:
        if self._relief is None and self._starting.acquire(False):
            try:
                if self._relief is None:
                    self._relief = threading.Thread(target=self._relieve_while_stuck, name="sideplot-relief", daemon=True)
                    self._relief.start()
            except RuntimeError:
                self._relief = None
            finally:
                self._starting.release()

    def _relieve_while_stuck(self) -> None:
        try:
            while self._is_stuck():
                self._drain(_STUCK_REASON)
                sleep(BUSY_INTERVAL_SECONDS)
        finally:
            self._relief = None


def _wait_until_gone(thread: threading.Thread) -> None:
    # A joined thread is counted as one of the process for some more microseconds; Python 3.12 and later warn of a fork then.
    task = f"/proc/self/task/{getattr(thread, 'native_id', None)}"
    for _ in range(100):
        if thread.is_alive() or not os.path.exists(task):
            break
        sleep(0.0001)


_FLUSH = object()
_RELEASE_BULK = object()
# A reload of this module must not leave the running thread behind.
WRITER: Writer = globals().get("WRITER") or Writer()
