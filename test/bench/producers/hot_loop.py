"""Measures what one call costs in the caller. Options: `calls` (of each kind).

Says the percentiles of each kind in nanoseconds, the clock's own cost subtracted, once for each `go`; `stop` ends it. The kinds take
turns, so that what else the machine does slows all of them.
"""

from __future__ import annotations

import sys
import time
from typing import Callable

import sideplot
from command import options, say

TURNS = 10


def measure(call: Callable[[float], None], count: int) -> list[int]:
    """Durations of so many calls in nanoseconds."""
    clock = time.perf_counter_ns
    durations = [0] * count
    value = 0.5
    for index in range(count):
        start = clock()
        call(value)
        durations[index] = clock() - start
    return durations


def percentiles(durations: list[int]) -> dict[str, float]:
    """What the calls cost, without the clock."""
    clock = time.perf_counter_ns
    own = sorted(-clock() + clock() for _ in range(10_000))[5_000]
    durations.sort()
    count = len(durations)
    return {name: max(0, durations[int(count * share)] - own) for name, share in (("p50", 0.5), ("p99", 0.99), ("p999", 0.999))}


def main() -> None:
    """Measure each kind of call in turn, once for each `go`."""
    count: int = options()["calls"]
    run = sideplot.init(name="bench")
    metric = run.metric("loss")
    kinds: dict[str, Callable[[float], None]] = {
        "sideplot.log(loss=value)": lambda value: sideplot.log(loss=value),
        "run.log(loss=value)": lambda value: run.log(loss=value),
        "metric.log(value)": metric.log,
        "nothing": lambda value: None,
    }
    sent = 0
    metric.log(0.5)
    sent += 1
    say(run=run.id)
    for line in sys.stdin:
        if line.strip() != "go":
            break
        durations: dict[str, list[int]] = {name: [] for name in kinds}
        for _ in range(TURNS):
            for name, call in kinds.items():
                durations[name] += measure(call, count // TURNS)
                sent += 0 if name == "nothing" else count // TURNS
                # What is queued is written before the next kind begins.
                sideplot.writer.WRITER.flush(10)
        say(kinds={name: percentiles(all_of_it) for name, all_of_it in durations.items()})
    run.finish()
    say(sent=sent, refused=run.refused)


if __name__ == "__main__":
    main()
