"""Measures the logging call of another library: `python_calls.py LIBRARY CALLS`, in an environment that has it.

Prints percentiles in nanoseconds as JSON.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
import time
from importlib import import_module
from typing import Any, Callable

Log = Callable[[int], Any]


def tensorboardx(folder: str) -> tuple[Log, Callable[[], Any]]:
    """`SummaryWriter.add_scalar` into a folder."""
    writer = import_module("tensorboardX").SummaryWriter(folder)
    return lambda step: writer.add_scalar("loss", 0.5, step), writer.close


def wandb(folder: str) -> tuple[Log, Callable[[], Any]]:
    """`Run.log` of a run that is kept offline."""
    library = import_module("wandb")
    run = library.init(project="bench", mode="offline", dir=folder, settings=library.Settings(silent=True, console="off"))
    return lambda step: run.log({"loss": 0.5}), run.finish


def trackio(folder: str) -> tuple[Log, Callable[[], Any]]:
    """`Run.log` of a run in a local folder."""
    library = import_module("trackio")
    run = library.init(project="bench")
    return lambda step: run.log({"loss": 0.5}), library.finish


def teleplot(folder: str) -> tuple[Log, Callable[[], Any]]:
    """One UDP packet a value, as programs that log to Teleplot send it."""
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    address = receiver.getsockname()
    return lambda step: sender.sendto(f"loss:{step}:0.5|g".encode(), address), sender.close


def main() -> None:
    """Measure one library."""
    library = {"tensorboardX": tensorboardx, "wandb": wandb, "trackio": trackio, "teleplot": teleplot}[sys.argv[1]]
    count = int(sys.argv[2])
    clock = time.perf_counter_ns
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        log, close = library(folder)
        log(0)
        durations = []
        for step in range(1, count + 1):
            start = clock()
            log(step)
            durations.append(clock() - start)
        durations.sort()
        print("\n" + json.dumps({"p50": durations[count // 2], "p99": durations[count * 99 // 100]}), flush=True)
        close()


if __name__ == "__main__":
    main()
