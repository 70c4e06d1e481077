"""What this process and those that it started use of the machine: processor time and memory."""

from __future__ import annotations

import os
import sys
from time import process_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator

# A program that starts more, as a build does, is measured by these alone.
_MAX_PROCESSES = 1_000


def cpu_seconds() -> float:
    """Processor time of this process, of those that it started and waited for, and on Linux of those that go on and of theirs."""
    times = os.times()
    own = process_time() + times.children_user + times.children_system
    ticks = 0
    for process in _descendants():
        try:
            with open(f"/proc/{process}/stat", "rb") as stat:
                # After the name: the times of the process and of its children that have ended are fields 14 to 17.
                ticks += sum(map(int, stat.read().rpartition(b")")[2].split()[11:15]))
        except (OSError, ValueError):
            # It has just ended: its parent will count it.
            continue
    return own + (ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0)


def resident_bytes() -> float | None:
    """What this process holds, and on Linux what those that it started hold; pages that several of them share count for each."""
    if sys.platform == "linux":
        try:
            own = _pages_of("self")
        except (OSError, ValueError, IndexError):
            return None
        for process in _descendants():
            try:
                own += _pages_of(process)
            except (OSError, ValueError, IndexError):
                continue
        return float(own * os.sysconf("SC_PAGE_SIZE"))
    try:
        from importlib import import_module

        return float(import_module("psutil").Process().memory_info().rss)
    except Exception:
        return _peak_bytes()


def _pages_of(process: str) -> int:
    with open(f"/proc/{process}/statm", "rb") as statm:
        return int(statm.read().split()[1])


def _descendants() -> list[str]:
    """The ids of the processes that this one started, of those that they started, and so on; only Linux tells them cheaply."""
    if sys.platform != "linux":
        return []
    found: list[str] = []
    waiting = ["self"]
    while waiting and len(found) < _MAX_PROCESSES:
        started = list(_children(waiting.pop()))
        found += started
        waiting += started
    return found


def _children(process: str) -> Iterator[str]:
    # Each thread has its own.
    try:
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:
        return
    for thread in threads:
        try:
            with open(f"/proc/{process}/task/{thread}/children") as children:
                yield from children.read().split()
        except OSError:
            continue


def _peak_bytes() -> float | None:
    """The most that the process has held so far, where the platform tells no more."""
    try:
        import resource
    except ImportError:
        return None
    # Bytes on macOS, KiB elsewhere.
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
