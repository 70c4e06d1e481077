"""Logs arrays by `run.log_many`, at a rate or as fast as it goes.

Options: `metrics` (names), `batch` (points of a call), `rate` (points a second; 0: as fast as it goes), `seconds`.
"""

from __future__ import annotations

import time

import numpy

import sideplot
from command import Pace, options, say, wait_for


def main() -> None:
    """Log until the time is over."""
    given = options()
    metrics: list[str] = given["metrics"]
    batch: int = given["batch"]
    rate: float = given["rate"]
    run = sideplot.init(name="bench")
    values = numpy.sin(numpy.arange(batch) / 500) + numpy.random.default_rng(1).normal(0, 0.1, batch)
    for name in metrics:
        run.log_many(name, values[:16])
    sent = 16 * len(metrics)
    say(run=run.id)
    wait_for("go")
    began = time.time()
    end = time.perf_counter() + given["seconds"]
    calls = 0
    pace = Pace(rate / batch)
    while time.perf_counter() < end:
        if rate and calls >= pace.due():
            time.sleep(0.001)
            continue
        run.log_many(metrics[calls % len(metrics)], values)
        calls += 1
    ended = time.time()
    run.finish()
    say(sent=sent + calls * batch, began=began, ended=ended, refused=run.refused)


if __name__ == "__main__":
    main()
