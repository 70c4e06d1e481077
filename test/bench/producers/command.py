"""What the producers of the benchmark have in common: they say who they are, wait for `go`, and say what they did."""

from __future__ import annotations

import json
import math
import sys
import time
from typing import Any


def options() -> dict[str, Any]:
    """The options that the benchmark gave as JSON in the only argument."""
    given: dict[str, Any] = json.loads(sys.argv[1])
    return given


def say(**message: Any) -> None:
    """Tell the benchmark something, as one JSON object in a line."""
    print(json.dumps(message), flush=True)


def wait_for(word: str) -> None:
    """Wait until the benchmark says this word."""
    line = sys.stdin.readline().strip()
    if line != word:
        raise SystemExit(f"expected {word}, got {line!r}")


def wave(step: int, series: int) -> float:
    """The curve that is drawn, as `wave` in `wave.ts`: a loss that falls, with noise that is the same each time."""
    noise = math.sin(step * 12.9898 + series * 78.233)
    return (1 + series / 8) * math.exp(-step / 1500) * (1 + 0.2 * noise) + series / 4


class Pace:
    """Says how many things are due at a rate a second since the start."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._start = time.perf_counter()

    def due(self) -> int:
        """How many are due by now."""
        return int((time.perf_counter() - self._start) * self._rate)
