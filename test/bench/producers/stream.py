"""Logs rows of several metrics by `run.log`, at a rate or as fast as it goes.

Options: `metrics` (names), `preload` (rows before `go`), `rate` (rows a second; 0: as fast as it goes), `seconds`,
`figures` (charts by name), `times` (a file for the time of each row's `log`, seconds since 1970, float64).
"""

from __future__ import annotations

import time
from array import array
from typing import Any

import sideplot
from command import Pace, options, say, wait_for, wave

# Rows that are made before the clock runs, so that what is measured is logging.
PREPARED = 4096
# A loop looks at the clock so often.
ROWS_BETWEEN_LOOKS = 64


def main() -> None:
    """Log until the time is over."""
    given = options()
    metrics: list[str] = given["metrics"]
    run = sideplot.init(name="bench")
    for name, charts in given.get("figures", {}).items():
        run.figure(name, charts)
    rows = [{name: wave(step, index) for index, name in enumerate(metrics)} for step in range(PREPARED)]
    preload: int = given["preload"]
    for step in range(preload):
        run.log(rows[step % PREPARED], step=step)
    say(run=run.id)
    wait_for("go")
    began = time.time()
    sent, times = stream(run, rows, preload, given["rate"], given["seconds"])
    ended = time.time()
    run.finish()
    if given.get("times"):
        with open(given["times"], "wb") as file:
            times.tofile(file)
    say(sent=(preload + sent) * len(metrics), rows=sent, began=began, ended=ended, refused=run.refused)


def stream(run: Any, rows: list[dict[str, float]], first: int, rate: float, seconds: float) -> tuple[int, array[float]]:
    """Log rows; the number of rows and, of a paced stream, when each was logged."""
    times = array("d")
    end = time.perf_counter() + seconds
    sent = 0
    log = run.log
    if rate == 0:
        while time.perf_counter() < end:
            for step in range(first + sent, first + sent + ROWS_BETWEEN_LOOKS):
                log(rows[step % PREPARED], step=step)
            sent += ROWS_BETWEEN_LOOKS
        return sent, times
    pace = Pace(rate)
    while time.perf_counter() < end:
        due = pace.due()
        for step in range(first + sent, first + due):
            times.append(time.time())
            log(rows[step % PREPARED], step=step)
        sent = max(sent, due)
        time.sleep(0.001)
    return sent, times


if __name__ == "__main__":
    main()
