"""Sends one UDP packet a value, as programs that log to Teleplot do.

Options: `port`, `rate` (values a second), `seconds`, `times` (see `stream.py`).
"""

from __future__ import annotations

import socket
import time
from array import array

from command import Pace, options, say, wave

METRICS = 4


def main() -> None:
    """Send until the time is over."""
    given = options()
    address = ("127.0.0.1", given["port"])
    channel = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    times = array("d")
    end = time.perf_counter() + given["seconds"]
    pace = Pace(given["rate"])
    while time.perf_counter() < end:
        for number in range(len(times), pace.due()):
            series = number % METRICS
            times.append(time.time())
            channel.sendto(f"s{series}:{number}:{wave(number % 4096, series):.6f}|g".encode(), address)
        time.sleep(0.001)
    with open(given["times"], "wb") as file:
        times.tofile(file)
    say(sent=len(times))


if __name__ == "__main__":
    main()
