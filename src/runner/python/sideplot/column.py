"""What is pending of one metric: steps, values and times, and how many points had to be dropped."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Sequence

    from .producer import Producer


class Gap:
    """Points of one series that had to be dropped, and between which steps."""

    __slots__ = ("count", "first", "last", "reason")

    def __init__(self, reason: str) -> None:
        self.count = 0
        self.first: float | None = None
        self.last: float | None = None
        self.reason = reason

    def add(self, steps: Sequence[float]) -> None:
        """Count points with these steps as dropped."""
        self.count += len(steps)
        low, high = min(steps), max(steps)
        self.first = low if self.first is None else min(self.first, low)
        self.last = high if self.last is None else max(self.last, high)


class Column:
    """A metric of a producer. Callers put it into the queue; all else is the writer thread's.

    `x` stays a range while the steps are regular. `series` is the metric's id in the log, None before it is declared there.
    """

    __slots__ = ("gap", "name", "producer", "series", "t", "unit", "x", "y")

    def __init__(self, producer: Producer, name: str) -> None:
        self.producer = producer
        self.name = name
        self.unit = ""
        self.clear()

    def clear(self) -> None:
        """Forget what is pending and that the series was declared."""
        self.series: int | None = None
        self.gap: Gap | None = None
        self.x: range | list[float] = []
        self.y: list[float] = []
        self.t: list[float] = []

    def __len__(self) -> int:
        return len(self.y)

    def extend(self, steps: range | list[float], values: list[float], times: list[float]) -> None:
        """Add points; the lists stay the caller's."""
        if not self.y:
            self.producer.pending.append(self)
            self.x = steps if isinstance(steps, range) else list(steps)
        else:
            self._extend_steps(steps)
        self.y.extend(values)
        self.t.extend(times)

    def take(self) -> tuple[range | list[float], list[float], list[float]]:
        """Steps, values and times of what is pending, which then is not anymore."""
        taken = (self.x, self.y, self.t)
        self.x, self.y, self.t = [], [], []
        return taken

    def halve(self, reason: str) -> int:
        """Drop every second point and note the gap; the last point stays. Returns how many were dropped."""
        kept = (len(self.y) - 1) % 2
        dropped = self.x[1 - kept :: 2]
        if self.gap is None:
            self.gap = Gap(reason)
        self.gap.add(dropped)
        self.x, self.y, self.t = self.x[kept::2], self.y[kept::2], self.t[kept::2]
        return len(dropped)

    def _extend_steps(self, steps: range | list[float]) -> None:
        x = self.x
        if not isinstance(x, range):
            x.extend(steps)
        elif isinstance(steps, range) and steps.start == x.start + len(x) * x.step and (steps.step == x.step or len(steps) == 1):
            self.x = range(x.start, steps.start + len(steps) * x.step, x.step)
        else:
            self.x = [*x, *steps]
