"""Measure what a call costs in the caller, on an idle machine: `PYTHONPATH=src/runner/python python test/python/measure_hot_path.py`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from typing import Callable

CALLS = 200_000
# A training loop that calls this often keeps the writer thread busy, but not behind.
PAUSE_EVERY = 2_000
PAUSE_SECONDS = 0.004


def measure(call: Callable[[], None], pauses: bool) -> str:
    """p50, p99 and p99.9 of one call in microseconds, and calls a second; the clock's own cost is subtracted."""
    clock = time.perf_counter_ns
    durations = []
    began = time.perf_counter()
    for index in range(CALLS):
        start = clock()
        call()
        durations.append(clock() - start)
        if pauses and index % PAUSE_EVERY == 0:
            time.sleep(PAUSE_SECONDS)
    seconds = time.perf_counter() - began
    own = sorted(-clock() + clock() for _ in range(10_000))[5_000]
    durations.sort()
    marks = [max(0, durations[int(CALLS * share)] - own) / 1_000 for share in (0.5, 0.99, 0.999)]
    return f"p50 {marks[0]:6.2f} µs   p99 {marks[1]:6.2f} µs   p99.9 {marks[2]:8.2f} µs   {CALLS / seconds:10,.0f} calls/s"


def main() -> None:
    """Measure every way to log."""
    os.environ["SIDEPLOT_DIR"] = tempfile.mkdtemp(prefix="sideplot-")
    import sideplot

    run = sideplot.init(name="hot path")
    handle = run.metric("loss")
    three = {"loss": 0.3, "acc": 0.5, "lr": 0.1}
    nested = {"train": {"loss": 0.3, "acc": 0.5}}
    calls: dict[str, Callable[[], None]] = {
        "sideplot.log(loss=0.3)": lambda: sideplot.log(loss=0.3),
        "run.log(loss=0.3)": lambda: run.log(loss=0.3),
        "handle.log(0.3)": lambda: handle.log(0.3),
        "run.log({three floats})": lambda: run.log(three),
        "run.log(loss=1)": lambda: run.log(loss=1),
        "run.log({nested})": lambda: run.log(nested),
        "empty call": lambda: None,
    }
    for pauses in (True, False):
        print("with pauses" if pauses else "as fast as it goes")
        for name, call in calls.items():
            print(f"  {name:26}{measure(call, pauses)}", flush=True)
    print(sys.version.split()[0], "refused", run.refused)


if __name__ == "__main__":
    main()
